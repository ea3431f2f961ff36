import { PredictionError } from "../signatures/predictor.ts";
import type { Transport } from "./transport.ts";

/** Ends one attempt after so many milliseconds, body included, with `timeout`. An abort of the caller stays `aborted`. */
export function withDeadline(inner: Transport, timeout_ms: number): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const deadline = AbortSignal.timeout(timeout_ms);
      try {
        return await inner.send(request, signal === null ? deadline : AbortSignal.any([signal, deadline]));
      } catch (error) {
        if (!deadline.aborted || signal?.aborted === true) throw error;
        throw new PredictionError("timeout", `${inner.provider} did not answer within ${timeout_ms} ms`, {
          cause: error,
        });
      }
    },
  };
}
