import { exports } from "cloudflare:workers";
import { z } from "zod";
import { Run } from "../src/api/runs/resource.ts";
import type { IR } from "../src/ir/ir.ts";

/** Runs that ask, from the outside: what tests of holes say to the Worker. */

export type Body = Record<string, unknown>;

export async function send(path: string, body?: Body, headers: Record<string, string> = {}): Promise<Response> {
  const all = { "content-type": "application/json", ...headers };
  const init = body === undefined ? {} : { method: "POST", headers: all, body: JSON.stringify(body) };
  return exports.default.fetch(new Request(`http://localhost${path}`, init));
}

export const readRun = async (response: Response): Promise<Run> => z.parse(Run, await response.json());
export const bodyOf = async (response: Response) =>
  z.parse(z.looseObject({ code: z.string(), detail: z.string() }), await response.json());

/** A new run; with `wait` once it stops moving. */
export const start = async (body: Body, wait = true): Promise<Run> =>
  readRun(await send("/v1/runs", body, wait ? { prefer: "wait=40" } : {}));

export const answer = (run: Run, hole: string, body: Body, headers: Record<string, string> = {}): Promise<Response> =>
  send(`/v1/runs/${run.id}/holes/${hole}/resolution`, body, headers);

export const undo = ({ id }: Run, hole: string): Promise<Response> =>
  exports.default.fetch(new Request(`http://localhost/v1/runs/${id}/holes/${hole}/resolution`, { method: "DELETE" }));

const Holes = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      ir: z.string(),
      clause: z.string(),
      kind: z.string(),
      subject: z.string(),
      status: z.string(),
      priority: z.string(),
      awaited: z.boolean(),
      description: z.string(),
      context: z.string().nullable(),
      suggestions: z.array(z.object({ value: z.string() }).loose()),
      changes: z.array(z.object({ cause: z.string(), before: z.unknown(), after: z.unknown() }).loose()),
      refused: z.array(z.object({ code: z.string() }).loose()),
      early: z.unknown(),
    }),
  ),
});
export type ListedHole = z.infer<typeof Holes>["data"][number];
export const holesOf = async ({ id }: Run): Promise<ListedHole[]> =>
  z.parse(Holes, await (await send(`/v1/runs/${id}/holes`)).json()).data;

/** The run once it stops moving. */
export async function rest({ id }: Run): Promise<Run> {
  for (let tries = 0; tries < 300; tries++) {
    const now = await readRun(await send(`/v1/runs/${id}`));
    if (now.status !== "running" && now.status !== "queued") return now;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${id} does not come to rest`);
}

/** The contract of a run. */
export function irOf({ outcome }: Run): IR {
  const [first] = outcome?.irs ?? [];
  if (first === undefined) throw new Error("the run has no contract");
  return first.ir as IR;
}

export const textsOf = (run: Run): string[] => irOf(run).assertions.map(({ expression }) => expression.text);
