/** A write or read of D1 that takes longer than this is given up by the caller; a write may still commit, so every write is idempotent. */
export const STORE_TIMEOUT_MS = 5_000;

/** The store cannot be reached or did not answer in time. The caller may try again: every write of the store is idempotent. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  readonly reason: "timeout" | "failed";
  readonly retryable = true;

  constructor(reason: "timeout" | "failed", options?: ErrorOptions) {
    super(reason === "timeout" ? "the store did not answer in time" : "the store failed", options);
    this.reason = reason;
  }
}

/** D1 refuses a value for its size (https://developers.cloudflare.com/d1/platform/limits/: a row may have 2 MB). It never will take it. */
export class ValueRefused extends Error {
  override readonly name = "ValueRefused";
}

const TOO_BIG = /string or blob too big|SQLITE_TOOBIG/;

/** D1 answers these for statements that would fail again: they are defects, not outages. Texts are those of SQLite. */
const DEFECT = /constraint failed|no such (?:table|column)|syntax error|datatype mismatch|too many SQL variables/;

/**
 * Runs one store operation with a deadline.
 * @throws ValueRefused when a value is larger than D1 takes
 * @throws StoreUnavailable when it fails or takes longer than `timeout_ms`; a defect of the statement itself is thrown as it is.
 */
export async function reach<T>(operation: () => PromiseLike<T>, timeout_ms: number = STORE_TIMEOUT_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable("timeout")), timeout_ms);
  });
  try {
    return await Promise.race([Promise.resolve().then(operation), late]);
  } catch (error) {
    if (says(error, TOO_BIG)) throw new ValueRefused("a value is larger than the store takes", { cause: error });
    if (error instanceof StoreUnavailable || isDefect(error)) throw error;
    throw new StoreUnavailable("failed", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isDefect(error: unknown): boolean {
  return [...chain(error)].some((at) => at instanceof TypeError || at instanceof RangeError) || says(error, DEFECT);
}

function says(error: unknown, words: RegExp): boolean {
  return [...chain(error)].some(({ message }) => words.test(message));
}

/** An error and its causes. */
function* chain(error: unknown): Generator<Error> {
  for (let at: unknown = error; at instanceof Error; at = at.cause) yield at;
}
