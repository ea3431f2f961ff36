import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { CPYTHON_CASES, FIXTURE_NAMES } from "../../src/logic/cpython.fixture.ts";
import { PRELUDE } from "../../src/logic/smt/prelude.ts";
import { declareSorts, sortOf } from "../../src/logic/smt/sort.ts";
import { and, symbol } from "../../src/logic/smt/term.ts";
import { decode, encode } from "../../src/logic/symbolic/codec.ts";
import { Fresh } from "../../src/logic/symbolic/fresh.ts";
import { translate } from "../../src/logic/symbolic/translate.ts";
import { truth } from "../../src/logic/symbolic/value.ts";
import { typeOfAnnotation } from "../../src/logic/types/annotation.ts";
import { UnsupportedConstruct } from "../../src/logic/unsupported.ts";

const TYPES = new Map(FIXTURE_NAMES.map(([name, annotation]) => [name, typeOfAnnotation(annotation)]));
const HEADER = [
  ...declareSorts([...TYPES.values()]),
  ...PRELUDE,
  ...[...TYPES].map(([name, type]) => `(declare-const ${symbol(name)} ${sortOf(type)})`),
].join("\n");

const DEFINED = new Map<string, string>();

const meaningOf = (text: string, fresh = new Fresh()) =>
  translate(parseExpression(text), {
    lookup: (name) => {
      const type = TYPES.get(name);
      if (type === undefined) throw new UnsupportedConstruct(`name:${name}`);
      return decode(type, symbol(name));
    },
    binds: (name) => TYPES.has(name),
    old: null,
    fresh,
  });

/** Fixes the inputs and asks whether evaluation succeeds, then whether it gives something true; null when it is not translated. */
function questionsOf(expression: string, values: Map<string, string>): string | null {
  try {
    const fresh = new Fresh();
    const { value, defined } = meaningOf(expression, fresh);
    if (fresh.inexact) return null;
    for (const { symbol: name, sort, term, parameters = [] } of fresh.constants)
      DEFINED.set(
        name,
        `(define-fun-rec ${name} (${parameters.map((one) => `(${one.name} ${one.sort})`).join("")}) ${sort} ${term})`,
      );
    const inputs = [...values].map(([name, text]) => {
      const type = TYPES.get(name) ?? { kind: "none" };
      return `(assert (= ${symbol(name)} ${encode(type, meaningOf(text).value)}))`;
    });
    const ask = (term: string) => `(push)(assert ${term})(check-sat)(pop)`;
    return `(push)${inputs.join("")}${ask(defined)}${ask(and(defined, truth(value)))}(pop)`;
  } catch (error) {
    if (error instanceof UnsupportedConstruct) return null;
    throw error;
  }
}

describe("the translation", () => {
  it("means what CPython does on every case of the fixture that it translates", { timeout: 120_000 }, async () => {
    const asked = CPYTHON_CASES.flatMap(({ expression, values, answer }) => {
      const questions = questionsOf(expression, values);
      return questions === null ? [] : [{ expression, questions, answer }];
    });
    expect(asked.length).toBeGreaterThan(0.85 * CPYTHON_CASES.length);
    let unknown = 0;
    for (let start = 0; start < asked.length; start += 40) {
      const batch = asked.slice(start, start + 40);
      const reply = await env.SOLVER.check(
        `${HEADER}\n${[...DEFINED.values()].join("\n")}\n${batch.map(({ questions }) => questions).join("\n")}`,
        {
          rlimit: 50_000_000,
        },
      );
      const statuses = reply.status === "rejected" ? [reply.detail] : reply.output.trim().split("\n");
      expect(statuses).toHaveLength(2 * batch.length);
      for (const [index, { expression, answer }] of batch.entries()) {
        const got = statuses.slice(2 * index, 2 * index + 2);
        const succeeds = "value" in answer;
        const wanted = [succeeds, succeeds && answer.true].map((holds, which) =>
          got[which] === "unknown" ? "unknown" : holds ? "sat" : "unsat",
        );
        expect([expression, ...got]).toEqual([expression, ...wanted]);
        if (got.includes("unknown")) unknown += 1;
      }
    }
    expect(unknown).toBeLessThan(0.03 * asked.length);
  });
});
