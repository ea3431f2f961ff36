/** Irregular forms of the field's vocabulary, and spellings that are commonly confused; form to lemma. */
const IRREGULAR: Record<string, string> = {
  are: "be",
  is: "be",
  was: "be",
  were: "be",
  been: "be",
  being: "be",
  has: "have",
  had: "have",
  having: "have",
  does: "do",
  indices: "index",
  indexes: "index",
  matrices: "matrix",
  vertices: "vertex",
  axes: "axis",
  bases: "base",
  halves: "half",
  found: "find",
  gotten: "get",
  given: "given",
  split: "split",
  splitting: "split",
  chosen: "choose",
  written: "write",
  taken: "take",
  less: "less",
  plus: "plus",
  minus: "minus",
  modulus: "modulus",
  radius: "radius",
  rhombus: "rhombus",
  occurence: "occurrence",
  occurences: "occurrence",
  occurance: "occurrence",
  occurances: "occurrence",
  occurring: "occur",
  occurred: "occur",
  seperated: "separate",
  caluclate: "calculate",
  dictionaries: "dictionary",
  dict: "dictionary",
  dicts: "dictionary",
  lists: "list",
  uppercase: "uppercase",
  lowercase: "lowercase",
  whitespaces: "whitespace",
  doubled: "double",
  tripled: "triple",
  squared: "square",
  cubed: "cube",
  bases10: "base",
  less_than: "less",
  series: "series",
  this: "this",
  its: "its",
  characters: "character",
  char: "character",
  chars: "character",
  vowels: "vowel",
  integers: "integer",
  lying: "lie",
  children: "child",
  themselves: "itself",
};

const NUMBER_WORDS = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
]
  .join(" ")
  .split(" ");
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");

/** The value of a cardinal written as a word or in digits; null for anything else. */
export function cardinalOf(word: string): number | null {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  const small = NUMBER_WORDS.indexOf(word);
  if (small >= 0) return small;
  const tens = TENS.indexOf(word);
  if (tens >= 0) return (tens + 2) * 10;
  return word === "hundred" ? 100 : null;
}

/** The value of an ordinal such as `third` or `3rd`; null for anything else. */
export function ordinalOf(word: string): number | null {
  const spelled = ORDINALS.indexOf(word);
  if (spelled >= 0) return spelled;
  const digits = /^(\d{1,6})(?:st|nd|rd|th)$/.exec(word)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Every base form that a word can be an inflection of, the lower-cased word itself first. */
export function lemmasOf(text: string): string[] {
  const word = text.toLowerCase();
  const forms = new Set([word]);
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) {
    forms.add(irregular);
    return [...forms];
  }
  if (word.length <= 3) {
    if (word.length === 3 && word.endsWith("s")) forms.add(word.slice(0, -1));
    return [...forms];
  }
  if (word.endsWith("ies")) forms.add(`${word.slice(0, -3)}y`);
  if (/(?:s|x|z|ch|sh)es$/.test(word)) forms.add(word.slice(0, -2));
  if (word.endsWith("s") && !word.endsWith("ss")) forms.add(word.slice(0, -1));
  for (const ending of ["ed", "ing"]) {
    if (!word.endsWith(ending) || word.length < ending.length + 3) continue;
    const stem = word.slice(0, -ending.length);
    forms.add(stem).add(`${stem}e`);
    if (/([^aeiou])\1$/.test(stem)) forms.add(stem.slice(0, -1));
    if (stem.endsWith("i")) forms.add(`${stem.slice(0, -1)}y`);
  }
  return [...forms];
}

/** Whether a word has the form of a plural noun. */
export function isPlural(text: string): boolean {
  const word = text.toLowerCase();
  if (
    ["series", "radius", "modulus", "rhombus", "its", "this", "is", "has", "plus", "minus", "less", "basis"].includes(
      word,
    )
  )
    return false;
  return (
    (word.endsWith("s") && !word.endsWith("ss")) ||
    ["indices", "matrices", "vertices", "digits", "data", "halves"].includes(word)
  );
}
