import { type Prediction, PredictionError, type Usage } from "../predictor.ts";

/** One way to an answer. It ends early when the signal is aborted. */
export interface Strategy<Output> {
  name: string;
  run(signal: AbortSignal): Promise<Prediction<Output>>;
}

export interface Candidate<Output> {
  strategy: string;
  prediction: Prediction<Output>;
  /** Higher is better. */
  score: number;
}

export interface Picked<Output> {
  best: Candidate<Output>;
  /** In the order in which they came. */
  candidates: readonly Candidate<Output>[];
  /** Strategies without an answer; those that were stopped because enough was found are not among them. */
  failures: readonly { strategy: string; error: PredictionError }[];
  /** `enough`: a candidate scored so; `budget`: what remained was not asked for want of it. */
  ended: "all" | "enough" | "budget";
  /** Of candidates, failures and what was stopped. */
  usage: readonly Usage[];
}

export interface PickOptions<Output> {
  score(prediction: Prediction<Output>): number | Promise<number>;
  /** Strategies at work at the same time. */
  concurrency: number;
  /** Score at which nothing better is worth waiting for: what still runs is aborted. */
  enough?: number;
  signal?: AbortSignal;
}

/**
 * Runs strategies, in order of the list and at most `concurrency` at a time, and picks the answer of the highest score; of equals the one whose strategy stands first.
 * A strategy that fails costs only itself. An exhausted budget ends the search with the best so far. Throws PredictionError when there is no answer at all: the first failure's fault,
 * with the usage of all; and when the signal is aborted.
 */
export async function pickBest<Output>(
  strategies: readonly Strategy<Output>[],
  { score, concurrency, enough = Number.POSITIVE_INFINITY, signal }: PickOptions<Output>,
): Promise<Picked<Output>> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const waiting = strategies.map((strategy, order) => ({ strategy, order }));
  const candidates: (Candidate<Output> & { order: number })[] = [];
  const failures: { strategy: string; error: PredictionError }[] = [];
  const usage: Usage[] = [];
  let ended: Picked<Output>["ended"] = "all";

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { strategy, order } = next;
      try {
        const prediction = await strategy.run(both);
        usage.push(...prediction.usage);
        const candidate = { strategy: strategy.name, prediction, score: await score(prediction), order };
        candidates.push(candidate);
        if (candidate.score >= enough && ended !== "enough") {
          ended = "enough";
          waiting.length = 0;
          stop.abort();
        }
      } catch (error) {
        if (!(error instanceof PredictionError)) throw error;
        usage.push(...error.usage);
        if (ended === "enough" && error.fault === "aborted") continue;
        failures.push({ strategy: strategy.name, error });
        if (error.fault === "budget_exhausted" && ended === "all") {
          ended = "budget";
          waiting.length = 0;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, strategies.length)) }, work));

  if (signal?.aborted) throw new PredictionError("aborted", "the search for the best answer was aborted", { usage });
  const [best] = candidates.toSorted((a, b) => b.score - a.score || a.order - b.order);
  if (best !== undefined)
    return { best: unordered(best), candidates: candidates.map(unordered), failures, ended, usage };
  const [first] = failures;
  if (first === undefined) throw new PredictionError("bad_request", "there is no strategy to choose from");
  throw new PredictionError(
    first.error.fault,
    `no strategy gave an answer; ${first.strategy}: ${first.error.message}`,
    {
      retryable: first.error.retryable,
      retry_after_ms: first.error.retry_after_ms,
      usage,
      cause: first.error,
    },
  );
}

function unordered<Output>({ strategy, prediction, score }: Candidate<Output> & { order: number }): Candidate<Output> {
  return { strategy, prediction, score };
}
