import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { IR } from "../src/ir/ir.ts";

/** Bodies judged from the outside: the real Worker, queue, Z3 and CPython. */

interface Run {
  status: string;
  outcome: {
    irs?: { ir: unknown }[];
    validated?: unknown;
    verdict: { status: string; counterexample?: Record<string, string> };
  } | null;
  error: { code: string; message: string } | null;
}

async function run(graph: "reverse" | "validate", input: Record<string, unknown>): Promise<Run> {
  const response = await exports.default.fetch(
    new Request("http://localhost/v1/runs", {
      method: "POST",
      headers: { "content-type": "application/json", prefer: "wait=50" },
      body: JSON.stringify({ graph, input }),
    }),
  );
  expect(response.status).toBe(201);
  return response.json();
}

async function lifted(source: string, input: Record<string, unknown> = {}): Promise<IR> {
  const { outcome } = await run("reverse", { source, ...input });
  return IR.parse(outcome?.irs?.[0]?.ir);
}

const statusOf = (ir: IR, text: string) =>
  ir.assertions.find(({ expression }) => expression.text === text)?.verdict.status ?? null;

const SIGN = `def sign(x: int) -> int:
    """post: -1 <= __return__ <= 1"""
    if x < 0:
        return -1
    return 1 if x > 0 else 0
`;

describe("examination of bodies", { timeout: 60_000 }, () => {
  it("proves a declared clause, and clauses that nobody wrote", async () => {
    const ir = await lifted(SIGN);
    expect(statusOf(ir, "-1 <= result <= 1")).toBe("proved");
    const found = ir.assertions.filter(({ provenance }) => provenance.source === "symbolic");
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ verdict }) => verdict.status === "proved")).toBe(true);
  });

  it("refutes a declared clause only with an input that was run", async () => {
    const { outcome } = await run("reverse", {
      source: 'def half(n: int) -> int:\n    """post: __return__ * 2 == n"""\n    return n // 2\n',
    });
    expect(outcome?.verdict.status).toBe("refuted");
    expect(Number(outcome?.verdict.counterexample?.n) % 2).not.toBe(0);
  });

  it("never calls proved what rests on floats, and tests it", async () => {
    const ir = await lifted('def half(x: float) -> float:\n    """post: __return__ <= abs(x)"""\n    return x / 2\n');
    expect(statusOf(ir, "result <= abs(x)")).toBe("tested");
  });

  it("names the input without which an operation raises as a precondition", async () => {
    const ir = await lifted("def share(total: int, people: int) -> int:\n    return total // people\n");
    const found = ir.assertions.filter(({ category }) => category === "precondition");
    expect(found.map(({ expression, verdict }) => [expression.text, verdict.status])).toEqual([
      ["people != 0", "proved"],
    ]);
  });

  it("runs nothing and proves nothing when it is told so", async () => {
    const ir = await lifted(SIGN, { symbolic: false, dynamic: false });
    expect(ir.assertions.map(({ verdict }) => verdict.status)).toEqual(["unknown"]);
    const proved = await lifted(SIGN, { dynamic: false });
    expect(proved.assertions.some(({ verdict }) => verdict.status === "tested")).toBe(false);
  });

  describe("of given code against a given contract", () => {
    it("gives each clause the verdict that the code earns it, and proposes none", async () => {
      const contract = await lifted(SIGN, { symbolic: false, dynamic: false });
      const right = await run("validate", { ir: contract, code: SIGN });
      expect(right.outcome?.verdict.status).toBe("proved");
      expect(IR.parse(right.outcome?.validated).assertions).toHaveLength(1);
      const wrong = await run("validate", { ir: contract, code: "def sign(x: int) -> int:\n    return x\n" });
      expect(wrong.outcome?.verdict).toMatchObject({ status: "refuted" });
    });

    it("says what the code lacks when it cannot be called as the contract says", async () => {
      const contract = await lifted(SIGN, { symbolic: false, dynamic: false });
      const missing = await run("validate", { ir: contract, code: "def other(x: int) -> int:\n    return x\n" });
      expect(missing.error?.code).toBe("function_not_found");
      const changed = await run("validate", { ir: contract, code: "def sign(x: int, y: int) -> int:\n    return x\n" });
      expect(changed.error).toMatchObject({ code: "signature_mismatch" });
      expect(changed.error?.message).toContain("parameter 2");
    });
  });
});
