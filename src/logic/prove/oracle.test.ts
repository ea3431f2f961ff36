import { describe, expect, it } from "vitest";
import type { SolverReply, SolverRpc } from "../answer.ts";
import { Oracle } from "./oracle.ts";

/** Answers each question of a script by its own text: `; sat` or `; unsat` before `(check-sat)`. Notes the scripts. */
function solverBy(answer: (script: string) => SolverReply): { solver: SolverRpc; asked: string[] } {
  const asked: string[] = [];
  const checkMany = async (scripts: string[]) =>
    scripts.map((script) => {
      asked.push(script);
      return answer(script);
    });
  const solver: SolverRpc = {
    checkMany,
    check: async (script) => (await checkMany([script]))[0] ?? fail(),
    version: async () => ({ name: "z3", version: "", wasm_sha256: "" }),
  };
  return { solver, asked };
}
const fail = (): never => {
  throw new Error("no answer");
};

const reply = (output: string, used = 100): SolverReply => ({
  status: output.trim().endsWith("unsat") ? "unsat" : "sat",
  output,
  milliseconds: 1,
  rlimit_used: used,
});
const question = (index: number) => `(declare-const x Int)\n(assert (= x ${index}))\n(check-sat)`;
const LIMITS = { rlimit: 1000, max_questions: 100 };

describe("Oracle", () => {
  it("asks several questions in one session and tells the answers apart", async () => {
    const { solver, asked } = solverBy(() =>
      reply('sat\n((x 1))\nunsat\n(error "line 3: model is not available")\nsat\n((x 3))\n'),
    );
    const answers = await new Oracle(solver, LIMITS).ask([1, 2, 3].map(question));
    expect(asked).toHaveLength(1);
    expect(answers.map(({ status }) => status)).toEqual(["sat", "unsat", "sat"]);
    expect(answers[2]).toMatchObject({ output: "sat\n((x 3))\n" });
  });

  it("knows a question without a core from one that failed, and shares sessions in groups of the wanted size", async () => {
    const { solver, asked } = solverBy((script) =>
      script.startsWith("(push)")
        ? reply('unsat\n(c0)\nsat\n(error "line 9: unsat core is not available")\nunsat\n(c0 c1)\n')
        : fail(),
    );
    const answers = await new Oracle(solver, { ...LIMITS, group: 3 }).ask([1, 2, 3, 4, 5, 6].map(question));
    expect(asked).toHaveLength(2);
    expect(answers.map(({ status }) => status)).toEqual(["unsat", "sat", "unsat", "unsat", "sat", "unsat"]);
    expect(answers[2]).toMatchObject({ output: "unsat\n(c0 c1)\n" });
  });

  it("asks those alone that a session left open, and all when its answers cannot be told apart", async () => {
    const { solver, asked } = solverBy((script) =>
      script.startsWith("(push)") ? reply("sat\nunknown\n") : reply("unsat\n"),
    );
    expect((await new Oracle(solver, LIMITS).ask([1, 2].map(question))).map(({ status }) => status)).toEqual([
      "sat",
      "unsat",
    ]);
    expect(asked).toHaveLength(2);
    const torn = solverBy((script) => (script.startsWith("(push)") ? reply("sat\n") : reply("unsat\n")));
    const answers = await new Oracle(torn.solver, LIMITS).ask([1, 2].map(question));
    expect(answers.map(({ status }) => status)).toEqual(["unsat", "unsat"]);
  });

  it("believes no session in which a command failed", async () => {
    const { solver } = solverBy((script) =>
      script.startsWith("(push)") ? reply('(error "unknown constant y")\nunsat\nunsat\n') : reply("sat\n"),
    );
    const answers = await new Oracle(solver, LIMITS).ask([1, 2].map(question));
    expect(answers.map(({ status }) => status)).toEqual(["sat", "sat"]);
  });

  it("asks nothing twice", async () => {
    const { solver, asked } = solverBy(() => reply("unsat\n"));
    const oracle = new Oracle(solver, LIMITS);
    await oracle.ask([question(1), question(1)]);
    await oracle.ask([question(1)]);
    expect(asked).toHaveLength(1);
    expect(oracle.questionsLeft).toBe(99);
  });

  it("leaves questions beyond the budget unanswered, and says so", async () => {
    const { solver } = solverBy(() => reply("unsat\n"));
    const oracle = new Oracle(solver, { rlimit: 1000, max_questions: 1 });
    expect(await oracle.ask([question(1), question(2)])).toMatchObject([
      { status: "unsat" },
      { status: "unknown", reason: "budget" },
    ]);
    expect(oracle.exhausted).toBe(true);
  });

  it("stops when the questions together have used up their resources", async () => {
    const { solver } = solverBy(() => reply("unsat\n", 1000));
    const oracle = new Oracle(solver, { rlimit: 1000, max_questions: 100, max_rlimit: 1500 });
    const one = await oracle.ask([question(1)]);
    const two = await oracle.ask([question(2)]);
    const three = await oracle.ask([question(3)]);
    expect([one, two, three].map(([answer]) => answer?.status)).toEqual(["unsat", "unsat", "unknown"]);
  });

  it("answers what an unreachable solver does not", async () => {
    const unreachable = () => Promise.reject(new Error("no such Worker"));
    const oracle = new Oracle({ check: unreachable, checkMany: unreachable, version: unreachable }, LIMITS);
    expect(await oracle.ask([1, 2].map(question))).toMatchObject([
      { status: "unknown", reason: "solver_failure" },
      { status: "unknown", reason: "solver_failure" },
    ]);
  });
});
