import type { BinaryOperator, ComparisonOperator, ComprehensionClause, Expression } from "./ast.ts";
import { isTarget, specialForm } from "./forms.ts";
import { numberLiteral } from "./number-literal.ts";
import { stringLiteral } from "./string-literal.ts";
import { SyntaxProblem } from "./syntax-problem.ts";
import { TokenCursor } from "./token-cursor.ts";

const BINARY_PRECEDENCE: Record<string, number> = {
  "|": 1,
  "^": 2,
  "&": 3,
  "<<": 4,
  ">>": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "//": 6,
  "%": 6,
  "@": 6,
};
const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

/**
 * Recursive descent over the expression rules of Python 3.13's grammar, one method per rule. Methods throw `SyntaxProblem`.
 * Source: https://docs.python.org/3.13/reference/grammar.html
 */
export class Parser extends TokenCursor {
  /** The whole text: an expression as it may stand inside parentheses, or a bare tuple. */
  whole(): Expression {
    const { inner } = this.parenthesized("end");
    if (this.peek().type !== "end") throw this.unexpected();
    return inner;
  }

  /** What stands inside parentheses. `single` tells an expression, which a `for` may follow, from a tuple or a yield. */
  private parenthesized(close: ")" | "end"): { inner: Expression; single: boolean } {
    if (this.is("yield")) return { inner: this.yield(), single: false };
    const { items, trailingComma } = this.items(close);
    const [only] = items;
    if (only === undefined && close === "end") throw this.unexpected();
    if (only === undefined || items.length > 1 || trailingComma)
      return { inner: { kind: "tuple", items }, single: false };
    if (only.kind === "starred") throw this.unexpected();
    return { inner: only, single: true };
  }

  private yield(): Expression {
    const { start } = this.peek();
    this.expect("yield");
    if (this.accept("from")) {
      this.expression();
      return this.unsupported("yield_from", start);
    }
    if (!this.is(")") && this.peek().type !== "end") this.items(")");
    return this.unsupported("yield", start);
  }

  private atClose(close: string): boolean {
    return close === "end" ? this.peek().type === "end" : this.is(close);
  }

  private items(close: string): { items: Expression[]; trailingComma: boolean } {
    const items: Expression[] = [];
    let trailingComma = false;
    while (!this.atClose(close) && this.peek().type !== "end") {
      items.push(this.starNamed());
      trailingComma = this.accept(",");
      if (!trailingComma) break;
    }
    return { items, trailingComma };
  }

  private starNamed(): Expression {
    return this.accept("*") ? { kind: "starred", value: this.bitwise(1) } : this.named();
  }

  private named(): Expression {
    const { start, type } = this.peek();
    const next = this.peek(1);
    if (type !== "name" || next.type !== "operator" || next.text !== ":=") return this.expression();
    this.position += 2;
    this.expression();
    return this.unsupported("walrus", start);
  }

  private expression(): Expression {
    return this.nested(() => {
      if (this.is("lambda")) return this.lambda();
      const body = this.disjunction();
      if (!this.accept("if")) return body;
      const test = this.disjunction();
      this.expect("else");
      return { kind: "conditional", test, body, otherwise: this.expression() };
    });
  }

  private lambda(): Expression {
    const { start } = this.peek();
    this.expect("lambda");
    const parameters: string[] = [];
    let plain = true;
    while (!this.is(":")) {
      if (this.accept("/") || this.is("*") || this.is("**")) plain = false;
      const starred = this.accept("*") || this.accept("**");
      if (this.peek().type === "name") {
        parameters.push(this.name());
        if (!starred && this.accept("=")) {
          this.expression();
          plain = false;
        }
      } else if (plain) throw this.unexpected();
      if (!this.accept(",")) break;
    }
    this.expect(":");
    if (new Set(parameters).size < parameters.length) throw new SyntaxProblem("invalid_syntax", "duplicate parameter");
    const body = this.expression();
    return plain ? { kind: "lambda", parameters, body } : this.unsupported("lambda_parameters", start);
  }

  private disjunction(): Expression {
    return this.logical("or", () => this.logical("and", () => this.inversion()));
  }

  private logical(operator: "and" | "or", operand: () => Expression): Expression {
    const first = operand();
    if (!this.is(operator)) return first;
    const operands = [first];
    while (this.accept(operator)) operands.push(operand());
    return { kind: "logical", operator, operands };
  }

  private inversion(): Expression {
    if (!this.accept("not")) return this.comparison();
    return { kind: "unary", operator: "not", operand: this.nested(() => this.inversion()) };
  }

  private comparison(): Expression {
    const first = this.bitwise(1);
    const rest: { operator: ComparisonOperator; operand: Expression }[] = [];
    for (let operator = this.comparisonOperator(); operator !== null; operator = this.comparisonOperator())
      rest.push({ operator, operand: this.bitwise(1) });
    return rest.length === 0 ? first : { kind: "comparison", first, rest };
  }

  private comparisonOperator(): ComparisonOperator | null {
    if (this.accept("in")) return "in";
    if (this.accept("is")) return this.accept("not") ? "is not" : "is";
    if (this.is("not")) {
      this.position += 1;
      this.expect("in");
      return "not in";
    }
    const { type, text } = this.peek();
    if (type !== "operator" || !COMPARISONS.includes(text)) return null;
    this.position += 1;
    return text as ComparisonOperator;
  }

  private bitwise(minimum: number): Expression {
    let left = this.factor();
    while (true) {
      const { type, text } = this.peek();
      const precedence = type === "operator" ? BINARY_PRECEDENCE[text] : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.position += 1;
      left = { kind: "binary", operator: text as BinaryOperator, left, right: this.bitwise(precedence + 1) };
    }
  }

  private factor(): Expression {
    for (const operator of ["-", "+", "~"] as const)
      if (this.accept(operator)) return { kind: "unary", operator, operand: this.nested(() => this.factor()) };
    const base = this.awaited();
    if (!this.accept("**")) return base;
    return { kind: "binary", operator: "**", left: base, right: this.nested(() => this.factor()) };
  }

  private awaited(): Expression {
    const { start } = this.peek();
    if (!this.accept("await")) return this.primary();
    this.primary();
    return this.unsupported("await", start);
  }

  private primary(): Expression {
    let object = this.atom();
    while (true) {
      if (this.accept(".")) object = { kind: "attribute", object, attribute: this.name() };
      else if (this.is("(")) object = this.call(object);
      else if (this.accept("[")) {
        object = { kind: "subscript", object, index: this.nested(() => this.index()) };
        this.expect("]");
      } else return object;
    }
  }

  private index(): Expression {
    const items: Expression[] = [];
    let tuple = false;
    while (!this.is("]")) {
      if (this.accept("*")) {
        tuple = true;
        items.push({ kind: "starred", value: this.expression() });
      } else items.push(this.slice());
      if (!this.accept(",")) break;
      tuple = true;
    }
    const [only] = items;
    if (only === undefined) throw this.unexpected();
    return tuple ? { kind: "tuple", items } : only;
  }

  private slice(): Expression {
    const start = this.is(":") ? null : this.named();
    if (start !== null && !this.is(":")) return start;
    this.expect(":");
    const bound = () => (this.is(":") || this.is(",") || this.is("]") ? null : this.expression());
    const stop = bound();
    return { kind: "slice", start, stop, step: this.accept(":") ? bound() : null };
  }

  private call(callee: Expression): Expression {
    const { start } = this.peek();
    this.expect("(");
    const positional: Expression[] = [];
    const keywords: { name: string | null; value: Expression }[] = [];
    while (!this.is(")")) {
      const next = this.peek(1);
      if (this.accept("**")) keywords.push({ name: null, value: this.expression() });
      else if (this.peek().type === "name" && next.type === "operator" && next.text === "=") {
        const name = this.name();
        this.expect("=");
        if (keywords.some((keyword) => keyword.name === name)) throw this.unexpected();
        keywords.push({ name, value: this.expression() });
      } else if (this.accept("*")) {
        if (keywords.some((keyword) => keyword.name === null)) throw this.unexpected();
        positional.push({ kind: "starred", value: this.expression() });
      } else {
        if (keywords.length > 0) throw this.unexpected();
        const value = this.named();
        if (this.atComprehension()) {
          if (positional.length > 0) throw this.unexpected();
          return specialForm(callee, [this.comprehension("generator", value, start, ")")], []);
        }
        positional.push(value);
      }
      if (!this.accept(",")) break;
    }
    this.expect(")");
    return specialForm(callee, positional, keywords);
  }

  private atom(): Expression {
    const token = this.peek();
    if (token.type === "string") return this.string();
    if (this.is("(")) return this.group();
    if (this.is("[")) return this.list();
    if (this.is("{")) return this.braces();
    this.position += 1;
    if (token.type === "name") return { kind: "name", name: token.text };
    if (token.type === "number") return numberLiteral(token.text);
    if (token.type === "keyword" || token.type === "operator") {
      if (token.text === "None") return { kind: "none" };
      if (token.text === "True" || token.text === "False") return { kind: "boolean", value: token.text === "True" };
      if (token.text === "...") return { kind: "ellipsis" };
    }
    this.position -= 1;
    throw this.unexpected();
  }

  private string(): Expression {
    const { start } = this.peek();
    const literals: string[] = [];
    let end = start;
    while (this.peek().type === "string") {
      literals.push(this.peek().text);
      end = this.peek().end;
      this.position += 1;
    }
    return stringLiteral(literals, this.text.slice(start, end));
  }

  private group(): Expression {
    const { start } = this.peek();
    this.expect("(");
    const { inner, single } = this.nested(() => this.parenthesized(")"));
    if (single && this.atComprehension()) return this.comprehension("generator", inner, start, ")");
    this.expect(")");
    return inner;
  }

  private list(): Expression {
    const { start } = this.peek();
    this.expect("[");
    const { items, trailingComma } = this.nested(() => this.items("]"));
    const [element] = items;
    if (element !== undefined && items.length === 1 && !trailingComma && this.atComprehension())
      return this.comprehension("list", element, start, "]");
    this.expect("]");
    return { kind: "list", items };
  }

  private braces(): Expression {
    const { start } = this.peek();
    this.expect("{");
    if (this.accept("}")) return { kind: "dict", entries: [] };
    if (this.is("**")) return this.dict([], start);
    const first = this.nested(() => this.starNamed());
    if (this.accept(":")) return this.dict([{ key: first, value: this.nested(() => this.expression()) }], start);
    if (this.atComprehension()) return this.comprehension("set", first, start, "}");
    const rest = this.accept(",") ? this.nested(() => this.items("}")).items : [];
    this.expect("}");
    return { kind: "set", items: [first, ...rest] };
  }

  private dict(entries: { key: Expression | null; value: Expression }[], start: number): Expression {
    const [first] = entries;
    if (first?.key?.kind === "starred") throw this.unexpected();
    if (first !== undefined && first.key !== null && this.atComprehension()) {
      const { clauses, async } = this.comprehensionClauses();
      this.expect("}");
      if (async) return this.unsupported("async_comprehension", start);
      return { kind: "dict_comprehension", key: first.key, value: first.value, clauses };
    }
    let more = entries.length === 0 || this.accept(",");
    while (more && !this.is("}")) {
      if (this.accept("**")) entries.push({ key: null, value: this.bitwise(1) });
      else {
        const key = this.expression();
        this.expect(":");
        entries.push({ key, value: this.expression() });
      }
      more = this.accept(",");
    }
    this.expect("}");
    return { kind: "dict", entries };
  }

  private atComprehension(): boolean {
    return this.is("for") || this.is("async");
  }

  /** The clauses and the closing bracket; `start` is the offset of the opening one. */
  private comprehension(
    form: "list" | "set" | "generator",
    element: Expression,
    start: number,
    close: ")" | "]" | "}",
  ): Expression {
    if (element.kind === "starred") throw this.unexpected();
    const { clauses, async } = this.comprehensionClauses();
    this.expect(close);
    return async ? this.unsupported("async_comprehension", start) : { kind: "comprehension", form, element, clauses };
  }

  private comprehensionClauses(): { clauses: ComprehensionClause[]; async: boolean } {
    const clauses: ComprehensionClause[] = [];
    let async = false;
    while (this.atComprehension()) {
      async = this.accept("async") || async;
      this.expect("for");
      const target = this.targets();
      this.expect("in");
      const iterable = this.disjunction();
      const conditions: Expression[] = [];
      while (this.accept("if")) conditions.push(this.disjunction());
      clauses.push({ target, iterable, conditions });
    }
    return { clauses, async };
  }

  private targets(): Expression {
    const items: Expression[] = [];
    let tuple = false;
    while (!this.is("in")) {
      const starred = this.accept("*");
      const target = this.primary();
      if (!isTarget(target)) throw this.unexpected();
      items.push(starred ? { kind: "starred", value: target } : target);
      if (!this.accept(",")) break;
      tuple = true;
    }
    const [only] = items;
    if (only === undefined || (!tuple && only.kind === "starred")) throw this.unexpected();
    return tuple ? { kind: "tuple", items } : only;
  }
}
