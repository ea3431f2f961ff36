import type { Ambiguity, ExampleFact } from "../../signatures/facts.ts";
import { resultIs } from "../quantities.ts";

/** Examples that can all hold, and one ambiguity for every call that has two different outcomes; those examples are no longer among the first. */
export function withoutContradictions(examples: readonly ExampleFact[]): {
  examples: ExampleFact[];
  ambiguities: Ambiguity[];
} {
  const byCall = new Map<string, ExampleFact[]>();
  for (const example of examples) {
    const key = JSON.stringify([example.args, example.kwargs]);
    const same = byCall.get(key) ?? [];
    if (!same.some((other) => other.returns === example.returns && other.raises === example.raises)) same.push(example);
    byCall.set(key, same);
  }
  const groups = [...byCall.values()];
  return {
    examples: groups.flatMap((group) => (group.length === 1 ? group : [])),
    ambiguities: groups.filter((group) => group.length > 1).map(contradiction),
  };
}

function contradiction(group: readonly ExampleFact[]): Ambiguity {
  const [first] = group;
  const call = [...(first?.args ?? []), ...(first?.kwargs ?? []).map(({ name, literal }) => `${name}=${literal}`)];
  return {
    clause: "assertion",
    kind: "spec",
    subject: "return",
    question: `Two examples give different outcomes for the arguments (${call.join(", ")}). Which one is right?`,
    type_hint: "bool",
    readings: group.map(({ returns, raises }) => ({
      value: returns === null ? `raises(${raises})` : resultIs(returns),
      rationale: "An example of the request says so.",
      confidence: 1 / group.length,
    })),
  };
}
