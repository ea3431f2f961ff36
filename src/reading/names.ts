import { wordsOf } from "../python/intent/names.ts";
import type { ParameterFact } from "../signatures/facts.ts";
import { beginsCode } from "./code-lines.ts";
import { contentWords } from "./concepts.ts";

const IDENTIFIER = "([A-Za-z_]\\w*)";

/** Phrases that name the function outright, most certain first. */
const NAMED: readonly RegExp[] = [
  new RegExp(
    `\\b(?:function|method|procedure|routine)\\s+(?:is\\s+)?(?:should\\s+be\\s+)?(?:called|named)\\s+[\`"']?${IDENTIFIER}\\b`,
  ),
  new RegExp(`\\b(?:call|name)\\s+(?:it|the\\s+function|this\\s+function)\\s+[\`"']?${IDENTIFIER}\\b`),
  new RegExp(`\\b(?:function|method)\\s+\`${IDENTIFIER}\\s*(?:\\([^\`]*\\))?(?:\\s*->[^\`]*)?\``),
  new RegExp(`\\b(?:function|method)\\s+${IDENTIFIER}\\s*\\(`),
  new RegExp(`\\b(?:implement|write|define|create|complete)\\s+\`?${IDENTIFIER}\\s*\\(`, "i"),
  new RegExp(`\\b(?:function|method)\\s+${IDENTIFIER}\\s+(?:that|which|to)\\b`),
];
/** Words after "function" that are no name. */
const NOT_NAMES = new Set([
  "that",
  "which",
  "to",
  "takes",
  "returns",
  "for",
  "in",
  "of",
  "with",
  "should",
  "called",
  "named",
  "and",
  "is",
  "will",
]);

/** The function name that the prose states: "a function foo(...)", "called `foo`". */
export function statedName(prose: string): string | null {
  for (const pattern of NAMED) {
    const name = pattern.exec(prose)?.[1];
    if (name !== undefined && !NOT_NAMES.has(name.toLowerCase())) return name;
  }
  return null;
}

const HEADERS = new RegExp(
  `\\b(?:function|method|implement|write|define|create|complete|called|named)\\s+\`?${IDENTIFIER}\\s*\\(([^()]*(?:\\[[^\\]]*\\][^()]*)*)\\)(?:\\s*->\\s*([\\w.]+(?:\\[[^\`\\n]*\\])?(?:\\s*\\|\\s*\\w+)*))?`,
  "i",
);

/** The header that prose states: "a function foo(a: int, b) -> str", as the text of a def line. Null where the parentheses are empty or no header stands. */
export function statedHeader(prose: string): string | null {
  const [, name = "", inside = "", returns] = HEADERS.exec(prose) ?? [];
  if (inside.trim() === "" || NOT_NAMES.has(name.toLowerCase())) return null;
  const line = `def ${name}(${inside})${returns === undefined ? "" : ` -> ${returns}`}:`;
  return beginsCode(line) ? line : null;
}

const CALLED = /(?:^|\n)[ \t]*(?:[-*•][ \t]+|\d+[.)][ \t]+)?(?:>>>[ \t]*|`)?(?:assert[ \t]+)?([A-Za-z_]\w*)\(/g;
const BUILTIN = new Set(
  "print round abs sorted set list tuple len str int float sum min max any all isinstance not math range dict bool repr type".split(
    " ",
  ),
);

/** The one name that lines of examples call; null where they call several. */
export function calledName(text: string): string | null {
  const names = new Set([...text.matchAll(CALLED)].map(([, name = ""]) => name).filter((name) => !BUILTIN.has(name)));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : null;
}

/** A name made of the words of the request, for when it states none. */
export function nameFromWords(summary: string): string {
  const chosen = contentWords(summary)
    .flatMap(wordsOf)
    .filter((word) => /^[a-z][a-z0-9]*$/.test(word))
    .slice(0, 4);
  return chosen.length === 0 ? "function" : chosen.join("_");
}

const BY_TYPE: readonly [RegExp, string][] = [
  [/^(?:int|float|bool)/, "n"],
  [/^str/, "text"],
  [/^(?:list|tuple|set)/, "values"],
  [/^dict/, "mapping"],
];

/** Parameters of calls that name none: called after their types, numbered from the second on. */
export function namedByType(types: readonly (string | null)[]): ParameterFact[] {
  const taken = new Map<string, number>();
  return types.map((type) => {
    const base = BY_TYPE.find(([pattern]) => pattern.test(type ?? ""))?.[1] ?? "value";
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    return {
      name: count === 1 ? base : `${base}_${count}`,
      type_hint: type,
      kind: "positional_or_keyword",
      default: null,
      description: type === null ? null : "Named after its type, which is that of the examples.",
    };
  });
}

/** The phrases that name the function or show its header, without the word "function": they say nothing about its result. */
export function namingPhrases(prose: string, name: string): { start: number; end: number }[] {
  const escaped = name.replace(/[^\w]/g, "");
  if (escaped === "") return [];
  const header = `[\`"']?${escaped}(?:\\s*\\([^()\\n]*\\)(?:\\s*->\\s*[\\w.]+(?:\\[[^\\n\`]*?\\](?![\\],]))?)?:?)?[\`"']?`;
  const patterns = [
    new RegExp(
      `,?[ \\t]+(?:(?:that[ \\t]+is[ \\t]+|which[ \\t]+is[ \\t]+)?(?:called|named)[ \\t]+)${header}(?!\\w)`,
      "g",
    ),
    new RegExp(`(?<=\\b(?:function|method))[ \\t]+${header}(?!\\w)`, "g"),
    new RegExp(
      `(?<=^|[.\\n][ \\t]*)[\`"']?${escaped}[\`"']?[ \\t]+is[ \\t]+an?[ \\t]+function[ \\t]+(?:that|which)[ \\t]+`,
      "g",
    ),
    new RegExp(
      `(?<=^|[.\\n][ \\t]*)[\`"']?${escaped}[\`"']?(?=[ \\t]+(?:returns|takes|computes|finds|calculates|checks)\\b)`,
      "g",
    ),
  ];
  return patterns.flatMap((pattern) =>
    [...prose.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
}

const HEADINGS =
  /(?:^|(?<=\n))[ \t]*(?:#+[ \t]*)?\*{0,2}(?:task|problem(?:[ \t]+statement)?|description|objective|instructions?)\*{0,2}[ \t]*:?\*{0,2}[ \t]*(?=\n|$)|(?:^|(?<=\n))[ \t]*(?:task|problem|description|objective)[ \t]*:[ \t]*/gi;
const LINKS = /\(?https?:\/\/[^\s<>()]+\)?/g;

/** Headings over a request, and links: they ask for nothing themselves. */
export function mutePhrases(prose: string): { start: number; end: number }[] {
  return [HEADINGS, LINKS].flatMap((pattern) =>
    [...prose.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
}
