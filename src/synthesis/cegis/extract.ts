import type { Assignment, Value } from "../term/evaluate.ts";
import { simplify } from "../term/simplify.ts";
import { substitute } from "../term/substitute.ts";
import { apply, type Term, type Variable, variable } from "../term/term.ts";
import { cover } from "./cover.ts";
import { decide } from "./decide.ts";
import { eliminate } from "./eliminate.ts";
import type { Part } from "./partition.ts";
import type { Questions } from "./questions.ts";
import { type Specification, specificationOf } from "./single-invocation.ts";
import { defaultOf, type Solving } from "./solution.ts";

/** Solves a part of single invocation; null for any other part. */
export async function extract(part: Part, questions: Questions): Promise<Solving | null> {
  const specification = specificationOf(part);
  return specification === null ? null : extractFrom(specification, questions);
}

/** Right results at every input, found by candidate terms for one input after the other and joined by conditions. */
export async function extractFrom(specification: Specification, questions: Questions): Promise<Solving> {
  const formula = await eliminate(specification.formula, specification.others, questions);
  if (formula === null)
    return { status: "unknown", detail: "the quantifier over the other variables could not be eliminated" };
  const free = { ...specification, assuming: simplify(specification.assuming), formula: simplify(formula), others: [] };
  const covered = await cover(free, questions);
  if (covered.status !== "covered") return covered;
  const samples = [...covered.points, ...gridOf(specification.inputs)];
  const decisions = await decide(free, covered.choices, samples, questions);
  const solution = new Map<string, Term>();
  for (const [index, { name, parameters, sort }] of specification.targets.entries()) {
    const parts = decisions.map(({ condition, choice }) => ({ condition, value: choice[index] ?? defaultOf(sort) }));
    const whole = parts.reduceRight<Term | null>(
      (otherwise, { condition, value }) => (otherwise === null ? value : apply("ite", [condition, value, otherwise])),
      null,
    );
    const back = specification.inputs.flatMap(({ name: input }, position) => {
      const parameter = parameters[position];
      return parameter === undefined ? [] : [[input, variable(parameter)] as const];
    });
    solution.set(name, simplify(substitute(whole ?? defaultOf(sort), new Map(back))));
  }
  return { status: "solved", solution };
}

const VALUES = [0n, 1n, -1n, 2n, -2n, 5n, 7n, -6n, 10n, -30n, 100n];

/** A few inputs, the same each time, to refute conditions without the solver. */
function gridOf(inputs: readonly Variable[]): Assignment[] {
  return Array.from({ length: 60 }, (_, row) => {
    const point = new Map<string, Value>();
    for (const [column, { name, sort }] of inputs.entries()) {
      const spread =
        (row * (2 * column + 3) + column * 5 + Math.floor(row / VALUES.length) * (column + 1)) % VALUES.length;
      point.set(name, sort === "Int" ? (VALUES[spread] ?? 0n) : spread % 2 === 0);
    }
    return point;
  });
}
