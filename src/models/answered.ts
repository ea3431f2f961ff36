import { PredictionError } from "../signatures/predictor.ts";
import type { Transport } from "./transport.ts";

/**
 * A reply that holds no answer is an error: a refusal, one cut at its length, an empty one. The last is asked again, as nothing in it could be corrected;
 * the others would end the same way. What the reply cost is accounted below.
 */
export function withAnswer(inner: Transport): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const reply = await inner.send(request, signal);
      if (reply.stop === "refusal") throw new PredictionError("refused", `${inner.model} declined to answer`);
      if (reply.stop === "length")
        throw new PredictionError("truncated", `the answer of ${inner.model} was cut at the limit of its length`);
      if (reply.text === "" && reply.tool_calls.length === 0)
        throw new PredictionError("invalid_output", `${inner.model} answered nothing`, { retryable: true });
      return reply;
    },
  };
}
