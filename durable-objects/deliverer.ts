import { addressRefusal } from "../src/webhooks/address.ts";
import { type AttemptResult, afterAttempt } from "../src/webhooks/schedule.ts";
import { signingKey } from "../src/webhooks/secret.ts";
import { signedHeaders } from "../src/webhooks/sign.ts";
import type { Parcel } from "./deliveries.ts";
import type { Executor } from "./executor.ts";
import { platform } from "./platform.ts";
import type { LoadedRun } from "./run-view.ts";

/** How long an endpoint may take for its answer. */
const TIMEOUT_MS = 10_000;
/** An attempt of which nothing was heard for so long died with its object. */
const LOST_AFTER_MS = 30_000;
/** Attempts made at once; a Worker has six connections (platform limit). */
const PARALLEL = 4;
const USER_AGENT = "Lift-Webhooks/1";

/**
 * Sends what is due to the run's webhook, at least once. It works beside the run, and neither commit nor alarm waits for it. Single-flight within this instance; what two instances send twice has the same id.
 */
export class Deliverer {
  readonly #executor: Executor;
  readonly #env: Cloudflare.Env;
  readonly #background: (work: Promise<unknown>) => void;
  #running: Promise<void> | null = null;

  constructor(executor: Executor, env: Cloudflare.Env, background: (work: Promise<unknown>) => void) {
    this.#executor = executor;
    this.#env = env;
    this.#background = background;
  }

  /** Begins what is due, here and now, and lets it go on by itself. Failures are logged; the wake brings them back. */
  start(): void {
    if (this.#running !== null || !this.#isDue()) return;
    this.#running = this.#sendDue()
      .catch((error) => console.error({ message: "deliveries stopped", error: String(error) }))
      .finally(() => {
        this.#running = null;
      });
    this.#background(this.#running);
  }

  #isDue(): boolean {
    const { storage } = this.#executor;
    const due = storage.open ? storage.deliveries.nextDue() : null;
    return due !== null && due <= platform().now;
  }

  async #sendDue(): Promise<void> {
    while (this.#isDue()) {
      const run = this.#executor.load();
      if (run === null) return;
      const { deliveries } = this.#executor.storage;
      const { now } = platform();
      let parcels: Parcel[] = [];
      this.#executor.arm(() => {
        parcels = deliveries.take(now, PARALLEL, now + LOST_AFTER_MS);
      });
      await platform().reach("before_delivery", { run: run.meta.id });
      await Promise.all(parcels.map((parcel) => this.#deliver(run, parcel)));
    }
  }

  async #deliver(run: LoadedRun, parcel: Parcel): Promise<void> {
    const refused = refusal(run);
    const result = refused ?? (await this.#attempt(run, parcel));
    await platform().reach("after_delivery", { run: run.meta.id });
    // The run may have been deleted meanwhile.
    if (this.#executor.load() === null) return;
    const { now, random } = platform();
    const after =
      refused === null ? afterAttempt(result, parcel.attempt, { now, random }) : ({ status: "failed" } as const);
    this.#executor.arm(() => this.#executor.storage.deliveries.settle(parcel, result, after));
  }

  /** One request. Of the answer only status and `Retry-After` are read. */
  async #attempt({ meta }: LoadedRun, { id, body }: Parcel): Promise<AttemptResult> {
    if (meta.webhook === undefined) return { kind: "no_response", error: "the run has no webhook" };
    const { url, local } = meta.webhook;
    // No AbortSignal.timeout: its timer outlives the request, and an object with a timer does not hibernate.
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const key = await signingKey(platform().bindings(this.#env), meta.tenant, { local });
      if (key === null) return { kind: "no_response", error: "LIFT_WEBHOOK_SECRET is not set" };
      const headers = await signedHeaders(key, { id, at: platform().now, body });
      const response = await fetch(url, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json", "user-agent": USER_AGENT },
        body,
        redirect: "manual",
        signal: abort.signal,
      });
      const { status } = response;
      const retry_after = response.headers.get("retry-after");
      await response.body?.cancel().catch((error) => {
        console.warn({ message: "the rest of an answer was not let go", error: String(error) });
      });
      return { kind: "response", status, retry_after };
    } catch (error) {
      const late = abort.signal.aborted;
      return { kind: "no_response", error: late ? `no answer within ${TIMEOUT_MS / 1000} seconds` : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The address was judged when the run was created; rules may have become stricter since. */
function refusal({ meta }: LoadedRun): (AttemptResult & { kind: "no_response" }) | null {
  const detail = meta.webhook === undefined ? null : addressRefusal(meta.webhook.url, meta.webhook);
  return detail === null ? null : { kind: "no_response", error: `the address ${detail}` };
}
