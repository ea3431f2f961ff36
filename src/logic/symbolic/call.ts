import type { Expression } from "../../ir/expression/ast.ts";
import { python } from "../smt/prelude.ts";
import { apply, equal, not } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { asInteger, asReal, binary, isNumeric, literalOf } from "./arithmetic.ts";
import { compare } from "./compare.ts";
import { enumerateItems, itemsOf, paired, quantify } from "./iterate.ts";
import { attributeOf, method } from "./method.ts";
import { type Scope, searchComprehension, translate } from "./translate.ts";
import {
  after,
  boolean,
  certain,
  choose,
  inOrder,
  int,
  lengthOf,
  type Meaning,
  map,
  map2,
  opaqueUse,
  type Pure,
  pure,
  raises,
  type Symbolic,
  total,
  truth,
  unless,
} from "./value.ts";

type Call = Expression & { kind: "call" };
type Builtin = (parts: Expression[], scope: Scope, call: Call) => Meaning;

/** A call of a built-in function or of a string method with an exact meaning. A name bound to something else hides the built-in. */
export function call(expression: Call, scope: Scope): Meaning {
  const { callee } = expression;
  if (
    expression.arguments.some((part) => part.kind === "starred") ||
    expression.keywords.some(({ name }) => name === null)
  )
    throw new UnsupportedConstruct("starred");
  if (callee.kind === "attribute") {
    if (expression.keywords.length > 0) throw new UnsupportedConstruct(`method:${callee.attribute}`);
    const object = translate(callee.object, scope);
    const operands = expression.arguments.map((part) => translate(part, scope));
    return after(
      inOrder(object, attributeOf(callee.attribute, object.value), ...operands),
      method(
        callee.attribute,
        object.value,
        operands.map(({ value }) => value),
      ),
    );
  }
  if (callee.kind !== "name") throw new UnsupportedConstruct("call");
  const builtin = Object.hasOwn(BUILTINS, callee.name) ? BUILTINS[callee.name] : undefined;
  if (builtin === undefined || scope.binds(callee.name)) throw new UnsupportedConstruct(`call:${callee.name}`);
  if (expression.keywords.length > 0) throw new UnsupportedConstruct(`call:${callee.name}`);
  return builtin(expression.arguments, scope, expression);
}

/** A built-in of one positional argument, given by type. */
const ofOne =
  (name: string, operation: (value: Pure) => Meaning): Builtin =>
  (parts, scope) => {
    const [only, ...others] = parts;
    if (only === undefined || others.length > 0) throw new UnsupportedConstruct(`call:${name}`);
    const operand = translate(only, scope);
    return after(operand, map(operand.value, operation));
  };

const BUILTINS: Record<string, Builtin> = {
  len: ofOne("len", (value) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    if (value.kind === "fixed" && value.flavour === "set") throw new UnsupportedConstruct("call:len");
    if (value.kind !== "str" && value.kind !== "sequence" && value.kind !== "fixed" && value.kind !== "range")
      return raises("TypeError");
    return total(int(lengthOf(value)));
  }),
  abs: ofOne("abs", (value) => {
    if (value.kind === "opaque") throw opaqueUse(value);
    if (!isNumeric(value)) return raises("TypeError");
    return value.kind === "float"
      ? total({ kind: "float", term: python("py.real.abs", value.term) })
      : total(int(python("py.abs", asInteger(value))));
  }),
  bool: ofOne("bool", (value) => total(boolean(truth(pure(value))))),
  int: ofOne("int", (value) => {
    if (!isNumeric(value)) throw new UnsupportedConstruct("call:int");
    return total(int(value.kind === "float" ? python("py.trunc", value.term) : asInteger(value)));
  }),
  float: ofOne("float", (value) => {
    if (!isNumeric(value)) throw new UnsupportedConstruct("call:float");
    return total({ kind: "float", term: asReal(value) });
  }),
  ord: ofOne("ord", (value) => {
    if (value.kind !== "str") throw new UnsupportedConstruct("call:ord");
    return unless("TypeError", equal(apply("str.len", value.term), "1"), pure(int(apply("str.to_code", value.term))));
  }),
  list: ofOne("list", (value) => converted("list", value)),
  tuple: ofOne("tuple", (value) => converted("tuple", value)),
  min: (parts, scope) => extreme("min", "<", parts, scope),
  max: (parts, scope) => extreme("max", ">", parts, scope),
  sum: ofOne("sum", (value) => {
    if (value.kind !== "fixed" || value.flavour === "set") throw new UnsupportedConstruct("call:sum");
    return value.items.reduce<Meaning>(
      (sum, item) =>
        after(
          sum,
          map2(sum.value, item, (a, b) => binary("+", a, b)),
        ),
      total(int("0")),
    );
  }),
  all: (parts, scope) => quantified("all", parts, scope),
  any: (parts, scope) => quantified("any", parts, scope),
  range: (parts, scope) => range(parts, scope),
  enumerate: (parts, scope) => {
    const [iterable, ...others] = parts;
    if (iterable === undefined || others.length > 0) throw new UnsupportedConstruct("call:enumerate");
    return itemsFrom([iterable], scope, ([items]) => (items === undefined ? null : enumerateItems(items, "0")));
  },
  zip: (parts, scope) => {
    if (parts.length === 0) throw new UnsupportedConstruct("call:zip");
    return itemsFrom(parts, scope, paired);
  },
  isinstance: (parts, scope) => isInstance(parts, scope),
};

function converted(flavour: "list" | "tuple", value: Pure): Meaning {
  if (value.kind === "sequence" || (value.kind === "fixed" && value.flavour !== "set"))
    return total({ ...value, flavour });
  throw new UnsupportedConstruct(`call:${flavour}`);
}

function itemsFrom(
  parts: Expression[],
  scope: Scope,
  build: (items: NonNullable<ReturnType<typeof itemsOf>>[]) => Pure | null,
): Meaning {
  const meanings = parts.map((part) => translate(part, scope));
  const all = meanings.map(({ value }) => {
    const [only, ...others] = value;
    const items = only === undefined || others.length > 0 ? null : itemsOf(only.value);
    if (items === null) throw new UnsupportedConstruct("iteration");
    return items;
  });
  const built = build(all);
  if (built === null) return raises("TypeError");
  return { value: pure(built), ...inOrder(...meanings) };
}

function quantified(which: "all" | "any", parts: Expression[], scope: Scope): Meaning {
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) throw new UnsupportedConstruct(`call:${which}`);
  if (only.kind === "comprehension" && only.form !== "set")
    return searchComprehension(which, only, scope, (element) => ({ ...certain([]), truth: truth(element) }));
  const operand = translate(only, scope);
  return after(
    operand,
    map(operand.value, (value) => {
      const items = itemsOf(value);
      if (items === null) return raises("TypeError");
      return quantify(
        which,
        items,
        false,
        (item) => ({ ...certain([]), stops: which === "any" ? truth(item) : not(truth(item)) }),
        scope.fresh,
      );
    }),
  );
}

/** `min` and `max` of arguments or of a display; the first of equal ones is answered. */
function extreme(name: "min" | "max", operator: "<" | ">", parts: Expression[], scope: Scope): Meaning {
  const meanings = parts.map((part) => translate(part, scope));
  let values: Symbolic[] = meanings.map(({ value }) => value);
  if (values.length === 1) {
    const [only, ...others] = values[0] ?? [];
    if (only === undefined || others.length > 0 || only.value.kind !== "fixed" || only.value.flavour === "set")
      throw new UnsupportedConstruct(`call:${name}`);
    values = only.value.items;
  }
  const [first, ...rest] = values;
  const operands = inOrder(...meanings);
  if (first === undefined) return after(operands, raises(parts.length === 0 ? "TypeError" : "ValueError"));
  let best: Meaning = { value: first, ...operands };
  for (const next of rest) {
    const better = map2(next, best.value, (a, b) => compare(operator, a, b, scope.fresh));
    best = { value: choose(truth(better.value), next, best.value), ...inOrder(best, better) };
  }
  return best;
}

function range(parts: Expression[], scope: Scope): Meaning {
  const meanings = parts.map((part) => translate(part, scope));
  const [first, second, third] = meanings.map(({ value }) => value);
  if (first === undefined || parts.length > 3) throw new UnsupportedConstruct("call:range");
  const [start, stop] = second === undefined ? [pure(int("0")), first] : [first, second];
  const built = map2(start, stop, (from, to) =>
    map(third ?? pure(int("1")), (by) => {
      for (const bound of [from, to, by]) {
        if (bound.kind === "opaque") throw opaqueUse(bound);
        if (bound.kind !== "int" && bound.kind !== "bool") return raises("TypeError");
      }
      if (!isNumeric(from) || !isNumeric(to) || !isNumeric(by)) return raises("TypeError");
      const step = literalOf(asInteger(by));
      if (step === null) throw new UnsupportedConstruct("variable_range_step");
      return step === 0n
        ? raises("ValueError")
        : total({ kind: "range", start: asInteger(from), stop: asInteger(to), step });
    }),
  );
  return after(inOrder(...meanings), built);
}

/** Built-in classes whose instances are known by kind. Whether a float is an int at run time is not. */
const CLASSES: Record<string, (value: Pure) => boolean | null> = {
  int: ({ kind }) => (kind === "float" ? null : kind === "int" || kind === "bool"),
  bool: ({ kind }) => (kind === "float" ? null : kind === "bool"),
  float: ({ kind }) => (kind === "float" ? null : false),
  str: ({ kind }) => kind === "str",
  list: (value) => isFlavour(value, "list"),
  tuple: (value) => isFlavour(value, "tuple"),
};

function isFlavour(value: Pure, flavour: "list" | "tuple"): boolean | null {
  if (value.kind !== "sequence" && value.kind !== "fixed") return false;
  return value.flavour === "either" ? null : value.flavour === flavour;
}

function isInstance(parts: Expression[], scope: Scope): Meaning {
  const [object, classes, ...others] = parts;
  if (object === undefined || classes === undefined || others.length > 0)
    throw new UnsupportedConstruct("call:isinstance");
  const names = (classes.kind === "tuple" ? classes.items : [classes]).map((part) => {
    if (part.kind !== "name" || !Object.hasOwn(CLASSES, part.name) || scope.binds(part.name))
      throw new UnsupportedConstruct("call:isinstance");
    return part.name;
  });
  const operand = translate(object, scope);
  return after(
    operand,
    map(operand.value, (value) => {
      if (value.kind === "opaque") throw opaqueUse(value);
      if (value.kind === "items") throw new UnsupportedConstruct("call:isinstance");
      if (value.kind === "float" && names.includes("float") && names.includes("int")) return total(boolean("true"));
      const answers = names.map((name) => CLASSES[name]?.(value) ?? null);
      if (answers.includes(true)) return total(boolean("true"));
      if (answers.includes(null)) throw new UnsupportedConstruct("call:isinstance");
      return total(boolean("false"));
    }),
  );
}
