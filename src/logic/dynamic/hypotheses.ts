import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import { substitute } from "../../ir/expression/walk.ts";
import type { Slot } from "./input.ts";
import { ended } from "./judge.ts";
import { shapeOfLiterals } from "./literal-shape.ts";
import type { Pool } from "./pool.ts";
import type { Profile } from "./profiles.ts";
import type { Execution } from "./session.ts";
import { isMutableShape, type Shape, unionShape } from "./shape.ts";
import { ofMapping, ofSet } from "./templates/mapping.ts";
import { ofNumber } from "./templates/number.ts";
import { predicatesOf } from "./templates/predicate.ts";
import { ofSequence } from "./templates/sequence.ts";
import { ofText } from "./templates/text.ts";
import { combinationsOf, isNumber, type Term, type View } from "./templates/view.ts";

/** What the executions so far suggest to ask. */
export interface Hypotheses {
  /** Clauses about the result or a changed argument. */
  clauses: string[];
  /** Tests of the values on entry, under which clauses may hold that do not always hold; the first `natural` are the code's own, or about emptiness, sign and order. */
  conditions: string[];
  natural: number;
  /** Truth values that a condition may decide: the subject as an expression. */
  truths: string[];
  /** Parameters that some call changed, and those that could have been but were not. */
  changed: string[];
  unchanged: string[];
}

/** Most clauses asked at once; what is beyond is not asked. */
const MAX_CLAUSES = 370;
const MAX_CONDITIONS = 100;

export function hypothesesFor(
  slots: readonly Slot[],
  profile: Profile,
  executions: readonly Execution[],
  pool: Pool,
  splits: readonly string[],
  literals: readonly string[] | null,
): Hypotheses {
  const changedNames = new Set(executions.flatMap((execution) => Object.keys(ended(execution)?.after ?? {})));
  const named = slots.flatMap((slot, index): { slot: Slot; shape: Shape; mark: string }[] => {
    const shape = profile[index];
    if (shape === undefined || slot.kind === "var_keyword") return [];
    const own: Shape = slot.kind === "var_positional" ? { kind: "tuple_of", element: shape } : shape;
    return [{ slot, shape: own, mark: `p_${index}_` }];
  });
  const entries = new Map<string, Expression>(
    named.map(({ slot, mark }) => {
      const name: Expression = { kind: "name", name: slot.name };
      return [mark, changedNames.has(slot.name) ? { kind: "old", value: name } : name];
    }),
  );
  const write = (texts: readonly string[]): string[] => written(texts, entries);
  const parameters = named.map(({ shape, mark }): Term => ({ text: mark, shape: withoutNone(shape) }));
  const surroundings = { parameters: withParts(parameters), integers: pool.integers, strings: pool.strings };
  const subjects = subjectsOf(executions);
  const clauses = subjects.flatMap((subject) => about({ subject, ...surroundings }));
  const changed = named.filter(({ slot }) => changedNames.has(slot.name));
  for (const { slot, shape } of changed)
    clauses.push(...about({ subject: { text: slot.name, shape }, ...surroundings }));
  if (literals !== null) clauses.unshift(`result in (${literals.join(", ")})`);
  const free: View = { subject: { text: "result", shape: { kind: "any" } }, ...surroundings };
  const numbers = parameters.filter(isNumber);
  const natural = [
    ...splits,
    ...write([
      ...numbers.flatMap(({ text }) => [`${text} > 0`, `${text} == 0`, `${text} < 0`]),
      ...combinationsOf(numbers).flatMap(([one, other]) => [
        `${one.text} == ${other.text}`,
        `${one.text} < ${other.text}`,
        `${one.text} > ${other.text}`,
      ]),
      ...parameters.flatMap(({ text, shape }) =>
        /^(?:list|tuple_of|str|dict|set)$/.test(shape.kind) ? [`len(${text}) > 0`] : [],
      ),
      ...named.flatMap(({ shape, mark }) =>
        shape.kind === "union" && shape.members.some(({ kind }) => kind === "none") ? [`${mark} is not None`] : [],
      ),
    ]),
  ];
  const conditions = [...new Set([...natural, ...write(predicatesOf(free))])].slice(0, MAX_CONDITIONS);
  return {
    clauses: [...new Set([...typesOf(executions), ...write(clauses)])].slice(0, MAX_CLAUSES),
    conditions,
    natural: new Set(natural).size,
    truths: subjects.filter(({ shape }) => shape.kind === "bool").map(({ text }) => text),
    changed: changed.map(({ slot }) => slot.name),
    unchanged: named
      .filter(({ slot, shape }) => !changedNames.has(slot.name) && isMutableShape(shape))
      .map(({ slot }) => slot.name),
  };
}

/** Templates with the parameters' names put in; a name that a template binds itself is kept apart from a parameter of that name. */
function written(texts: readonly string[], entries: ReadonlyMap<string, Expression>): string[] {
  return [...new Set(texts)].flatMap((text) => {
    const expression = parseExpression(text);
    if (unsupportedConstructs(expression).length > 0) return [];
    return [printExpression(substitute(expression, entries))];
  });
}

/** Elements of tuples of fixed length are surroundings of their own. */
function withParts(parameters: readonly Term[]): Term[] {
  return parameters.flatMap((term) => {
    const { shape } = term;
    if (shape.kind !== "tuple" || shape.items.length > 3) return [term];
    return [term, ...shape.items.map((item, index): Term => ({ text: `${term.text}[${index}]`, shape: item }))];
  });
}

function about(view: View): string[] {
  const { shape } = view.subject;
  switch (shape.kind) {
    case "int":
    case "float":
      return ofNumber(view);
    case "str":
      return ofText(view);
    case "list":
    case "tuple_of":
      return ofSequence(view);
    case "tuple":
      return [
        ...ofSequence(view),
        ...(shape.items.length > 3
          ? []
          : shape.items.flatMap((item, index) =>
              about({ ...view, subject: { text: `${view.subject.text}[${index}]`, shape: item } }),
            )),
      ];
    case "dict":
      return ofMapping(view);
    case "set":
    case "frozenset":
      return ofSet(view);
    case "union":
      return shape.members.flatMap((member) => about({ ...view, subject: { ...view.subject, shape: member } }));
    default:
      return [];
  }
}

/** The result as what its values were; a None among others is a case of its own. */
function subjectsOf(executions: readonly Execution[]): Term[] {
  const values = executions.flatMap(({ outcome }) =>
    outcome.kind === "returned" && outcome.value !== null ? [parseExpression(outcome.value)] : [],
  );
  const shapes = values.flatMap((value) => shapeOfLiterals([value]) ?? []);
  const shape =
    shapes.length === 0 ? null : shapeOfLiterals(values.filter((value) => shapeOfLiterals([value]) !== null));
  return shape === null ? [] : [{ text: "result", shape: withoutNone(shape) }];
}

const NAMED_TYPES = new Set(["int", "float", "bool", "str", "bytes", "list", "tuple", "dict", "set", "frozenset"]);

/** The class of every result seen. */
function typesOf(executions: readonly Execution[]): string[] {
  const types = new Set(executions.flatMap(({ outcome }) => (outcome.kind === "returned" ? [outcome.type] : [])));
  const optional = types.delete("NoneType");
  if ([...types].some((type) => !NAMED_TYPES.has(type))) return optional || types.size > 0 ? [] : ["result is None"];
  const names = [...types];
  if (names.length === 0) return optional ? ["result is None"] : [];
  const test = `isinstance(result, ${names.length === 1 ? names[0] : `(${names.sort().join(", ")})`})`;
  return [optional ? `result is None or ${test}` : test];
}

function withoutNone(shape: Shape): Shape {
  if (shape.kind !== "union") return shape;
  const members = shape.members.filter(({ kind }) => kind !== "none");
  return members.length === 0 ? shape : unionShape(members);
}
