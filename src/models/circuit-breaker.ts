/**
 * A circuit breaker as a pure state machine (Nygard, "Release It!"): closed, it counts failures in a row; open, it refuses until a moment; half open, it admits
 * one probe whose outcome closes or opens it. Every admission carries the generation of the state it was made in, so that what ends late changes nothing.
 */
export type Circuit =
  | { state: "closed"; generation: number; failures: number }
  | { state: "open"; generation: number; until: number; opened: number }
  | { state: "half_open"; generation: number; opened: number; probed: number };

export interface CircuitPolicy {
  /** Failures in a row that open it. */
  threshold: number;
  /** Milliseconds it stays open the first time; it doubles with every failed probe. */
  cooldown_ms: number;
  max_cooldown_ms: number;
  /** Milliseconds after which a probe that told nothing is given up: a Worker's request may end without a word. */
  probe_ms: number;
}

export const DEFAULT_CIRCUIT: CircuitPolicy = {
  threshold: 5,
  cooldown_ms: 5_000,
  max_cooldown_ms: 120_000,
  probe_ms: 660_000,
};

export const CLOSED: Circuit = { state: "closed", generation: 0, failures: 0 };

export type Admission = { ok: true; generation: number } | { ok: false; retry_after_ms: number };

/** `neutral` is an outcome that says nothing about the provider: aborted, refused by the budget, or never sent. */
export type Outcome =
  | { kind: "success" }
  | { kind: "neutral" }
  | { kind: "failure" /** From Retry-After. */; retry_after_ms: number | null };

export function admit(circuit: Circuit, now: number, policy: CircuitPolicy): [Circuit, Admission] {
  switch (circuit.state) {
    case "closed":
      return [circuit, { ok: true, generation: circuit.generation }];
    case "open": {
      if (now < circuit.until) return [circuit, { ok: false, retry_after_ms: circuit.until - now }];
      return probe(circuit, now);
    }
    case "half_open":
      if (now >= circuit.probed + policy.probe_ms) return probe(circuit, now);
      return [circuit, { ok: false, retry_after_ms: policy.cooldown_ms }];
  }
}

function probe(circuit: Circuit & { opened: number }, now: number): [Circuit, Admission] {
  const generation = circuit.generation + 1;
  return [
    { state: "half_open", generation, opened: circuit.opened, probed: now },
    { ok: true, generation },
  ];
}

export function settleCircuit(
  circuit: Circuit,
  generation: number,
  outcome: Outcome,
  now: number,
  policy: CircuitPolicy,
): Circuit {
  if (generation !== circuit.generation || circuit.state === "open") return circuit;
  const next = circuit.generation + 1;
  if (circuit.state === "half_open") {
    if (outcome.kind === "success") return { state: "closed", generation: next, failures: 0 };
    if (outcome.kind === "failure") return open(next, circuit.opened + 1, outcome, now, policy);
    // The probe told nothing: the next call probes.
    return { state: "open", generation: next, until: now, opened: circuit.opened };
  }
  if (outcome.kind === "success") return circuit.failures === 0 ? circuit : { ...circuit, failures: 0 };
  if (outcome.kind === "neutral") return circuit;
  const failures = circuit.failures + 1;
  return failures < policy.threshold ? { ...circuit, failures } : open(next, 1, outcome, now, policy);
}

/** Open for the cooldown, and at least as long as the server asked. */
function open(
  generation: number,
  opened: number,
  outcome: { retry_after_ms: number | null },
  now: number,
  policy: CircuitPolicy,
): Circuit {
  const cooldown = Math.min(policy.cooldown_ms * 2 ** (opened - 1), policy.max_cooldown_ms);
  return { state: "open", generation, until: now + Math.max(cooldown, outcome.retry_after_ms ?? 0), opened };
}
