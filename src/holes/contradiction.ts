import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import type { ClauseId } from "../ir/ids.ts";
import type { Assertion, Hole, IR } from "../ir/ir.ts";
import type { InputAssignment } from "../ir/verdict.ts";
import type { HoleAnswer } from "./answer.ts";
import { type Clash, newClashes } from "./contradict/examples.ts";
import { type FixQuestion, fixesOf } from "./contradict/fixes.ts";
import { guardOf, type Probe, probesOf } from "./contradict/probes.ts";
import { isLocked } from "./keep-locked.ts";
import { textOf } from "./pointer.ts";
import { readPredicate } from "./predicate.ts";
import type { Contradiction, ReadableClause } from "./problem.ts";
import type { Asker } from "./satisfiable.ts";
import { callsOf, SUPPOSED, supposing } from "./with-clause.ts";

/**
 * What an answer contradicts that could be met before it: an example, the types, or the other clauses, be it for every call or for inputs for which no result is left. Null when nothing is
 * known to be contradicted. Without a solver only what can be evaluated is seen, and fixes, which have to be checked, are none.
 */
export async function contradictionOf(
  before: IR,
  after: IR,
  hole: Hole,
  answer: HoleAnswer,
  asker: Asker | null,
): Promise<Contradiction | null> {
  const answered = changedClauses(before, after);
  const question = (parts: Pick<FixQuestion, "core" | "example" | "failing">): FixQuestion => ({
    before,
    after,
    hole,
    answer,
    answered,
    ...parts,
  });
  const [clash] = newClashes(before, after);
  if (clash !== undefined) {
    const core = clash.assertion === null ? [] : [clash.assertion.id];
    return {
      ...ofExample(after, clash, answered),
      fixes: await fixesOf(question({ core, example: clash.example, failing: [] }), asker),
    };
  }
  const mistyped = newlyMistyped(before, after);
  if (mistyped !== null) {
    const core = [mistyped.assertion.id];
    const fixes = await fixesOf(question({ core, example: null, failing: [] }), asker);
    return {
      kind: "no_call",
      counterexample: null,
      example: null,
      core: readable(after, core, answered),
      fixes,
      message: mistyped.detail,
    };
  }
  if (asker === null || !mayContradict(before, after)) return null;
  const probes = probesOf(after);
  const suppositions = [null, ...probes];
  const impossible = await asker.unsatisfiable(suppositions.map((probe) => given(after, probe)));
  const suspects = suppositions.filter((_, index) => impossible[index]);
  if (suspects.length === 0) return null;
  const already = await asker.unsatisfiable(suspects.map((probe) => given(before, probe)));
  const calls = await asker.satisfiable(suspects.map((probe) => given(callsOf(after), probe)));
  // What could not be met before either is not the answer's doing, unless it is what the answer speaks of; and a condition that no call meets says nothing.
  const guards = guardsOf(after, answered);
  const caused = suspects.flatMap((probe, index) => {
    const call = calls[index];
    const isOwn = probe !== null && guards.has(probe.text);
    if ((already[index] && !isOwn) || (probe !== null && call?.status !== "sat")) return [];
    return [{ probe, model: call?.status === "sat" ? call.model : null }];
  });
  const worst = caused.find(({ probe }) => probe === null) ?? caused[0];
  if (worst === undefined) return null;
  const core = ((await asker.core(given(after, worst.probe))) ?? []).filter((id) => id !== SUPPOSED);
  const failing = caused.flatMap(({ probe }) => probe ?? []);
  const [sample] = worst.probe === null ? await asker.satisfiable([before]) : [];
  const counterexample =
    worst.probe === null ? (sample?.status === "sat" ? sample.model : null) : inputsOf(after, worst.model);
  const clauses = readable(after, core, answered);
  return {
    kind: worst.probe === null ? "no_call" : "no_result",
    counterexample,
    example: null,
    core: clauses,
    fixes: await fixesOf(question({ core, example: null, failing: failing.slice(0, 3) }), asker),
    message: messageOf(clauses, worst.probe, counterexample),
  };
}

/** Conditions of the implications that an answer made. */
function guardsOf({ assertions }: IR, answered: ReadonlySet<ClauseId>): Set<string> {
  const own = assertions
    .filter(({ id }) => answered.has(id))
    .map(({ expression }) => guardOf(parseExpression(expression.text)));
  return new Set(own.flatMap((guard) => (guard === null ? [] : [printExpression(guard)])));
}

const given = (ir: IR, probe: Probe | null): IR => (probe === null ? ir : supposing(ir, "precondition", probe.text));

/** Clauses that the answer made or put differently. */
function changedClauses(before: IR, after: IR): Set<ClauseId> {
  const old = new Map(before.assertions.map(({ id, expression }) => [id, expression.text]));
  return new Set(after.assertions.filter(({ id, expression }) => old.get(id) !== expression.text).map(({ id }) => id));
}

/** Whether an answer can contradict clauses at all: it adds or changes one, or a type of what they speak of. Taking clauses away cannot. */
function mayContradict(before: IR, after: IR): boolean {
  if (after.assertions.length === 0) return false;
  const types = ({ signature }: IR) =>
    textOf([signature.parameters.map(({ name, type_hint }) => [name, type_hint]), signature.returns.type_hint]);
  return changedClauses(before, after).size > 0 || types(before) !== types(after);
}

/** The first clause whose types went together before the answer and do not any more. */
function newlyMistyped(before: IR, after: IR): { assertion: Assertion; detail: string } | null {
  if (textOf(before.signature) === textOf(after.signature)) return null;
  for (const assertion of after.assertions) {
    const read = readPredicate(after, assertion.expression.text, assertion.category);
    if (read.ok || assertion.expression.unsupported.length > 0) continue;
    const old = before.assertions.find(({ id }) => id === assertion.id);
    if (old !== undefined && readPredicate(before, old.expression.text, old.category).ok)
      return {
        assertion,
        detail: `With this answer the clause \`${assertion.expression.text}\` makes no sense: ${read.detail}.`,
      };
  }
  return null;
}

function ofExample(
  ir: IR,
  { assertion, example, detail }: Clash,
  answered: ReadonlySet<ClauseId>,
): Omit<Contradiction, "fixes"> {
  const named = ir.signature.parameters.flatMap(({ name }, index) => {
    const text = example.args[index] ?? example.kwargs[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  const result = example.returns === null ? [] : [["result", example.returns] as const];
  return {
    kind: "example",
    counterexample: Object.fromEntries([...named, ...result]),
    example,
    core: assertion === null ? [] : readable(ir, [assertion.id], answered),
    message: `The answer contradicts an example: ${detail}.`,
  };
}

function readable({ assertions }: IR, ids: readonly ClauseId[], answered: ReadonlySet<ClauseId>): ReadableClause[] {
  return assertions
    .filter(({ id }) => ids.includes(id))
    .map((assertion) => ({
      id: assertion.id,
      category: assertion.category,
      text: assertion.expression.text,
      locked: isLocked(assertion) && !answered.has(assertion.id),
      answer: answered.has(assertion.id),
    }));
}

/** The part of a model that a caller gives. */
function inputsOf({ signature }: IR, model: InputAssignment | null): InputAssignment | null {
  if (model === null) return null;
  const names = new Set(signature.parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(model).filter(([name]) => names.has(name)));
}

function messageOf(
  core: readonly ReadableClause[],
  probe: Probe | null,
  counterexample: InputAssignment | null,
): string {
  const together = core.length > 1 ? " together" : "";
  const texts = core.map(({ text }) => `\`${text.slice(0, 200)}\``).join(", ");
  if (probe === null) return `No call can meet ${texts}${together}.`;
  const input =
    counterexample === null
      ? `inputs with \`${probe.text}\``
      : Object.entries(counterexample)
          .map(([name, value]) => `${name} = ${value}`)
          .join(", ");
  return `For ${input} no result meets ${texts}${together}.`;
}
