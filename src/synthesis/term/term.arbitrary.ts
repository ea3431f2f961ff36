import fc from "fast-check";
import { apply, boolean, integer, type Sort, type Term, type Variable } from "./term.ts";

/** The variables of arbitrary terms. */
export const VARIABLES: readonly Variable[] = [
  { name: "x", sort: "Int" },
  { name: "y", sort: "Int" },
  { name: "b", sort: "Bool" },
];

const { int, bool } = fc.letrec<{ int: Term; bool: Term }>((tie) => ({
  int: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.bigInt({ min: -9n, max: 9n }).map(integer),
    fc.constantFrom("x", "y").map((name): Term => ({ kind: "variable", name, sort: "Int" })),
    fc
      .tuple(fc.constantFrom("+", "-", "*"), fc.array(tie("int"), { minLength: 2, maxLength: 3 }))
      .map(([operator, operands]) => apply(operator, operands)),
    tie("int").map((operand) => apply("-", [operand])),
    tie("int").map((operand) => apply("abs", [operand])),
    fc
      .tuple(fc.constantFrom("div", "mod"), tie("int"), fc.constantFrom(-3n, -1n, 1n, 2n, 5n))
      .map(([operator, left, right]) => apply(operator, [left, integer(right)])),
    fc.tuple(tie("bool"), tie("int"), tie("int")).map((operands) => apply("ite", operands)),
  ),
  bool: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.boolean().map(boolean),
    fc.constant<Term>({ kind: "variable", name: "b", sort: "Bool" }),
    fc
      .tuple(fc.constantFrom("=", "<", "<=", ">", ">="), fc.array(tie("int"), { minLength: 2, maxLength: 3 }))
      .map(([operator, operands]) => apply(operator, operands)),
    fc.tuple(tie("int"), tie("int")).map((operands) => apply("distinct", operands)),
    fc
      .tuple(fc.constantFrom("and", "or", "=>", "xor", "="), fc.array(tie("bool"), { minLength: 2, maxLength: 3 }))
      .map(([operator, operands]) => apply(operator, operands)),
    tie("bool").map((operand) => apply("not", [operand])),
    fc.tuple(tie("bool"), tie("bool"), tie("bool")).map((operands) => apply("ite", operands)),
  ),
}));

export const arbitraryTerm = (sort: Sort): fc.Arbitrary<Term> => (sort === "Int" ? int : bool);

export const arbitraryAssignment = fc
  .record({ x: fc.bigInt({ min: -20n, max: 20n }), y: fc.bigInt({ min: -20n, max: 20n }), b: fc.boolean() })
  .map((values) => new Map<string, bigint | boolean>(Object.entries(values)));
