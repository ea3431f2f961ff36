import { readFileSync } from "node:fs";
import type { KnownFunction } from "./answers.ts";

interface Row {
  prompt: string;
  code: string;
  entry_point: string;
  family: string;
  signature: { params: { name: string; type: string | null; default: string | null }[]; returns: string | null };
  observed_arg_types?: string[];
  observed_return_type?: string;
}

interface MutantRow {
  family: string;
  mutants: { code: string }[];
}

/**
 * Known functions from JSON lines of `{prompt, code, entry_point, family, signature}`, with wrong codes from lines of `{family, mutants: [{code}]}`.
 * A type that the reference leaves out is the one observed in its calls: a model seldom leaves a type open.
 */
export function knownFunctions(data: readonly string[], mutants: readonly string[]): KnownFunction[] {
  const wrong = new Map(
    mutants.flatMap(linesOf).map((row) => {
      const { family, mutants: programs } = row as MutantRow;
      return [family, programs.map(({ code }) => code)];
    }),
  );
  return data.flatMap(linesOf).map((line) => {
    const row = line as Row;
    const observed = row.observed_arg_types ?? [];
    return {
      prompt: row.prompt,
      name: row.entry_point,
      code: row.code,
      wrong: wrong.get(row.family) ?? [],
      parameters: row.signature.params.map((parameter, index) => ({
        ...parameter,
        type: parameter.type ?? (observed.length === row.signature.params.length ? (observed[index] ?? null) : null),
      })),
      returns: row.signature.returns ?? row.observed_return_type ?? null,
    };
  });
}

function linesOf(path: string): unknown[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as unknown);
}
