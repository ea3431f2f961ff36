import type { ExprNode } from "py-ast";
import { elementOf } from "./containers.ts";
import { addLower, allocate, type Frame, require, view } from "./context.ts";
import { type Argument, callMethod, callType } from "./invoke.ts";
import { binary } from "./operators.ts";
import {
  BOOL,
  content,
  FLOAT,
  INT,
  instance,
  isInstance,
  join,
  joinAll,
  mapMembers,
  NEVER,
  NONE,
  STR,
  type Type,
  tuple,
  UNKNOWN,
} from "./type.ts";

interface Call {
  frame: Frame;
  receiver: Type | null;
  args: readonly Argument[];
  node: ExprNode;
}

type Rule = (call: Call) => Type;

function positional(call: Call, index: number): Argument | undefined {
  const argument = call.args[index];
  return argument === undefined || argument.keyword !== undefined || argument.spread === true ? undefined : argument;
}

function keyword(call: Call, name: string): Argument | undefined {
  return call.args.find((argument) => argument.keyword === name);
}

function element(call: Call, index: number, rule: string): Type {
  const argument = positional(call, index);
  return argument === undefined ? UNKNOWN : elementOf(call.frame.context, argument.type, argument.node, rule);
}

/** Hands `args` to a function given as an argument; a named one learns its parameters this way. */
function apply(call: Call, callee: Argument | undefined, args: readonly Type[]): Type {
  if (callee === undefined) return UNKNOWN;
  return callType(
    call.frame,
    callee.type,
    args.map((type) => ({ type, node: callee.node })),
    callee.node,
  );
}

function iterator(name: string, item: Type): Type {
  return instance(name, [item]);
}

/** Numbers stay what they are under `abs` and unary operators; other values have methods of their own. */
function sameNumber(type: Type): Type {
  return mapMembers(content(type), (member) => {
    if (member.kind === "variable" && view(member).kind === "variable")
      return { kind: "number", base: null, variables: [member.variable] };
    if (member.kind === "variable" || member.kind === "number") return member;
    if (isInstance(member, "bool")) return INT;
    return isInstance(member, "complex")
      ? FLOAT
      : isInstance(member, "int", "float", "fractions.Fraction", "decimal.Decimal")
        ? member
        : UNKNOWN;
  });
}

function extreme(call: Call): Type {
  const named = keyword(call, "key");
  const positionals = call.args.filter((argument) => argument.keyword === undefined);
  if (positionals.some((argument) => argument.spread === true)) return UNKNOWN;
  const items =
    positionals.length === 1
      ? element(call, 0, "argument-of-max")
      : joinAll(positionals.map((argument) => argument.type));
  if (named !== undefined) apply(call, named, [items]);
  else if (positionals.length > 1) {
    for (const one of positionals) {
      for (const other of positionals) {
        const seen = view(other.type);
        if (one === other || seen.kind !== "instance") continue;
        if (seen.name === "int" || seen.name === "str")
          require(one.type, seen, `compared-by-max-with-${seen.name}`, one.node);
        else if (seen.name === "float") require(one.type, null, "arithmetic-with-float", one.node);
      }
    }
  }
  return join(items, keyword(call, "default")?.type ?? NEVER);
}

function summed(call: Call): Type {
  const { context } = call.frame;
  const items = element(call, 0, "argument-of-sum");
  require(items, null, "summed", call.node);
  const start = positional(call, 1)?.type ?? keyword(call, "start")?.type ?? INT;
  if (items.kind === "never") return start;
  const added = binary(context, "Add", { type: start, node: call.node }, { type: items, node: call.node }, call.node);
  return isInstance(added, "bool") ? INT : added;
}

const RULES: Record<string, Rule> = {
  abs: (call) => {
    const value = positional(call, 0);
    if (value === undefined) return UNKNOWN;
    require(value.type, null, "arithmetic", value.node);
    return sameNumber(value.type);
  },
  round: (call) => {
    const value = positional(call, 0);
    if (value === undefined) return UNKNOWN;
    require(value.type, null, "rounded", value.node);
    const digits = positional(call, 1) ?? keyword(call, "ndigits");
    if (digits === undefined) return INT;
    require(digits.type, INT, "argument-int", digits.node);
    return sameNumber(value.type);
  },
  pow: (call) => {
    const [base, exponent] = [positional(call, 0), positional(call, 1)];
    if (base === undefined || exponent === undefined) return UNKNOWN;
    if (positional(call, 2) !== undefined) {
      for (const argument of call.args) require(argument.type, INT, "modular-power", argument.node);
      return INT;
    }
    return binary(call.frame.context, "Pow", base, exponent, call.node);
  },
  divmod: (call) => {
    const [left, right] = [positional(call, 0), positional(call, 1)];
    if (left === undefined || right === undefined) return UNKNOWN;
    const { context } = call.frame;
    return tuple([binary(context, "FloorDiv", left, right, call.node), binary(context, "Mod", left, right, call.node)]);
  },
  sum: summed,
  "math.prod": summed,
  min: extreme,
  max: extreme,
  "statistics.mean": (call) => {
    element(call, 0, "argument-of-sum");
    return UNKNOWN;
  },
  iter: (call) => iterator("Iterator", element(call, 0, "iterated")),
  next: (call) => join(element(call, 0, "iterated"), positional(call, 1)?.type ?? NEVER),
  super: (call) => {
    const { unit } = call.frame;
    return unit.cls === null
      ? UNKNOWN
      : { kind: "builtin", name: "super", receiver: { kind: "object", cls: unit.cls } };
  },
  type: (call) =>
    mapMembers(view(positional(call, 0)?.type ?? UNKNOWN), (member) => {
      if (member.kind === "object") return { kind: "class", name: member.cls.name, cls: member.cls };
      return member.kind === "instance" ? { kind: "class", name: member.name, cls: null } : UNKNOWN;
    }),
  sorted: (call) => {
    const items = element(call, 0, "argument-of-sorted");
    const key = keyword(call, "key");
    if (key !== undefined) apply(call, key, [items]);
    return allocate(call.frame.context, call.node, "list", [items]);
  },
  "list.sort": (call) => {
    const key = keyword(call, "key");
    if (key !== undefined && call.receiver !== null)
      apply(call, key, [elementOf(call.frame.context, call.receiver, call.node)]);
    return NONE;
  },
  map: (call) => {
    const items = call.args.slice(1).map((_, index) => element(call, index + 1, "iterated"));
    return iterator("Iterator", apply(call, positional(call, 0), items));
  },
  filter: (call) => {
    const items = element(call, 1, "iterated");
    apply(call, positional(call, 0), [items]);
    return iterator("Iterator", items);
  },
  "functools.reduce": (call) => {
    const items = element(call, 1, "iterated");
    const start = positional(call, 2)?.type ?? items;
    const once = apply(call, positional(call, 0), [start, items]);
    return join(start, apply(call, positional(call, 0), [join(start, once), items]));
  },
  zip: (call) => {
    if (call.args.some((argument) => argument.spread === true)) return iterator("Iterator", UNKNOWN);
    const items = call.args
      .filter((argument) => argument.keyword === undefined)
      .map((_, index) => element(call, index, "iterated"));
    return iterator("Iterator", tuple(items));
  },
  "itertools.zip_longest": (call) => {
    const items = call.args
      .filter((argument) => argument.keyword === undefined)
      .map((_, index) => element(call, index, "iterated"));
    const fill = keyword(call, "fillvalue")?.type ?? NONE;
    return iterator("Iterator", tuple(items.map((item) => join(item, fill))));
  },
  "itertools.product": (call) => {
    const repeated = keyword(call, "repeat") !== undefined || call.args.some((argument) => argument.spread === true);
    const items = call.args
      .filter((argument) => argument.keyword === undefined)
      .map((_, index) => element(call, index, "iterated"));
    return iterator("Iterator", repeated ? instance("tuple", [joinAll(items)]) : tuple(items));
  },
  enumerate: (call) => instance("enumerate", [INT, element(call, 0, "iterated")]),
  tuple: (call) => (call.args.length === 0 ? tuple([]) : instance("tuple", [element(call, 0, "iterated")])),
  dict: (call) => {
    const { context } = call.frame;
    const source = positional(call, 0);
    const named = call.args.filter((argument) => argument.keyword !== undefined);
    let keys: Type = named.length > 0 ? STR : NEVER;
    let values: Type = joinAll(named.map((argument) => argument.type));
    if (call.args.some((argument) => argument.spread === true)) [keys, values] = [UNKNOWN, UNKNOWN];
    if (source !== undefined) {
      const seen = view(source.type);
      const pair =
        isInstance(seen, "dict", "defaultdict", "Counter") && seen.kind === "instance"
          ? null
          : view(elementOf(context, source.type, source.node));
      if (pair === null && seen.kind === "instance") {
        keys = join(keys, content(seen.args[0] ?? UNKNOWN));
        values = join(values, content(seen.args[1] ?? UNKNOWN));
      } else {
        keys = join(keys, pair?.kind === "tuple" ? (pair.items[0] ?? UNKNOWN) : UNKNOWN);
        values = join(values, pair?.kind === "tuple" ? (pair.items[1] ?? UNKNOWN) : UNKNOWN);
      }
    }
    return allocate(context, call.node, "dict", [keys, values]);
  },
  "collections.defaultdict": (call) =>
    allocate(call.frame.context, call.node, "defaultdict", [NEVER, apply(call, positional(call, 0), [])]),
  "dict.get": (call) => {
    const value = dictValue(call);
    const fallback = positional(call, 1);
    return join(value, fallback === undefined ? NONE : fallback.type);
  },
  "dict.pop": (call) => join(dictValue(call), positional(call, 1)?.type ?? NEVER),
  "dict.setdefault": (call) => {
    const [key, value] = [positional(call, 0), positional(call, 1)];
    const { receiver } = call;
    if (receiver?.kind === "instance") {
      const [keys, values] = receiver.args;
      if (keys?.kind === "variable" && key !== undefined) addLower(call.frame.context, keys.variable, key.type);
      if (values?.kind === "variable") addLower(call.frame.context, values.variable, value?.type ?? NONE);
    }
    return join(dictValue(call), value?.type ?? NONE);
  },
  "dict.update": (call) => {
    const source = positional(call, 0);
    const { receiver } = call;
    if (source === undefined || receiver?.kind !== "instance") return NONE;
    const seen = view(source.type);
    receiver.args.forEach((arg, index) => {
      if (arg.kind !== "variable") return;
      const given =
        seen.kind === "instance" && seen.args.length === receiver.args.length ? seen.args[index] : undefined;
      addLower(call.frame.context, arg.variable, given === undefined ? UNKNOWN : content(given));
    });
    return NONE;
  },
  "dict.fromkeys": (call) =>
    allocate(call.frame.context, call.node, "dict", [element(call, 0, "iterated"), positional(call, 1)?.type ?? NONE]),
  "re.Match.group": (call) => (call.args.length > 1 ? instance("tuple", [UNKNOWN]) : join(STR, NEVER)),
  open: (call) => {
    const mode = positional(call, 1) ?? keyword(call, "mode");
    if (mode === undefined) return instance("TextIOWrapper");
    if (mode.node.nodeType !== "Constant" || typeof mode.node.value !== "string") return UNKNOWN;
    return mode.node.value.includes("b") ? UNKNOWN : instance("TextIOWrapper");
  },
  isinstance: () => BOOL,
  len: (call) => {
    const value = positional(call, 0);
    if (value !== undefined) {
      require(value.type, null, "length-taken", value.node);
      if (value.type.kind === "object") callMethod(call.frame, value.type, "__len__", [], call.node);
    }
    return INT;
  },
  str: (call) => {
    for (const argument of call.args) require(argument.type, null, "converted-to-str", argument.node);
    return STR;
  },
  int: (call) => {
    const [value, base] = [positional(call, 0), positional(call, 1) ?? keyword(call, "base")];
    if (value !== undefined)
      require(value.type, base === undefined ? null : STR, base === undefined
        ? "converted-to-int"
        : "parsed-with-base", value.node);
    if (base !== undefined) require(base.type, INT, "argument-int", base.node);
    return INT;
  },
  float: (call) => {
    for (const argument of call.args) require(argument.type, null, "converted-to-float", argument.node);
    return FLOAT;
  },
  object: () => instance("object"),
};
for (const alias of ["defaultdict", "OrderedDict", "Counter"]) {
  for (const method of ["get", "pop", "setdefault", "update"]) {
    const rule = RULES[`dict.${method}`];
    if (rule !== undefined) RULES[`${alias}.${method}`] = rule;
  }
}

function dictValue(call: Call): Type {
  const { receiver } = call;
  if (receiver?.kind !== "instance") return UNKNOWN;
  if (receiver.name === "Counter") return INT;
  return receiver.args[1] === undefined ? UNKNOWN : content(receiver.args[1]);
}

/** Calls whose result follows from more than a table line. `null` leaves the call to the tables. */
export function callSpecial(
  frame: Frame,
  name: string,
  receiver: Type | null,
  args: readonly Argument[],
  node: ExprNode,
): Type | null {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  return rule === undefined ? null : rule({ frame, receiver, args, node });
}
