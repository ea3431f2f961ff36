import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import rental from "../examples/rental.py?raw";
import { IR } from "../src/ir/ir.ts";

/** What the reverse graph reads from a source, from the outside: the real Worker, Durable Object, queue, KV, D1 and Z3. Bodies are examined in examination.test.ts. */
const FACTS_ONLY = { symbolic: false, dynamic: false };

interface Run {
  id: string;
  status: string;
  outcome: {
    irs: { id: string; revision: number; ir: unknown }[];
    file: Record<string, unknown>;
    verdict: { status: string };
  } | null;
  usage: { cache_hits: number; cache_misses: number };
  error: { code: string; details?: { line: number; column: number }[] } | null;
}

async function lift(input: Record<string, unknown>): Promise<Run> {
  const response = await exports.default.fetch(
    new Request("http://localhost/v1/runs", {
      method: "POST",
      headers: { "content-type": "application/json", prefer: "wait=30" },
      body: JSON.stringify({ graph: "reverse", input: { ...FACTS_ONLY, ...input } }),
    }),
  );
  expect(response.status).toBe(201);
  return response.json();
}

function byName(run: Run): Map<string, IR> {
  return new Map((run.outcome?.irs ?? []).map(({ ir }) => [IR.parse(ir).metadata.qualified_name, IR.parse(ir)]));
}

describe("reverse, through the API", () => {
  it("lifts every function and method of a file, each with evidence for its contracts", async () => {
    const run = await lift({ source: rental, path: "examples/rental.py" });
    expect(run.status).toBe("succeeded");
    expect(run.outcome?.file).toMatchObject({ functions_found: 18, functions_lifted: 18, skipped: [] });
    const irs = byName(run);
    for (const ir of irs.values()) {
      const evidence = new Set(ir.metadata.evidence.map(({ id }) => id));
      for (const assertion of ir.assertions) {
        expect(assertion.provenance.evidence_refs.length).toBeGreaterThan(0);
        for (const reference of assertion.provenance.evidence_refs) expect(evidence.has(reference)).toBe(true);
      }
    }
    expect(irs.get("base_price")?.assertions.map(({ category, expression }) => [category, expression.text])).toEqual([
      ["precondition", "rate > 0"],
      ["precondition", "1 <= days <= 28"],
      ["postcondition", "result >= rate"],
    ]);
  });

  it("finds the two preconditions that exclude each other and names exactly them", async () => {
    const irs = byName(await lift({ source: rental }));
    const ir = irs.get("seasonal_discount");
    const check = ir?.metadata.checks.find(({ question }) => question === "preconditions_satisfiable");
    expect(check?.status).toBe("unsat");
    const core = ir?.assertions.filter(({ id }) => check?.core.includes(id)).map(({ expression }) => expression.text);
    expect(core).toHaveLength(2);
    expect(core).toContain("0 <= discount < 1");
    expect(ir?.assertions.some(({ verdict }) => verdict.status === "vacuous")).toBe(true);
    const sound = irs.get("late_fee")?.metadata.checks.map(({ status }) => status);
    expect(sound).not.toContain("unsat");
  });

  it("answers an equal file from the cache and gives the run IRs of its own", async () => {
    const source = `${rental}\n# equal twice\n`;
    const first = await lift({ source });
    const second = await lift({ source });
    expect(second.usage.cache_hits).toBeGreaterThan(0);
    expect(second.usage.cache_misses).toBe(0);
    expect(second.outcome?.irs[0]?.id).not.toBe(first.outcome?.irs[0]?.id);
    expect(second.outcome?.irs.length).toBe(first.outcome?.irs.length);
  });

  it("says where a text stops being Python", async () => {
    const run = await lift({ source: "def f(x):\n    return x +\n", path: "broken.py" });
    expect(run.status).toBe("failed");
    expect(run.error?.code).toBe("invalid_python");
    expect(JSON.stringify(run.error)).toContain('"line":2');
  });

  it("lifts one function when one is asked for, and names the others when there is no such function", async () => {
    const run = await lift({ source: rental, function: "Till.refund" });
    expect([...byName(run).keys()]).toEqual(["Till.refund"]);
    const missing = await lift({ source: rental, function: "nowhere" });
    expect(missing.error?.code).toBe("function_not_found");
  });

  it("keeps one IR for a function of a repository and numbers its changed contracts", async () => {
    const at = { repo: "shop/rental", path: "shop.py" };
    const first = await lift({
      source: 'def f(x: int) -> int:\n    """pre: x > 0"""\n    return x\n',
      commit: "a",
      ...at,
    });
    const same = await lift({
      source: '\n\ndef f(x: int) -> int:\n    """pre: x > 0"""\n    return x\n',
      commit: "b",
      ...at,
    });
    const changed = await lift({
      source: 'def f(x: int) -> int:\n    """pre: x > 1"""\n    return x\n',
      commit: "c",
      ...at,
    });
    const [one, two, three] = [first, same, changed].map((run) => run.outcome?.irs[0]);
    expect([one?.revision, two?.revision, three?.revision]).toEqual([1, 1, 2]);
    expect(new Set([one?.id, two?.id, three?.id]).size).toBe(1);
  });

  it("lifts 200 functions of a longer file and names every other one", async () => {
    const source = Array.from({ length: 203 }, (_, index) => `def f${index}():\n    return ${index}\n`).join("\n");
    const run = await lift({ source });
    expect(run.outcome?.file).toMatchObject({ functions_found: 203, functions_lifted: 200 });
    expect(run.outcome?.file.skipped).toHaveLength(3);
  });
});
