import type { Entry } from "./entry.ts";
import type { Task } from "./enumerate.ts";
import { FLOAT, INT, STR, type Type, typeOfValue } from "./types.ts";
import { equals, hashValue, type Value } from "./values.ts";
import type { Hints } from "./words.ts";

/** Parameters and constants. Constants come from the request, from outcomes that repeat, and from those that programs often need. */
export function leavesFor(task: Task, hints: Hints): Entry[] {
  const rows = task.rows.length;
  const leaves: Entry[] = task.parameters.map(({ name, type }, position) => ({
    type,
    cost: 1,
    values: task.rows.map((row) => row[position] ?? null),
    form: { kind: "parameter", name },
    constant: false,
    bound: false,
  }));
  const known = new Set<string>();
  const constant = (value: Value, type: Type, cost: number, mentioned: boolean): void => {
    const key = `${type.id}:${hashValue(value)}`;
    if (known.has(key)) return;
    known.add(key);
    leaves.push({
      type,
      cost,
      values: new Array<Value>(rows).fill(value),
      form: { kind: "constant", value, mentioned },
      constant: true,
      bound: false,
    });
  };
  const numbers = [...task.parameters.map(({ type }) => type), ...task.targets];
  const types = numbers.some((type) => type.id.includes("float")) ? [INT, FLOAT] : [INT];
  for (const value of hints.integers) for (const type of types) constant(value, type, 2, true);
  for (const text of hints.texts) constant(text, STR, 2, true);
  for (const [index, outcome] of task.outcomes.entries()) {
    const type = typeOfValue(outcome);
    const repeated = task.outcomes.some((other, at) => at !== index && equals(other, outcome));
    const simple = outcome === null || outcome === "" || outcome === -1;
    if (type !== null && type.parts.length === 0 && typeof outcome !== "boolean" && (repeated || simple))
      constant(outcome, type, 4, simple);
  }
  for (const outcome of [true, false])
    if (task.targets.some(({ id }) => id === "bool")) constant(outcome, task.targets[0] ?? INT, 5, true);
  for (const type of types) {
    for (const value of [0, 1, 2]) constant(value, type, 3, true);
    for (const value of [-1, 10]) constant(value, type, 5, false);
  }
  constant(" ", STR, 4, false);
  constant("", STR, 4, false);
  return leaves;
}
