import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Run } from "../src/api/runs/resource.ts";

/** What a request in words leaves open or says twice, offline, from the outside. */

async function send(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Run> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const all = { "content-type": "application/json", ...headers };
  const response = await exports.default.fetch(new Request(`http://localhost${path}`, { ...init, headers: all }));
  expect(response.status).toBeLessThan(300);
  return z.parse(Run, await response.json());
}

const forward = (prompt: string) =>
  send("/v1/runs", { graph: "forward", input: { prompt }, options: { cache: false } }, { prefer: "wait=55" });

async function answered(run: Run, hole: string | undefined, body: unknown): Promise<Run> {
  await exports.default.fetch(
    new Request(`http://localhost/v1/runs/${run.id}/holes/${hole}/resolution`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  for (let tries = 0; tries < 300; tries++) {
    const now = await send(`/v1/runs/${run.id}`);
    if (now.status !== "running" && now.status !== "queued") return now;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${run.id} does not come to rest`);
}

const irOf = ({ outcome }: Run) => outcome?.irs?.[0]?.ir;

describe("a request in words", { timeout: 90_000 }, () => {
  it("that states two outcomes of one call is asked which one holds before code is written", async () => {
    const run = await forward(
      "Write a function add(a: int, b: int) -> int that adds two numbers. add(1, 2) == 3 and add(1, 2) == 4.",
    );
    expect(run.status).toBe("waiting");
    const conflict = irOf(run)?.holes.find(({ priority, status }) => priority === "critical" && status === "open");
    expect(conflict?.subject).toBe("outcome of add(1, 2)");
    // The words exclude the other one.
    expect(conflict?.suggestions.map(({ value }) => value)).toEqual(["3"]);
    const after = await answered(run, conflict?.id, { value: "3" });
    expect(irOf(after)?.examples).toMatchObject([{ args: ["1", "2"], returns: "3", source: "human" }]);
    expect(after.status).toBe("succeeded");
  });

  it("whose result could be None only for an empty list has none once that raises", async () => {
    const run = await forward(
      "Write a function closest(xs: list[int]) that returns the closest number to zero in a list.",
    );
    expect(run.status).toBe("waiting");
    expect(irOf(run)?.signature.returns.type_hint).toBe("int | None");
    const empty = irOf(run)?.holes.find(({ suggestions }) =>
      suggestions.some(({ value }) => value.includes("result is None")),
    );
    const after = await answered(run, empty?.id, { value: "implies(len(xs) == 0, raises(ValueError))" });
    expect(irOf(after)?.signature.returns.type_hint).toBe("int");
  });
});
