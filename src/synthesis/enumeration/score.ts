import { type Entry, partsOf } from "./entry.ts";
import { isSpoken, specificity } from "./prices.ts";
import { isList, itemsOf, PyDict, PyFloat, PySet, type Value } from "./values.ts";
import { type Hints, stemsOfWords } from "./words.ts";

/** How well a program stands to the request. Bits throughout. */
export interface Score {
  /** Length of the program, given the words, plus what it leaves of the words. Less is better. */
  length: number;
  /** What the words that it uses tell. */
  covered: number;
  /** What the words that name idioms and that it does not use tell. */
  uncovered: number;
  /** Cost of its idioms that no word mentions. */
  unmentioned: number;
}

export function scoreOf(program: Entry, hints: Hints): Score {
  const spoken = new Set<string>();
  const numbers = new Set<Value>();
  const texts = new Set<Value>();
  let unmentioned = 0;
  for (const { form } of partsOf(program)) {
    const words =
      form.kind === "apply"
        ? form.idiom.words
        : form.kind === "comprehension"
          ? form.comprehension.words
          : form.kind === "choice"
            ? CHOICE_WORDS
            : null;
    if (words !== null) {
      const roots = stemsOfWords(words);
      const base =
        form.kind === "apply" ? form.idiom.cost : form.kind === "comprehension" ? form.comprehension.cost : 6;
      if (words.length > 0 && !roots.some((root) => hints.stems.has(root))) unmentioned += base;
      for (const root of roots) spoken.add(root);
    }
    if (form.kind === "apply") for (const [text] of form.idiom.python.matchAll(/\d+/g)) numbers.add(Number(text));
    if (form.kind === "constant") {
      if (typeof form.value === "number") numbers.add(form.value);
      else texts.add(form.value);
      if (!form.mentioned) unmentioned += 2;
    }
  }
  let covered = 0;
  let uncovered = 0;
  for (const root of hints.stems) {
    if (!isSpoken(root)) continue;
    if (spoken.has(root)) covered += specificity(root);
    else uncovered += specificity(root);
  }
  for (const value of hints.integers) {
    if (numbers.has(value)) covered += 1.5;
    else if (value > 2) uncovered += 2.5;
    else uncovered += 0.5;
  }
  for (const text of hints.texts) if (texts.has(text)) covered += 1;
  return { length: program.cost + unmentioned * 0.5 + uncovered * 0.7, covered, uncovered, unmentioned };
}

export const CHOICE_WORDS = ["if", "otherwise", "else", "except", "empty"];

/** Bits it takes to write a value down: what an example tells when a program explains its outcome. */
export function bitsOf(value: Value): number {
  if (typeof value === "boolean") return 1;
  if (value === null) return 2;
  if (typeof value === "number") return 2 + 2 * Math.log2(1 + Math.abs(value));
  if (value instanceof PyFloat) return 4 + 2 * Math.log2(1 + Math.abs(value.value));
  if (typeof value === "string") return 2 + 4 * value.length;
  if (value instanceof PyDict)
    return 2 + [...value.keys, ...value.values].reduce<number>((sum, part) => sum + bitsOf(part), 0);
  const items =
    value instanceof PySet || isList(value) ? (isList(value) ? value : value.items) : (itemsOf(value) ?? []);
  return 2 + items.reduce<number>((sum, part) => sum + bitsOf(part), 0);
}
