import { z } from "zod";
import type { Change } from "../../holes/change.ts";
import { segmentsOf } from "../../holes/pointer.ts";
import { caseOf, featuresOf, namesIn } from "../../holes/suggest/form.ts";
import type { Decision } from "../../holes/suggest/history.ts";
import type { HoleId } from "../../ir/ids.ts";
import { Hole, type IR } from "../../ir/ir.ts";
import type { StandingAnswer } from "./decisions.ts";
import type { Contract } from "./facts.ts";

/** A decision with where it comes from. */
export interface Learned extends Decision {
  hole: HoleId;
  /** Place among the suggestions that were shown, from 1; null for an answer that was none of them. */
  rank: number | null;
  by: string;
}

/** A text that is longer is counted and is no example: nobody picks it from a list, and it would crowd a prompt. */
const MOST_CHARACTERS = 2_000;

/**
 * What the standing answers of people say about suggestions: for each that was shown whether it was taken, and what they wrote instead. `skip` takes none of them. `dont_know` says nothing about them, nor does a machine's
 * choice. `since` (milliseconds) leaves out earlier answers, which a run took over from the one that it repeats.
 */
export function learnedFrom({ ir, decisions }: Contract, since: number | null): Learned[] {
  const standing = new Map<HoleId, StandingAnswer>();
  for (const one of decisions.answers) {
    const { hole, source, reply, at } = one.answer;
    const isOwn = since === null || Date.parse(at) >= since;
    if (source === "human" && reply.kind !== "dont_know" && isOwn) standing.set(hole, one);
  }
  return [...standing].flatMap(([id, one]) => {
    const hole = ir.holes.find((candidate) => candidate.id === id);
    return hole === undefined ? [] : learnedFromOne(ir, hole, one);
  });
}

function learnedFromOne(ir: IR, hole: Hole, { answer, changes }: StandingAnswer): Learned[] {
  const { reply, by, at } = answer;
  const shown = shownIn(changes, hole.id);
  const text = reply.kind === "value" || reply.kind === "suggestion" ? reply.value : undefined;
  const said = text === undefined ? [] : [text.trim(), hole.resolution?.value ?? ""];
  const taken =
    reply.kind === "suggestion" && text === undefined
      ? reply.suggestion
      : shown.findIndex((value) => said.includes(value));
  const learned = (value: string, rank: number | null, accepted: boolean): Learned => ({
    hole: hole.id,
    clause: hole.clause,
    kind: hole.kind,
    about: caseOf(ir, hole),
    rank,
    accepted,
    by,
    at: Date.parse(at),
    ...(value.length > MOST_CHARACTERS
      ? { value: null, names: [], features: [] }
      : { value, names: namesIn(ir, hole, value), features: featuresOf(ir, hole, value) }),
  });
  const own = taken >= 0 || text === undefined ? [] : [learned(hole.resolution?.value || text, null, true)];
  return [...shown.map((value, index) => learned(value, index + 1, index === taken)), ...own];
}

const Suggestions = Hole.shape.suggestions;

/** The suggestions that an answer found at its hole, in their order: the journal of the answer has them, as it took them away. */
function shownIn(changes: readonly Change[], hole: HoleId): string[] {
  const own = changes.filter(({ path }) => {
    const [list, id, field] = segmentsOf(path);
    return list === "holes" && id === hole && field === "suggestions";
  });
  const whole = own.find(({ kind }) => kind === "set");
  const before =
    whole !== undefined
      ? whole.before
      : own
          .filter(({ kind }) => kind === "remove")
          .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
          .map((change) => change.before);
  const parsed = z.safeParse(Suggestions, before);
  return parsed.success ? parsed.data.map(({ value }) => value) : [];
}
