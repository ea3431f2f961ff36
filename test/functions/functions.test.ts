import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { script } from "../../src/logic/smt/script.ts";
import { equal, not } from "../../src/logic/smt/term.ts";
import { UnsupportedConstruct } from "../../src/logic/unsupported.ts";
import {
  agreementOf,
  agrees,
  executeFunction,
  type FunctionInput,
  type FunctionOutcome,
  type FunctionParameter,
} from "./agreement.ts";
import cases from "./functions.fixture.json" with { type: "json" };

/** Written by `npm run fuzz:functions -- --cases 180 --inputs 3 --seed 2026 --fixture test/functions/functions.fixture.json`, with CPython 3.11. */
const CASES = cases as unknown as {
  source: string;
  parameters: FunctionParameter[];
  calls: { input: FunctionInput; outcome: FunctionOutcome }[];
}[];

const CHUNK = 32;

describe("symbolic execution of functions", () => {
  it("says of each call what CPython did, or that it does not know", { timeout: 300_000 }, async () => {
    let followed = 0;
    const asked = CASES.flatMap(({ source, parameters, calls }) => {
      const execution = executeFunction(source, "f", parameters);
      if (execution.gaps.length + execution.cuts.length === 0) followed += 1;
      return calls.flatMap(({ input, outcome }) => {
        try {
          const agreement = agreementOf(execution, input, outcome);
          const given = agreement.inputs.map(({ symbol, term }) => equal(symbol, term));
          const { declarations, facts } = execution;
          const question = script({ declarations, facts, assertions: [...given, not(agrees(agreement))] });
          return [{ source, input, outcome, question }];
        } catch (error) {
          if (error instanceof UnsupportedConstruct) return [];
          throw error;
        }
      });
    });
    expect(asked.length).toBeGreaterThan(160);
    expect(followed).toBeGreaterThan(0.2 * CASES.length);
    let unknown = 0;
    for (let start = 0; start < asked.length; start += CHUNK) {
      const chunk = asked.slice(start, start + CHUNK);
      const replies = await env.SOLVER.checkMany(
        chunk.map(({ question }) => question),
        { rlimit: 4_000_000 },
      );
      for (const [index, { source, input, outcome }] of chunk.entries()) {
        const status = replies[index]?.status;
        // A script longer than the solver takes is no answer either.
        if (status === "unknown" || status === "rejected") unknown += 1;
        else expect({ source, input, outcome, status }).toEqual({ source, input, outcome, status: "unsat" });
      }
    }
    expect(unknown).toBeLessThan(0.05 * asked.length);
  });
});
