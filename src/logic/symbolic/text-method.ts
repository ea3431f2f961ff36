import { python } from "../smt/prelude.ts";
import { apply, equal, ite, or, type Term } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import type { Fresh } from "./fresh.ts";
import { itemsOf } from "./iterate.ts";
import { rowOf } from "./loop.ts";
import { boolean, certain, int, type Meaning, opaqueUse, type Pure, pure, raises, total, unless } from "./value.ts";

type Text = Pure & { kind: "str" };
type TextMethod = (text: Text, operand: Pure, fresh: Fresh) => Meaning;

/** Methods of strings that SMT-LIB's theory of strings has exactly; those that depend on Unicode tables are not among them. */
const OF_ONE: Record<string, TextMethod> = {
  startswith: (text, prefix) => affix("str.prefixof", text, prefix),
  endswith: (text, suffix) => affix("str.suffixof", text, suffix),
  find: (text, part) => ofText(part, (term) => total(int(apply("str.indexof", text.term, term, "0")))),
  index: (text, part) =>
    ofText(part, (term) =>
      unless(
        "ValueError",
        apply("str.contains", text.term, term),
        pure(int(apply("str.indexof", text.term, term, "0"))),
      ),
    ),
  count: (text, part) => ofText(part, (term) => total(int(occurrences(text.term, term)))),
  removeprefix: (text, prefix) =>
    ofText(prefix, (p) => {
      const t = text.term;
      const rest = apply("str.substr", t, apply("str.len", p), apply("-", apply("str.len", t), apply("str.len", p)));
      return total({ kind: "str", term: ite(apply("str.prefixof", p, t), rest, t) });
    }),
  removesuffix: (text, suffix) =>
    ofText(suffix, (s) => {
      const t = text.term;
      const rest = apply("str.substr", t, "0", apply("-", apply("str.len", t), apply("str.len", s)));
      return total({ kind: "str", term: ite(apply("str.suffixof", s, t), rest, t) });
    }),
  join: (text, parts, fresh) => joined(text, parts, fresh),
};

function ofText(operand: Pure, operation: (term: Term) => Meaning): Meaning {
  if (operand.kind === "opaque") throw opaqueUse(operand);
  return operand.kind === "str" ? operation(operand.term) : raises("TypeError");
}

/** Occurrences that do not overlap; the empty text occurs between all characters. */
function occurrences(text: Term, part: Term): Term {
  const empty = apply("+", apply("str.len", text), "1");
  if (part === '""') return empty;
  const counted = python("py.occurrences", text, part, "0");
  return part.startsWith('"') ? counted : ite(equal(part, '""'), empty, counted);
}

function affix(operator: "str.prefixof" | "str.suffixof", text: Text, part: Pure): Meaning {
  if (part.kind === "opaque") throw opaqueUse(part);
  if (part.kind === "str") return total(boolean(apply(operator, part.term, text.term)));
  if (part.kind === "fixed" && part.flavour === "tuple") {
    const found: Term[] = [];
    for (const item of part.items) {
      const [only, ...others] = item;
      if (only?.value.kind !== "str" || others.length > 0) throw new UnsupportedConstruct("tuple_of_affixes");
      found.push(apply(operator, only.value.term, text.term));
    }
    return total(boolean(or(...found)));
  }
  if (part.kind === "sequence") throw new UnsupportedConstruct("tuple_of_affixes");
  return raises("TypeError");
}

/** `separator.join(parts)`. */
function joined(separator: Text, parts: Pure, fresh: Fresh): Meaning {
  if (parts.kind === "opaque") throw opaqueUse(parts);
  if (parts.kind === "str" && separator.term === '""') return total(parts);
  const items = itemsOf(parts);
  if (items === null) return raises("TypeError");
  if (items.kind === "fixed") {
    const terms: Term[] = [];
    for (const { value, faults } of items.items) {
      const [only, ...others] = value;
      if (only === undefined || others.length > 0 || faults.length > 0) throw new UnsupportedConstruct("method:join");
      if (only.value.kind === "opaque") throw opaqueUse(only.value);
      if (only.value.kind !== "str") return raises("TypeError");
      if (terms.length > 0) terms.push(separator.term);
      terms.push(only.value.term);
    }
    return total({ kind: "str", term: terms.length > 1 ? apply("str.++", ...terms) : (terms[0] ?? '""') });
  }
  const row = rowOf(items, fresh);
  if (row.type.kind !== "str") {
    if (row.type.kind === "union" || row.type.kind === "opaque") throw new UnsupportedConstruct("method:join");
    return unless("TypeError", equal(row.length, "0"), pure({ kind: "str", term: '""' }));
  }
  const whole = fresh.recursive({ kind: "str" }, (count, self) => {
    const before = apply("-", count, "1");
    const rest = separator.term === '""' ? self(before) : apply("str.++", self(before), separator.term);
    return ite(
      apply("<=", count, "0"),
      '""',
      ite(equal(count, "1"), row.at("0"), apply("str.++", rest, row.at(before))),
    );
  });
  return certain(pure({ kind: "str", term: whole(row.length) }));
}

/** ASCII text alone, of which the case and the classes of characters are the same in every version of Unicode. */
const asciiOf = (term: Term): string | null => {
  const match = /^"((?:[ !#-[\]-~]|"")*)"$/.exec(term);
  return match?.[1]?.replaceAll('""', '"') ?? null;
};

const OF_NONE: Record<string, (ascii: string) => Pure> = {
  lower: (ascii) => literal(ascii.toLowerCase()),
  upper: (ascii) => literal(ascii.toUpperCase()),
  strip: (ascii) => literal(ascii.trim()),
  isdigit: (ascii) => truthOf(/^[0-9]+$/.test(ascii)),
  isalpha: (ascii) => truthOf(/^[A-Za-z]+$/.test(ascii)),
  isalnum: (ascii) => truthOf(/^[0-9A-Za-z]+$/.test(ascii)),
  isspace: (ascii) => truthOf(/^ +$/.test(ascii)),
  isupper: (ascii) => truthOf(/[A-Z]/.test(ascii) && !/[a-z]/.test(ascii)),
  islower: (ascii) => truthOf(/[a-z]/.test(ascii) && !/[A-Z]/.test(ascii)),
};

const literal = (value: string): Pure => ({ kind: "str", term: `"${value.replaceAll('"', '""')}"` });
const truthOf = (value: boolean): Pure => boolean(value ? "true" : "false");

/** `text.name(...operands)` for a method that strings have. */
export function textMethod(name: string, text: Text, operands: Pure[], fresh: Fresh): Meaning {
  const [operand, second, ...others] = operands;
  const unsupported = new UnsupportedConstruct(`method:${name}`);
  if (operand === undefined) {
    const ascii = Object.hasOwn(OF_NONE, name) ? asciiOf(text.term) : null;
    const found = ascii === null ? undefined : OF_NONE[name];
    if (ascii === null || found === undefined) throw unsupported;
    return total(found(ascii));
  }
  if (name === "replace" && second !== undefined && others.length === 0) return replaced(text, operand, second);
  if (second !== undefined || !Object.hasOwn(OF_ONE, name)) throw unsupported;
  const found = OF_ONE[name];
  if (found === undefined) throw unsupported;
  return found(text, operand, fresh);
}

/** `text.replace(old, new)` for an `old` that is surely not empty: the empty text would be replaced between all characters. */
function replaced(text: Text, old: Pure, by: Pure): Meaning {
  return ofText(old, (from) =>
    ofText(by, (to) => {
      if (from === '""' || !from.startsWith('"')) throw new UnsupportedConstruct("method:replace");
      return total({ kind: "str", term: apply("str.replace_all", text.term, from, to) });
    }),
  );
}
