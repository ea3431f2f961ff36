/** Why a text is not an expression of the language. Thrown inside the parser only; `parseExpression` turns it into an `unsupported` node. */
export type SyntaxProblemKind = "invalid_syntax" | "nesting_too_deep";

export class SyntaxProblem extends Error {
  readonly construct: SyntaxProblemKind;

  constructor(construct: SyntaxProblemKind, message: string) {
    super(message);
    this.name = "SyntaxProblem";
    this.construct = construct;
  }
}
