import { type Assignment, evaluate } from "../term/evaluate.ts";
import { conjunction, disjunction, negation, simplify } from "../term/simplify.ts";
import { apply, keyOf, sizeOf, sortOf, subterms, type Term } from "../term/term.ts";
import { type Choice, holdsFor } from "./cover.ts";
import { conjuncts } from "./partition.ts";
import type { Questions } from "./questions.ts";
import type { Specification } from "./single-invocation.ts";

/** Conditions that are tried by the solver for one choice. */
const MAX_TRIED = 6;

/** Atoms that are tried in pairs. */
const MAX_PAIRED = 24;

/** A choice with the condition under which it is taken unless an earlier one is; the last one's is `true`. */
export interface Decision {
  condition: Term;
  choice: Choice;
}

/**
 * A decision list over choices that cover every input. The condition of a choice is the simplest one found of comparisons between the
 * choices and atoms of the formula; at worst it is the formula itself, which is always right.
 */
export async function decide(
  specification: Specification,
  choices: readonly Choice[],
  samples: readonly Assignment[],
  questions: Questions,
): Promise<Decision[]> {
  const decisions: Decision[] = [];
  const context: Term[] = [specification.assuming];
  const right = choices.map((choice) => holdsFor(specification, choice));
  const pool = atomsFor(specification, choices);
  for (const [index, choice] of choices.entries()) {
    const holds = right[index];
    const rest = disjunction(right.slice(index + 1));
    if (holds === undefined) break;
    if (index === choices.length - 1) {
      decisions.push({ condition: conjunction([]), choice });
      break;
    }
    const here = samples.filter((sample) => context.every((term) => evaluate(term, sample) === true));
    const condition = await conditionFor(holds, rest, context, pool, here, questions);
    decisions.push({ condition, choice });
    context.push(negation(condition));
  }
  return decisions;
}

async function conditionFor(
  holds: Term,
  rest: Term,
  context: readonly Term[],
  pool: readonly Term[],
  samples: readonly Assignment[],
  questions: Questions,
): Promise<Term> {
  const decides = async (condition: Term): Promise<boolean> => {
    for (const sample of samples) {
      const taken = evaluate(condition, sample);
      if (taken === null || evaluate(taken ? holds : rest, sample) === false) return false;
    }
    const wrong = disjunction([
      conjunction([condition, negation(holds)]),
      conjunction([negation(condition), negation(rest)]),
    ]);
    return questions.never([...context, wrong]);
  };
  const simple = [...(sizeOf(holds) < 12 ? [holds] : []), ...pool];
  let tried = 0;
  for (const condition of simple) {
    if (tried >= MAX_TRIED) break;
    const before = questions.asked;
    if (await decides(condition)) return condition;
    tried += questions.asked - before;
  }
  const few = pool.slice(0, MAX_PAIRED);
  tried = 0;
  for (const [index, first] of few.entries())
    for (const second of few.slice(index + 1)) {
      if (tried >= MAX_TRIED) break;
      const before = questions.asked;
      const both = conjunction([first, second]);
      if (both.kind !== "boolean" && (await decides(both))) return both;
      tried += questions.asked - before;
    }
  // Without the parts that the context or the other choices make needless.
  let parts = conjuncts(holds);
  if (parts.length > 1 && parts.length <= 12)
    for (const part of parts) {
      const fewer = parts.filter((other) => other !== part);
      if (fewer.length > 0 && (await decides(conjunction(fewer)))) parts = fewer;
    }
  return conjunction(parts);
}

/** Simple atoms first: comparisons between what the choices answer, and what the formula itself compares of the inputs. */
function atomsFor(specification: Specification, choices: readonly Choice[]): Term[] {
  const found = new Map<string, Term>();
  const add = (term: Term): void => {
    const simple = simplify(term);
    if (simple.kind !== "boolean") found.set(keyOf(simple), simple);
  };
  for (const [index] of specification.results.entries())
    for (const first of choices)
      for (const second of choices) {
        const [left, right] = [first[index], second[index]];
        if (left === undefined || right === undefined || left === right || sortOf(left) !== "Int") continue;
        for (const operator of [">=", ">", "="] as const) add(apply(operator, [left, right]));
      }
  for (const choice of choices)
    for (const part of subterms(holdsFor(specification, choice)))
      if (sortOf(part) === "Bool" && isAtom(part)) {
        add(part);
        add(negation(part));
      }
  return [...found.values()].sort((left, right) => sizeOf(left) - sizeOf(right));
}

const isAtom = (term: Term): boolean =>
  term.kind === "variable" ||
  (term.kind === "apply" && ["=", "distinct", "<", "<=", ">", ">="].includes(term.operator));
