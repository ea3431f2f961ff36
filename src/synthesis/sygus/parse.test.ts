import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smtText } from "../term/print.ts";
import { parseSygus } from "./parse.ts";
import { readSExpressions, type SExpression, SyntaxFault, sExpressionText } from "./s-expression.ts";

type Bare = string | bigint | Bare[];

const { bare } = fc.letrec<{ bare: Bare }>((tie) => ({
  bare: fc.oneof(
    { depthSize: "small" },
    fc.stringMatching(/^[a-z!@+<=][a-z0-9!.]{0,6}$/),
    fc.stringMatching(/^[a-z 0-9();"]{0,8}$/),
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.array(tie("bare"), { maxLength: 4 }),
  ),
}));

function expressionOf(value: Bare): SExpression {
  const at = { line: 1, column: 1 };
  if (typeof value === "string") return { kind: "symbol", name: value, ...at };
  if (typeof value === "bigint") return { kind: "numeral", value, ...at };
  return { kind: "list", items: value.map(expressionOf), ...at };
}

function bareOf(expression: SExpression): Bare {
  if (expression.kind === "list") return expression.items.map(bareOf);
  if (expression.kind === "symbol") return expression.name;
  return expression.kind === "numeral" ? expression.value : expression.text;
}

describe("S-expressions", () => {
  it("are read back as printed", () => {
    fc.assert(
      fc.property(bare, (value) => {
        expect(readSExpressions(sExpressionText(expressionOf(value))).map(bareOf)).toEqual([value]);
      }),
    );
  });

  it("know where they stand, past comments and quoted line ends", () => {
    const [, second] = readSExpressions("; comment\n|a\nb|\n  (c d)");
    expect(second).toMatchObject({ kind: "list", line: 4, column: 3 });
  });

  it.each([
    ["(a", 1, 1],
    ["a)", 1, 2],
    ["(a\n |b", 2, 2],
  ])("%j is refused where it is wrong", (text, line, column) => {
    const read = () => readSExpressions(text);
    expect(read).toThrow(SyntaxFault);
    expect(read).toThrow(expect.objectContaining({ position: { line, column } }));
  });

  it("may nest as deeply as they like", () => {
    expect(() => readSExpressions("(".repeat(50_000) + ")".repeat(50_000))).not.toThrow();
  });
});

function problemOf(text: string) {
  const read = parseSygus(text);
  if (read.status !== "read") throw new Error(JSON.stringify(read));
  return read.problem;
}

describe("parseSygus", () => {
  it("expands definitions and let, and keeps calls of what is to be found", () => {
    const { constraints, targets, logic } = problemOf(
      `(set-logic LIA) (define-fun twice ((a Int)) Int (* 2 a)) (synth-fun f ((x Int)) Int) (declare-var x Int)
       (constraint (let ((y (twice x))) (= (f y) (twice (f x)))))`,
    );
    expect(logic).toBe("LIA");
    expect(targets).toEqual([{ name: "f", parameters: [{ name: "x", sort: "Int" }], sort: "Int", grammar: null }]);
    expect(constraints.map(smtText)).toEqual(["(= (f (* 2 x)) (* 2 (f x)))"]);
  });

  it("makes three constraints of an invariant's", () => {
    const { constraints, invariants } = problemOf(
      `(synth-inv inv ((x Int))) (define-fun pre ((x Int)) Bool (= x 0))
       (define-fun trans ((x Int) (x! Int)) Bool (= x! (+ x 1))) (define-fun post ((x Int)) Bool (>= x 0))
       (inv-constraint inv pre trans post) (check-synth)`,
    );
    expect(constraints.map(smtText)).toEqual([
      "(=> (= x 0) (inv x))",
      "(=> (and (inv x) (= x! (+ x 1))) (inv x!))",
      "(=> (inv x) (>= x 0))",
    ]);
    expect(invariants).toHaveLength(1);
  });

  it.each([
    ["with nonterminals declared first", "((S Int) (B Bool)) ((S Int (x 0 (+ S S) (ite B S S))) (B Bool ((<= S S))))"],
    ["as version 1 writes them", "((S Int (x 0 (+ S S) (ite B S S))) (B Bool ((<= S S))))"],
  ])("reads grammars %s", (_, grammar) => {
    const [target] = problemOf(`(synth-fun f ((x Int)) Int ${grammar}) (check-synth)`).targets;
    expect(target?.grammar?.map(({ name, sort, productions }) => [name, sort, productions.length])).toEqual([
      ["S", "Int", 4],
      ["B", "Bool", 1],
    ]);
    const holes = target?.grammar?.[0]?.productions.map((one) =>
      one.kind === "term" ? one.holes.map(({ nonterminal }) => nonterminal) : [],
    );
    expect(holes).toEqual([[], [], ["S", "S"], ["B", "S", "S"]]);
  });

  it("takes assumptions as premises", () => {
    const text = "(synth-fun f ((x Int)) Int) (declare-var x Int) (assume (> x 0)) (constraint (> (f x) x))";
    expect(problemOf(text).constraints.map(smtText)).toEqual(["(=> (> x 0) (> (f x) x))"]);
  });

  it.each([
    ["(synth-fun f ((s String)) Int)", "sort:String", 1, 18],
    ["(declare-datatypes ((L 0)) (((nil))))", "command:declare-datatypes", 1, 1],
    ["(synth-fun f ((x Int)) Int)\n(constraint (= (f 1) (bvadd 1 2)))", "function:bvadd", 2, 23],
    ["(synth-fun f ((x Int)) Int)\n(constraint (= (f 1.5) 0))", "literal:1.5", 2, 19],
  ])("%s is out of scope, by name", (text, construct, line, column) => {
    expect(parseSygus(text)).toEqual({ status: "out_of_scope", construct, line, column });
  });

  it.each([
    ["(synth-fun f ((x Int)) Int) (constraint (f 1))", 1, 41],
    ["(synth-fun f ((x Int)) Int) (constraint (= (f 1 2) 0))", 1, 45],
    ["(declare-var x)", 1, 1],
    ["(synth-fun f ((x Int)) Int) (constraint (and 1 true))", 1, 42],
    ["(inv-constraint a b c d)", 1, 1],
  ])("%s is invalid", (text, line, column) => {
    expect(parseSygus(text)).toMatchObject({ status: "invalid", line, column });
  });
});
