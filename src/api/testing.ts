import { createExecutionContext, env, SELF, waitOnExecutionContext } from "cloudflare:test";
import { z } from "zod";
import { createApp } from "./app.ts";
import { Problem } from "./problems/problem.ts";
import { Run } from "./runs/resource.ts";

/** What tests use to talk to the API: the deployed Worker itself, or the app with bindings of the test's choice. */
export const ORIGIN = "http://localhost";

export function call(path: string, init?: RequestInit): Promise<Response> {
  return SELF.fetch(ORIGIN + path, init);
}

export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** The app with some bindings replaced; `url` may leave loopback. */
export async function callWith(bindings: Partial<Cloudflare.Env>, url: string, init?: RequestInit): Promise<Response> {
  const ctx = createExecutionContext();
  const response = await createApp().fetch(new Request(url, init), { ...env, ...bindings }, ctx);
  await waitOnExecutionContext(ctx);
  return response;
}

/** A run that the solver answers at once. */
export const SOLVE = { graph: "solve", input: { smtlib: "(declare-const x Int)(assert (> x 1))(check-sat)" } };

/** Starts a run and waits for its end. */
export async function finished(body: unknown = SOLVE, headers: Record<string, string> = {}): Promise<Run> {
  const response = await post("/v1/runs", body, { Prefer: "wait=30", ...headers });
  return z.parse(Run, await response.json());
}

export async function problemOf(response: Response): Promise<Problem> {
  return z.parse(Problem, await response.json());
}

/** A D1 that does not answer. */
export const DOWN = new Proxy(env.DB, {
  get: () => () => {
    throw new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long.");
  },
});
