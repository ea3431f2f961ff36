import type { HoleId } from "../../ir/ids.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import { asksForCondition } from "../apply/clause.ts";
import { applyAnswer } from "../apply-answer.ts";
import type { Change } from "../change.ts";
import { changesBetween } from "../changes-between.ts";
import type { Asker } from "../satisfiable.ts";
import { excludedSuggestions } from "./conditions.ts";

type Suggestion = Hole["suggestions"][number];

/** What somebody, such as a model, says to follow from an answer: hypotheses, each for one open hole. */
export interface Proposals {
  suggestions: readonly (Suggestion & { hole: HoleId })[];
  rewordings: readonly { hole: HoleId; question: string }[];
}

/** A proposal that was not taken, as it was made, and why. */
export interface Dropped {
  hole: HoleId;
  value: string;
  reason: string;
}

export interface Followed {
  ir: IR;
  changes: Change[];
  dropped: Dropped[];
}

/** Most suggestions that one answer adds to a hole. */
const MOST = 3;
const LONGEST_QUESTION = 500;

/**
 * The contract with what is proposed to follow from the answer to `cause`. A condition becomes a suggestion of its hole where it could be answered as it stands, contradicts no example and is not excluded by the solver; a new wording takes the place of
 * the old one where it keeps the names that the question speaks of. Clauses are never added: that is for whoever answers. `by` is whose proposals they are.
 */
export async function withFollowing(
  ir: IR,
  cause: HoleId,
  proposals: Proposals,
  by: string,
  asker: Asker | null,
): Promise<Followed> {
  const dropped: Dropped[] = [];
  const changes: Change[] = [];
  let current = ir;
  const replace = (hole: Hole, reason: string) => {
    const next = { ...current, holes: current.holes.map((one) => (one.id === hole.id ? hole : one)) };
    changes.push(...changesBetween(current, next, cause, reason.slice(0, 2000)));
    current = next;
  };
  for (const { id } of ir.holes) {
    const proposed = proposals.suggestions.filter(({ hole }) => hole === id);
    const wording = proposals.rewordings.find(({ hole }) => hole === id);
    const hole = current.holes.find((one) => one.id === id);
    if (hole === undefined || (proposed.length === 0 && wording === undefined)) continue;
    const fitting = await fittingOf(current, hole, proposed, asker);
    dropped.push(...fitting.dropped);
    if (fitting.kept.length > 0) {
      const values = fitting.kept.map(({ value, rationale }) => `\`${value}\`: ${rationale}`);
      const reason = `Follows from the answer, says ${by}. ${values.join(" ")}`;
      replace({ ...hole, suggestions: [...hole.suggestions, ...fitting.kept] }, reason);
    }
    if (wording === undefined) continue;
    const unfit = unfitWording(ir, hole, wording.question.trim());
    if (unfit !== null) dropped.push({ hole: id, value: wording.question, reason: unfit });
    else {
      const now = current.holes.find((one) => one.id === id) ?? hole;
      replace(
        { ...now, description: wording.question.trim() },
        `The question as it reads after the answer, says ${by}.`,
      );
    }
  }
  return { ir: current, changes, dropped };
}

/** Proposals that the hole can have as suggestions, and why it cannot have the others. */
async function fittingOf(
  ir: IR,
  hole: Hole,
  proposed: Proposals["suggestions"],
  asker: Asker | null,
): Promise<{ kept: Suggestion[]; dropped: Dropped[] }> {
  const dropped: Dropped[] = [];
  const kept: Suggestion[] = [];
  for (const { value, rationale, confidence } of proposed) {
    const read = readable(ir, hole, value, kept);
    if (read.ok) kept.push({ value: read.value, rationale, confidence });
    else dropped.push({ hole: hole.id, value, reason: read.reason });
  }
  const asked = { ...hole, suggestions: kept };
  const around = { ...ir, holes: ir.holes.map((one) => (one.id === hole.id ? asked : one)) };
  const excluded = kept.length === 0 ? [] : await excludedSuggestions(around, around, [asked], asker);
  for (const { value, reason } of excluded) dropped.push({ hole: hole.id, value, reason });
  return { kept: kept.filter(({ value }) => !excluded.some((one) => one.value === value)), dropped };
}

type Read = { ok: true; value: string } | { ok: false; reason: string };

/** A proposal as it would be answered. */
function readable(ir: IR, hole: Hole, value: string, others: readonly Suggestion[]): Read {
  const refused = (reason: string): Read => ({ ok: false, reason });
  if (hole.status !== "open") return refused("the hole is not open");
  if (!asksForCondition(hole)) return refused("the hole asks for no condition");
  const at = { hole: hole.id, by: "lift", at: "1970-01-01T00:00:00Z", source: "refinement" as const };
  const applied = applyAnswer(ir, { ...at, reply: { kind: "value", value } });
  if (!applied.ok)
    return refused(applied.problem.kind === "invalid_value" ? applied.problem.detail : "it is no answer");
  const text = applied.ir.holes.find(({ id }) => id === hole.id)?.resolution?.value ?? value;
  if ([...hole.suggestions, ...others].some((one) => one.value === text)) return refused("it is suggested already");
  if (ir.assertions.some(({ expression }) => expression.text === text)) return refused("it is a clause already");
  return others.length < MOST ? { ok: true, value: text } : refused(`one answer adds at most ${MOST} suggestions`);
}

/** Why a wording cannot take the place of a question; null when it can. */
function unfitWording({ signature }: IR, { status, description }: Hole, question: string): string | null {
  if (status !== "open") return "the hole is not open";
  if (question === "" || question.length > LONGEST_QUESTION)
    return `a question has 1 to ${LONGEST_QUESTION} characters`;
  if (question === description) return "it is the question as it stands";
  const words = (text: string) => new Set(text.match(/\w+/g));
  const [before, after] = [words(description), words(question)];
  const names = signature.parameters.map(({ name }) => name).filter((name) => before.has(name) && !after.has(name));
  const quoted = [...description.matchAll(/`[^`]+`|"[^"]+"/g)].map(([span]) => span);
  const lost = [...names, ...quoted.filter((span) => !question.includes(span))];
  return lost.length === 0 ? null : `it does not speak of ${[...new Set(lost)].join(", ")} any more`;
}
