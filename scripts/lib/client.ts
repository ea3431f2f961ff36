/** A small client of Lift's HTTP API for the scripts and the evaluations: it knows no more than a third party would. */

/** Fields of a reverse run's input that leave bodies unexamined: what is lifted then is what the source says. */
export const FACTS_ONLY = { symbolic: false, dynamic: false } as const;

/** Any JSON value that came over the wire and was not checked yet. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

const TERMINAL = new Set(["succeeded", "failed", "canceled", "expired"]);

export class LiftClient {
  readonly url: string;
  readonly #key: string | undefined;

  constructor(url: string, key?: string) {
    this.url = url.replace(/\/$/, "");
    this.#key = key;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(path.startsWith("http") ? path : this.url + path, {
      method,
      headers: {
        ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (response.headers.get("content-type") ?? "").includes("json");
    return { status: response.status, headers: response.headers, body: json && text !== "" ? JSON.parse(text) : text };
  }

  /**
   * Creates a run and follows it to a terminal status, with `rest` also only until it waits for a person. Rejects when the API answers anything but
   * a run.
   */
  async run(request: unknown, options: { idempotencyKey?: string; rest?: boolean } = {}): Promise<JsonObject> {
    const headers: Record<string, string> = { prefer: "wait=30" };
    if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
    const answer = await this.call("POST", "/v1/runs", request, headers);
    if (answer.status >= 300)
      throw new Error(`POST /v1/runs answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
    let seen: Seen = { run: asObject(answer.body), etag: null };
    const moves = ({ run }: Seen) =>
      !TERMINAL.has(String(run.status)) && !(options.rest === true && run.status === "waiting");
    if (moves(seen)) seen = await this.#read(String(seen.run.id));
    while (moves(seen)) seen = await this.#next(seen);
    return seen.run;
  }

  /** A run as it is once it ended or waits for a person, which it may do already; or as it is soon after the deadline, in milliseconds since the epoch. */
  async rest(id: string, deadline = Number.POSITIVE_INFINITY): Promise<JsonObject> {
    let seen = await this.#read(id);
    while (!TERMINAL.has(String(seen.run.status)) && seen.run.status !== "waiting" && Date.now() < deadline)
      seen = await this.#next(seen);
    return seen.run;
  }

  async #read(id: string): Promise<Seen> {
    const { status, body, headers } = await this.call("GET", `/v1/runs/${id}`);
    if (status !== 200) throw new Error(`GET ${id} answered ${status}`);
    return { run: asObject(body), etag: headers.get("etag") };
  }

  /** Asks for a run newer than the one that was seen: a change between two requests is not waited for again. */
  async #next(seen: Seen): Promise<Seen> {
    const id = String(seen.run.id);
    const known: Record<string, string> = seen.etag === null ? {} : { "if-none-match": seen.etag };
    const { status, body, headers } = await this.call("GET", `/v1/runs/${id}?wait=30`, undefined, known);
    if (status === 304) return seen;
    if (status !== 200) throw new Error(`GET ${id} answered ${status}`);
    return { run: asObject(body), etag: headers.get("etag") };
  }
}

/** A run with the entity tag under which it was read; null where it came without one. */
interface Seen {
  run: JsonObject;
  etag: string | null;
}

export function asObject(value: Json | undefined): JsonObject {
  if (value === null || value === undefined || typeof value !== "object" || Array.isArray(value)) {
    throw new Error(`expected an object, got ${JSON.stringify(value)?.slice(0, 200)}`);
  }
  return value;
}

export function asArray(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Error(`expected an array, got ${JSON.stringify(value)?.slice(0, 200)}`);
  return value;
}

/** The IRs of a run's outcome; none when the run has no outcome yet. */
export function irsOf(run: JsonObject): JsonObject[] {
  if (run.outcome === null || run.outcome === undefined) return [];
  const irs = asObject(run.outcome).irs;
  return irs === undefined ? [] : asArray(irs).map((item) => asObject(asObject(item).ir));
}

/** Runs `work` over the items, `width` at a time, keeping order. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as Item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
