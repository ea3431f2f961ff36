/**
 * Lines of Python source, each with whether it begins inside of a string: the indentation of such a line is part of a value and must stay. Follows CPython's tokens as far as strings and
 * comments go; nested quotes of f-strings (PEP 701) end the outer string early, which costs nothing on a line of their own.
 */
export function textLines(source: string): { text: string; in_string: boolean }[] {
  const lines: { text: string; in_string: boolean }[] = [];
  let quote: string | null = null;
  for (const text of source.replaceAll(/\r\n?/g, "\n").split("\n")) {
    lines.push({ text, in_string: quote !== null });
    quote = after(text, quote);
  }
  return lines;
}

/** The quote that is open at the end of a line; one-line strings stay open only behind a backslash. */
function after(text: string, open: string | null): string | null {
  let quote = open;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote !== null) {
      if (character === "\\") at += 1;
      else if (text.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = null;
      }
    } else if (character === "#") return null;
    else if (character === '"' || character === "'") {
      quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      at += quote.length - 1;
    }
  }
  return quote !== null && (quote.length === 3 || text.endsWith("\\")) ? quote : null;
}

/** The source without blank lines around it, trailing space and the indentation that all its lines share. */
export function dedented(source: string): string[] {
  const lines = textLines(source);
  const blank = ({ text, in_string }: { text: string; in_string: boolean }) => !in_string && text.trim() === "";
  while (lines[0] !== undefined && blank(lines[0])) lines.shift();
  for (let last = lines.at(-1); last !== undefined && blank(last); last = lines.at(-1)) lines.pop();
  const widths = lines
    .filter((line) => !line.in_string && !blank(line))
    .map(({ text }) => /^[ \t]*/.exec(text)?.[0] ?? "");
  const shared = widths.reduce(
    (common, width) => (common.startsWith(width) ? width : prefix(common, width)),
    widths[0] ?? "",
  );
  const ends = lines.map((_, index) => lines[index + 1]?.in_string === true);
  return lines.map(({ text, in_string }, index) => {
    const cut = in_string ? text : text.startsWith(shared) ? text.slice(shared.length) : text.trimStart();
    return ends[index] ? cut : cut.trimEnd();
  });
}

function prefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

/** The lines under a header, four columns further in. */
export function indented(lines: readonly string[]): string[] {
  return textLines(lines.join("\n")).map(({ text, in_string }) => (in_string || text === "" ? text : `    ${text}`));
}
