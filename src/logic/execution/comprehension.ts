import type { ComprehensionClause, Expression } from "../../ir/expression/ast.ts";
import { targetNames } from "../../ir/expression/scopes.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { assignTo } from "./assign.ts";
import { decide, evaluate, type Operand, operate, type Place, withTemporaries } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { turns } from "./iterate.ts";
import { andThen, type Result, type State, type Value } from "./state.ts";

type Comprehension = Expression & { kind: "comprehension" | "dict_comprehension" };

/** A comprehension item by item, as the loops that it stands for. */
export function collect(place: Place, state: State, expression: Comprehension): Result<Value>[] {
  const { run, frame } = place;
  const inner: Frame = {
    ...frame,
    id: -run.identity(),
    locals: new Set(expression.clauses.flatMap(({ target }) => targetNames(target))),
    globals: new Set(),
    nested: true,
    outer: frame,
  };
  const [first] = expression.clauses;
  if (first === undefined) throw new UnsupportedConstruct(expression.kind);
  const collected = level({ ...place, frame: inner }, place, state, expression, expression.clauses, []);
  return andThen(collected, (items, after) =>
    withTemporaries(place, after, items, (names, last) => operate(place, last, display(expression, names))),
  );
}

function display(expression: Comprehension, names: Expression[]): Expression {
  if (expression.kind === "comprehension") return { kind: expression.form === "set" ? "set" : "list", items: names };
  const entries = names.flatMap((key, index) => {
    const value = names[index + 1];
    return index % 2 === 0 && value !== undefined ? [{ key, value }] : [];
  });
  return { kind: "dict", entries };
}

/** The items that one clause and those within it add to `items`. */
function level(
  place: Place,
  outside: Place,
  state: State,
  expression: Comprehension,
  clauses: ComprehensionClause[],
  items: Operand[],
): Result<Operand[]>[] {
  const [clause, ...rest] = clauses;
  if (clause === undefined) {
    const parts = expression.kind === "comprehension" ? [expression.element] : [expression.key, expression.value];
    let results: Result<Operand[]>[] = [{ state, value: items }];
    for (const part of parts)
      results = andThen(results, (before, current) =>
        andThen(evaluate(place, current, part), (value, last) => [{ state: last, value: [...before, value] }]),
      );
    return results;
  }
  return turns(outside, state, clause.iterable, items, (item, before, current) =>
    andThen(assignTo(place, current, clause.target, item), (_, bound) =>
      andThen(selected(place, bound, clause.conditions), (chosen, last) =>
        chosen ? level(place, place, last, expression, rest, before) : [{ state: last, value: before }],
      ),
    ),
  );
}

function selected(place: Place, state: State, conditions: Expression[]): Result<boolean>[] {
  const [first, ...rest] = conditions;
  if (first === undefined) return [{ state, value: true }];
  return andThen(decide(place, state, first), (holds, after) =>
    holds ? selected(place, after, rest) : [{ state: after, value: false }],
  );
}
