import { type Idiom, idiom } from "../idiom.ts";
import { equals, FAILURE, integer, isList, MAX_LENGTH, type Value } from "../values.ts";
import { modulo } from "./arithmetic.ts";

/** JavaScript and Python agree on case and classes of ASCII; for other text the search claims nothing. */
const ascii = (operation: (text: string) => Value): Idiom["apply"] => {
  return (a: Value) => (typeof a === "string" && /^[\x20-\x7e\t\n\r]*$/.test(a) ? operation(a) : FAILURE);
};

const two = (operation: (text: string, other: string) => Value): Idiom["apply"] => {
  return (a: Value, b: Value) => (typeof a === "string" && typeof b === "string" ? operation(a, b) : FAILURE);
};

const matches = (pattern: RegExp): Idiom["apply"] => ascii((text) => pattern.test(text));

export const reversed = (text: string): string => text.split("").reverse().join("");

const swapCase = (text: string): string =>
  text.replace(/[a-zA-Z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

/** `str.title` of ASCII: a letter after anything that is no letter is upper case. */
const title = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|[^a-z])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());

/** `str.count`: occurrences that do not overlap. */
export const countOf = (text: string, part: string): number =>
  part === "" ? text.length + 1 : text.split(part).length - 1;

function overlapping(text: string, part: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.startsWith(part, at)) count++;
  return count;
}

function balanced(text: string, opening: string, closing: string): { ok: boolean; deepest: number; groups: string[] } {
  let depth = 0;
  let deepest = 0;
  let start = 0;
  let ok = true;
  const groups: string[] = [];
  text.split("").forEach((character, index) => {
    if (character === opening) {
      depth++;
      deepest = Math.max(deepest, depth);
    } else if (character === closing) {
      depth--;
      if (depth < 0) ok = false;
      if (depth === 0) {
        groups.push(text.slice(start, index + 1));
        start = index + 1;
      }
    }
  });
  return { ok: ok && depth === 0, deepest, groups };
}

function shift(text: string, by: number): string {
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const base = letter === letter.toLowerCase() ? 97 : 65;
    return String.fromCharCode(modulo(letter.charCodeAt(0) - base + by, 26) + base);
  });
}

const words = (text: string): string[] => text.split(/[ \t\n\r]+/).filter((word) => word !== "");

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++;
  return a.slice(0, length);
}

const LONG = { cost: 8 };
const BRACKETS: readonly [opening: string, closing: string, words: string][] = [
  ["(", ")", "parenthesis parentheses paren parens bracket nested balanced brackets"],
  ["[", "]", "square bracket nested balanced brackets"],
  ["<", ">", "angle bracket nested balanced brackets"],
];

export const STRINGS: readonly Idiom[] = [
  idiom(
    "concatenate",
    "str, str -> str",
    "$0 + $1",
    "concatenate append join combine add prefix suffix concat followed begin end extra",
    two((a, b) => (a.length + b.length > MAX_LENGTH ? FAILURE : a + b)),
    { cost: 3 },
  ),
  idiom(
    "repeat",
    "str, int -> str",
    "$0 * $1",
    "repeat times copies repeated",
    (a: Value, b: Value) => {
      const [text, times] = [String(a), Math.max(0, Number(b))];
      return text.length * times > MAX_LENGTH ? FAILURE : text.repeat(times);
    },
    { cost: 5 },
  ),
  idiom(
    "str_length",
    "str -> int",
    "len($0)",
    "length size long count many longest shortest",
    (a: Value) => String(a).length,
    { cost: 4 },
  ),
  idiom("is_empty_text", "str -> bool", "not $0", "empty blank", (a: Value) => a === "", { cost: 5 }),
  idiom(
    "reverse_text",
    "str -> str",
    "$0[::-1]",
    "reverse backward palindrome reversed backwards",
    (a: Value) => reversed(String(a)),
    { cost: 5 },
  ),
  idiom(
    "is_palindrome",
    "str -> bool",
    "$0 == $0[::-1]",
    "palindrome palindromic",
    (a: Value) => a === reversed(String(a)),
    LONG,
  ),
  idiom(
    "upper",
    "str -> str",
    "$0.upper()",
    "uppercase upper capital case",
    ascii((text) => text.toUpperCase()),
  ),
  idiom(
    "lower",
    "str -> str",
    "$0.lower()",
    "lowercase lower case insensitive regardless",
    ascii((text) => text.toLowerCase()),
  ),
  idiom("swapcase", "str -> str", "$0.swapcase()", "swap flip case invert toggle", ascii(swapCase), LONG),
  idiom(
    "capitalize",
    "str -> str",
    "$0.capitalize()",
    "capitalize capital",
    ascii((text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()),
    LONG,
  ),
  idiom("title", "str -> str", "$0.title()", "title capitalize word", ascii(title), LONG),
  idiom(
    "strip",
    "str -> str",
    "$0.strip()",
    "strip trim whitespace surrounding leading trailing",
    ascii((text) => text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, "")),
  ),
  idiom(
    "is_upper",
    "str -> bool",
    "$0.isupper()",
    "uppercase upper capital",
    ascii((text) => /[A-Z]/.test(text) && !/[a-z]/.test(text)),
  ),
  idiom(
    "is_lower",
    "str -> bool",
    "$0.islower()",
    "lowercase lower",
    ascii((text) => /[a-z]/.test(text) && !/[A-Z]/.test(text)),
  ),
  idiom("is_alpha", "str -> bool", "$0.isalpha()", "letter alphabet alphabetic alphabetical", matches(/^[a-zA-Z]+$/)),
  idiom("is_digit", "str -> bool", "$0.isdigit()", "digit numeric number numbers", matches(/^[0-9]+$/)),
  idiom("is_alnum", "str -> bool", "$0.isalnum()", "alphanumeric", matches(/^[a-zA-Z0-9]+$/), LONG),
  idiom("is_space", "str -> bool", "$0.isspace()", "space whitespace blank", matches(/^[ \t\n\r]+$/), LONG),
  idiom(
    "is_vowel",
    "str -> bool",
    "$0.lower() in 'aeiou'",
    "vowel",
    ascii((text) => text.length === 1 && "aeiou".includes(text.toLowerCase())),
    LONG,
  ),
  idiom(
    "starts_with",
    "str, str -> bool",
    "$0.startswith($1)",
    "start prefix begin starting beginning",
    two((a, b) => a.startsWith(b)),
  ),
  idiom(
    "ends_with",
    "str, str -> bool",
    "$0.endswith($1)",
    "end suffix ending finish",
    two((a, b) => a.endsWith(b)),
  ),
  idiom(
    "contains_text",
    "str, str -> bool",
    "$0 in $1",
    "contain substring include appear present occur inside consist",
    two((a, b) => b.includes(a)),
    { cost: 4 },
  ),
  idiom(
    "lacks_text",
    "str, str -> bool",
    "$0 not in $1",
    "remove without not delete exclude except",
    two((a, b) => !b.includes(a)),
    { cost: 5 },
  ),
  idiom(
    "split_words",
    "str -> list[str]",
    "$0.split()",
    "word split whitespace space sentence delimited separated words",
    ascii(words),
    { cost: 5 },
  ),
  idiom(
    "split_on",
    "str, str -> list[str]",
    "$0.split($1)",
    "split separate delimiter comma delimited separated word space",
    two((a, b) => (b === "" ? FAILURE : a.split(b))),
    { cost: 5 },
  ),
  idiom(
    "characters",
    "str -> list[str]",
    "list($0)",
    "character letter characters",
    (a: Value) => String(a).split(""),
    { cost: 5 },
  ),
  idiom("split_lines", "str -> list[str]", "$0.split('\\n')", "line lines", (a: Value) => String(a).split("\n"), LONG),
  idiom(
    "join_with",
    "list[str], str -> str",
    "$1.join($0)",
    "join delimited separated concatenate space comma string sentence",
    (a: Value, b: Value) => (isList(a) ? a.join(String(b)) : FAILURE),
    { cost: 4 },
  ),
  idiom(
    "join_all",
    "list[str] -> str",
    "''.join($0)",
    "concatenate join combine string",
    (a: Value) => (isList(a) ? a.join("") : FAILURE),
    { cost: 3 },
  ),
  idiom(
    "replace",
    "str, str, str -> str",
    "$0.replace($1, $2)",
    "replace substitute swap change",
    (a: Value, b: Value, c: Value) => (b === "" ? FAILURE : String(a).split(String(b)).join(String(c))),
    { cost: 6 },
  ),
  idiom(
    "remove_text",
    "str, str -> str",
    "$0.replace($1, '')",
    "remove delete without ignore strip eliminate",
    two((a, b) => (b === "" ? a : a.split(b).join(""))),
    { cost: 6 },
  ),
  idiom(
    "count_text",
    "str, str -> int",
    "$0.count($1)",
    "count occurrence number times frequency appear many how",
    two((a, b) => countOf(a, b)),
    { cost: 5 },
  ),
  idiom(
    "count_overlapping",
    "str, str -> int",
    "count_overlapping($0, $1)",
    "overlap overlapping occurrence times substring",
    two((a, b) => overlapping(a, b)),
    { cost: 10, helper: "count_overlapping" },
  ),
  idiom(
    "find",
    "str, str -> int",
    "$0.find($1)",
    "find index position first",
    two((a, b) => a.indexOf(b)),
    { cost: 6 },
  ),
  idiom(
    "rfind",
    "str, str -> int",
    "$0.rfind($1)",
    "last index position",
    two((a, b) => (b === "" ? a.length : a.lastIndexOf(b))),
    LONG,
  ),
  idiom("to_text", "int -> str", "str($0)", "string convert text digit format", (a: Value) => String(a), { cost: 4 }),
  idiom(
    "parse_int",
    "str -> int",
    "int($0)",
    "integer number convert parse digit digits numeric",
    (a: Value) => {
      return /^[ ]*[+-]?[0-9]+[ ]*$/.test(String(a)) ? integer(Number(a)) : FAILURE;
    },
    { cost: 4 },
  ),
  idiom("code_point", "str -> int", "ord($0)", "ascii code unicode ordinal", (a: Value) =>
    String(a).length === 1 ? String(a).charCodeAt(0) : FAILURE,
  ),
  idiom("character_of", "int -> str", "chr($0)", "ascii character code", (a: Value) =>
    typeof a === "number" && a >= 0 && a < 0xd800 ? String.fromCharCode(a) : FAILURE,
  ),
  idiom(
    "zero_fill",
    "str, int -> str",
    "$0.zfill($1)",
    "zero pad padding leading",
    (a: Value, b: Value) => {
      const [text, width] = [String(a), Number(b)];
      return /^[+-]/.test(text) || width > MAX_LENGTH ? FAILURE : text.padStart(width, "0");
    },
    LONG,
  ),
  idiom(
    "sorted_text",
    "str -> str",
    "''.join(sorted($0))",
    "sort order ascending alphabetical ordered arrange anagram",
    (a: Value) => String(a).split("").sort().join(""),
    { cost: 7 },
  ),
  idiom(
    "shift_letters",
    "str, int -> str",
    "''.join(shift_letter(character, $1) for character in $0)",
    "shift encode decode caesar rotate cipher encrypt alphabet",
    (a: Value, b: Value) => {
      return ascii((text) => shift(text, Number(b)))(a);
    },
    { cost: 9, helper: "shift_letter" },
  ),
  idiom(
    "common_prefix",
    "str, str -> str",
    "common_prefix($0, $1)",
    "common prefix shared",
    two((a, b) => commonPrefix(a, b)),
    { cost: 9, helper: "common_prefix" },
  ),
  idiom(
    "is_subsequence",
    "str, str -> bool",
    "is_subsequence($0, $1)",
    "subsequence",
    two((part, whole) => {
      let at = 0;
      for (const character of whole) if (at < part.length && character === part[at]) at++;
      return at === part.length;
    }),
    { cost: 10, helper: "is_subsequence" },
  ),
  idiom(
    "remove_vowels",
    "str -> str",
    "''.join(c for c in $0 if c.lower() not in 'aeiou')",
    "vowel remove without",
    ascii((text) => text.replace(/[aeiou]/gi, "")),
    { cost: 10 },
  ),
  idiom(
    "same_characters",
    "str, str -> bool",
    "set($0) == set($1)",
    "same character set",
    two((a, b) => equals([...new Set(a)].sort(), [...new Set(b)].sort())),
    { cost: 9, commutative: true },
  ),
  idiom(
    "anagrams",
    "str, str -> bool",
    "sorted($0) == sorted($1)",
    "anagram permutation rearrange same",
    two((a, b) => [...a].sort().join("") === [...b].sort().join("")),
    { cost: 9, commutative: true },
  ),
  ...BRACKETS.flatMap(([opening, closing, spoken]) => [
    idiom(
      `balanced_${opening}`,
      "str -> bool",
      `is_balanced($0, '${opening}', '${closing}')`,
      spoken,
      (a: Value) => balanced(String(a), opening, closing).ok,
      { cost: 11, helper: "is_balanced" },
    ),
    idiom(
      `depth_${opening}`,
      "str -> int",
      `max_depth($0, '${opening}', '${closing}')`,
      `${spoken} depth level deepest nesting`,
      (a: Value) => balanced(String(a), opening, closing).deepest,
      { cost: 12, helper: "max_depth" },
    ),
    idiom(
      `groups_${opening}`,
      "str -> list[str]",
      `balanced_groups($0, '${opening}', '${closing}')`,
      `${spoken} group separate`,
      (a: Value) => balanced(String(a), opening, closing).groups,
      { cost: 12, helper: "balanced_groups" },
    ),
  ]),
];
