import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { constraints } from "../../src/graphs/reverse/constraints.ts";
import { effects } from "../../src/graphs/reverse/effects.ts";
import { merge } from "../../src/graphs/reverse/merge.ts";
import { parse } from "../../src/graphs/reverse/parse.ts";
import { signature } from "../../src/graphs/reverse/signature.ts";
import { DEFAULT_OPTIONS, examineDynamically, replay } from "../../src/logic/examination/dynamic.ts";
import type { DynamicFindings, Witness } from "../../src/logic/examination/findings.ts";
import { parseModule } from "../../src/python/parse.ts";

/** The function as the reverse graph reads it, without intent. */
function lifted(source: string, name: string) {
  const file = { source, path: null, repo: null, commit: null, function: name, module_body: false };
  const selection = parse(file);
  const [ir] = merge(file, selection, {
    signatures: signature(file, selection),
    contracts: constraints(file, selection),
    effects: effects(file, selection),
    intents: [{ intent: null, relationships: [], evidence: [], problems: [] }],
  });
  const parsed = parseModule(source);
  const fn = parsed.ok ? parsed.module.functions.find(({ outline }) => outline.key === name) : undefined;
  if (!parsed.ok || fn === undefined || ir === undefined) throw new Error(`no function ${name}`);
  return { module: parsed.module, fn, ir };
}

const options = {
  ...DEFAULT_OPTIONS,
  tenant: "tests",
  now: Date.now,
  budget: { executions: 4000, milliseconds: 25_000 },
};

async function examined(source: string, name: string, witnesses: readonly Witness[] = []) {
  const { module, fn, ir } = lifted(source, name);
  return { ir, findings: await examineDynamically(module, fn, ir, env.PYTHON, { ...options, witnesses }) };
}

const texts = ({ proposed }: DynamicFindings) => proposed.map(({ expression }) => expression.text);
const codes = ({ problems }: DynamicFindings) => problems.map(({ code }) => code);

describe("examining by execution", () => {
  it("proposes what always held, as tested and with its evidence", async () => {
    const { findings } = await examined("def count(text: str) -> int:\n    return len(set(text.lower()))\n", "count");
    expect(texts(findings)).toContain("result == len(set(text.lower()))");
    for (const { verdict, provenance } of findings.proposed) {
      expect(verdict.status).toBe("tested");
      expect(provenance).toMatchObject({ source: "dynamic" });
      expect(provenance.confidence).toBeLessThan(0.9);
      expect(findings.evidence.map(({ id }) => id)).toEqual(expect.arrayContaining(provenance.evidence_refs));
    }
  });

  it("guards a claim about a parameter without annotation", async () => {
    const { findings } = await examined("def double(n):\n    return 2 * abs(n) - abs(n)\n", "double");
    expect(findings.proposed.length).toBeGreaterThan(0);
    for (const text of texts(findings)) expect(text).toMatch(/^implies\(.*isinstance\(n, /);
  });

  it("refutes a declared clause with the simplest input and what happened", async () => {
    const source = `def third(xs: list[int]) -> int:
    """
    pre: len(xs) > 2
    post: __return__ < 50
    """
    return xs[2]
`;
    const { ir, findings } = await examined(source, "third");
    const [clause] = ir.assertions.filter(({ category }) => category === "postcondition");
    const verdict = findings.verdicts[clause?.id ?? ""];
    expect(verdict).toMatchObject({ status: "refuted", observed: expect.stringMatching(/^returned \d+$/) });
    expect(verdict?.status === "refuted" ? verdict.counterexample.xs : "").toMatch(/^\[0, 0, \d\d\d?\]$/);
  });

  it("keeps in a counterexample that two elements are one object", async () => {
    const source = `def f(xs: list[list[int]]) -> None:
    """
    post: sum(len(x) for x in xs) == sum(len(x) for x in __old__.xs) + len(xs)
    """
    for x in xs:
        x.append(1)
`;
    const { ir, findings } = await examined(source, "f");
    expect(findings.verdicts[ir.assertions[0]?.id ?? ""]).toMatchObject({
      status: "refuted",
      counterexample: { xs: "(lambda shared: [shared, shared])([])" },
    });
  });

  it("does not refute with a call that another call made possible", async () => {
    const source = `seen = []
def f(x: int) -> int:
    """
    post: __return__ < 3
    """
    seen.append(x)
    return len(seen)
`;
    const { findings } = await examined(source, "f");
    expect(findings.verdicts).toEqual({});
    expect(codes(findings)).toContain("not_reproduced");
  });

  it("supposes nothing when the budget cut it short, and says so", async () => {
    const { module, fn, ir } = lifted("def f(x: int) -> int:\n    return x + 1\n", "f");
    const small = { ...options, budget: { executions: 200, milliseconds: 25_000 } };
    const findings = await examineDynamically(module, fn, ir, env.PYTHON, small);
    expect(findings.executions).toBeLessThanOrEqual(200);
    expect(texts(findings)).toEqual([]);
    expect(codes(findings)).toEqual(["budget"]);
  });

  it("limits a claim that overflow breaks to moderate numbers", async () => {
    const source = `def f(xs: list[float]) -> list[float]:
    low, high = min(xs), max(xs)
    return [(x - low) / (high - low) for x in xs]
`;
    const { findings } = await examined(source, "f");
    const claims = texts(findings).filter((text) => text.includes("v >= 0"));
    expect(claims).toEqual([expect.stringContaining("abs(x) <= 1e9 for x in xs), all(v >= 0 for v in result))")]);
  });

  it("counts the executions of a clause that held", async () => {
    const source = 'def f(x: int) -> int:\n    """\n    post: __return__ > x\n    """\n    return x + 1\n';
    const { ir, findings } = await examined(source, "f");
    const verdict = findings.verdicts[ir.assertions[0]?.id ?? ""];
    expect(verdict?.status === "tested" ? verdict.executions : 0).toBeGreaterThan(100);
  });

  it("supposes nothing of code that no input reached", async () => {
    const source = `def f(text: str) -> int:
    if sum(map(ord, text)) % 100003 == 99991 and len(text) == 77:
        return -5
    return len(text)
`;
    const { findings } = await examined(source, "f");
    expect(texts(findings)).toEqual([]);
    expect(codes(findings)).toContain("not_reached");
  });

  it("supposes nothing of what depends on chance", async () => {
    const { findings } = await examined(
      "import random\ndef f(n: int) -> int:\n    return random.randint(0, 10**6)\n",
      "f",
    );
    expect(texts(findings)).toEqual([]);
    expect(codes(findings)).toContain("nondeterministic");
  });

  it("does not run what reaches outside", async () => {
    const { findings } = await examined("import os\ndef f(path: str) -> None:\n    os.remove(path)\n", "f");
    expect(findings.executions).toBe(0);
    expect(codes(findings)).toEqual(["effects"]);
  });

  it("names the import that is missing", async () => {
    const { findings } = await examined("import nowhere_to_be_found\ndef f(x: int) -> int:\n    return x\n", "f");
    expect(findings.problems).toContainEqual({
      code: "module_failed",
      detail: expect.stringContaining("nowhere_to_be_found"),
    });
  });

  it("says that arguments stay as they were, and what becomes of one that does not", async () => {
    const pure = await examined("def f(xs: list[int]) -> list[int]:\n    return xs[::-1]\n", "f");
    expect(texts(pure.findings)).toContain("xs == old(xs)");
    const changing = await examined("def f(xs: list[int]) -> None:\n    xs.sort()\n", "f");
    expect(texts(changing.findings)).toContain("xs == list(sorted(old(xs)))");
  });

  it("limits a claim that nan breaks to finite numbers", async () => {
    const { findings } = await examined("def f(x: float) -> float:\n    return abs(x)\n", "f");
    const [claim] = texts(findings);
    expect(claim).toMatch(/^implies\(isinstance\(x, \(int, float\)\) and x - x == 0, /);
  });

  it("gives examples from real calls, one of them raising", async () => {
    const { findings } = await examined("def f(a: int, b: int) -> int:\n    return a // b\n", "f");
    const raising = findings.examples.filter(({ raises }) => raises !== null);
    expect(raising).toMatchObject([{ call: "f(0, 0)", raises: "ZeroDivisionError", source: "execution" }]);
    expect(findings.examples.length).toBeGreaterThan(2);
    expect(codes(findings)).toContain("raises");
  });
});

describe("replaying witnesses", () => {
  const source =
    'def f(a: list[int], b: list[int]) -> int:\n    """\n    post: __return__ <= 3\n    """\n    return len(a) + len(b)\n';
  const replayed = (args: string[]) => {
    const { module, fn, ir } = lifted(source, "f");
    const clause = ir.assertions[0]?.id ?? null;
    const witness = { call: { args, kwargs: {} }, refutes: clause };
    return replay(module, fn, ir, [witness], env.PYTHON, options).then((findings) => findings.verdicts[clause ?? ""]);
  };

  it("refutes with a smaller input than the solver's", async () => {
    const verdict = await replayed(["[5, 7, 9]", "[4, 4, 8, 1]"]);
    expect(verdict).toMatchObject({ status: "refuted", observed: "returned 4" });
  });

  it("refutes nothing when the code does better than the model says", async () => {
    expect(await replayed(["[5]", "[]"])).toEqual({ status: "tested", executions: 1 });
  });
});
