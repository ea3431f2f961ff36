import type { JsonObject } from "../../scripts/lib/client.ts";
import { callsOf } from "../lift.ts";
import { pointOf } from "../values.ts";

/** Calls of a row as points of the judge. */
export interface Points {
  /** Inputs alone, refused ones included. */
  inputs: JsonObject[];
  /** Inputs with the result that the row says is right. */
  right: JsonObject[];
  /** Inputs with results that are wrong there: those that the row names, and those of other inputs. */
  other: JsonObject[];
}

const MOST = 40;

export function pointsOf(row: JsonObject): Points {
  const calls = callsOf(row).slice(0, MOST);
  const answered = calls.filter((call) => "expected" in call || "expected_py" in call);
  const right = answered.map((call) => pointOf(call, "expected"));
  const stated = calls.flatMap((call) =>
    Array.isArray(call.unexpected)
      ? call.unexpected.map((result) => pointOf({ ...call, unexpected: result }, "unexpected"))
      : [],
  );
  const mutants = Array.isArray(row.mutants) ? row.mutants : [];
  const wrong = mutants.flatMap((mutant) => callsOf({ correct: (mutant as JsonObject).wrong ?? [] }));
  const swapped = answered.flatMap((call, index) => {
    const other = answered[(index + 1) % answered.length];
    if (other === undefined || other === call) return [];
    const { expected_py, expected } = other;
    const { expected_py: _own, expected: _too, ...rest } = call;
    return [
      pointOf(
        { ...rest, ...(expected_py === undefined ? { expected: expected ?? null } : { expected_py }) },
        "expected",
      ),
    ];
  });
  return {
    inputs: calls.map((call) => pointOf(call)),
    right,
    other: [...stated.slice(0, MOST), ...wrong.slice(0, MOST).map((call) => pointOf(call, "wrong")), ...swapped],
  };
}
