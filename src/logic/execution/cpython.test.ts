import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { and, or, type Term } from "../smt/term.ts";
import { equals } from "../symbolic/compare.ts";
import { Fresh } from "../symbolic/fresh.ts";
import { asSet } from "../symbolic/set.ts";
import { translate } from "../symbolic/translate.ts";
import type { Pure, Symbolic } from "../symbolic/value.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import fixture from "./cpython.fixture.json" with { type: "json" };
import type { Execution } from "./execution.ts";
import { simplify } from "./simplify.ts";
import { executionOf, moduleOf } from "./testing.ts";

type Case = [name: string, args: string[], outcome: { value: string } | { raises: string }];
const CASES = fixture.cases as unknown as Case[];

/** Each case as a function without parameters, which executes to one path where everything is known. */
const callers = CASES.map(([name, args], index) => {
  const names = args.map((_, position) => `a${position}`);
  const lines = args.map((value, position) => `    a${position} = ${value}\n`);
  return `def call_${index}():\n${lines.join("")}    return (${[`${name}(${names.join(", ")})`, ...names].join(", ")},)\n`;
});
const module = moduleOf(`${fixture.source}\n${callers.join("\n")}`);

/** What the execution says of a case: that it comes out as in CPython, that it does not, or nothing. */
function agreement(execution: Execution, expected: Case[2]): "agrees" | "differs" | "open" {
  const [path, ...others] = execution.paths;
  if (path === undefined || others.length > 0 || execution.gaps.length + execution.cuts.length > 0) return "open";
  if (path.outcome.kind === "raise") {
    if (!("raises" in expected)) return "differs";
    return path.outcome.exception === null || path.outcome.exception === expected.raises ? "agrees" : "differs";
  }
  if ("raises" in expected) return "differs";
  const same = simplify(sameValue(path.outcome.value, literalValue(expected.value)));
  return same === "true" ? "agrees" : same === "false" ? "differs" : "open";
}

const fresh = new Fresh();

function literalValue(literal: string): Symbolic {
  const scope = {
    lookup: (name: string) => {
      throw new UnsupportedConstruct(`name:${name}`);
    },
    binds: () => false,
    old: null,
    fresh,
  };
  return translate(parseExpression(literal), scope).value;
}

/** Equality that tells apart what `==` does not: `1` and `True`, a list and a tuple. */
function sameValue(left: Symbolic, right: Symbolic): Term {
  return or(...left.flatMap((a) => right.map((b) => and(a.guard, b.guard, samePure(a.value, b.value)))));
}

function samePure(left: Pure, right: Pure): Term {
  if (left.kind === "fixed" && right.kind === "fixed" && left.flavour !== "set") {
    if (left.flavour !== right.flavour || left.items.length !== right.items.length) return "false";
    return and(...left.items.map((item, index) => sameValue(item, right.items[index] ?? [])));
  }
  const [a, b] = [asSet(left, fresh) ?? left, asSet(right, fresh) ?? right];
  const kind = (value: Pure) => (value.kind === "sequence" || value.kind === "fixed" ? value.flavour : value.kind);
  return kind(a) === kind(b) ? equals(a, b, fresh) : "false";
}

describe("execution of functions on literals, against CPython 3.11", () => {
  it("never comes to another end, and knows the end of nearly every call", { timeout: 120_000 }, () => {
    const differing: unknown[] = [];
    let known = 0;
    for (const [index, one] of CASES.entries()) {
      const execution = executionOf(module, `call_${index}`, { unroll: 12, max_steps: 4000 });
      const found = agreement(execution, one[2]);
      if (found === "differs") differing.push([...one, execution.paths[0]?.outcome]);
      if (found === "agrees") known += 1;
    }
    expect(differing).toEqual([]);
    expect(known / CASES.length).toBeGreaterThan(0.8);
  });
});
