import { PredictionError } from "../signatures/predictor.ts";

/** A fetch whose bodies fail once they are longer than `max_bytes`, so that no answer fills the memory of an isolate. */
export function limitedFetch(inner: typeof fetch, max_bytes: number): typeof fetch {
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await inner(input, init);
    if (response.body === null) return response;
    let seen = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          seen += chunk.byteLength;
          if (seen > max_bytes) controller.error(tooLong(max_bytes));
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, response);
  };
}

function tooLong(max_bytes: number): PredictionError {
  return new PredictionError("invalid_output", `the model's answer is longer than ${max_bytes} bytes`);
}

/** The PredictionError within what a library threw around it, or null. */
export function predictionErrorIn(error: unknown): PredictionError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    if (at instanceof PredictionError) return at;
  }
  return null;
}
