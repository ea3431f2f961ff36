import { describe, expect, it } from "vitest";
import type { SolverReply, SolverRpc } from "../../logic/answer.ts";
import type { SynthesisProblem } from "../problem.ts";
import { synthesizeByDefinition } from "./define.ts";

/** Answers every question alike; the real solver's part is tested where there is one. */
function answering(status: "sat" | "unsat"): SolverRpc {
  const reply: SolverReply = { status, output: "", milliseconds: 0, rlimit_used: 0 };
  return {
    check: async () => reply,
    checkMany: async (scripts) => scripts.map(() => reply),
    version: async () => ({ name: "z3", version: "", wasm_sha256: "" }),
  };
}

const problem = (change: Partial<SynthesisProblem>): SynthesisProblem => ({
  name: "f",
  parameters: [
    { name: "a", type_hint: "int" },
    { name: "b", type_hint: "int" },
  ],
  returns: "int",
  preconditions: [],
  postconditions: [],
  examples: [],
  words: "",
  ...change,
});

async function bodyFor(change: Partial<SynthesisProblem>, status: "sat" | "unsat" = "unsat"): Promise<string> {
  const synthesis = await synthesizeByDefinition(problem(change), answering(status));
  if (synthesis.status !== "found") return `(${synthesis.missing})`;
  return synthesis.found.map(({ code }) => [...code.imports, code.body].join("\n")).join("\n---\n");
}

describe("code from a defining postcondition", () => {
  it.each([
    ["result == a + b", "return a + b"],
    ["a + b == result", "return a + b"],
    ["0 <= a and result == a * 2", "return a * 2"],
    ["result == a + b == b + a", "return a + b"],
    ["result == math.gcd(a, b)", "import math\nreturn math.gcd(a, b)"],
    ["result == [x for x in range(a) if x != b]", "return [x for x in range(a) if x != b]"],
    ["result is None", "return None"],
    ["result == f'{a}-{b}'", "return f'{a}-{b}'"],
  ])("reads %s", async (clause, body) => {
    expect(await bodyFor({ postconditions: [clause] })).toBe(body);
  });

  it("writes nested conditionals as a chain of branches", async () => {
    expect(await bodyFor({ postconditions: ["result == (a if a > b else b if b > 3 else 0)"] })).toBe(
      "if a > b:\n    return a\nelif b > 3:\n    return b\nelse:\n    return 0",
    );
  });

  it("answers a condition itself where the branches are True and False", async () => {
    expect(await bodyFor({ postconditions: ["result == (True if a > b else False)"] })).toBe("return a > b");
  });

  it("joins cases that cover everything, and what is raised comes first", async () => {
    const postconditions = ["implies(a >= 0, result == a + b)", "implies(a < 0, raises(ValueError))"];
    expect(await bodyFor({ postconditions })).toBe("if a < 0:\n    raise ValueError\nelse:\n    return a + b");
  });

  it("raises before it answers what holds otherwise", async () => {
    const postconditions = ["result == a // b", "implies(b == 0, raises(ValueError))"];
    expect(await bodyFor({ postconditions })).toBe("if b == 0:\n    raise ValueError\nelse:\n    return a // b");
  });

  it("lets a bool result be an equivalence", async () => {
    const postconditions = ["implies(a < b, result)", "implies(result, a < b)"];
    expect(await bodyFor({ postconditions, returns: "bool" })).toBe("return a < b");
  });

  it("names the gap that the solver finds between cases", async () => {
    const postconditions = ["implies(a > b, result == a)", "implies(a < b, result == b)"];
    expect(await bodyFor({ postconditions }, "sat")).toBe("(the result where none of `a > b`, `a < b` holds)");
  });

  it("asks nothing of conditions that are each other's negation, whatever their types", async () => {
    const postconditions = ["implies(a in unknown, result == 1)", "implies(a not in unknown, result == 0)"];
    const parameters = [
      { name: "a", type_hint: null },
      { name: "unknown", type_hint: null },
    ];
    expect(await bodyFor({ parameters, postconditions }, "sat")).toBe(
      "if a in unknown:\n    return 1\nelse:\n    return 0",
    );
  });

  it.each([
    ["result == old(a)", "(`old(a)` uses old, which no code can stand for)"],
    ["result == result + 1", "(no postcondition says what the result is equal to)"],
    ["result == g(a)", "(what `g` in `g(a)` stands for)"],
    ["result > a", "(no postcondition says what the result is equal to)"],
    ["result == (yield)", "(`yield` uses yield, which no code can stand for)"],
  ])("refuses %s", async (clause, missing) => {
    expect(await bodyFor({ postconditions: [clause] })).toBe(missing);
  });

  it("refuses a definition that contradicts an example", async () => {
    const examples = [{ args: ["1", "2"], kwargs: [], returns: "4", raises: null }];
    expect(await bodyFor({ postconditions: ["result == a + b"], examples })).toContain("contradicts an example");
    const fitting = [{ args: ["1"], kwargs: [{ name: "b", literal: "3" }], returns: "4", raises: null }];
    expect(await bodyFor({ postconditions: ["result == a + b"], examples: fitting })).toBe("return a + b");
  });
});
