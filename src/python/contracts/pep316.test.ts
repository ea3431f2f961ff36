import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { contractsOf } from "./contracts.ts";

function docstring(...lines: string[]) {
  const body = lines.map((line) => `    ${line}\n`).join("");
  const parsed = parseModule(`def f(x, xs=None):\n    """Adds.\n\n${body}    """\n`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const [fn] = parsed.module.functions;
  if (!fn) throw new Error("no function");
  const { assertions, problems } = contractsOf(parsed.module, fn);
  return {
    contracts: assertions.map(({ expression }) => [expression.text, ...expression.unsupported]),
    problems: problems.map(({ code, span }) => `${code} ${span?.line}-${span?.end_line}`),
    details: problems.map(({ detail }) => detail),
  };
}

describe("a docstring contract that cannot be read", () => {
  it("stays verbatim with an f-string inside, also where only that speaks of a parameter", () => {
    const text = 'f"{x}" == "1"';
    expect(docstring(`pre: ${text}`)).toMatchObject({ contracts: [[text, "f_string"]], problems: [] });
  });

  it("stays as too deep, or too long and cut", () => {
    const deep = `${"(".repeat(2000)}x${")".repeat(2000)}`;
    expect(docstring(`pre: ${deep}`).contracts).toEqual([[deep, "nesting_too_deep"]]);
    const sum = `${"x + ".repeat(1000)}1`;
    expect(docstring(`post: ${sum}`).contracts).toEqual([[sum, "nesting_too_deep"]]);
    const [long] = docstring(`pre: ${"x + ".repeat(5000)}1`).contracts;
    expect(long?.[0]).toHaveLength(8000);
    expect(long?.[1]).toBe("too_long");
  });

  it("stays as invalid where it is written like one", () => {
    expect(docstring("pre: len(xs > 0")).toMatchObject({ contracts: [["len(xs > 0", "invalid_syntax"]], problems: [] });
  });

  it("is prose where it reads so, and a problem beside other contracts", () => {
    expect(docstring("pre: see above")).toEqual({ contracts: [], problems: [], details: [] });
    expect(docstring("pre: x > 0", "post: send the (last) mail")).toMatchObject({
      contracts: [["x > 0"]],
      problems: ["contract_unreadable 5-5"],
    });
  });

  it("is a problem where it speaks of nothing in the call", () => {
    expect(docstring("pre: LIMIT > 0")).toMatchObject({ contracts: [], problems: ["contract_unreadable 4-4"] });
  });

  it("is not taken for a part of a deep one below", () => {
    const broken = Array.from({ length: 1000 }, () => "    (x");
    const found = docstring("pre:", ...broken, "    x < 9");
    expect(found.contracts).toEqual([...broken.map(() => ["(x", "invalid_syntax"]), ["x < 9"]]);
    const whole = ["(x", ...Array.from({ length: 150 }, () => "+ x + x + x + x"), ")"];
    expect(docstring("pre:", ...whole.map((line) => `    ${line}`)).contracts).toEqual([
      [whole.join("\n"), "nesting_too_deep"],
    ]);
  });

  it("takes no contract below it away, however many lines are broken", () => {
    const lines = Array.from({ length: 4000 }, () => "    no contract");
    const found = docstring("pre:", "    x > 0", ...lines, "    x < 9");
    expect(found.contracts).toEqual([["x > 0"], ["x < 9"]]);
    expect(found.problems).toEqual(["contract_unreadable 6-4005"]);
    expect(found.details[0]).toMatch(/like the 3999 below it/);
  });
});
