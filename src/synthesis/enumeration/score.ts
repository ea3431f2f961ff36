import { type Entry, partsOf } from "./entry.ts";
import { discount, isSpoken, specificity } from "./prices.ts";
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
  /** Cost of its idioms that no word mentions, glue excepted. */
  unmentioned: number;
  /** What the most telling of the words tells that it does not use. */
  missed: number;
  /** Parameters that the program does not look at. */
  unused: number;
}

/** Idioms that hold others together; nobody mentions them. */
const GLUE = new Set([
  "map",
  "filter",
  "filter_map",
  "list_of",
  "join_all",
  "list_length",
  "set_size",
  "str_length",
  "count_true",
  "concatenate",
  "equal",
]);
/** Bits that a parameter costs which the program does not look at. */
const UNUSED = 8;

export const CHOICE_WORDS = ["if", "otherwise", "else", "except", "empty"];
const CHOICE_COST = 6;

interface Use {
  cost: number;
  stems: readonly string[];
  glue: boolean;
}

export function scoreOf(program: Entry, hints: Hints, parameters: readonly { name: string }[]): Score {
  const uses: Use[] = [];
  const numbers = new Set<Value>();
  const texts = new Set<Value>();
  const names = new Set<string>();
  let length = 0;
  let unmentioned = 0;
  for (const { form, cost } of partsOf(program)) {
    if (form.kind === "apply") {
      uses.push({ cost: form.idiom.cost, stems: stemsOfWords(form.idiom.words), glue: GLUE.has(form.idiom.name) });
      for (const [text] of form.idiom.python.matchAll(/\d+/g)) numbers.add(Number(text));
    } else if (form.kind === "comprehension")
      uses.push({
        cost: form.comprehension.cost,
        stems: stemsOfWords(form.comprehension.words),
        glue: GLUE.has(form.comprehension.name),
      });
    else if (form.kind === "choice") uses.push({ cost: CHOICE_COST, stems: stemsOfWords(CHOICE_WORDS), glue: false });
    else {
      length += cost;
      if (form.kind === "parameter") names.add(form.name);
    }
    if (form.kind !== "constant") continue;
    if (typeof form.value === "number") numbers.add(form.value);
    else texts.add(form.value);
    if (!form.mentioned) unmentioned += 2;
  }
  // A word accounts for one use of an idiom: the one it saves most on.
  const granted = uses.flatMap((use) =>
    use.stems
      .filter((root) => hints.stems.has(root))
      .map((root) => ({ use, root, saved: discount(use.cost, specificity(root)) })),
  );
  granted.sort((a, b) => b.saved - a.saved);
  const paid = new Map<Use, number>();
  const spent = new Set<string>();
  for (const { use, root, saved } of granted) {
    if (paid.has(use) || spent.has(root)) continue;
    paid.set(use, saved);
    spent.add(root);
  }
  const spoken = new Set(uses.flatMap(({ stems }) => stems));
  for (const use of uses) {
    length += use.cost - (paid.get(use) ?? 0);
    if (!paid.has(use) && !use.glue) unmentioned += use.cost;
  }
  let covered = 0;
  let uncovered = 0;
  let missed = 0;
  const weigh = (used: boolean, bits: number): void => {
    if (used) covered += bits;
    else {
      uncovered += bits;
      missed = Math.max(missed, bits);
    }
  };
  for (const root of hints.stems) if (isSpoken(root)) weigh(spoken.has(root), specificity(root));
  for (const value of hints.integers) weigh(numbers.has(value), value > 2 ? 2.5 : 0.5);
  for (const text of hints.texts) if (texts.has(text)) covered += 1;
  for (const text of hints.quoted) if (!texts.has(text)) weigh(false, 1.5);
  const unused = parameters.filter(({ name }) => !names.has(name)).length;
  return {
    length: length + unmentioned * 0.5 + uncovered * 0.7 + unused * UNUSED,
    covered,
    uncovered,
    unmentioned,
    missed,
    unused,
  };
}

/** Bits it takes to write a value down: what an example tells when a program explains its outcome. Parts that stand in the arguments are cheap to point at. */
export function bitsOf(value: Value, given: ReadonlySet<Value>): number {
  if (typeof value === "boolean") return 1;
  if (value === null) return 2;
  const pointed = 1 + Math.log2(1 + given.size);
  if (given.has(value)) return pointed;
  if (typeof value === "number") return 2 + 2 * Math.log2(1 + Math.abs(value));
  if (value instanceof PyFloat) return given.has(value.value) ? pointed : 4 + 2 * Math.log2(1 + Math.abs(value.value));
  if (typeof value === "string")
    return [...value].reduce((sum, character) => sum + (given.has(character) ? Math.min(pointed, 4) : 4), 2);
  const items =
    value instanceof PyDict
      ? [...value.keys, ...value.values]
      : value instanceof PySet
        ? value.items
        : isList(value)
          ? value
          : (itemsOf(value) ?? []);
  return items.reduce<number>((sum, part) => sum + bitsOf(part, given), 2);
}

/** All numbers, texts and characters that stand in a value. */
export function atomsOf(value: Value, into: Set<Value> = new Set()): Set<Value> {
  if (typeof value === "string") {
    into.add(value);
    for (const character of value) into.add(character);
  } else if (typeof value === "number") into.add(value);
  else if (value instanceof PyFloat) into.add(value.value);
  else if (value instanceof PyDict) for (const part of [...value.keys, ...value.values]) atomsOf(part, into);
  else if (value instanceof PySet) for (const part of value.items) atomsOf(part, into);
  else for (const part of itemsOf(value) ?? []) atomsOf(part, into);
  return into;
}
