import type { Assertion } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import type { CheckOutcome } from "../../python/sandbox/contract.ts";
import type { Making } from "./generate.ts";
import type { FloatReach } from "./guard.ts";
import type { Input } from "./input.ts";
import { makeInputs } from "./make-inputs.ts";
import type { Claim } from "./mine.ts";
import type { Profile } from "./profiles.ts";
import { guarded, guardOfProfile, proposal } from "./propose.ts";
import type { Execution, Session } from "./session.ts";
import { holdsFloat } from "./shape.ts";
import type { Target } from "./target.ts";

export interface ProfileClaims {
  profile: Profile;
  claims: Claim[];
}

/** Extreme calls of each profile: of several profiles each gets its part, but no fewer than the least. */
const EXTREME = 120;
const LEAST_EXTREME = 60;
const NON_FINITE = 50;
/** Calls made before that are made again, to see that the guards let them through. */
const SAMPLE = 30;
const MAX_PROPOSED = 10;

/**
 * Claims as they will stand, each with the guard of the profiles it held for, tried once more in exactly that form on inputs of every profile made of extreme values. Where floats are
 * taken, a claim that nan or the infinities break is limited to finite numbers, one that overflow breaks to moderate ones. Nothing is proposed unless all these calls could be made.
 */
export async function confirm(
  session: Session,
  target: Target,
  found: readonly ProfileClaims[],
  executions: readonly Execution[],
  making: Making,
): Promise<{ assertion: Assertion; evidence: Evidence }[]> {
  const changed = changedBy(executions);
  const byText = new Map<string, { claim: Claim; guards: Set<string> }>();
  const adverse: Input[] = [];
  for (const { profile, claims } of found) {
    if (claims.length === 0) continue;
    const inputs = adverseInputs(session, target, profile, Math.max(LEAST_EXTREME, EXTREME / found.length), making);
    adverse.push(...inputs.extreme, ...inputs.nonFinite);
    const reaches = await reachesOf(session, target, inputs, claims);
    if (reaches === null) return [];
    for (const [index, claim] of claims.entries()) {
      const guard = guardOfProfile(target.slots, profile, reaches[index] ?? null, changed);
      if (guard === null) continue;
      const entry = byText.get(claim.text) ?? { claim, guards: new Set<string>() };
      entry.guards.add(guard);
      byText.set(claim.text, entry);
    }
  }
  const names = [...target.slots.map(({ name }) => name), "result"];
  const proposals = [...byText.values()].flatMap(({ claim, guards }) => {
    const guard = guards.has("") ? "" : [...guards].map((item) => (guards.size > 1 ? `(${item})` : item)).join(" or ");
    return proposal(claim, guarded(guard, claim.text), names) ?? [];
  });
  if (proposals.length === 0) return [];
  const returning = executions.filter(({ outcome }) => outcome.kind === "returned");
  const step = Math.max(1, Math.floor(returning.length / SAMPLE));
  const sample = returning.filter((_, index) => index % step === 0).map(({ input }) => input);
  const texts = proposals.map(({ assertion }) => assertion.expression.text);
  const inputs = [...sample, ...adverse];
  const ran = await session.run(target, inputs, target.assume, texts);
  const rows = rowsOf(ran);
  if (ran.length < inputs.length || rows.length === 0) return [];
  return proposals.filter((_, index) => rows.every((row) => row[index] === "true")).slice(0, MAX_PROPOSED);
}

/** Parameters whose values some call changed: what is assumed of them is assumed of their values on entry. */
function changedBy(executions: readonly Execution[]): ReadonlySet<string> {
  return new Set(executions.flatMap(({ outcome }) => ("after" in outcome ? Object.keys(outcome.after) : [])));
}

interface Adverse {
  extreme: Input[];
  /** Empty where the profile holds no floats. */
  nonFinite: Input[];
}

function adverseInputs(session: Session, target: Target, profile: Profile, count: number, making: Making): Adverse {
  const made = (count: number, rest: Partial<Making>) =>
    session.affordable(
      makeInputs(
        { slots: target.slots, shapes: profile, seeds: [], count, mutated: 0, known: new Set() },
        { ...making, strange: true, ...rest },
      ),
    );
  return {
    extreme: made(count, { extreme: true, size: 10 }),
    nonFinite: profile.some(holdsFloat) ? made(NON_FINITE, { nonFinite: true, size: 5 }) : [],
  };
}

/** To which floats each claim has to be limited, null for no limit. Null when not all calls could be made. */
async function reachesOf(
  session: Session,
  target: Target,
  { extreme, nonFinite }: Adverse,
  claims: readonly Claim[],
): Promise<(FloatReach | null)[] | null> {
  if (nonFinite.length === 0) return claims.map(() => null);
  const inputs = [...extreme, ...nonFinite];
  const texts = claims.map(({ text }) => text);
  const ran = await session.run(target, inputs, target.assume, texts);
  if (ran.length < inputs.length) return null;
  const breaks = (executions: readonly Execution[], index: number) =>
    rowsOf(executions).some((row) => row[index] !== "true");
  return claims.map((_, index) => {
    if (breaks(ran.slice(0, extreme.length), index)) return "moderate";
    return breaks(ran.slice(extreme.length), index) ? "finite" : null;
  });
}

function rowsOf(executions: readonly Execution[]): CheckOutcome[][] {
  return executions.flatMap(({ outcome }) => (outcome.kind === "returned" ? [outcome.checks] : []));
}
