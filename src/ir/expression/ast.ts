/**
 * Typed AST of Lift's expression language: Python's side-effect-free expressions plus `old(e)`, `implies(a, b)` and `raises(E)`.
 * Numbers keep their exact source value: integers are bigint, floats keep the literal text beside the value.
 * Parsing never throws and never drops text: what the language lacks becomes an `unsupported` node that names the construct.
 */
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "<<" | ">>" | "&" | "|" | "^";
export type UnaryOperator = "-" | "+" | "~" | "not";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";

export type Expression =
  | { kind: "integer"; value: bigint }
  | { kind: "float"; text: string }
  | { kind: "string"; value: string }
  | { kind: "bytes"; value: string }
  | { kind: "boolean"; value: boolean }
  | { kind: "none" }
  | { kind: "ellipsis" }
  | { kind: "name"; name: string }
  | { kind: "attribute"; object: Expression; attribute: string }
  | { kind: "subscript"; object: Expression; index: Expression }
  | { kind: "slice"; start: Expression | null; stop: Expression | null; step: Expression | null }
  | {
      kind: "call";
      callee: Expression;
      arguments: Expression[];
      keywords: { name: string | null; value: Expression }[];
    }
  | { kind: "starred"; value: Expression }
  | { kind: "unary"; operator: UnaryOperator; operand: Expression }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "logical"; operator: "and" | "or"; operands: Expression[] }
  | { kind: "comparison"; first: Expression; rest: { operator: ComparisonOperator; operand: Expression }[] }
  | { kind: "conditional"; test: Expression; body: Expression; otherwise: Expression }
  | { kind: "list"; items: Expression[] }
  | { kind: "tuple"; items: Expression[] }
  | { kind: "set"; items: Expression[] }
  | { kind: "dict"; entries: { key: Expression | null; value: Expression }[] }
  | { kind: "comprehension"; form: "list" | "set" | "generator"; element: Expression; clauses: ComprehensionClause[] }
  | { kind: "dict_comprehension"; key: Expression; value: Expression; clauses: ComprehensionClause[] }
  | { kind: "lambda"; parameters: string[]; body: Expression }
  /** The value an expression has on entry: `old(x)`. */
  | { kind: "old"; value: Expression }
  /** Logical implication over truth values; the right side is only evaluated when the left holds. */
  | { kind: "implies"; left: Expression; right: Expression }
  /** True when the call ends by raising the exception (or a subclass). */
  | { kind: "raises"; exception: Expression }
  | { kind: "unsupported"; construct: string; text: string };

export interface ComprehensionClause {
  target: Expression;
  iterable: Expression;
  conditions: Expression[];
}
