import { asObject } from "../../scripts/lib/client.ts";
import type { Suite } from "../suite.ts";

/**
 * Known-status SMT-LIB scripts through the `solve` graph. `wrong` must be 0: `unknown` is a fine answer, a wrong one is not; a script
 * that is refused by a stated rule counts as unknown.
 */
export const smt: Suite = {
  name: "smt",
  fields: ["cases", "right", "wrong", "unknown"],
  width: 2,
  async evaluate(row, { client }) {
    const run = await client.run({ graph: "solve", input: { smtlib: row.smt2 }, options: { cache: false } });
    const solver = run.outcome === null ? null : asObject(asObject(run.outcome).solver);
    if (run.error !== null && asObject(run.error).code === "script_rejected") {
      return {
        counts: { cases: 1, unknown: 1 },
        detail: { expected: row.expected, refused: asObject(run.error).message },
      };
    }
    if (run.status !== "succeeded" || solver === null) {
      return { counts: { cases: 1, errors: 1 }, detail: { status: run.status, error: run.error } };
    }
    const answer = solver.status;
    const verdict = answer === "unknown" ? "unknown" : answer === row.expected ? "right" : "wrong";
    return {
      counts: { cases: 1, [verdict]: 1 },
      detail: { expected: row.expected, answer, reason: solver.reason, seconds: Number(solver.milliseconds) / 1000 },
    };
  },
};
