import { UnsupportedConstruct } from "../../unsupported.ts";
import { translate } from "../translate.ts";
import { after, boolean, type Meaning, map, opaqueUse, type Pure, total } from "../value.ts";
import { type Builtin, type BuiltinCall, builtin, unsupportedCall } from "./builtin.ts";

/** Built-in classes whose instances are known by kind. Whether a float is an int at run time is not. */
const CLASSES: Record<string, (value: Pure) => boolean | null> = {
  int: ({ kind }) => (kind === "float" ? null : kind === "int" || kind === "bool"),
  bool: ({ kind }) => (kind === "float" ? null : kind === "bool"),
  float: ({ kind }) => (kind === "float" ? null : false),
  str: ({ kind }) => kind === "str",
  list: (value) => isFlavour(value, "list"),
  tuple: (value) => isFlavour(value, "tuple"),
  dict: ({ kind }) => kind === "dict",
  set: (value) => value.kind === "set" || (value.kind === "fixed" && value.flavour === "set"),
  range: ({ kind }) => kind === "range",
};

function isFlavour(value: Pure, flavour: "list" | "tuple"): boolean | null {
  if (value.kind !== "sequence" && value.kind !== "fixed") return false;
  return value.flavour === "either" ? null : value.flavour === flavour;
}

function isInstance(call: BuiltinCall): Meaning {
  const [object, classes, ...others] = call.parts;
  if (object === undefined || classes === undefined || others.length > 0) throw unsupportedCall(call);
  const names = (classes.kind === "tuple" ? classes.items : [classes]).map((part) => {
    if (part.kind !== "name" || !Object.hasOwn(CLASSES, part.name) || call.scope.binds(part.name))
      throw new UnsupportedConstruct("call:isinstance");
    return part.name;
  });
  const operand = translate(object, call.scope);
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

export const INSTANCE_BUILTINS: Record<string, Builtin> = { isinstance: builtin(isInstance) };
