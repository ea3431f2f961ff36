import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { Example, IR } from "../../ir/ir.ts";
import { literal, NONE, type Value } from "../../logic/evaluate/value.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { outcomeOf } from "../contradict/examples.ts";
import { type Input, inputOf, smallInputs, typesOf } from "../try/inputs.ts";
import { admits, type CallOutcome } from "../try/outcome.ts";
import { smallValues } from "../try/values.ts";

/** A call with a way to end, on which a condition can be judged. */
interface Trial {
  input: Input;
  outcome: CallOutcome;
}

/** What small calls and the examples tell of a condition. */
export interface Judgement {
  /** Whether it holds of each small call that the contract admits; null where nobody can tell. */
  column: readonly (boolean | null)[];
  /** Examples of which it holds, and of which it does not. */
  supported: number;
  refuted: number;
}

/** Most small calls that are tried. */
const MOST_INPUTS = 60;
const MOST_TRIALS = 120;
/** Results tried for one input. */
const MOST_RESULTS = 12;
/** Steps for one evaluation: calls are small. */
const NEAR = 4;

/** Judges conditions on the same small calls: those that the contract admits as far as can be evaluated. */
export class Trials {
  readonly #trials: readonly Trial[];
  readonly #examples: readonly Trial[];
  readonly #about: "input" | "result";

  /** `observed` are calls of the function that were made: they tell of results, and not which calls are valid. */
  constructor(ir: IR, about: "input" | "result", conditions: readonly Expression[], observed: readonly Example[] = []) {
    this.#about = about;
    const inputs = spread(smallInputs(ir, nearLarge(conditions), 4 * MOST_INPUTS), MOST_INPUTS);
    this.#trials =
      about === "input" ? inputs.map((input) => ({ input, outcome: { returns: NONE } })) : ended(ir, inputs);
    const shown = about === "input" ? ir.examples : [...ir.examples, ...observed];
    this.#examples = shown.flatMap((example) => trialOf(ir, example) ?? []);
  }

  judge(condition: Expression): Judgement {
    const judged = (trial: Trial) => admits(condition, trial.input, trial.outcome);
    const shown = this.#examples.map((trial) =>
      "returns" in trial.outcome || this.#about === "result" ? judged(trial) : null,
    );
    return {
      column: this.#trials.map(judged),
      supported: shown.filter((one) => one === true).length,
      refuted: shown.filter((one) => one === false).length,
    };
  }
}

function trialOf(ir: IR, example: Example): Trial | null {
  const input = inputOf(ir.signature.parameters, example);
  const outcome = outcomeOf(example);
  return input === null || outcome === null ? null : { input, outcome };
}

/** Every so many of a list, so that all of it is represented. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]).filter(
    (item) => item !== undefined,
  );
}

/** Results for each input: values of the type, and what is in the input, as far as the other clauses admit them. */
function ended(ir: IR, inputs: readonly Input[]): Trial[] {
  const type = typesOf(ir).get("result");
  const clauses = ir.assertions
    .filter(({ category, expression }) => category !== "precondition" && expression.unsupported.length === 0)
    .map(({ expression }) => parseExpression(expression.text));
  const typed = type === undefined ? [] : withAbsences(smallValues(type), type);
  const few = spread(inputs, Math.ceil(MOST_TRIALS / 4));
  const all = few.flatMap((input, index) => {
    const turned = [
      ...typed.slice(index % Math.max(1, typed.length)),
      ...typed.slice(0, index % Math.max(1, typed.length)),
    ];
    const inside = [...input.values()]
      .flatMap(partsOf)
      .filter((value) => typed.some(({ kind }) => kind === value.kind));
    const results = distinct([...inside.slice(0, MOST_RESULTS / 2), ...turned.slice(0, MOST_RESULTS)]);
    return results
      .map((returns): Trial => ({ input, outcome: { returns } }))
      .filter((trial) => clauses.every((clause) => admits(clause, trial.input, trial.outcome) !== false))
      .slice(0, MOST_RESULTS);
  });
  return spread(all, MOST_TRIALS);
}

/** Small tuples have few values of each item, and None is the last of them. */
function withAbsences(values: readonly Value[], type: PythonType): Value[] {
  if (type.kind !== "tuple") return [...values];
  const optional = type.items.flatMap((item, index) =>
    item.kind === "union" && item.members.some(({ kind }) => kind === "none") ? [index] : [],
  );
  const [first] = values;
  if (optional.length === 0) return [...values];
  const base: Value[] = first?.kind === "tuple" ? first.items : type.items.map(() => NONE);
  const sets = optional.flatMap((one) => [
    [one],
    ...optional.filter((other) => other > one).map((other) => [one, other]),
  ]);
  return [
    ...sets.map(
      (absent): Value => ({ kind: "tuple", items: base.map((item, index) => (absent.includes(index) ? NONE : item)) }),
    ),
    ...values,
  ];
}

const partsOf = (value: Value): Value[] =>
  value.kind === "list" || value.kind === "tuple" || value.kind === "set" ? [value, ...value.items] : [value];

const distinct = (values: readonly Value[]): Value[] => [
  ...new Map(values.flatMap((value) => (value.kind === "iterator" ? [] : [[literal(value), value] as const]))).values(),
];

/** Expressions near whose constants calls are wanted: the numbers of the conditions that small values do not reach. */
function nearLarge(conditions: readonly Expression[]): Expression[] {
  const found = new Set<bigint>();
  for (const condition of conditions)
    for (const { expression } of descendants(condition))
      if (expression.kind === "integer" && expression.value > 3n) found.add(expression.value);
  return [...found].slice(0, NEAR).map((value) => ({ kind: "integer", value }));
}
