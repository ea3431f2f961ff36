import type { ComprehensionClause, Expression } from "./ast.ts";
import { MAX_DECIMAL_DIGITS } from "./number-literal.ts";
import { bytesRepr, stringRepr } from "./repr.ts";

/** Python's precedence levels, loosest first. An expression is parenthesized where its own level is below the one its place asks for. */
const LEVEL = {
  bare: 0,
  test: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  bitwiseOr: 6,
  bitwiseXor: 7,
  bitwiseAnd: 8,
  shift: 9,
  sum: 10,
  product: 11,
  factor: 12,
  power: 13,
  await: 14,
  atom: 15,
} as const;

const BINARY_LEVEL: Record<string, number> = {
  "|": LEVEL.bitwiseOr,
  "^": LEVEL.bitwiseXor,
  "&": LEVEL.bitwiseAnd,
  "<<": LEVEL.shift,
  ">>": LEVEL.shift,
  "+": LEVEL.sum,
  "-": LEVEL.sum,
  "**": LEVEL.power,
};

/** Constructs whose verbatim text needs no parentheses at the named level; any other text gets them everywhere but at the root. */
const UNSUPPORTED_LEVEL: Record<string, number> = {
  f_string: LEVEL.atom,
  t_string: LEVEL.atom,
  imaginary: LEVEL.atom,
  async_comprehension: LEVEL.atom,
  named_unicode_escape: LEVEL.atom,
  surrogate_pair: LEVEL.atom,
  await: LEVEL.await,
  lambda_parameters: LEVEL.test,
};

/** Text, or an expression with the level that its place asks for. */
type Part = string | { expression: Expression; level: number };

const at = (expression: Expression, level: number): Part => ({ expression, level });

/**
 * Canonical text, in the style of CPython's `ast.unparse` but with no parentheses that Python's grammar does not need.
 * `parseExpression(printExpression(e))` equals `e` for every `e` that `parseExpression` returns and whose text stays within its limits.
 * `floatText` rewrites float literals, whose text is otherwise kept as written. Uses no recursion, so that any height is safe.
 */
export function printExpression(expression: Expression, floatText: (text: string) => string = (text) => text): string {
  let text = "";
  const pending: Part[] = [at(expression, rootLevel(expression))];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const parts = part.expression.kind === "float" ? [floatText(part.expression.text)] : partsOf(part.expression);
    if (levelOf(part.expression) < part.level) pending.push(")", ...parts.toReversed(), "(");
    else pending.push(...parts.toReversed());
  }
  return text;
}

/** At the root only a tuple is parenthesized; an unsupported text stands as it is. */
function rootLevel(expression: Expression): number {
  return expression.kind === "unsupported" ? LEVEL.bare : LEVEL.test;
}

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case "conditional":
    case "lambda":
      return LEVEL.test;
    case "logical":
      return LEVEL[expression.operator];
    case "comparison":
      return LEVEL.comparison;
    case "unary":
      return expression.operator === "not" ? LEVEL.not : LEVEL.factor;
    case "binary":
      return BINARY_LEVEL[expression.operator] ?? LEVEL.product;
    case "tuple":
      return expression.items.length === 0 ? LEVEL.atom : LEVEL.bare;
    case "unsupported":
      return UNSUPPORTED_LEVEL[expression.construct] ?? LEVEL.bare;
    default:
      return LEVEL.atom;
  }
}

function partsOf(expression: Expression): Part[] {
  switch (expression.kind) {
    case "integer":
      return [integerText(expression.value)];
    case "float":
    case "unsupported":
      return [expression.text];
    case "string":
      return [stringRepr(expression.value)];
    case "bytes":
      return [bytesRepr(expression.value)];
    case "boolean":
      return [expression.value ? "True" : "False"];
    case "none":
      return ["None"];
    case "ellipsis":
      return ["..."];
    case "name":
      return [expression.name];
    case "attribute":
      return [at(expression.object, LEVEL.atom), attributeDot(expression.object), expression.attribute];
    case "subscript":
      return [at(expression.object, LEVEL.atom), "[", at(expression.index, indexLevel(expression.index)), "]"];
    case "slice":
      return [
        ...optional(expression.start),
        ":",
        ...optional(expression.stop),
        ...(expression.step === null ? [] : [":", at(expression.step, LEVEL.test)]),
      ];
    case "call":
      return [at(expression.callee, LEVEL.atom), "(", ...argumentParts(expression), ")"];
    case "starred":
      return ["*", at(expression.value, LEVEL.bitwiseOr)];
    case "unary":
      return expression.operator === "not"
        ? ["not ", at(expression.operand, LEVEL.not)]
        : [expression.operator, at(expression.operand, LEVEL.factor)];
    case "binary":
      return binaryParts(expression.operator, expression.left, expression.right);
    case "logical": {
      const level = LEVEL[expression.operator] + 1;
      return separated(
        expression.operands.map((operand) => [at(operand, level)]),
        ` ${expression.operator} `,
      );
    }
    case "comparison":
      return [
        at(expression.first, LEVEL.bitwiseOr),
        ...expression.rest.flatMap(({ operator, operand }) => [` ${operator} `, at(operand, LEVEL.bitwiseOr)]),
      ];
    case "conditional":
      return [
        at(expression.body, LEVEL.or),
        " if ",
        at(expression.test, LEVEL.or),
        " else ",
        at(expression.otherwise, LEVEL.test),
      ];
    case "list":
      return ["[", ...listed(expression.items), "]"];
    case "tuple":
      return expression.items.length === 0 ? ["()"] : tupleParts(expression.items);
    case "set":
      return expression.items.length === 0 ? ["{*()}"] : ["{", ...listed(expression.items), "}"];
    case "dict":
      return [
        "{",
        ...separated(
          expression.entries.map(({ key, value }) =>
            key === null ? ["**", at(value, LEVEL.bitwiseOr)] : [at(key, LEVEL.test), ": ", at(value, LEVEL.test)],
          ),
          ", ",
        ),
        "}",
      ];
    case "comprehension": {
      const [open, close] = { list: ["[", "]"], set: ["{", "}"], generator: ["(", ")"] }[expression.form] as [
        string,
        string,
      ];
      return [open, ...comprehensionParts([at(expression.element, LEVEL.test)], expression.clauses), close];
    }
    case "dict_comprehension": {
      const entry = [at(expression.key, LEVEL.test), ": ", at(expression.value, LEVEL.test)];
      return ["{", ...comprehensionParts(entry, expression.clauses), "}"];
    }
    case "lambda":
      return [
        ["lambda", expression.parameters.join(", ")].filter((word) => word !== "").join(" "),
        ": ",
        at(expression.body, LEVEL.test),
      ];
    case "old":
      return ["old(", ...soleArgument(expression.value), ")"];
    case "implies":
      return ["implies(", at(expression.left, LEVEL.test), ", ", at(expression.right, LEVEL.test), ")"];
    case "raises":
      return ["raises(", ...soleArgument(expression.exception), ")"];
  }
}

/** An integer that CPython refuses to read in decimal is written in hexadecimal. */
function integerText(value: bigint): string {
  const decimal = value.toString();
  return decimal.length > MAX_DECIMAL_DIGITS ? `0x${value.toString(16)}` : decimal;
}

/** `1.real` would read as a float. */
function attributeDot(object: Expression): string {
  return object.kind === "integer" ? " ." : ".";
}

function optional(bound: Expression | null): Part[] {
  return bound === null ? [] : [at(bound, LEVEL.test)];
}

/** A tuple stands bare between square brackets; slices are only legal there. */
function indexLevel(index: Expression): number {
  return index.kind === "tuple" ? LEVEL.bare : LEVEL.test;
}

function binaryParts(operator: string, left: Expression, right: Expression): Part[] {
  if (operator === "**") return [at(left, LEVEL.await), " ** ", at(right, LEVEL.factor)];
  const level = BINARY_LEVEL[operator] ?? LEVEL.product;
  return [at(left, level), ` ${operator} `, at(right, level + 1)];
}

function separated(groups: readonly Part[][], separator: string): Part[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [separator, ...group]));
}

function listed(items: readonly Expression[]): Part[] {
  return separated(
    items.map((item) => [at(item, LEVEL.test)]),
    ", ",
  );
}

function tupleParts(items: readonly Expression[]): Part[] {
  return items.length === 1 ? [...listed(items), ","] : listed(items);
}

/** The only positional argument of a call; a generator there needs no parentheses of its own. */
function soleArgument(argument: Expression): Part[] {
  if (argument.kind !== "comprehension" || argument.form !== "generator") return [at(argument, LEVEL.test)];
  return comprehensionParts([at(argument.element, LEVEL.test)], argument.clauses);
}

function argumentParts(call: Extract<Expression, { kind: "call" }>): Part[] {
  const [only] = call.arguments;
  if (only !== undefined && call.arguments.length === 1 && call.keywords.length === 0) return soleArgument(only);
  return separated(
    [
      ...call.arguments.map((argument) => [at(argument, LEVEL.test)]),
      ...call.keywords.map(({ name, value }) => [name === null ? "**" : `${name}=`, at(value, LEVEL.test)]),
    ],
    ", ",
  );
}

function comprehensionParts(element: readonly Part[], clauses: readonly ComprehensionClause[]): Part[] {
  return [
    ...element,
    ...clauses.flatMap((clause) => [
      " for ",
      at(clause.target, LEVEL.bare),
      " in ",
      at(clause.iterable, LEVEL.or),
      ...clause.conditions.flatMap((condition) => [" if ", at(condition, LEVEL.or)]),
    ]),
  ];
}
