import { type Entry, entry } from "../entry.ts";

/** Nouns for types of input, in the singular: words, type of the thing. */
const NOUNS: readonly (readonly [words: string, type: string])[] = [
  ["list|lst", "list[any]"],
  ["array|arr|sequence", "list[any]"],
  ["tuple|tup", "tuple[any]"],
  ["string|text|sentence|str", "str"],
  ["word", "str"],
  ["character|letter", "char"],
  ["number|value", "num"],
  ["integer|int", "int"],
  ["float", "float"],
  ["dictionary|hashmap", "dict[any,any]"],
  ["set", "set[any]"],
  ["element|item|object", "any"],
  ["matrix", "list[list[num]]"],
  ["year", "int"],
  ["sublist|subarray", "list[any]"],
  ["substring", "str"],
  ["prefix|suffix", "str"],
  ["threshold|limit|bound|target", "num"],
  ["index|position", "int"],
  ["boolean", "bool"],
];

/** Words before a noun that limit an input to a kind and change nothing else. */
const PLAIN =
  "(positive|natural|non-negative|nonnegative|real|whole|sorted|unsorted|non-empty|nonempty|valid|single|floating|simple|certain|mixed)";

const TYPES: Entry[] = NOUNS.flatMap(([words, type]) => {
  const forms = words.split("|");
  const singular = forms.map((word) => `=${word}`).join("|");
  const many = forms.map((word) => `+${word}`).join("|");
  return [entry("TS", singular, [type], {}, 0), entry("TQ", many, [type], {}, 0)];
});

/** Types built of types, parameters, and the ways to name several at once. */
export const INPUTS: readonly Entry[] = [
  ...TYPES,
  entry("TY", "{t:TS[T]}", ["T"], {}, 0),
  entry("TY", `${PLAIN} {t:TS[T]}`, ["T"], {}, 0),
  entry("TP", "{t:TQ[T]}", ["T"], {}, 0),
  entry("TP", `${PLAIN} {t:TQ[T]}`, ["T"], {}, 0),
  entry("TY", "=list|=array|=sequence|=collection (of|containing|with) {t:TP[T]}", ["list[T]"], {}, 0),
  entry("TY", "=tuple (of|containing|with) {t:TP[T]}", ["tuple[T]"], {}, 0),
  entry("TY", "=set (of|containing) {t:TP[T]}", ["set[T]"], {}, 0),
  entry("TY", "=tuple|=tuples|=tupled list", ["list[tuple[any]]"], {}, 0),
  entry("TY", "=integer|=number|=numeric|=num list|=array", ["list[num]"], {}, 0),
  entry("TY", "=string|=word list|=array", ["list[str]"], {}, 0),
  entry("TY", "=dictionary list", ["list[dict[any,any]]"], {}, 0),
  entry("TY", "=nested list|=array", ["list[list[any]]"], {}, 0),
  entry("TY", "=nested tuple", ["tuple[tuple[any]]"], {}, 0),
  entry("TY", "=2d list|=array|=matrix", ["list[list[num]]"], {}, 0),
  entry("TY", "=decimal|=binary number", ["int"], {}, 2),
  entry("TY", "=binary string", ["str"], {}, 0),
  entry("TP", "+list|+array (of|containing) {t:TP[T]}", ["list[T]"], {}, 0),
  entry("TP", "+tuple (of|containing) {t:TP[T]}", ["tuple[T]"], {}, 0),
  entry("TP", "+sublist (of|containing) {t:TP[T]}", ["list[T]"], {}, 0),
  entry("NM", "{name:#name}", ["any"], { v: "self" }, 0),
  entry("V", "{name:#name}", ["any"], { v: "self" }, 1),
  entry("V", "{t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("V", "{t:TY[T]} {name:#name}", ["T"], { v: "self" }, 1),
  entry("V", "{ordinal:#ordinal} {t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("V", "other|another {t:TY[T]}", ["T"], { v: "self" }, 1),
  entry("V", "=it|=itself", ["any"], { v: "self" }, 1),
  entry("V", "true", ["bool"], { v: "True" }, 1),
  entry("V", "false", ["bool"], { v: "False" }, 1),
  entry("V", "none", ["any"], { v: "None" }, 1),
  entry("V", "- {i:#cardinal}", ["num"], { v: "-i" }, 0),
  entry("V", "(an)? empty (string)", ["str"], { v: "''" }, 1),
  entry("V", "(an)? empty (list)", ["list[any]"], { v: "[]" }, 1),
  entry("V", "{i:#cardinal}", ["num"], { v: "i" }, 0),
  entry("V", "{s:#quoted}", ["str"], { v: "s" }, 0),
  entry("O", "{i:#ordinal}", ["int"], { v: "i" }, 0),
  entry("O", "{name:#nth}", ["int"], { v: "self" }, 0),
  entry("TY", "=number|=integer", ["int"], {}, 1),
  entry("G2", "two|2 {t:TP[T]} <first:T> <second:T>", ["T"], { g1: "first", g2: "second" }, 1),
  entry("G2", "two|2 {t:TP[T]} {a:NM[T]} and {b:NM[T]}", ["T"], { g1: "a", g2: "b" }, 1),
  entry("G2", "(pair of {t:TP[T]} | {t:TP[T]} pair) <first:T> <second:T>", ["T"], { g1: "first", g2: "second" }, 2),
  entry("G2", "{t:TP[T]} {a:NM[T]} and {b:NM[T]}", ["T"], { g1: "a", g2: "b" }, 1),
  entry("G2", "{a:T} and {b:U}", ["T"], { g1: "a", g2: "b" }, 0),
  entry("G2", "{a:T} with|from {b:T}", ["T"], { g1: "a", g2: "b" }, 3),
  entry("G3", "three|3 {t:TP[T]} <first:T> <second:T> <third:T>", ["T"], { g1: "first", g2: "second", g3: "third" }, 1),
  entry("G3", "three|3 {t:TP[T]} {a:NM[T]} , {b:NM[T]} (,)? and {c:NM[T]}", ["T"], { g1: "a", g2: "b", g3: "c" }, 1),
  entry("G3", "{a:T} , {b:T} (,)? and {c:T}", ["T"], { g1: "a", g2: "b", g3: "c" }, 0),
  entry("M", "{xs:coll[T]}", ["list[T]"], { v: "xs" }, 0),
  entry("M", "{g:G2[T]}", ["list[T]"], { v: "[g1, g2]" }, 0),
  entry("M", "{g:G3[T]}", ["list[T]"], { v: "[g1, g2, g3]" }, 0),
  entry("V", "{xs:L[list[T]]}", ["plural[T]"], { v: "xs" }, 0),
  entry("L", "all (of)? {xs:L[list[T]]}", ["list[T]"], { v: "xs" }, 0),
  entry("N", "all {n:N[X,E]}", ["X", "E"], { domain: "n.domain(_)", pred: "n.pred(_)" }, 0),
  entry("M", "{xs:L[list[T]]}", ["list[T]"], { v: "xs" }, 0),
  entry("I", "{a:any}", ["any"], { v: "a" }, 0),
  entry("I", "{g:G2[any]}", ["any"], { v: "g1" }, 0),
  entry("I", "{g:G3[any]}", ["any"], { v: "g1" }, 0),
  entry("I", "{a:any} (,)? and {b:I[any]}", ["any"], { v: "a" }, 0),
  entry("I", "{a:any} , {b:I[any]}", ["any"], { v: "a" }, 0),
];
