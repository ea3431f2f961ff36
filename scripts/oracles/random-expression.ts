/** Random expressions of Lift's language over a fixed set of typed names, mostly well typed and sometimes not, with random values for the names. */

/** One expression in Lift's syntax and the same in plain Python, which has no `implies`. */
export interface Sample {
  lift: string;
  python: string;
}

export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): a small seeded generator of numbers in [0, 1). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Kind = "int" | "bool" | "float" | "str" | "ints" | "strs" | "optional" | "pair" | "either";

/** Names and their annotations. */
export const NAMES: Record<string, { annotation: string; kind: Kind }> = {
  i: { annotation: "int", kind: "int" },
  j: { annotation: "int", kind: "int" },
  b: { annotation: "bool", kind: "bool" },
  f: { annotation: "float", kind: "float" },
  s: { annotation: "str", kind: "str" },
  t: { annotation: "str", kind: "str" },
  xs: { annotation: "list[int]", kind: "ints" },
  ys: { annotation: "list[int]", kind: "ints" },
  ws: { annotation: "list[str]", kind: "strs" },
  o: { annotation: "int | None", kind: "optional" },
  p: { annotation: "tuple[int, str]", kind: "pair" },
  u: { annotation: "int | str | None", kind: "either" },
};

const STRINGS = ["", "a", "ab", "ba", "abc", "aa", "é", "b\u{1F600}", 'a"', "\\", "Z"];
const KINDS: Kind[] = ["int", "bool", "float", "str", "ints", "strs", "optional", "pair", "either"];

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

const text = (value: string): string => JSON.stringify(value);
const integer = (random: Random): string => String(Math.floor(random() * 15) - 7);
const dyadic = (random: Random): string => {
  const value = (Math.floor(random() * 41) - 20) / 4;
  return Number.isInteger(value) ? `${value}.0` : String(value);
};

/** A Python literal for a value of the kind. */
export function randomLiteral(kind: Kind, random: Random): string {
  const list = (item: () => string): string => `[${Array.from({ length: Math.floor(random() * 4) }, item).join(", ")}]`;
  switch (kind) {
    case "int":
      return integer(random);
    case "bool":
      return random() < 0.5 ? "True" : "False";
    case "float":
      return dyadic(random);
    case "str":
      return text(pick(random, STRINGS));
    case "ints":
      return list(() => integer(random));
    case "strs":
      return list(() => text(pick(random, STRINGS)));
    case "optional":
      return random() < 0.4 ? "None" : integer(random);
    case "pair":
      return `(${integer(random)}, ${text(pick(random, STRINGS))})`;
    case "either":
      return random() < 0.3 ? "None" : random() < 0.5 ? integer(random) : text(pick(random, STRINGS));
  }
}

const both = (value: string): Sample => ({ lift: value, python: value });

/** Joins samples with fixed text: `compose("(", a, " + ", b, ")")`. */
function compose(...parts: (string | Sample)[]): Sample {
  const side = (which: keyof Sample) => parts.map((part) => (typeof part === "string" ? part : part[which])).join("");
  return { lift: side("lift"), python: side("python") };
}

/** A random expression of roughly the wanted kind. */
export function randomExpression(random: Random, kind: Kind | "any" = "bool", depth = 3, bound: string[] = []): Sample {
  const wanted: Kind = kind === "any" || random() < 0.06 ? pick(random, KINDS) : kind;
  const go = (inner: Kind | "any", extra: string[] = []) =>
    randomExpression(random, inner, depth - 1, [...bound, ...extra]);
  const leaf = (): Sample => {
    const names = Object.keys(NAMES).filter((name) => NAMES[name]?.kind === wanted);
    if (wanted === "int" && bound.length > 0 && random() < 0.6) return both(pick(random, bound));
    if (names.length > 0 && random() < 0.75) return both(pick(random, names));
    return both(randomLiteral(wanted, random).replace(/^-.*$/, "($&)"));
  };
  if (depth <= 0 || random() < 0.12) return leaf();
  const conditional = () => compose("(", go(wanted), " if ", go("bool"), " else ", go(wanted), ")");
  const operandOf = () => compose("(", go(wanted), pick(random, [" and ", " or "]), go(wanted), ")");
  if (random() < 0.06) return conditional();
  if (random() < 0.05) return operandOf();
  switch (wanted) {
    case "int":
      return pick(random, [
        () => compose("(", go("int"), pick(random, [" + ", " - ", " * ", " // ", " % "]), go("int"), ")"),
        () => compose("(-", go("int"), ")"),
        () => compose("len(", go(pick(random, ["str", "ints", "strs"])), ")"),
        () => compose(go("ints"), "[", go("int"), "]"),
        () => compose("abs(", go("int"), ")"),
        () =>
          compose(pick(random, ["min", "max"]), "(", go("int"), ", ", go(pick(random, ["int", "int", "float"])), ")"),
        () => compose("(", go("int"), pick(random, [" & 3", " & 1", " >> 1", " << 2", " ** 2"]), ")"),
        () => compose("p[0]"),
        () => compose("(~", go("int"), ")"),
        () => compose("sum([", go("int"), ", ", go("int"), "])"),
        () => compose(go("str"), ".find(", go("str"), ")"),
        () => compose("int(", go(pick(random, ["int", "float", "bool"])), ")"),
        () => compose("ord(", go("str"), ")"),
        () => compose("(", go("bool"), " + ", go("int"), ")"),
      ])();
    case "float":
      return pick(random, [
        () =>
          compose(
            "(",
            go("float"),
            pick(random, [" + ", " - ", " * ", " // ", " % "]),
            go(pick(random, ["float", "int"])),
            ")",
          ),
        () => compose("(", go(pick(random, ["float", "int"])), " / ", pick(random, ["2", "4", "-2", "0.5", "0"]), ")"),
        () => compose("abs(", go("float"), ")"),
        () => compose("float(", go("int"), ")"),
      ])();
    case "str":
      return pick(random, [
        () => compose("(", go("str"), " + ", go("str"), ")"),
        () => compose(go("str"), "[", go("int"), "]"),
        () => compose(go("str"), "[", go("int"), ":", go("int"), "]"),
        () => compose(go("str"), "[:", go("int"), "]"),
        () => compose(go("strs"), "[", go("int"), "]"),
        () => compose("p[1]"),
        () => compose(go("str"), pick(random, [".removeprefix(", ".removesuffix("]), go("str"), ")"),
      ])();
    case "ints":
      return pick(random, [
        () => compose("(", go("ints"), " + ", go("ints"), ")"),
        () => compose("[", go("int"), ", ", go("int"), "]"),
        () => compose(pick(random, ["xs", "ys"]), "[", go("int"), ":]"),
        () => compose(pick(random, ["xs", "ys"]), "[", go("int"), ":", go("int"), "]"),
      ])();
    case "strs":
      return random() < 0.5 ? compose("(ws + [", go("str"), "])") : compose("[", go("str"), ", ", go("str"), "]");
    case "optional":
    case "either":
      return random() < 0.5 ? conditional() : leaf();
    case "pair":
      return compose("(", go("int"), ", ", go("str"), ")");
    case "bool":
      return boolean(random, go, depth, bound);
  }
}

function boolean(
  random: Random,
  go: (kind: Kind | "any", extra?: string[]) => Sample,
  depth: number,
  bound: string[],
): Sample {
  const comparison = () => pick(random, [" < ", " <= ", " > ", " >= ", " == ", " != "]);
  const numeric = (): Kind => pick(random, ["int", "int", "float", "bool"]);
  const same = pick(random, ["int", "str", "ints", "pair", "optional", "either"] as const);
  const variable = `v${depth}${bound.length}`;
  const iterable = (): Sample =>
    pick(random, [
      () => go("ints"),
      () => compose("range(", go("int"), ")"),
      () => compose("range(", go("int"), ", ", go("int"), pick(random, ["", ", 2", ", -1"]), ")"),
    ])();
  const body = (): Sample => go("bool", [variable]);
  return pick(random, [
    () => compose("(", go(numeric()), comparison(), go(numeric()), ")"),
    () => compose("(", go(numeric()), comparison(), go(numeric()), comparison(), go(numeric()), ")"),
    () => compose("(", go("str"), comparison(), go("str"), ")"),
    () => compose("(", go(same), pick(random, [" == ", " != "]), go(same), ")"),
    () => compose("(", go("any"), pick(random, [" == ", " != "]), go("any"), ")"),
    () => compose("(", go("any"), comparison(), go("any"), ")"),
    () => compose("(not ", go("any"), ")"),
    () => compose("(", go("bool"), " and ", go("bool"), ")"),
    () => compose("(", go("bool"), " or ", go("bool"), ")"),
    () => compose("(", go("int"), pick(random, [" in ", " not in "]), go("ints"), ")"),
    () => compose("(", go("any"), pick(random, [" in ", " not in "]), "[", go("any"), ", ", go("any"), "])"),
    () => compose("(", go("str"), " in ", go(pick(random, ["str", "strs"])), ")"),
    () =>
      compose(
        "(",
        go(pick(random, ["int", "float"])),
        " in range(",
        go("int"),
        ", ",
        go("int"),
        pick(random, ["", ", 3", ", -2"]),
        "))",
      ),
    () => compose("(", go(pick(random, ["optional", "either"])), pick(random, [" is None", " is not None"]), ")"),
    () => compose("(o is None or ", go("bool"), ")"),
    () => compose("(", go("int"), " in (1, 'a', None, 2.0))"),
    () => compose(go("str"), pick(random, [".startswith(", ".endswith("]), go("str"), ")"),
    () => compose(pick(random, ["all", "any"]), "(", body(), ` for ${variable} in `, iterable(), ")"),
    () => compose(pick(random, ["all", "any"]), "(", body(), ` for ${variable} in `, iterable(), " if ", body(), ")"),
    () => compose(pick(random, ["all", "any"]), "([", body(), ` for ${variable} in `, iterable(), "])"),
    () =>
      compose(
        pick(random, ["all", "any"]),
        `(a${variable} < ${variable} for a${variable}, ${variable} in zip(`,
        go("ints"),
        ", ys))",
      ),
    () =>
      compose(pick(random, ["all", "any"]), `(c${variable} in `, go("str"), ` for c${variable} in `, go("str"), ")"),
    () => compose("(", go("int"), ` in [${variable} * 2 for ${variable} in `, iterable(), "])"),
    () =>
      compose(
        "isinstance(",
        go(pick(random, ["either", "optional", "int"])),
        pick(random, [", int)", ", str)", ", (str, bool))"]),
      ),
    () => {
      const [left, right] = [go("bool"), go("bool")];
      return {
        lift: `implies(${left.lift}, ${right.lift})`,
        python: `(bool(${right.python}) if ${left.python} else True)`,
      };
    },
  ])();
}
