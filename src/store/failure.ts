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

/** D1 answers these for statements that would fail again: they are defects, not outages. Texts are those of SQLite. */
const DEFECT = /constraint failed|no such (?:table|column)|syntax error|datatype mismatch|too many SQL variables/;

/**
 * Runs one store operation with a deadline.
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
    if (error instanceof StoreUnavailable || isDefect(error)) throw error;
    throw new StoreUnavailable("failed", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isDefect(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (DEFECT.test(at.message) || at instanceof TypeError || at instanceof RangeError) return true;
  }
  return false;
}
