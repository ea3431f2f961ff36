import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { substitute } from "../../ir/expression/walk.ts";
import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { walkNodes } from "../../python/parse-walk.ts";
import type { Execution } from "../execution/execution.ts";
import { encode } from "../symbolic/codec.ts";
import type { Symbolic } from "../symbolic/value.ts";
import { typeOfAnnotation } from "../types/annotation.ts";
import type { PythonType } from "../types/python-type.ts";
import { implies, name } from "./build.ts";
import type { Hints } from "./candidates.ts";

/** Whether calls of the function lead back to it, as far as the file's text tells. */
export function recursive(module: PythonModule, fn: PythonFunction): boolean {
  const byName = new Map(module.functions.map((other) => [other.outline.name, other]));
  const seen = new Set<PythonFunction>();
  const pending = [fn];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const node of walkNodes(next.node)) {
      if (node.nodeType !== "Call") continue;
      const called =
        node.func.nodeType === "Name" ? node.func.id : node.func.nodeType === "Attribute" ? node.func.attr : null;
      const callee = called === null ? undefined : byName.get(called);
      if (callee === fn) return true;
      if (callee === undefined || seen.has(callee)) continue;
      seen.add(callee);
      pending.push(callee);
    }
  }
  return false;
}

/** The type of what the function returns: as annotated where its paths agree, else that of its paths. Null where it has none. */
export function returnsOf(ir: IR, { paths }: Execution): PythonType | null {
  const hint = ir.signature.returns.type_hint;
  const annotated = hint === null ? null : typeOfAnnotation(hint);
  const values = paths.flatMap(({ outcome }) => (outcome.kind === "return" ? [outcome.value] : []));
  if (annotated !== null && values.every((value) => typeFits(annotated, value))) return annotated;
  const [first] = values.flatMap((value) => SCALARS.filter((type) => typeFits(type, value)));
  return first !== undefined && values.every((value) => typeFits(first, value)) ? first : null;
}

const SCALARS: PythonType[] = [{ kind: "int" }, { kind: "bool" }, { kind: "str" }, { kind: "none" }];

/** Whether a value is of the type whatever the input. */
export const typeFits = (type: PythonType, value: Symbolic): boolean => encode(type, value) !== null;

/** Shapes of postconditions by what is returned; `p` and `q` are parameters that are whole numbers, `s` ones that have a length. */
const SHAPES: Partial<Record<PythonType["kind"], string[]>> = {
  int: [
    "result >= 0",
    "result >= 1",
    "result >= p",
    "result <= p",
    "result == p",
    "result == p + q",
    "result == p * q",
    "2 * result == p * (p + 1)",
    "result == len(s)",
    "result <= len(s)",
    "result == sum(s)",
  ],
  bool: ["result == (p == 0)", "result == (p % 2 == 0)", "result == (p % 2 == 1)"],
  str: ["len(result) == len(s)", "len(result) <= len(s)", "len(result) == p", "len(result) >= 1"],
  sequence: ["len(result) == len(s)", "len(result) <= len(s)", "len(result) == p", "len(result) >= 1"],
};

/** Postconditions that may be true of the function, its author's first. */
export function contractCandidates(hints: Hints, { parameters }: Execution, returns: PythonType): Expression[] {
  const numbers = parameters.filter(({ type }) => type.kind === "int").map((parameter) => parameter.name);
  const items = parameters
    .filter(({ type }) => type.kind === "sequence" || type.kind === "str")
    .map((known) => known.name);
  const shapes = (SHAPES[returns.kind] ?? []).map((text) => parseExpression(text));
  const filled = shapes
    .flatMap((shape) => fill([shape], "p", numbers))
    .flatMap((shape) => fill([shape], "q", numbers))
    .flatMap((shape) => fill([shape], "s", items));
  const guarded = numbers.flatMap((number) => {
    const natural = substitute(parseExpression("p >= 0"), new Map([["p", name(number)]]));
    return filled.map((clause) => implies(natural, clause));
  });
  const found = new Map<string, Expression>();
  for (const clause of [...hints.postconditions, ...filled, ...guarded]) found.set(printExpression(clause), clause);
  return [...found.values()];
}

function fill(shapes: Expression[], letter: string, names: string[]): Expression[] {
  return shapes.flatMap((shape) => {
    if (!printExpression(shape).match(new RegExp(`\\b${letter}\\b`))) return [shape];
    return names.map((known) => substitute(shape, new Map([[letter, name(known)]])));
  });
}
