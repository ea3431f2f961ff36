import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import type { CallOutcome, PythonRequest, PythonRpc } from "../../python/sandbox/contract.ts";
import type { Slot } from "./input.ts";
import { integer } from "./literal.ts";
import { literalInput } from "./reproduce.ts";
import { DEFAULT_OPTIONS, Session } from "./session.ts";

const slot: Slot = {
  name: "x",
  kind: "positional_or_keyword",
  shape: { kind: "int" },
  assumed: false,
  optional: false,
};
const program = { source: "", path: "f", slots: [slot] };
const inputs = (count: number) => Array.from({ length: count }, (_, index) => [integer(index)]);
const returned: CallOutcome = { kind: "returned", value: "1", type: "int", checks: [], before: {}, after: {} };

/** A sandbox in which every call takes the same fuel, and every request the same time. */
function sessionOf(executions: number, fuel = 10, milliseconds = 0) {
  const requests: PythonRequest[] = [];
  let clock = 0;
  const python: PythonRpc = {
    run: async (request) => {
      requests.push(request);
      clock += milliseconds;
      return { status: "ran", outcomes: request.calls.map(() => returned), fuel_used: fuel * request.calls.length };
    },
    version: async () => ({ name: "pyodide", version: "", python: "", isolation: "service" }),
  };
  const budget = { executions, milliseconds: 1000 };
  return { requests, session: new Session(python, { ...DEFAULT_OPTIONS, tenant: "t", budget, now: () => clock }) };
}

describe("a session", () => {
  it("makes no more calls than its budget, and says so", async () => {
    const { session } = sessionOf(50);
    expect(await session.run(program, inputs(40), [], [])).toHaveLength(40);
    expect(session.problems).toEqual([]);
    expect(await session.run(program, inputs(40), [], [])).toHaveLength(10);
    expect(session.problems).toEqual([{ code: "budget", detail: expect.stringContaining("50 calls") }]);
  });

  it("judges more clauses than a request holds by making the calls again", async () => {
    const { session, requests } = sessionOf(100);
    await session.run(
      program,
      inputs(20),
      [],
      Array.from({ length: 1200 }, () => "True"),
    );
    expect(requests.map(({ checks, calls }) => [checks.length, calls.length])).toEqual([
      [500, 20],
      [500, 20],
      [200, 20],
    ]);
  });

  it("keeps calls for later", async () => {
    const { session } = sessionOf(100);
    session.reserve(500);
    expect(await session.run(program, inputs(90), [], [])).toHaveLength(75);
    session.reserve(0);
    expect(await session.run(program, inputs(90), [], [])).toHaveLength(25);
  });

  it("splits what is likely to take more than half of its fuel, and stops when that is spent", async () => {
    const { session, requests } = sessionOf(1000, 2_000_000);
    await session.run(program, inputs(30), [], []);
    const made = await session.run(program, inputs(500), [], []);
    expect(requests.length).toBeGreaterThan(3);
    expect(made.length).toBeLessThan(260);
    expect(session.problems).toEqual([{ code: "budget", detail: expect.stringContaining("fuel") }]);
  });

  it("stops when the time is over, but can still make one call by itself", async () => {
    const { session, requests } = sessionOf(1000, 10, 2000);
    await session.run(program, inputs(5), [], []);
    expect(await session.run(program, inputs(5), [], [])).toEqual([]);
    expect(session.problems).toEqual([{ code: "budget", detail: expect.stringContaining("1000 ms") }]);
    expect(await session.alone(program, [integer(7)], [], ["result == 1"])).toMatchObject({ outcome: returned });
    expect(requests.at(-1)?.calls).toEqual([{ args: ["7"], kwargs: {} }]);
  });
});

describe("the literal form of an input", () => {
  const shared = parseExpression("(lambda shared: [shared, shared])([])");

  it("is what the interpreter showed", () => {
    expect(literalInput([slot], [shared], { ...returned, before: { x: "[[], []]" } })).toEqual([
      parseExpression("[[], []]"),
    ]);
  });

  it("keeps an expression whose value has no literal", () => {
    expect(literalInput([slot], [shared], { ...returned, before: { x: null } })).toEqual([shared]);
  });

  it("is none when a value cannot be read", () => {
    expect(literalInput([slot], [shared], { ...returned, before: { x: "[x async for x in y]" } })).toBeNull();
  });
});
