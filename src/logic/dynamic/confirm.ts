import type { Assertion } from "../../ir/ir.ts";
import type { Evidence } from "../../ir/provenance.ts";
import type { Making } from "./generate.ts";
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

const NON_FINITE = 60;
const SAMPLE = 80;
const MAX_PROPOSED = 10;

/**
 * Claims as they will stand, each with the guard of the profiles it held for, tried once more in exactly that form on inputs of every profile. Where floats are taken, nan and the infinities are
 * tried too, and a claim that they break is limited to finite numbers.
 */
export async function confirm(
  session: Session,
  target: Target,
  found: readonly ProfileClaims[],
  executions: readonly Execution[],
  making: Making,
): Promise<{ assertion: Assertion; evidence: Evidence }[]> {
  const byText = new Map<string, { claim: Claim; guards: Set<string> }>();
  for (const { profile, claims } of found) {
    const unsafe = await brokenByNonFinite(session, target, profile, claims, making);
    for (const claim of claims) {
      const floats = target.slots.filter((_, index) => {
        const shape = profile[index];
        return shape !== undefined && holdsFloat(shape);
      });
      const guard = guardOfProfile(
        target.slots,
        profile,
        new Set(unsafe.has(claim.text) ? floats.map(({ name }) => name) : []),
      );
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
  const inputs = returning.filter((_, index) => index % step === 0).map(({ input }) => input);
  const strange = found.flatMap(({ profile }) => nonFiniteInputs(target, profile, making));
  const ran = await session.run(
    target,
    [...inputs, ...strange],
    target.assume,
    proposals.map(({ assertion }) => assertion.expression.text),
  );
  const rows = ran.flatMap(({ outcome }) => (outcome.kind === "returned" ? [outcome.checks] : []));
  if (rows.length === 0) return [];
  return proposals.filter((_, index) => rows.every((row) => row[index] === "true")).slice(0, MAX_PROPOSED);
}

function nonFiniteInputs(target: Target, profile: Profile, making: Making) {
  if (!profile.some(holdsFloat)) return [];
  return makeInputs(
    { slots: target.slots, shapes: profile, seeds: [], count: NON_FINITE, mutated: 0, known: new Set() },
    { ...making, nonFinite: true, size: 5 },
  );
}

async function brokenByNonFinite(
  session: Session,
  target: Target,
  profile: Profile,
  claims: readonly Claim[],
  making: Making,
): Promise<Set<string>> {
  const inputs = claims.length === 0 ? [] : nonFiniteInputs(target, profile, making);
  if (inputs.length === 0) return new Set();
  const ran = await session.run(
    target,
    inputs,
    target.assume,
    claims.map(({ text }) => text),
  );
  const rows = ran.flatMap(({ outcome }) => (outcome.kind === "returned" ? [outcome.checks] : []));
  return new Set(claims.filter((_, index) => rows.some((row) => row[index] !== "true")).map(({ text }) => text));
}
