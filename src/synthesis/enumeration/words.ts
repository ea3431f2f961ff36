import type { SynthesisProblem } from "../problem.ts";

/** What the request says that may help the search. */
export interface Hints {
  /** Stems of its words that carry meaning, the function's name included. */
  stems: ReadonlySet<string>;
  integers: ReadonlySet<number>;
  /** Short texts that it quotes or speaks of. */
  texts: ReadonlySet<string>;
  /** Those of them that stand in quotes. */
  quoted: ReadonlySet<string>;
}

const STOP = new Set(
  `a an the this that these those it its is are was be been being to of in on at by for from with as into than then so such will would can could may
  should must shall do does did doing have has had having you your we i he they them their there here which who whom whose what when where if your given
  give gives write implement function python create complete task code program return returns returned returning output input take takes taking parameter
  argument value values element elements list lists array string strings integer integers number numbers note example examples following above your
  please assume always valid find get compute calculate using use used one ones containing contains represent representing called named name
  result results check determine also only just like e g i.e etc new s t n x y l lst arr nums true false none otherwise consists supplied
  simple guaranteed case cases`
    .split(/\s+/)
    .map(stem),
);

const NUMBER_WORDS: Readonly<Record<string, readonly number[]>> = {
  zero: [0],
  two: [2],
  three: [3],
  four: [4],
  five: [5],
  six: [6],
  seven: [7],
  eight: [8],
  nine: [9],
  ten: [10],
  hundred: [100],
  twice: [2],
  double: [2],
  doubled: [2],
  triple: [3],
  half: [2],
  second: [2, 1],
  "2nd": [2, 1],
  third: [3, 2],
  "3rd": [3, 2],
  "1st": [1, 0],
};

const SPOKEN_TEXTS: readonly [word: RegExp, texts: readonly string[]][] = [
  [/\bspaces?\b|\bblank/i, [" "]],
  [/\bcommas?\b/i, [",", ", "]],
  [/\bunderscores?\b/i, ["_"]],
  [/\bdash(es)?\b|\bhyphens?\b/i, ["-"]],
  [/\bdots?\b|\bperiods?\b|\bfull stops?\b/i, ["."]],
  [/\bvowels?\b/i, ["aeiou", "aeiouAEIOU", "AEIOU"]],
  [/\bcolons?\b/i, [":"]],
];

/** A light suffix stripper after Porter (1980): enough to bring the forms of a word together, and used on both sides of every comparison. */
export function stem(word: string): string {
  let base = word.toLowerCase();
  if (base.length > 4 && base.endsWith("ies")) base = `${base.slice(0, -3)}y`;
  else if (base.length > 4 && /(s|x|ch|sh|z)es$/.test(base)) base = base.slice(0, -2);
  else if (base.length > 3 && base.endsWith("s") && !/(ss|us|is)$/.test(base)) base = base.slice(0, -1);
  const suffix = /(ing|ed|ly|ation|ion|er|est)$/.exec(base)?.[0] ?? "";
  if (suffix !== "" && base.length - suffix.length >= 4) base = base.slice(0, -suffix.length);
  if (/([^aeiouls])\1$/.test(base)) base = base.slice(0, -1);
  if (base.endsWith("e") && base.length > 3) base = base.slice(0, -1);
  if (base.endsWith("y") && base.length > 3) base = `${base.slice(0, -1)}i`;
  return base;
}

/** The request without code and without its examples: these speak through the examples. */
export function prose(text: string, name: string): string {
  const kept: string[] = [];
  let inDoctest = false;
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed.startsWith(">>>")) {
      inDoctest = true;
      continue;
    }
    if (inDoctest) {
      inDoctest = false;
      continue;
    }
    if (/^(def|import|from \w+ import|class|@)\b/.test(trimmed)) continue;
    if (name !== "" && new RegExp(`\\b${name}\\s*\\(.*\\)\\s*(=|-|➞|→|#|returns?|should)`).test(trimmed)) continue;
    kept.push(line);
  }
  return kept.join("\n").replaceAll('"""', " ").replaceAll("'''", " ");
}

export function readHints(problem: SynthesisProblem): Hints {
  const text = prose(problem.words, problem.name);
  const own = new Set(problem.parameters.flatMap(({ name }) => [name.toLowerCase(), stem(name)]));
  const spoken = `${text} ${problem.name.replaceAll("_", " ").replace(/([a-z])([A-Z])/g, "$1 $2")}`;
  const stems = new Set<string>();
  const integers = new Set<number>();
  const texts = new Set<string>();
  for (const [, quoted] of text.matchAll(/(?<!\w)['"`]([^'"`\n]{1,12})['"`](?!\w)/g)) {
    if (quoted !== undefined && !own.has(quoted.toLowerCase()) && quoted !== problem.name) texts.add(quoted);
  }
  const inQuotes = new Set(texts);
  for (const [pattern, meant] of SPOKEN_TEXTS) if (pattern.test(text)) for (const item of meant) texts.add(item);
  for (const [word] of spoken.matchAll(/[A-Za-z]+[A-Za-z0-9]*|\d+(?:st|nd|rd|th)?/g)) {
    const lower = word.toLowerCase();
    for (const value of NUMBER_WORDS[lower] ?? []) integers.add(value);
    if (/^\d+$/.test(lower) && lower.length < 10) integers.add(Number(lower));
    const root = stem(lower);
    if (/^[a-z]/.test(lower) && lower.length > 1 && !STOP.has(root) && !own.has(lower) && !own.has(root))
      stems.add(root);
  }
  return { stems, integers, texts, quoted: inQuotes };
}

const stemsOf = new Map<string, readonly string[]>();

/** The stems of an idiom's words. */
export function stemsOfWords(words: readonly string[]): readonly string[] {
  const key = words.join(" ");
  const known = stemsOf.get(key) ?? words.map(stem);
  stemsOf.set(key, known);
  return known;
}
