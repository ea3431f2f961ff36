import type { ExampleFact } from "../../signatures/facts.ts";

/** Examples each once: those that can all hold, and those of calls that have different outcomes, of which at most one holds. Nothing is to be read from the latter before somebody says which. */
export function withoutContradictions(examples: readonly ExampleFact[]): {
  examples: ExampleFact[];
  contradictory: ExampleFact[];
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
    examples: groups.filter(({ length }) => length === 1).flat(),
    contradictory: groups.filter(({ length }) => length > 1).flat(),
  };
}
