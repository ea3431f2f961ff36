import { parseExpression } from "../../ir/expression/parse.ts";
import type { PythonCall } from "../../python/sandbox/contract.ts";
import type { Making } from "./generate.ts";
import { ended } from "./judge.ts";
import { printed } from "./literal.ts";
import { mutate } from "./mutate.ts";
import type { Execution, Session } from "./session.ts";
import type { Target } from "./target.ts";

const GIVEN = "lift_given_";
const RESULT = "lift_result_";
const AFTER = "lift_after_";
/** Calls whose results are replaced by wrong ones, and how often. Few clauses are told apart by few calls. */
const MAX_CALLS = 32;
const CALLS_PER_CLAUSE = 6;
const WRONG_PER_CALL = 5;

/**
 * How much clauses say: for real inputs with wrong results (those of other calls, and near misses of the right one), which clauses reject which. By column of `texts`;
 * null when no wrong result could be written down. A function is put in place of the examined one that returns what it is told.
 */
export async function rejections(
  session: Session,
  target: Target,
  executions: readonly Execution[],
  changed: readonly string[],
  texts: readonly string[],
  making: Making,
): Promise<boolean[][] | null> {
  const calls = wrongCalls(executions, changed, Math.min(MAX_CALLS, CALLS_PER_CLAUSE * (1 + texts.length)), making);
  if (calls.length === 0) return null;
  const parameters = [...target.slots.map(({ name }) => name), ...changed.map((name) => `${AFTER}${name}`)];
  const source = `${target.source.trimEnd()}


def ${GIVEN}(${["*", ...parameters.map((name) => `${name}=None`), RESULT].join(", ")}):
${changed.map((name) => replacement(name)).join("")}    return ${RESULT}
`;
  const outcomes = await session.call({ source, path: GIVEN }, calls, [], texts);
  if (outcomes.length < calls.length) return null;
  const rows = outcomes.flatMap((outcome) => (outcome.kind === "returned" ? [outcome.checks] : []));
  return rows.length === 0 ? null : texts.map((_, index) => rows.map((row) => row[index] !== "true"));
}

function replacement(name: string): string {
  return `    if isinstance(${name}, list):
        ${name}[:] = ${AFTER}${name}
    elif isinstance(${name}, (dict, set)):
        ${name}.clear()
        ${name}.update(${AFTER}${name})
`;
}

function wrongCalls(
  executions: readonly Execution[],
  changed: readonly string[],
  most: number,
  making: Making,
): PythonCall[] {
  const usable = executions.flatMap((execution) => {
    const outcome = ended(execution);
    if (outcome?.kind !== "returned" || outcome.value === null) return [];
    const before = Object.entries(outcome.before);
    if (before.some(([, text]) => text === null || text.length > 2000)) return [];
    const after = changed.map((name): [string, string | null] => [
      `${AFTER}${name}`,
      outcome.after[name] ?? outcome.before[name] ?? null,
    ]);
    if (after.some(([, text]) => text === null)) return [];
    return [{ value: outcome.value, kwargs: [...before, ...after] as [string, string][] }];
  });
  const values = usable.map(({ value }) => value);
  const calls: PythonCall[] = [];
  for (const { value, kwargs } of usable.slice(0, most))
    for (const wrong of wrongValues(value, values, making))
      calls.push({ args: [], kwargs: Object.fromEntries([...kwargs, [RESULT, wrong]]) });
  if (changed.length === 0) return calls;
  for (const { value, kwargs } of usable.slice(0, most)) {
    const spoiled = kwargs.map(([name, text]): [string, string] =>
      name.startsWith(AFTER) ? [name, near(text, making)] : [name, text],
    );
    calls.push({ args: [], kwargs: Object.fromEntries([...spoiled, [RESULT, value]]) });
  }
  return calls;
}

function wrongValues(value: string, others: readonly string[], making: Making): string[] {
  const { random } = making;
  const wrong = new Set<string>();
  for (let attempt = 0; attempt < WRONG_PER_CALL * 3 && wrong.size < WRONG_PER_CALL; attempt += 1) {
    const next = attempt % 3 === 0 ? (random.pick(others) ?? value) : near(value, making);
    if (next !== value) wrong.add(next);
  }
  if (value !== "None") wrong.add("None");
  return [...wrong];
}

function near(value: string, making: Making): string {
  const expression = parseExpression(value);
  const once = mutate(expression, making);
  return printed(making.random.chance(0.3) ? mutate(once, making) : once);
}

export interface Rated {
  index: number;
  /** Wrong results that no clause chosen before rejects. */
  rejects: number;
}

/**
 * The fewest clauses that together reject most: each time the one that rejects most of what is left, the earlier of equals. `given` are columns that are claimed anyway; what they
 * reject earns nothing. A clause that adds nothing is implied as far as can be seen, and left out.
 */
export function select(
  columns: readonly boolean[][],
  given: readonly number[],
  eligible: readonly number[],
  most: number,
): Rated[] {
  const count = columns[0]?.length ?? 0;
  const left = new Set(Array.from({ length: count }, (_, row) => row));
  const take = (index: number) => {
    for (const row of [...left]) if (columns[index]?.[row] === true) left.delete(row);
  };
  for (const index of given) take(index);
  const chosen: Rated[] = [];
  while (chosen.length < most) {
    let best: Rated | null = null;
    for (const index of eligible) {
      if (chosen.some((other) => other.index === index)) continue;
      let rejects = 0;
      for (const row of left) if (columns[index]?.[row] === true) rejects += 1;
      if (rejects > (best?.rejects ?? 0)) best = { index, rejects };
    }
    if (best === null) return chosen;
    take(best.index);
    chosen.push(best);
  }
  return chosen;
}
