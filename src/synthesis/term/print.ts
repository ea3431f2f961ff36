import type { Definition, Term, Variable } from "./term.ts";

const SIMPLE = /^[A-Za-z~!@$%^&*_\-+=<>.?/][A-Za-z0-9~!@$%^&*_\-+=<>.?/]*$/;
const RESERVED = new Set(["_", "!", "as", "let", "exists", "forall", "match", "par", "true", "false"]);

/** A name as an SMT-LIB symbol, in bars where it is no simple one. A name with a bar or a backslash is no symbol at all. */
export const symbolText = (name: string): string => (SIMPLE.test(name) && !RESERVED.has(name) ? name : `|${name}|`);

export function smtText(term: Term): string {
  switch (term.kind) {
    case "integer":
      return term.value < 0n ? `(- ${-term.value})` : String(term.value);
    case "boolean":
      return String(term.value);
    case "variable":
      return symbolText(term.name);
    case "apply":
      return `(${term.operator} ${term.operands.map(smtText).join(" ")})`;
    case "call":
      return term.operands.length === 0
        ? symbolText(term.callee)
        : `(${symbolText(term.callee)} ${term.operands.map(smtText).join(" ")})`;
    case "quantified":
      return `(${term.quantifier} (${boundText(term.bound)}) ${smtText(term.body)})`;
  }
}

const boundText = (variables: readonly Variable[]): string =>
  variables.map(({ name, sort }) => `(${symbolText(name)} ${sort})`).join(" ");

export const definitionText = ({ name, parameters, sort, body }: Definition): string =>
  `(define-fun ${symbolText(name)} (${boundText(parameters)}) ${sort} ${smtText(body)})`;

export const declarationText = ({ name, sort }: Variable): string => `(declare-const ${symbolText(name)} ${sort})`;
