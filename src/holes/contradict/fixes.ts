import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { expressionText } from "../../ir/expression/text.ts";
import type { ClauseId } from "../../ir/ids.ts";
import type { Example, Hole, IR } from "../../ir/ir.ts";
import type { HoleAnswer } from "../answer.ts";
import { withoutClause } from "../apply/clause.ts";
import { applyAnswer } from "../apply-answer.ts";
import { isLocked } from "../keep-locked.ts";
import { oppositeIn } from "../negated.ts";
import { keyOf, textOf } from "../pointer.ts";
import type { Fix, FixChange } from "../problem.ts";
import type { Asker } from "../satisfiable.ts";
import { supposing } from "../with-clause.ts";
import { newClashes } from "./examples.ts";
import { guardOf, type Probe } from "./probes.ts";

export interface FixQuestion {
  before: IR;
  /** The IR with the refused answer. */
  after: IR;
  hole: Hole;
  answer: HoleAnswer;
  /** Clauses that the answer made or changed. */
  answered: ReadonlySet<ClauseId>;
  core: readonly ClauseId[];
  example: Example | null;
  /** Conditions under which the contract leaves no result, and may not after a fix. */
  failing: readonly Probe[];
}

/** Most sets of changes that are checked. */
const MOST_CHECKED = 40;
const MOST_SHOWN = 5;

/**
 * The smallest changes after which the answer can stand, or another suggestion in its place: minimal correction sets (Liffiton and Sakallah, "Algorithms for computing minimal
 * unsatisfiable subsets of constraints", 2008) found by size. Each is checked: with it a call and its result meet the contract, under the failing conditions too, and no example is
 * contradicted. Ranked by the number of changes, then by what leaves locked clauses alone, then by what takes least away.
 */
export async function fixesOf(question: FixQuestion, asker: Asker | null): Promise<Fix[]> {
  const singles = [
    ...narrowed(question),
    ...answerChanges(question),
    ...clauseChanges(question, question.core),
    ...exampleChanges(question),
  ];
  const found = await checked(
    question,
    singles.map((change) => [change]),
    asker,
  );
  const corrections = found.filter(({ changes }) => changes.some((change) => !isOfAnswer(change)));
  if (corrections.length === 0 && asker !== null) found.push(...(await pairs(question, singles, asker)));
  return found.toSorted(byRank).slice(0, MOST_SHOWN);
}

const KINDS: readonly FixChange["kind"][] = ["narrow", "weaken", "answer", "drop", "drop_example"];

/** Whether a change leaves the contract as it was, and says something else. */
const isOfAnswer = ({ kind }: FixChange): boolean => kind === "answer" || kind === "narrow";

const byRank = (one: Fix, other: Fix): number =>
  one.changes.length - other.changes.length ||
  Number(one.touches_locked) - Number(other.touches_locked) ||
  Number(one.evidence === "satisfiable") - Number(other.evidence === "satisfiable") ||
  rankOf(one) - rankOf(other);

const rankOf = ({ changes }: Fix): number => Math.max(...changes.map(({ kind }) => KINDS.indexOf(kind)));

/** Two changes: where one alone leaves a contradiction, its core says where the other has to be. */
async function pairs(question: FixQuestion, singles: readonly FixChange[], asker: Asker): Promise<Fix[]> {
  const sets = new Map<string, FixChange[]>();
  for (const first of singles) {
    if (isOfAnswer(first) || sets.size >= MOST_CHECKED) continue;
    const fixed = withChanges(question, [first]);
    if (fixed === null) continue;
    const [condition] = question.failing;
    const core = await asker.core(condition === undefined ? fixed : supposing(fixed, "precondition", condition.text));
    for (const second of clauseChanges(question, core ?? [])) {
      const key = [textOf(first), textOf(second)].sort().join();
      if (sameClause(first, second) || sets.has(key)) continue;
      sets.set(key, [first, second]);
    }
  }
  return checked(question, [...sets.values()].slice(0, MOST_CHECKED), asker);
}

const sameClause = (one: FixChange, other: FixChange): boolean =>
  "clause" in one && "clause" in other && one.clause === other.clause;

/** The answer with an exception for the case in which the contract leaves no result. */
function narrowed({ before, after, answer, answered, failing }: FixQuestion): FixChange[] {
  const [exception] = failing;
  if (exception === undefined || answer.reply.kind === "dont_know" || answer.reply.kind === "skip") return [];
  const own = after.assertions.filter(({ id }) => answered.has(id));
  const [only] = own;
  if (own.length !== 1 || only === undefined || only.category === "precondition") return [];
  const clause = parseExpression(only.expression.text);
  // What speaks of a case already is about that case.
  if (guardOf(clause) !== null) return [];
  return [{ kind: "narrow", value: except(before, exception.text, only.expression.text) }];
}

const except = (ir: IR, condition: string, text: string): string =>
  expressionText(
    printExpression({
      kind: "implies",
      left: oppositeIn(ir, parseExpression(condition)),
      right: parseExpression(text),
    }),
  ).text;

function answerChanges({ hole, answer }: FixQuestion): FixChange[] {
  const { reply } = answer;
  return hole.suggestions.flatMap(({ value }, suggestion): FixChange[] => {
    const isIt =
      reply.kind === "suggestion"
        ? (reply.value ?? hole.suggestions[reply.suggestion]?.value) === value
        : reply.kind === "value" && reply.value.trim() === value.trim();
    return isIt ? [] : [{ kind: "answer", suggestion, value }];
  });
}

function clauseChanges({ after, answered, failing }: FixQuestion, core: readonly ClauseId[]): FixChange[] {
  const guards = after.assertions
    .filter(({ id }) => answered.has(id))
    .flatMap(({ expression }) => guardOf(parseExpression(expression.text)) ?? [])
    .map((guard) => printExpression(guard));
  const exceptions = guards.length > 0 ? guards : failing.slice(0, 1).map(({ text }) => text);
  return after.assertions.flatMap((assertion): FixChange[] => {
    const { id: clause, category, expression } = assertion;
    if (!core.includes(clause) || answered.has(clause)) return [];
    const own = guardOf(parseExpression(expression.text));
    // A clause about the case alone would say nothing any more.
    const about = own === null ? null : printExpression(own);
    const weaker =
      category === "precondition"
        ? []
        : exceptions
            .filter((condition) => condition !== about)
            .map((condition) => except(after, condition, expression.text));
    return [
      ...weaker.map((text): FixChange => ({ kind: "weaken", clause, before: expression.text, after: text })),
      { kind: "drop", clause, before: expression.text },
    ];
  });
}

function exampleChanges({ example }: FixQuestion): FixChange[] {
  return example === null ? [] : [{ kind: "drop_example", call: example.call }];
}

/** The sets of changes that work. */
async function checked(question: FixQuestion, sets: readonly FixChange[][], asker: Asker | null): Promise<Fix[]> {
  const candidates = sets.slice(0, MOST_CHECKED).flatMap((changes) => {
    const ir = withChanges(question, changes);
    return ir === null || newClashes(question.before, ir).length > 0 ? [] : [{ changes, ir }];
  });
  if (asker === null) return [];
  const asked = candidates.flatMap(({ ir }) => [
    ir,
    ...question.failing.map(({ text }) => supposing(ir, "precondition", text)),
  ]);
  const answers = await asker.satisfiable(asked);
  const width = 1 + question.failing.length;
  return candidates.flatMap(({ changes, ir }, index): Fix[] => {
    const own = answers.slice(index * width, (index + 1) * width);
    // Without clauses there is nothing to ask, and nothing that could contradict.
    const works = ir.assertions.length === 0 || own.every(({ status }) => status === "sat");
    if (!works) return [];
    const confirmed = own.every((answer) => answer.status === "sat" && answer.model !== null);
    return [
      { changes, touches_locked: touchesLocked(question, changes), evidence: confirmed ? "confirmed" : "satisfiable" },
    ];
  });
}

function touchesLocked({ before, example }: FixQuestion, changes: readonly FixChange[]): boolean {
  return changes.some((change) => {
    if (change.kind === "answer" || change.kind === "narrow") return false;
    if (change.kind === "drop_example") return example?.source === "human";
    const clause = before.assertions.find(({ id }) => id === change.clause);
    return clause !== undefined && isLocked(clause);
  });
}

/** The IR as it would be; null when the changes do not apply. */
function withChanges({ before, after, answer, example }: FixQuestion, changes: readonly FixChange[]): IR | null {
  let ir = after;
  for (const change of changes) {
    switch (change.kind) {
      case "drop":
        ir = withoutClause(ir, change.clause);
        break;
      case "weaken": {
        const expression = expressionText(change.after);
        ir = {
          ...ir,
          assertions: ir.assertions.map((one) => (one.id === change.clause ? { ...one, expression } : one)),
        };
        break;
      }
      case "drop_example":
        ir = { ...ir, examples: ir.examples.filter((one) => example === null || keyOf(one) !== keyOf(example)) };
        break;
      case "narrow":
      case "answer": {
        const reply =
          change.kind === "answer"
            ? { kind: "suggestion" as const, suggestion: change.suggestion }
            : { kind: "value" as const, value: change.value };
        const other = applyAnswer(before, { ...answer, reply });
        if (!other.ok) return null;
        ir = other.ir;
        break;
      }
    }
  }
  return ir;
}
