/** A place in a text: both count from 1, columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** An S-expression of SyGuS-IF 2. A `symbol` is raw, without the bars of a quoted one; keywords, numerals and the like are `literal`s. */
export type SExpression = Position &
  (
    | { kind: "symbol"; name: string }
    | { kind: "numeral"; value: bigint }
    | { kind: "literal"; text: string }
    | { kind: "list"; items: SExpression[] }
  );

/** A text that is no S-expression, or none that the format allows at the place. */
export class SyntaxFault extends Error {
  readonly position: Position;

  constructor(detail: string, position: Position) {
    super(detail);
    this.name = "SyntaxFault";
    this.position = position;
  }
}

const TOKEN = /\s+|;[^\n]*|\(|\)|"(?:[^"]|"")*"|\|[^|\\]*\||[^\s()"|;]+/y;
const NUMERAL = /^(?:0|[1-9][0-9]*)$/;

/** All S-expressions of a text, by the lexical rules of SMT-LIB 2.6, section 3.1. Throws SyntaxFault. Any depth is safe. */
export function readSExpressions(text: string): SExpression[] {
  const top: SExpression[] = [];
  const open: (SExpression & { kind: "list" })[] = [];
  const token = new RegExp(TOKEN);
  let line = 1;
  let lineStart = 0;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const at = { line, column: start - lineStart + 1 };
    const found = token.exec(text)?.[0];
    if (found === undefined) throw new SyntaxFault(`what begins with ${text.charAt(start)} does not end`, at);
    for (let index = found.indexOf("\n"); index !== -1; index = found.indexOf("\n", index + 1)) {
      line += 1;
      lineStart = start + index + 1;
    }
    if (/^[\s;]/.test(found)) continue;
    if (found === "(") {
      const list: SExpression & { kind: "list" } = { kind: "list", items: [], ...at };
      (open.at(-1)?.items ?? top).push(list);
      open.push(list);
    } else if (found === ")") {
      if (open.pop() === undefined) throw new SyntaxFault("a closing parenthesis without its opening one", at);
    } else (open.at(-1)?.items ?? top).push({ ...atomOf(found), ...at });
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw new SyntaxFault("an opening parenthesis without its closing one", {
      line: unclosed.line,
      column: unclosed.column,
    });
  return top;
}

function atomOf(
  token: string,
): { kind: "symbol"; name: string } | { kind: "numeral"; value: bigint } | { kind: "literal"; text: string } {
  if (NUMERAL.test(token)) return { kind: "numeral", value: BigInt(token) };
  if (token.startsWith("|")) return { kind: "symbol", name: token.slice(1, -1) };
  if (/^["#:0-9]/.test(token)) return { kind: "literal", text: token };
  return { kind: "symbol", name: token };
}

/** One line of text that reads back as the same expression; for messages and for what is out of scope. */
export function sExpressionText(expression: SExpression): string {
  switch (expression.kind) {
    case "symbol":
      return /^[A-Za-z~!@$%^&*_\-+=<>.?/][A-Za-z0-9~!@$%^&*_\-+=<>.?/]*$/.test(expression.name)
        ? expression.name
        : `|${expression.name}|`;
    case "numeral":
      return String(expression.value);
    case "literal":
      return expression.text;
    case "list":
      return `(${expression.items.map(sExpressionText).join(" ")})`;
  }
}
