import { parseExpression } from "../../ir/expression/parse.ts";

export type FormatPart = { kind: "text"; text: string } | { kind: "value"; source: string };

/**
 * The parts of one f-string (https://docs.python.org/3/reference/lexical_analysis.html#f-strings) that has neither conversions, format
 * specifications, `=` nor nested quotes of its own kind; null for any other, and for several literals side by side.
 */
export function formatParts(source: string): FormatPart[] | null {
  const match = /^(?:f|F)("""|'''|"|')([\s\S]*)\1$/.exec(source);
  const [quote, body] = [match?.[1], match?.[2]];
  if (quote === undefined || body === undefined || body.includes(quote)) return null;
  const parts: FormatPart[] = [];
  const token = /\{\{|\}\}|\{([^{}!:="'\\]+)\}|[^{}]+|[\s\S]/gy;
  for (const [whole, value] of body.matchAll(token)) {
    if (value !== undefined) parts.push({ kind: "value", source: value.trim() });
    else if (whole === "{{" || whole === "}}") parts.push({ kind: "text", text: whole.charAt(0) });
    else if (whole === "{" || whole === "}") return null;
    else {
      const literal = parseExpression(`${quote}${whole}${quote}`);
      if (literal.kind !== "string") return null;
      parts.push({ kind: "text", text: literal.value });
    }
  }
  return parts;
}
