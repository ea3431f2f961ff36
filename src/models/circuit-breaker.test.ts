import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admit, type Circuit, type CircuitPolicy, CLOSED, type Outcome, settleCircuit } from "./circuit-breaker.ts";

const POLICY: CircuitPolicy = { threshold: 3, cooldown_ms: 100, max_cooldown_ms: 400, probe_ms: 100_000 };
const FAILURE: Outcome = { kind: "failure", retry_after_ms: null };

/** Fails so many calls in a row at one time. */
function failed(circuit: Circuit, times: number, now: number, outcome: Outcome = FAILURE): Circuit {
  let state = circuit;
  for (let count = 0; count < times; count++) {
    const [after, admission] = admit(state, now, POLICY);
    if (!admission.ok) throw new Error("refused");
    state = settleCircuit(after, admission.generation, outcome, now, POLICY);
  }
  return state;
}

describe("a circuit breaker", () => {
  it("opens after as many failures in a row as its threshold, and not before", () => {
    expect(failed(CLOSED, 2, 0).state).toBe("closed");
    const open = failed(CLOSED, 3, 0);
    expect(open).toMatchObject({ state: "open", until: 100 });
    expect(admit(open, 40, POLICY)[1]).toEqual({ ok: false, retry_after_ms: 60 });
  });

  it("forgets failures at the first success", () => {
    const two = failed(CLOSED, 2, 0);
    const well = settleCircuit(two, two.generation, { kind: "success" }, 0, POLICY);
    expect(failed(well, 2, 0).state).toBe("closed");
  });

  it("stays open at least as long as Retry-After asks", () => {
    expect(failed(CLOSED, 3, 0, { kind: "failure", retry_after_ms: 5_000 })).toMatchObject({ until: 5_000 });
    expect(failed(CLOSED, 3, 0, { kind: "failure", retry_after_ms: 1 })).toMatchObject({ until: 100 });
  });

  it("admits one probe after the cooldown; success closes it, failure doubles the cooldown up to its limit", () => {
    let circuit = failed(CLOSED, 3, 0);
    let now = 100;
    for (const cooldown of [200, 400, 400]) {
      const [probing, first] = admit(circuit, now, POLICY);
      expect(first.ok).toBe(true);
      expect(admit(probing, now, POLICY)[1].ok).toBe(false);
      circuit = settleCircuit(probing, first.ok ? first.generation : -1, FAILURE, now, POLICY);
      expect(circuit).toMatchObject({ state: "open", until: now + cooldown });
      now += cooldown;
    }
    const [probing, probe] = admit(circuit, now, POLICY);
    const closed = settleCircuit(probing, probe.ok ? probe.generation : -1, { kind: "success" }, now, POLICY);
    expect(closed).toMatchObject({ state: "closed", failures: 0 });
  });

  it("lets the next call probe when a probe told nothing", () => {
    const [probing, probe] = admit(failed(CLOSED, 3, 0), 100, POLICY);
    const after = settleCircuit(probing, probe.ok ? probe.generation : -1, { kind: "neutral" }, 120, POLICY);
    expect(admit(after, 120, POLICY)[1].ok).toBe(true);
  });

  it("probes anew when a probe was lost, and does not listen to the lost one any more", () => {
    const [probing, lost] = admit(failed(CLOSED, 3, 0), 100, POLICY);
    expect(admit(probing, 100_099, POLICY)[1].ok).toBe(false);
    const [anew, probe] = admit(probing, 100_100, POLICY);
    expect(probe.ok).toBe(true);
    expect(settleCircuit(anew, lost.ok ? lost.generation : -1, { kind: "success" }, 100_100, POLICY)).toBe(anew);
  });

  const event = fc.oneof(
    fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(300) }),
    fc.constant({ kind: "call" as const }),
    fc.record({
      kind: fc.constant("end" as const),
      which: fc.nat(),
      outcome: fc.oneof(
        fc.constant<Outcome>({ kind: "success" }),
        fc.constant<Outcome>({ kind: "neutral" }),
        fc.record({ kind: fc.constant("failure" as const), retry_after_ms: fc.option(fc.nat(500)) }),
      ),
    }),
  );

  it("never admits a call before its time, never two probes, and never gets stuck", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        let circuit: Circuit = CLOSED;
        let now = 0;
        let running: { generation: number; probe: boolean }[] = [];
        for (const one of events) {
          if (one.kind === "wait") now += one.ms;
          else if (one.kind === "call") {
            const before: Circuit = circuit;
            const [after, admission] = admit(circuit, now, POLICY);
            if (before.state === "open") expect(admission.ok).toBe(now >= before.until);
            if (before.state === "half_open") expect(admission.ok).toBe(false);
            if (admission.ok) running.push({ generation: admission.generation, probe: after.state === "half_open" });
            circuit = after;
          } else if (running.length > 0) {
            const [ended] = running.splice(one.which % running.length, 1);
            if (ended === undefined) continue;
            const before: Circuit = circuit;
            circuit = settleCircuit(circuit, ended.generation, one.outcome, now, POLICY);
            // What was admitted in another state says nothing about this one.
            if (ended.generation !== before.generation) expect(circuit).toBe(before);
          }
          const probes = running.filter(({ generation, probe }) => probe && generation === circuit.generation);
          expect(probes.length).toBe(circuit.state === "half_open" ? 1 : 0);
        }
        // Once everything has ended and time has passed, a call is admitted.
        for (const { generation } of running)
          circuit = settleCircuit(circuit, generation, { kind: "neutral" }, now, POLICY);
        running = [];
        expect(admit(circuit, now + 10_000, POLICY)[1].ok).toBe(true);
      }),
    );
  });
});
