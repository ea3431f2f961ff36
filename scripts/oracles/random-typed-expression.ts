import { type Random, randomFrom } from "./random-expression.ts";

export { type Random, randomFrom };

/**
 * Random expressions in plain Python over typed names, mostly well typed and sometimes not, with random values for the names. They cover what
 * `src/logic/symbolic` gives a meaning to; `bound` names are ints. Floats are dyadic, and stay so: their arithmetic rounds nothing.
 */
export type Kind = "int" | "bool" | "float" | "str" | "ints" | "strs" | "dict" | "set" | "optional" | "pair" | "either";

/** Names and their annotations. */
export const TYPED_NAMES: Record<string, { annotation: string; kind: Kind }> = {
  i: { annotation: "int", kind: "int" },
  j: { annotation: "int", kind: "int" },
  b: { annotation: "bool", kind: "bool" },
  f: { annotation: "float", kind: "float" },
  s: { annotation: "str", kind: "str" },
  t: { annotation: "str", kind: "str" },
  xs: { annotation: "list[int]", kind: "ints" },
  ys: { annotation: "list[int]", kind: "ints" },
  ws: { annotation: "list[str]", kind: "strs" },
  d: { annotation: "dict[int, int]", kind: "dict" },
  e: { annotation: "dict[str, int]", kind: "dict" },
  q: { annotation: "set[int]", kind: "set" },
  r: { annotation: "set[int]", kind: "set" },
  o: { annotation: "int | None", kind: "optional" },
  p: { annotation: "tuple[int, str]", kind: "pair" },
  u: { annotation: "int | str | None", kind: "either" },
};

const KINDS: Kind[] = [
  ...(["int", "bool", "float", "str", "ints", "strs", "dict", "set", "optional", "pair", "either"] as const),
];
const TEXTS = ["", "a", "ab", "ba", "abc", "aab", "é", "b\u{1F600}", "12", "-3", "\u{ff11}", "Z", " ", "ß\n"];

/** Source text whose parts are put together; nothing else than a string. */
type Source = string;

export const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

const text = (random: Random): Source => JSON.stringify(pick(random, TEXTS));
const integer = (random: Random): Source => String(Math.floor(random() * 13) - 6);
const dyadic = (random: Random): Source => {
  const value = (Math.floor(random() * 41) - 20) / 4;
  return Number.isInteger(value) ? `${value}.0` : String(value);
};

/** A Python literal for a value of the annotation. */
export function randomValue(annotation: string, random: Random): Source {
  const several = (item: () => Source) => Array.from({ length: Math.floor(random() * 4) }, item);
  const distinct = (item: () => Source) => [...new Set(several(item))];
  switch (annotation) {
    case "int":
      return integer(random);
    case "bool":
      return random() < 0.5 ? "True" : "False";
    case "float":
      return dyadic(random);
    case "str":
      return text(random);
    case "list[int]":
      return `[${several(() => integer(random)).join(", ")}]`;
    case "list[str]":
      return `[${several(() => text(random)).join(", ")}]`;
    case "dict[int, int]":
      return `{${distinct(() => integer(random))
        .map((key) => `${key}: ${integer(random)}`)
        .join(", ")}}`;
    case "dict[str, int]":
      return `{${distinct(() => text(random))
        .map((key) => `${key}: ${integer(random)}`)
        .join(", ")}}`;
    case "set[int]": {
      const items = distinct(() => integer(random));
      return items.length === 0 ? "set()" : `{${items.join(", ")}}`;
    }
    case "int | None":
      return random() < 0.4 ? "None" : integer(random);
    case "tuple[int, str]":
      return `(${integer(random)}, ${text(random)})`;
    case "int | str | None":
      return random() < 0.3 ? "None" : random() < 0.5 ? integer(random) : text(random);
    default:
      throw new Error(`no values of ${annotation}`);
  }
}

/** A random expression of roughly the wanted kind. */
export function randomTypedExpression(random: Random, kind: Kind | "any", depth = 3, bound: Source[] = []): Source {
  const wanted: Kind = kind === "any" || random() < 0.04 ? pick(random, KINDS) : kind;
  const go = (inner: Kind | "any", extra: Source[] = []) =>
    randomTypedExpression(random, inner, depth - 1, [...bound, ...extra]);
  const leaf = (): Source => {
    if (wanted === "int" && bound.length > 0 && random() < 0.6) return pick(random, bound);
    const names = Object.keys(TYPED_NAMES).filter((name) => TYPED_NAMES[name]?.kind === wanted);
    if (names.length > 0 && random() < 0.75) return pick(random, names);
    const known = names[0] === undefined ? undefined : TYPED_NAMES[names[0]];
    return randomValue(known?.annotation ?? "int", random).replace(/^-.*$/, "($&)");
  };
  if (depth <= 0 || random() < 0.12) return leaf();
  if (random() < 0.05) return `(${go(wanted)} if ${go("bool")} else ${go(wanted)})`;
  if (random() < 0.05) return `(${go(wanted)} ${pick(random, ["and", "or"])} ${go(wanted)})`;
  const v = `v${depth}${bound.length}`;
  const iterable = (): Source =>
    pick(random, [
      () => go("ints"),
      () => `range(${go("int")})`,
      () => `range(${go("int")}, ${go("int")}${pick(random, ["", ", 2", ", -1"])})`,
      () => "d",
      () => "d.values()",
    ])();
  const loop = (): Source => `for ${v} in ${iterable()}${random() < 0.4 ? ` if ${go("bool", [v])}` : ""}`;
  return pick(random, FORMS[wanted])({ random, go, v, loop, iterable });
}

interface Context {
  random: Random;
  go: (kind: Kind | "any", extra?: Source[]) => Source;
  /** A name for a bound variable. */
  v: Source;
  /** `for v in ...`, perhaps with a condition. */
  loop: () => Source;
  iterable: () => Source;
}

type Form = (context: Context) => Source;

const SLICES = ["[::-1]", "[1:]", "[:-1]", "[::2]", "[-1::-2]", "[5:0:-1]", "[:2]", "[-2:]"];

const comparison = (random: Random): Source => pick(random, ["<", "<=", ">", ">=", "==", "!="]);

/** Forms of expression by the kind of their value; a form is as likely as it occurs here. */
const FORMS: Record<Kind, Form[]> = {
  int: [
    ({ random, go }) => `(${go("int")} ${pick(random, ["+", "-", "*", "//", "%"])} ${go("int")})`,
    ({ random, go }) => `(${go("int")} ${pick(random, ["//", "%"])} ${go("int")})`,
    ({ go }) => `(-${go("int")})`,
    ({ random, go }) => `len(${go(pick(random, ["str", "ints", "strs", "dict", "set"]))})`,
    ({ go }) => `${go("ints")}[${go("int")}]`,
    ({ go }) => `abs(${go("int")})`,
    ({ random, go }) =>
      `${pick(random, ["min", "max"])}(${go("int")}, ${go(pick(random, ["int", "int", "float", "bool"]))})`,
    ({ random, go }) => `${pick(random, ["min", "max", "sum"])}(${go(pick(random, ["ints", "set"]))})`,
    ({ random, go }) => `${pick(random, ["min", "max"])}(${go("ints")}, default=${go("int")})`,
    ({ random, go, v }) =>
      `${pick(random, ["min", "max"])}(${go("ints")}, key=lambda ${v}: ${pick(random, [`-${v}`, `${v} % 3`, `abs(${v})`])})`,
    ({ go, v, loop }) => `sum(${go("int", [v])} ${loop()})`,
    ({ random, go }) => `(${go("int")} ${pick(random, ["& 3", "& 1", ">> 1", "<< 2", "** 2", "** 3"])})`,
    ({ random, go }) => `(${go("int")} ${pick(random, ["&", "|", "^"])} ${go("int")})`,
    ({ random, go }) => `(${go("int")} ${pick(random, ["<<", ">>"])} ${go("int")})`,
    () => "p[0]",
    ({ go }) => `(~${go("int")})`,
    ({ go }) => `${go("str")}.find(${go("str")})`,
    ({ random, go }) => `${go("str")}.${pick(random, ["count", "index"])}(${go("str")})`,
    ({ random, go }) => `${go("ints")}.${pick(random, ["count", "index"])}(${go("int")})`,
    ({ random, go }) => `int(${go(pick(random, ["int", "float", "bool"]))})`,
    ({ random, go }) => `round(${go(pick(random, ["int", "float", "bool"]))})`,
    ({ go }) => `ord(${go("str")})`,
    ({ go }) => `(${go("bool")} + ${go("int")})`,
    ({ random, go }) => `divmod(${go("int")}, ${go("int")})[${pick(random, ["0", "1"])}]`,
    ({ random, go }) => `pow(${go("int")}, 2, ${pick(random, ["5", "3", "-4", "j"])})`,
    ({ go }) => `d[${go("int")}]`,
    ({ go }) => `e[${go("str")}]`,
    ({ go }) => `d.get(${go("int")}, ${go("int")})`,
    ({ random }) => pick(random, ["o", "u", "(o or 1)"]),
  ],
  float: [
    ({ random, go }) => `(${go("float")} ${pick(random, ["+", "-", "*"])} ${go(pick(random, ["float", "int"]))})`,
    ({ random, go }) => `(${go("float")} ${pick(random, ["//", "%"])} ${pick(random, ["2", "0.5", "-1.5", "0"])})`,
    ({ random, go }) => `(${go(pick(random, ["float", "int"]))} / ${pick(random, ["2", "4", "-2", "0.5", "0"])})`,
    ({ go }) => `abs(${go("float")})`,
    ({ go }) => `float(${go("int")})`,
    ({ random }) => `(${pick(random, ["2", "4", "0", "-2"])} ** ${pick(random, ["-1", "-2", "j"])})`,
  ],
  str: [
    ({ go }) => `(${go("str")} + ${go("str")})`,
    ({ go }) => `${go("str")}[${go("int")}]`,
    ({ go }) => `${go("str")}[${go("int")}:${go("int")}]`,
    ({ go }) => `${go("str")}[:${go("int")}]`,
    ({ random, go }) => `${go("str")}${pick(random, SLICES)}`,
    ({ go }) => `${go("strs")}[${go("int")}]`,
    () => "p[1]",
    ({ random, go }) => `${go("str")}.${pick(random, ["removeprefix", "removesuffix"])}(${go("str")})`,
    ({ random, go }) => `(${go("str")} * ${pick(random, ["2", "0", "i"])})`,
    ({ random, go }) => `str(${go(pick(random, ["int", "int", "bool", "str", "optional"]))})`,
    ({ random, go }) => `chr(${pick(random, ["97", "i", "-1"])} + ${go("int")})`,
    ({ random, go }) => `${pick(random, ['""', '", "', "t"])}.join(${go("strs")})`,
    ({ random, go }) => `${go("str")}.replace(${pick(random, ['"a"', '"ab"', '"é"'])}, ${go("str")})`,
    () => 'f"{i}{s}-{b}"',
    ({ random, go }) => `${pick(random, ["min", "max"])}(${go("strs")})`,
    ({ go, v }) => `"".join(str(${go("int", [v])}) for ${v} in xs)`,
  ],
  ints: [
    ({ go }) => `(${go("ints")} + ${go("ints")})`,
    ({ go }) => `[${go("int")}, ${go("int")}]`,
    ({ go }) => `${go("ints")}[${go("int")}:]`,
    ({ go }) => `${go("ints")}[${go("int")}:${go("int")}]`,
    ({ random, go }) => `${go("ints")}${pick(random, SLICES)}`,
    ({ random, go }) => `(${go("ints")} * ${pick(random, ["2", "0", "i", "-1"])})`,
    ({ go, v, loop }) => `[${go("int", [v])} ${loop()}]`,
    ({ random, go }) => `sorted(${go(pick(random, ["ints", "set"]))})`,
    ({ random, go, v }) =>
      `sorted(${go("ints")}, ${pick(random, ["reverse=True", `key=lambda ${v}: -${v}`, `key=lambda ${v}: ${v} % 2, reverse=True`])})`,
    ({ random, iterable }) => `list(${pick(random, ["", "reversed"])}(${iterable()}))`,
    ({ random, go, v, iterable }) =>
      `list(${pick(random, ["map", "filter"])}(lambda ${v}: ${go("int", [v])}, ${iterable()}))`,
    ({ random }) => `list(${pick(random, ["d", "d.keys()", "d.values()", "e.values()"])})`,
    ({ go, v }) => `[${v} * w${v} for ${v}, w${v} in zip(${go("ints")}, ${go("ints")})]`,
    ({ go, v }) => `[${v} - w${v} for ${v}, w${v} in enumerate(${go("ints")})]`,
  ],
  strs: [
    ({ go }) => `(ws + [${go("str")}])`,
    ({ go }) => `[${go("str")}, ${go("str")}]`,
    ({ go }) => `list(${go("str")})`,
    () => "sorted(ws)",
    ({ random }) => `ws${pick(random, SLICES)}`,
    ({ go, v }) => `[str(${go("int", [v])}) for ${v} in xs]`,
    () => "list(e)",
  ],
  dict: [
    ({ go }) => `{${go("int")}: ${go("int")}, ${go("int")}: ${go("int")}}`,
    ({ go, v, loop }) => `{${v}: ${go("int", [v])} ${loop()}}`,
    ({ go }) => `dict(zip(${go("ints")}, ${go("ints")}))`,
    () => "dict(d.items())",
    ({ go }) => `dict(enumerate(${go("ints")}))`,
  ],
  set: [
    ({ go }) => `{${go("int")}, ${go("int")}}`,
    ({ go }) => `set(${go("ints")})`,
    ({ go, v, loop }) => `{${go("int", [v])} ${loop()}}`,
    ({ random, go }) => `(${go("set")} ${pick(random, ["|", "&", "-", "^"])} ${go("set")})`,
    ({ random, go }) => `${go("set")}.${pick(random, ["union", "intersection", "difference"])}(${go("set")})`,
    () => "set(d)",
  ],
  optional: [
    ({ go }) => `(${go("int")} if ${go("bool")} else None)`,
    () => "d.get(i)",
    ({ go }) => `e.get(${go("str")})`,
  ],
  either: [({ go }) => `(${go("int")} if ${go("bool")} else ${go("str")})`, () => "u"],
  pair: [({ go }) => `(${go("int")}, ${go("str")})`, ({ go }) => `divmod(${go("int")}, ${go("int")})`],
  bool: [
    ({ random, go }) =>
      `(${go(pick(random, ["int", "float", "bool"]))} ${comparison(random)} ${go(pick(random, ["int", "float", "bool"]))})`,
    ({ random, go }) => `(${go("int")} ${comparison(random)} ${go("float")} ${comparison(random)} ${go("int")})`,
    ({ random, go }) => `(${go("str")} ${comparison(random)} ${go("str")})`,
    ({ random, go }) => `(${go("ints")} ${comparison(random)} ${go("ints")})`,
    ({ random, go }) => `(${go("pair")} ${comparison(random)} ${go("pair")})`,
    ({ random, go }) => `(${go("set")} ${comparison(random)} ${go("set")})`,
    ({ random, go }) => {
      const kind = pick(random, KINDS);
      return `(${go(kind)} ${pick(random, ["==", "!="])} ${go(kind)})`;
    },
    ({ random, go }) => `(${go("any")} ${pick(random, ["==", "!="])} ${go("any")})`,
    ({ random, go }) => `(${go("any")} ${comparison(random)} ${go("any")})`,
    ({ go }) => `(not ${go("any")})`,
    ({ random, go }) => `(${go("bool")} ${pick(random, ["and", "or"])} ${go("bool")})`,
    ({ random, go }) => `(${go("int")} ${pick(random, ["in", "not in"])} ${go(pick(random, ["ints", "dict", "set"]))})`,
    ({ random, go }) => `(${go("any")} ${pick(random, ["in", "not in"])} ${go("any")})`,
    ({ random, go }) => `(${go("any")} ${pick(random, ["in", "not in"])} (${go("any")}, ${go("any")}))`,
    ({ random, go }) => `(${go("str")} in ${go(pick(random, ["str", "strs"]))})`,
    ({ random, go }) => `(${go("int")} in range(${go("int")}, ${go("int")}${pick(random, ["", ", 3", ", -2"])}))`,
    ({ random, go }) => `(${go(pick(random, ["optional", "either"]))} ${pick(random, ["is None", "is not None"])})`,
    ({ random, go }) => `${go("str")}.${pick(random, ["startswith", "endswith"])}(${go("str")})`,
    ({ go }) => `${go("str")}.startswith((${go("str")}, "a"))`,
    ({ random, go, v, loop }) => `${pick(random, ["all", "any"])}(${go("bool", [v])} ${loop()})`,
    ({ random, go, v, loop }) => `${pick(random, ["all", "any"])}([${go("bool", [v])} ${loop()}])`,
    ({ random, go }) =>
      `isinstance(${go("any")}, ${pick(random, ["int", "str", "(str, bool)", "(list, tuple)", "dict", "(set, int)"])})`,
    ({ random, go }) => `bool(${go(pick(random, ["any", "ints", "dict", "set", "str"]))})`,
  ],
};
