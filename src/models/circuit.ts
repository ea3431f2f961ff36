import type { PredictionFault } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import { admit, type Circuit, type CircuitPolicy, CLOSED, type Outcome, settleCircuit } from "./circuit-breaker.ts";
import type { Transport } from "./transport.ts";

/** What says that a provider is unwell. Answers that only this request deserved do not count. */
const UNWELL: ReadonlySet<PredictionFault> = new Set(["rate_limited", "overloaded", "timeout", "connection"]);

/** The circuit of one provider, shared by all that ask it in this isolate. */
export interface CircuitCell {
  circuit: Circuit;
}

export function closedCircuit(): CircuitCell {
  return { circuit: CLOSED };
}

/** Refuses at once with `circuit_open` while the provider is unwell. */
export function withCircuit(inner: Transport, cell: CircuitCell, policy: CircuitPolicy, now: () => number): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const [after, admission] = admit(cell.circuit, now(), policy);
      cell.circuit = after;
      if (!admission.ok) {
        throw new PredictionError(
          "circuit_open",
          `${inner.provider} failed repeatedly and is not asked for another ${Math.ceil(admission.retry_after_ms / 1000)} s`,
          { retry_after_ms: admission.retry_after_ms },
        );
      }
      const end = (outcome: Outcome) => {
        cell.circuit = settleCircuit(cell.circuit, admission.generation, outcome, now(), policy);
      };
      try {
        const reply = await inner.send(request, signal);
        end({ kind: "success" });
        return reply;
      } catch (error) {
        end(outcomeOf(error));
        throw error;
      }
    },
  };
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof PredictionError)) return { kind: "neutral" };
  if (UNWELL.has(error.fault)) return { kind: "failure", retry_after_ms: error.retry_after_ms };
  return error.fault === "aborted" || error.fault === "budget_exhausted" ? { kind: "neutral" } : { kind: "success" };
}
