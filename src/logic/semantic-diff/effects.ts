import type { Effect, IR } from "../../ir/ir.ts";
import type { BreakingReason } from "../../ir/semantic-diff.ts";
import type { Alignment } from "./alignment.ts";

/**
 * Effects that the old revision did not have, exceptions aside. One that an unknown call of the old revision may have had is not certain, nor is a new
 * unknown call: it may do nothing.
 */
export function newEffects(from: IR, to: IR, { parameters }: Alignment): BreakingReason[] {
  const sharedOld = new Map(parameters.flatMap(({ name, from: old }) => (old === null ? [] : [[old.name, name]])));
  const sharedNew = new Map(parameters.flatMap(({ name, to: now }) => (now === null ? [] : [[now.name, name]])));
  const added = new Set(
    parameters.flatMap(({ from: old, to: now }) => (old === null && now !== null ? [now.name] : [])),
  );
  const before = new Set(from.effects.map((effect) => keyOf(effect, sharedOld)));
  const after = new Set(to.effects.map((effect) => keyOf(effect, sharedNew)));
  const gone = from.effects.filter(
    (effect) => effect.effect_type === "unknown_call" && !after.has(keyOf(effect, sharedOld)),
  );
  const reasons: BreakingReason[] = [];
  for (const effect of to.effects) {
    if (effect.effect_type === "exception" || before.has(keyOf(effect, sharedNew))) continue;
    const root = rootOf(effect);
    // Callers do not hold what the default of a new parameter names.
    if (effect.effect_type === "mutation" && root !== null && added.has(root)) continue;
    const [unknownCall] = gone;
    const doubt =
      effect.effect_type === "unknown_call"
        ? `It now calls ${effect.target}, of whose effects nothing is known.`
        : unknownCall === undefined
          ? null
          : `It ${WORDS[effect.effect_type](effect.target)}; whether it did so before through ${unknownCall.target} is not known.`;
    reasons.push({
      kind: "effect_added",
      status: doubt === null ? "breaking" : "unknown",
      subject: effect.id,
      message: doubt ?? `It now ${WORDS[effect.effect_type](effect.target)}, which it did not do before.`,
      witness: null,
      reason: null,
    });
  }
  return reasons;
}

const WORDS: Record<Effect["effect_type"], (target: string) => string> = {
  io: (target) => `reads or writes ${target}`,
  filesystem: (target) => `uses the file system (${target})`,
  network: (target) => `uses the network (${target})`,
  state: (target) => `uses the state ${target} outside of the function`,
  mutation: (target) => `changes ${target} in place`,
  randomness: (target) => `depends on chance (${target})`,
  time: (target) => `depends on the clock (${target})`,
  process: (target) => `uses processes (${target})`,
  nondeterminism: (target) => `may answer differently for the same arguments (${target})`,
  exception: (target) => `may raise ${target}`,
  unknown_call: (target) => `calls ${target}`,
};

const rootOf = ({ target }: Effect): string | null => /^\w+/.exec(target)?.[0] ?? null;

/** Type and target, with a parameter under the name that both sides share. */
function keyOf(effect: Effect, shared: ReadonlyMap<string, string>): string {
  const root = rootOf(effect);
  const name = effect.effect_type === "mutation" && root !== null ? shared.get(root) : undefined;
  const target = name === undefined || root === null ? effect.target : name + effect.target.slice(root.length);
  return `${effect.effect_type} ${target}`;
}
