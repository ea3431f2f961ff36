import { apply, ite } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import {
  boolean,
  int,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  pure,
  RAISES,
  type Symbolic,
  total,
} from "./value.ts";

type StringMethod = (text: Pure & { kind: "str" }, operand: Pure) => Meaning;

/** Methods of strings that SMT-LIB's theory of strings has exactly; those that depend on Unicode tables are not among them. */
const STRING_METHODS: Record<string, StringMethod> = {
  startswith: (text, prefix) => affix("str.prefixof", text, prefix),
  endswith: (text, suffix) => affix("str.suffixof", text, suffix),
  find: (text, part) => (part.kind === "str" ? total(int(apply("str.indexof", text.term, part.term, "0"))) : RAISES),
  index: (text, part) =>
    part.kind === "str"
      ? {
          value: pure(int(apply("str.indexof", text.term, part.term, "0"))),
          defined: apply("str.contains", text.term, part.term),
        }
      : RAISES,
  removeprefix: (text, prefix) => {
    if (prefix.kind !== "str") return RAISES;
    const [t, p] = [text.term, prefix.term];
    const rest = apply("str.substr", t, apply("str.len", p), apply("-", apply("str.len", t), apply("str.len", p)));
    return total({ kind: "str", term: ite(apply("str.prefixof", p, t), rest, t) });
  },
  removesuffix: (text, suffix) => {
    if (suffix.kind !== "str") return RAISES;
    const [t, s] = [text.term, suffix.term];
    const rest = apply("str.substr", t, "0", apply("-", apply("str.len", t), apply("str.len", s)));
    return total({ kind: "str", term: ite(apply("str.suffixof", s, t), rest, t) });
  },
};

function affix(operator: "str.prefixof" | "str.suffixof", text: Pure & { kind: "str" }, affix: Pure): Meaning {
  if (affix.kind === "opaque") throw opaqueUse(affix);
  if (affix.kind === "str") return total(boolean(apply(operator, affix.term, text.term)));
  if (affix.kind === "sequence" || affix.kind === "fixed") throw new UnsupportedConstruct("tuple_of_affixes");
  return RAISES;
}

/** `object.name(...operands)`. */
export function method(name: string, object: Symbolic, operands: Symbolic[]): Meaning {
  const [operand, ...others] = operands;
  const found = Object.hasOwn(STRING_METHODS, name) ? STRING_METHODS[name] : undefined;
  if (found !== undefined && operand !== undefined && others.length === 0)
    return map2(object, operand, (value, argument) => {
      if (value.kind === "str") {
        if (argument.kind === "opaque") throw opaqueUse(argument);
        return found(value, argument);
      }
      if (value.kind === "none") return RAISES;
      throw new UnsupportedConstruct(`method:${name}`);
    });
  return map(object, (value) => {
    if (value.kind === "none") return RAISES;
    throw new UnsupportedConstruct(`method:${name}`);
  });
}
