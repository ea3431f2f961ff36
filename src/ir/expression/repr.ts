/** Characters that Python's `str.isprintable` refuses: other (C) and separator (Z) categories but the plain space. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;
const NAMED: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** The text of a Python string literal, as `repr` writes it. */
export function stringRepr(value: string): string {
  return quoted(value, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === " " || !UNPRINTABLE.test(character)) return character;
    if (code <= 0xff) return `\\x${hex(code, 2)}`;
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
}

/** The text of a Python bytes literal, as `repr` writes it; `value` has one code unit per byte. */
export function bytesRepr(value: string): string {
  return `b${quoted(value, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 || code >= 0x7f ? `\\x${hex(code, 2)}` : character;
  })}`;
}

function quoted(value: string, plain: (character: string) => string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let body = "";
  for (const character of value) body += character === quote ? `\\${quote}` : (NAMED[character] ?? plain(character));
  return `${quote}${body}${quote}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
