import type { Target } from "../sygus/problem.ts";
import type { Assignment, Value } from "../term/evaluate.ts";
import { simplify } from "../term/simplify.ts";
import { substitute } from "../term/substitute.ts";
import { apply, boolean, integer, type Term, type Variable, variable } from "../term/term.ts";
import { constant } from "./cover.ts";

/** How large a term of a template may be. */
export interface Shape {
  /** Int: conditions of a chain of `ite`. Bool: alternatives of a disjunction. */
  branches: number;
  /** Inequalities of one alternative of a Bool. */
  conditions: number;
  /** Greatest magnitude of a coefficient, and of a constant summand. */
  coefficient: bigint;
  constant: bigint;
}

/** A term with unknown integers in it, and what is required of them. */
export interface Template {
  body: Term;
  unknowns: readonly Variable[];
  bounds: readonly Term[];
}

/** The names of unknowns begin with `prefix`, which no variable of the problem may. */
export function templateFor({ name, parameters, sort }: Target, shape: Shape, prefix: string): Template {
  const unknowns: Variable[] = [];
  const bounds: Term[] = [];
  const unknown = (magnitude: bigint): Term => {
    const one: Variable = { name: `${prefix} ${name} ${unknowns.length}`, sort: "Int" };
    unknowns.push(one);
    bounds.push(apply("<=", [integer(-magnitude), variable(one), integer(magnitude)]));
    return variable(one);
  };
  const linear = (): Term => {
    const summands = parameters.map((parameter) => {
      const factor = unknown(shape.coefficient);
      const value = variable(parameter);
      return parameter.sort === "Int" ? apply("*", [factor, value]) : apply("ite", [value, factor, integer(0n)]);
    });
    const fixed = unknown(shape.constant);
    return summands.length === 0 ? fixed : apply("+", [...summands, fixed]);
  };
  const inequality = (): Term => apply(">=", [linear(), integer(0n)]);
  const body = (): Term => {
    if (sort === "Int") {
      let whole = linear();
      for (let branch = 0; branch < shape.branches; branch += 1) whole = apply("ite", [inequality(), linear(), whole]);
      return whole;
    }
    const alternatives = Array.from({ length: Math.max(1, shape.branches) }, () =>
      joined("and", Array.from({ length: shape.conditions }, inequality)),
    );
    return joined("or", alternatives);
  };
  return { body: body(), unknowns, bounds };
}

const joined = (operator: "and" | "or", parts: readonly Term[]): Term => {
  const [only, ...more] = parts;
  if (only === undefined) return boolean(operator === "and");
  return more.length === 0 ? only : apply(operator, [only, ...more]);
};

/** The template's term for values of its unknowns, simplified. */
export function filled(template: Template, model: Assignment): Term {
  const values = new Map(template.unknowns.map(({ name }): [string, Value] => [name, model.get(name) ?? 0n]));
  return simplify(substitute(template.body, new Map([...values].map(([name, value]) => [name, constant(value)]))));
}
