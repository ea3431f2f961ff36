/** A printed SMT-LIB term: an atom as its text, a list as its parts. */
export type SExpression = string | SExpression[];

/** Reads every S-expression of a text. Quoted symbols and strings stay atoms with their quotes. Throws SyntaxError on unbalanced text. */
export function readSExpressions(text: string): SExpression[] {
  const top: SExpression[] = [];
  const open: SExpression[][] = [];
  const token = /\s+|;[^\n]*|\(|\)|"(?:[^"]|"")*"|\|[^|]*\||[^\s()"|;]+/gy;
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[0];
    if (found === undefined) throw new SyntaxError("not an S-expression");
    if (/^[\s;]/.test(found)) continue;
    if (found === "(") open.push([]);
    else if (found === ")") {
      const closed = open.pop();
      if (closed === undefined) throw new SyntaxError("a closing parenthesis too many");
      (open.at(-1) ?? top).push(closed);
    } else (open.at(-1) ?? top).push(found);
  }
  if (open.length > 0) throw new SyntaxError("an unclosed parenthesis");
  return top;
}
