import { apply, ite } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import {
  boolean,
  certain,
  type Ending,
  int,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  pure,
  raises,
  type Symbolic,
  total,
  unless,
} from "./value.ts";

type StringMethod = (text: Pure & { kind: "str" }, operand: Pure) => Meaning;

/** Methods of strings that SMT-LIB's theory of strings has exactly; those that depend on Unicode tables are not among them. */
const STRING_METHODS: Record<string, StringMethod> = {
  startswith: (text, prefix) => affix("str.prefixof", text, prefix),
  endswith: (text, suffix) => affix("str.suffixof", text, suffix),
  find: (text, part) =>
    part.kind === "str" ? total(int(apply("str.indexof", text.term, part.term, "0"))) : raises("TypeError"),
  index: (text, part) =>
    part.kind === "str"
      ? unless(
          "ValueError",
          apply("str.contains", text.term, part.term),
          pure(int(apply("str.indexof", text.term, part.term, "0"))),
        )
      : raises("TypeError"),
  removeprefix: (text, prefix) => {
    if (prefix.kind !== "str") return raises("TypeError");
    const [t, p] = [text.term, prefix.term];
    const rest = apply("str.substr", t, apply("str.len", p), apply("-", apply("str.len", t), apply("str.len", p)));
    return total({ kind: "str", term: ite(apply("str.prefixof", p, t), rest, t) });
  },
  removesuffix: (text, suffix) => {
    if (suffix.kind !== "str") return raises("TypeError");
    const [t, s] = [text.term, suffix.term];
    const rest = apply("str.substr", t, "0", apply("-", apply("str.len", t), apply("str.len", s)));
    return total({ kind: "str", term: ite(apply("str.suffixof", s, t), rest, t) });
  },
};

function affix(operator: "str.prefixof" | "str.suffixof", text: Pure & { kind: "str" }, affix: Pure): Meaning {
  if (affix.kind === "opaque") throw opaqueUse(affix);
  if (affix.kind === "str") return total(boolean(apply(operator, affix.term, text.term)));
  if (affix.kind === "sequence" || affix.kind === "fixed") throw new UnsupportedConstruct("tuple_of_affixes");
  return raises("TypeError");
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
      if (value.kind === "none") return raises("AttributeError");
      throw new UnsupportedConstruct(`method:${name}`);
    });
  return map(object, (value) => {
    if (value.kind === "none") return raises("AttributeError");
    throw new UnsupportedConstruct(`method:${name}`);
  });
}

/** Whether looking up a method raises: it happens before the operands are evaluated. */
export function attributeOf(name: string, object: Symbolic): Ending {
  return map(object, (value) => {
    if (value.kind === "none" && !name.startsWith("__")) return raises("AttributeError");
    return certain([]);
  });
}
