import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Z3_BUILD } from "./z3-build.ts";

const LIMITS = { rlimit: 2_000_000 };
const EASY = "(declare-const x Int)(assert (> x 2))(check-sat)(get-value (x))";
/** Fermat's equation for cubes: no budget is enough. */
const HARD =
  "(declare-const x Int)(declare-const y Int)(declare-const z Int)" +
  "(assert (and (> x 0) (> y 0) (> z 0) (= (+ (* x x x) (* y y y)) (* z z z))))(check-sat)";
/** Bit-blasting this needs more than the heap has. */
const HUGE =
  "(declare-const x (_ BitVec 512))(declare-const y (_ BitVec 512))" +
  `(assert (= (bvmul x y) (bvurem y (bvadd x #x${"1".repeat(128)}))))(assert (bvugt x y))(check-sat)`;
const nested = (head: string, core: string, depth: number) => `${head.repeat(depth)}${core}${")".repeat(depth)}`;
/** Terms, sorts and recursions beyond heap or stack; Z3 leaves most of them by exit(101) in the middle of its work. */
const DEEP = {
  terms: `(declare-const p Bool)(assert ${nested("(not ", "p", 150_000)})(check-sat)`,
  applications: `(declare-fun f (Int) Int)(declare-const p Int)(assert (= p ${nested("(f ", "p", 150_000)}))(check-sat)`,
  sorts: `(declare-const s ${nested("(Seq ", "Int", 100_000)})(check-sat)`,
  recursion: "(define-fun-rec f ((n Int)) Int (ite (<= n 0) 0 (+ 1 (f (- n 1)))))(assert (= (f 100000) 3))(check-sat)",
};

const check = (script: string, limits = LIMITS) => env.SOLVER.check(script, limits);

describe("the solver", () => {
  it("answers sat with values and unsat with a core", async () => {
    expect(await check(EASY)).toMatchObject({ status: "sat", output: expect.stringContaining("((x ") });
    expect(
      await check(
        "(set-option :produce-unsat-cores true)(declare-const x Int)(assert (! (> x 2) :named a))" +
          "(assert (! (> x 0) :named b))(assert (! (< x 1) :named c))(check-sat)(get-unsat-core)",
      ),
    ).toMatchObject({ status: "unsat", output: expect.stringMatching(/\((a c|c a)\)|\((a b c)\)/) });
  });

  it("takes the status of the last check-sat", async () => {
    expect(await check("(declare-const x Int)(push)(assert (< x x))(check-sat)(pop)(check-sat)")).toMatchObject({
      status: "sat",
      output: "unsat\nsat\n",
    });
  });

  it("is not deceived by what a script echoes", async () => {
    expect(await check('(echo "unsat")(check-sat)(echo "unsat")')).toMatchObject({ status: "sat" });
  });

  it("stops at exit", async () => {
    expect(await check("(check-sat)(exit)(assert false)(check-sat)")).toMatchObject({ status: "sat" });
  });

  it("answers unknown when an assertion could not be read, and not the status of the rest", async () => {
    expect(await check("(declare-const x Int)(assert (> x y))(check-sat)")).toMatchObject({
      status: "unknown",
      reason: "solver_failure",
      detail: expect.stringContaining("unknown constant y"),
    });
  });

  it("overlooks errors of commands that only report", async () => {
    expect(await check("(get-model)(check-sat)(get-unsat-core)")).toMatchObject({ status: "sat" });
  });

  it("answers the questions that follow one without a model", async () => {
    const scope = (condition: string) =>
      `(push)\n(declare-const x Int)\n(assert ${condition})\n(check-sat)\n(get-value (x))\n(pop)\n`;
    const reply = await check(scope("(< x x)") + scope("(= x 3)") + scope("(> x x)"));
    expect(reply).toMatchObject({ status: "unsat", output: expect.stringMatching(/^unsat\n[\s\S]*sat\n\(\(x 3\)\)/) });
  });

  it("says budget when rlimit is used up, at the same count every time", async () => {
    const [first, second] = [await check(HARD, { rlimit: 50_000 }), await check(HARD, { rlimit: 50_000 })];
    expect(first).toMatchObject({ status: "unknown", reason: "budget" });
    expect(second).toMatchObject({ rlimit_used: "rlimit_used" in first ? first.rlimit_used : undefined });
  });

  it("shares one budget among all checks of a script", async () => {
    const reply = await check(HARD + "(check-sat)".repeat(3), { rlimit: 50_000 });
    expect(reply).toMatchObject({ status: "unknown", reason: "budget" });
    expect("rlimit_used" in reply && reply.rlimit_used).toBeLessThan(60_000);
  });

  it.each([
    [":rlimit 0", "rlimit"],
    [":timeout 1", "timeout"],
    [":memory_max_size 9", "memory"],
    [":parallel.enable true", "parallel"],
    [":smt.threads 2", "threads"],
    [":random-seed 3", "seed"],
    [':regular-output-channel "x"', "channel"],
    [':smtlib2_log "x"', "log"],
  ])("rejects (set-option %s)", async (option, word) => {
    expect(await check(`(set-option ${option})(check-sat)`)).toMatchObject({
      status: "rejected",
      detail: expect.stringContaining(word),
    });
  });

  it.each([
    ["a limit inside a tactic", "(check-sat-using (using-params smt :rlimit 1))"],
    ["a command outside the list", '(include "x")(check-sat)'],
    ["a script that asks nothing", "(assert true)"],
    ["an unclosed script", "(check-sat"],
    ["a script beyond the size cap", `(check-sat);${" ".repeat(1_000_000)}`],
  ])("rejects %s", async (_, script) => {
    expect(await check(script)).toMatchObject({ status: "rejected" });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 33])("rejects an rlimit of %s", async (rlimit) => {
    expect(await check(EASY, { rlimit })).toMatchObject({ status: "rejected" });
  });

  it("passes options that only concern output", async () => {
    expect(
      await check(
        "(set-option :produce-models true)(set-option :print-success true)(set-option :pp.decimal true)(check-sat)",
      ),
    ).toMatchObject({ status: "sat" });
  });

  it("says memory when the heap is full, and answers the next check as if nothing had been", async () => {
    const before = await check(EASY);
    expect(await check(HUGE, { rlimit: 500_000_000 })).toMatchObject({ status: "unknown", reason: "memory" });
    const after = await check(EASY);
    expect({ ...after, milliseconds: 0 }).toEqual({ ...before, milliseconds: 0 });
  });

  it.each(Object.entries(DEEP))("survives %s too deep for its stack or heap", async (_, script) => {
    expect(await check(script, { rlimit: 500_000_000 })).toMatchObject({ status: "unknown", reason: "memory" });
    expect(await check(EASY)).toMatchObject({ status: "sat" });
  });

  it("gives every script of a batch its own answer", async () => {
    const replies = await env.SOLVER.checkMany(
      [EASY, "(nonsense", HUGE, "(check-sat)(assert false)(check-sat)", EASY],
      {
        rlimit: 500_000_000,
      },
    );
    expect(replies.map((reply) => reply.status)).toEqual(["sat", "rejected", "unknown", "unsat", "sat"]);
  });

  it("names its version and the hash of its wasm", async () => {
    expect(await env.SOLVER.version()).toEqual({ name: "z3", version: "5.1.0", wasm_sha256: Z3_BUILD.output_sha256 });
  });
});
