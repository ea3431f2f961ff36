import fc from "fast-check";
import type { BinaryOperator, ComparisonOperator, ComprehensionClause, Expression } from "./ast.ts";

/** Trees of the shape that `parseExpression` returns, for property tests. */
const identifier = fc
  .oneof(
    fc.constantFrom("x", "y", "xs", "result", "_", "self", "match", "é", "變數"),
    fc.stringMatching(/^[a-z_][a-z0-9_]{0,5}$/),
  )
  .filter(
    (name) =>
      !/^(and|as|if|in|is|or|not|for|def|del|try|from|else|elif|pass|with|lambda|await|async|class|break|raise|while|yield|old|raises|global|return|except|import|assert)$/.test(
        name,
      ),
  );

const binary: BinaryOperator[] = ["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"];
const comparison: ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "\n", "\r", "\0", "{", "u", "\u2028", "\ud800", "a"),
    maxLength: 8,
  }),
);
const floats = ["1.0", "1.", ".5", "1e5", "1_0.2E-3", "1e400", "0777.5"];
const outside: [string, string][] = [
  ["f_string", "f\"{x + 1:>{w}} 'q'\""],
  ["imaginary", "1.5j"],
  ["await", "await f(x)"],
  ["yield", "yield"],
  ["yield", "yield a, b"],
  ["yield_from", "yield from xs"],
  ["walrus", "y := x + 1"],
  ["lambda_parameters", "lambda x=1, *a: x"],
  ["async_comprehension", "[x async for x in y]"],
  ["named_unicode_escape", "'\\N{BULLET}'"],
];

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 4, arbitrary: identifier.map((name) => ({ kind: "name", name }) as const) },
  {
    weight: 2,
    arbitrary: fc.bigInt({ min: 0n, max: 10n ** 30n }).map((value) => ({ kind: "integer", value }) as const),
  },
  fc.constantFrom(...floats).map((literal) => ({ kind: "float", text: literal }) as const),
  text.map((value) => ({ kind: "string", value }) as const),
  fc.uint8Array({ maxLength: 6 }).map((bytes) => ({ kind: "bytes", value: String.fromCharCode(...bytes) }) as const),
  fc.boolean().map((value) => ({ kind: "boolean", value }) as const),
  fc.constantFrom<Expression>({ kind: "none" }, { kind: "ellipsis" }, { kind: "tuple", items: [] }),
  fc.constantFrom(...outside).map(([construct, source]) => ({ kind: "unsupported", construct, text: source }) as const),
);

function tree(depth: number): fc.Arbitrary<Expression> {
  if (depth === 0) return leaf;
  const child = tree(depth - 1);
  const item = fc.oneof(
    { weight: 5, arbitrary: child },
    child.map((value) => ({ kind: "starred", value }) as const),
  );
  const items = (minLength: number) => fc.array(item, { minLength, maxLength: 3 });
  const bound = fc.option(child);
  const slice = fc.record({ kind: fc.constant("slice" as const), start: bound, stop: bound, step: bound });
  const index: fc.Arbitrary<Expression> = fc.oneof(
    child,
    slice,
    fc
      .array(fc.oneof(item, slice), { minLength: 1, maxLength: 3 })
      .map((parts) => ({ kind: "tuple", items: parts }) as const),
  );
  const keywords = fc.uniqueArray(fc.record({ name: fc.option(identifier), value: child }), {
    maxLength: 2,
    selector: ({ name }) => name ?? {},
  });
  const clauses = fc.array(clause(child), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant("attribute" as const), object: child, attribute: identifier }),
    fc.record({ kind: fc.constant("subscript" as const), object: child, index }),
    fc.record({ kind: fc.constant("call" as const), callee: child, arguments: items(0), keywords }),
    fc.record({ kind: fc.constant("unary" as const), operator: fc.constantFrom("-", "+", "~", "not"), operand: child }),
    fc.record({
      kind: fc.constant("binary" as const),
      operator: fc.constantFrom(...binary),
      left: child,
      right: child,
    }),
    fc.record({
      kind: fc.constant("logical" as const),
      operator: fc.constantFrom("and", "or"),
      operands: fc.array(child, { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("comparison" as const),
      first: child,
      rest: fc.array(fc.record({ operator: fc.constantFrom(...comparison), operand: child }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fc.record({ kind: fc.constant("conditional" as const), test: child, body: child, otherwise: child }),
    fc.record({ kind: fc.constantFrom("list", "tuple"), items: items(0) }),
    fc.record({ kind: fc.constant("set" as const), items: items(1) }),
    fc.record({
      kind: fc.constant("dict" as const),
      entries: fc.array(fc.record({ key: fc.option(child), value: child }), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("comprehension" as const),
      form: fc.constantFrom("list", "set", "generator"),
      element: child,
      clauses,
    }),
    fc.record({ kind: fc.constant("dict_comprehension" as const), key: child, value: child, clauses }),
    fc.record({
      kind: fc.constant("lambda" as const),
      parameters: fc.uniqueArray(identifier, { maxLength: 3 }),
      body: child,
    }),
    fc.record({ kind: fc.constant("old" as const), value: child }),
    fc.record({ kind: fc.constant("implies" as const), left: child, right: child }),
    fc.record({ kind: fc.constant("raises" as const), exception: child }),
  );
}

function clause(child: fc.Arbitrary<Expression>): fc.Arbitrary<ComprehensionClause> {
  const name: fc.Arbitrary<Expression> = identifier.map((word) => ({ kind: "name", name: word }));
  const target: fc.Arbitrary<Expression> = fc.oneof(
    name,
    name.map((object) => ({ kind: "attribute", object, attribute: "a" }) as const),
    fc.array(name, { minLength: 1, maxLength: 3 }).map((items) => ({ kind: "tuple", items }) as const),
    fc
      .tuple(name, name)
      .map(([a, b]) => ({ kind: "list" as const, items: [a, { kind: "starred" as const, value: b }] })),
  );
  return fc.record({ target, iterable: child, conditions: fc.array(child, { maxLength: 2 }) });
}

export const anyExpression: fc.Arbitrary<Expression> = tree(3);
