import type { Signature } from "../../ir/ir.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import { typeName } from "../../logic/types/python-type.ts";
import { wordsOf } from "./grammar/candidate.ts";

/** A type that values of a name usually have, with how sure the name makes of it. */
export interface Usual {
  annotation: string;
  weight: number;
}

/** Words at the end of names, and the types that values so called have most often in Python code. */
const OF_PARAMETERS: readonly (readonly [words: string, annotation: string, weight: number])[] = [
  ["nums numbers arr array integers ints primes digits indices scores counts sizes lengths", "list[int]", 0.4],
  ["lst l xs list li values vals items elements elems sequence seq data queue stack heap", "list[int]", 0.38],
  ["lst l xs list li values vals items elements elems sequence seq data queue stack heap results", "list", 0.35],
  ["words strings strs names lines tokens texts sentences paths keys", "list[str]", 0.4],
  ["matrix grid board table mat rows", "list[list[int]]", 0.4],
  ["points pairs intervals edges", "list[tuple[int, int]]", 0.35],
  ["tup tuple t tpl", "tuple", 0.4],
  ["dict d dic mapping lookup counter graph config options", "dict", 0.4],
  ["set seen visited", "set", 0.35],
  [
    "s str string text word sentence name char character ch c letter line message msg prefix suffix pattern key path url title label brackets substring txt sep separator delimiter",
    "str",
    0.45,
  ],
  [
    "n m k i j num number count size length limit index idx pos position width height depth step steps start end stop low high lo hi lower upper day month year hour minute second age port digit base exponent power rows cols row col level bits bit mask x y z a b p q target number",
    "int",
    0.4,
  ],
  [
    "ratio rate price weight tolerance eps epsilon radius angle probability threshold temperature distance factor scale alpha beta",
    "float",
    0.4,
  ],
  ["flag verbose strict recursive enabled debug reverse inplace force", "bool", 0.45],
  ["func fn function callback f g key predicate", "Callable", 0.25],
];

/** Types that a parameter of this name usually has, the likeliest first. */
export function usualTypes(name: string): Usual[] {
  const words = wordsOf(name);
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return [];
  const found: Usual[] = [];
  if (words.length > 1 && ["is", "has", "can", "should", "use", "allow"].includes(first))
    found.push({ annotation: "bool", weight: 0.5 });
  for (const [list, annotation, weight] of OF_PARAMETERS)
    if (list.split(" ").includes(last)) found.push({ annotation, weight });
  if (found.length === 0)
    for (const [list, annotation, weight] of OF_PARAMETERS)
      if (words.some((word) => word.length > 1 && list.split(" ").includes(word)))
        found.push({ annotation, weight: weight / 2 });
  if (found.length === 0 && last.length > 3 && last.endsWith("s") && !last.endsWith("ss"))
    found.push({ annotation: "list", weight: 0.25 });
  return found.toSorted((one, other) => other.weight - one.weight);
}

const PREDICATES =
  "is has have can should are was does contains check validate verify exists matches startswith endswith equals any all same";
const COUNTS = "count num len length index find size total gcd lcm factorial fib fibonacci digit digits area";
const OF_ELEMENTS = "sum max min maximum minimum largest smallest biggest product majority";
const FRACTIONS = "average mean median ratio percentage volume perimeter distance";
const PROCEDURES =
  "init set add append insert remove delete update clear print write save push reset close setup register";
const SAME_TYPE =
  "sort sorted reverse rotate remove filter replace shift shuffle merge append insert unique add swap increment decrement";
const TEXTS = "str repr name format render generate upper lower encode decode encrypt decrypt join binary hex";
const LISTS = "split parse list get all words";

const METHODS: Readonly<Record<string, string>> = {
  __len__: "int",
  __hash__: "int",
  __str__: "str",
  __repr__: "str",
  __bool__: "bool",
  __contains__: "bool",
  __eq__: "bool",
  __lt__: "bool",
};

/** Types that a function usually returns by its name and the types of its parameters, the likeliest first. */
export function usualResults({ name, parameters }: Signature): Usual[] {
  if (/^__(?:init|post_init|setattr|setitem|delitem|delattr)__$/.test(name))
    return [{ annotation: "None", weight: 0.95 }];
  const special = METHODS[name];
  if (special !== undefined) return [{ annotation: special, weight: 0.95 }];
  const words = wordsOf(name);
  const [first = ""] = words;
  const isMethod = ["self", "cls"].includes(parameters[0]?.name ?? "");
  const hints = parameters.flatMap(({ type_hint }) => type_hint ?? []);
  const found: Usual[] = [];
  const note = (annotation: string | undefined, weight: number) => {
    if (annotation !== undefined && !found.some((one) => one.annotation === annotation))
      found.push({ annotation, weight });
  };
  const has = (list: string) => words.some((word) => list.split(" ").includes(word));
  if (PREDICATES.split(" ").includes(first)) note("bool", 0.6);
  const target = words[words.lastIndexOf("to") + 1];
  if (words.includes("to") && target !== undefined)
    for (const { annotation } of usualTypes(target)) note(annotation, 0.45);
  if (isMethod && PROCEDURES.split(" ").includes(first)) note("None", 0.45);
  if (has(SAME_TYPE)) note(hints[0], 0.45);
  if (has(OF_ELEMENTS)) note(elementHint(hints) ?? "int", 0.4);
  if (has(COUNTS)) note("int", 0.4);
  if (has(FRACTIONS)) note("float", 0.4);
  if (has(TEXTS)) note("str", 0.35);
  if (has(LISTS)) note("list[str]", 0.2);
  return found.toSorted((one, other) => other.weight - one.weight);
}

const COMMONEST_PARAMETERS: readonly Usual[] = [
  { annotation: "int", weight: 0.15 },
  { annotation: "str", weight: 0.14 },
  { annotation: "list[int]", weight: 0.12 },
];

const COMMONEST_RESULTS: readonly Usual[] = [
  { annotation: "int", weight: 0.2 },
  { annotation: "bool", weight: 0.16 },
  { annotation: "str", weight: 0.15 },
];

/** The types that parameters and results of typed Python code have most often: guesses where nothing tells. Of a result, that of the first parameter is one; methods return None often. */
export function commonestTypes({ parameters }: Signature, name: string): Usual[] {
  if (name !== "result") return [...COMMONEST_PARAMETERS];
  const isMethod = ["self", "cls"].includes(parameters[0]?.name ?? "");
  const hint = parameters.find(({ type_hint }) => type_hint !== null)?.type_hint ?? null;
  return [
    ...(isMethod ? [{ annotation: "None", weight: 0.25 }] : []),
    ...(hint === null ? [] : [{ annotation: hint, weight: 0.18 }]),
    ...COMMONEST_RESULTS.filter(({ annotation }) => annotation !== hint),
  ].toSorted((one, other) => other.weight - one.weight);
}

function elementHint(hints: readonly string[]): string | null {
  for (const hint of hints) {
    const type = typeOfAnnotation(hint);
    if (type.kind === "sequence" && type.element.kind !== "opaque") return typeName(type.element);
  }
  return null;
}
