import type { Example, IR } from "../../ir/ir.ts";
import { equals } from "../../logic/evaluate/compare.ts";
import { literalValue } from "../literal.ts";
import { keyOf } from "../pointer.ts";
import { OUTCOME_OF } from "../subjects.ts";
import { type Gap, reading } from "./gap.ts";

/** Calls for which the examples state different outcomes: at most one holds. */
export function conflictingExamples({ examples, signature }: IR): Gap[] {
  const byCall = new Map<string, Example[]>();
  for (const example of examples) {
    const key = keyOf([example.args, example.kwargs]);
    const known = byCall.get(key) ?? [];
    if (!known.some((other) => sameOutcome(other, example))) byCall.set(key, [...known, example]);
  }
  return [...byCall.values()].flatMap((group): Gap[] => {
    const [first] = group;
    if (first === undefined || group.length < 2) return [];
    const named = Object.entries(first.kwargs).map(([name, text]) => `${name}=${text}`);
    const call = `${signature.name}(${[...first.args, ...named].join(", ")})`;
    const outcomes = group.map(({ returns, raises }) => returns ?? `raises(${raises})`);
    return [
      {
        clause: "assertion",
        kind: "spec",
        subject: `${OUTCOME_OF}${call}`,
        type_hint: "object",
        description: `${group.length} outcomes of ${call} are stated. Which one holds?`,
        context: `${call}: ${outcomes.join("; ")}. No function has both.`,
        priority: "critical",
        suggestions: group.map(({ source }, index) =>
          reading(outcomes[index] ?? "", `Stated by a ${source} example.`, 1 / (group.length + 1)),
        ),
      },
    ];
  });
}

function sameOutcome(one: Example, other: Example): boolean {
  if (one.raises !== other.raises) return false;
  if (one.returns === other.returns) return true;
  const [first, second] = [one.returns, other.returns].map((text) => (text === null ? null : literalValue(text)));
  return first != null && second != null && equals(first, second);
}
