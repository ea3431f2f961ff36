import type { Expression } from "./ast.ts";
import { SyntaxProblem } from "./syntax-problem.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** Levels of nested syntax (brackets, conditionals, lambdas, prefix operators); CPython's tokenizer has the same limit on brackets. */
export const MAX_NESTING = 200;

/** A place in a text's tokens, with the moves that a recursive-descent parser makes. */
export class TokenCursor {
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  protected position = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  protected peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new SyntaxProblem("invalid_syntax", "no tokens");
    return token;
  }

  protected is(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.type === "operator" || token.type === "keyword");
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.position += 1;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  protected name(): string {
    const token = this.peek();
    if (token.type !== "name") throw this.unexpected();
    this.position += 1;
    return token.text;
  }

  protected unexpected(): SyntaxProblem {
    const token = this.peek();
    return new SyntaxProblem("invalid_syntax", `unexpected ${token.text || "end of text"} at offset ${token.start}`);
  }

  /** What was read since the token at `start` began, as one construct that the language lacks. */
  protected unsupported(construct: string, start: number): Expression {
    const end = this.tokens[this.position - 1]?.end ?? start;
    return { kind: "unsupported", construct, text: this.text.slice(start, end) };
  }

  protected nested<T>(rule: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_NESTING) throw new SyntaxProblem("nesting_too_deep", `more than ${MAX_NESTING} levels`);
    const result = rule();
    this.depth -= 1;
    return result;
  }
}
