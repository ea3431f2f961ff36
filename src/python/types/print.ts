import { instance, isInstance, type Type } from "./type.ts";

export interface Spelling {
  /** How the file imports a qualified class, if it imports it by name. */
  imported: ReadonlyMap<string, string>;
  /** Whether `int | float` is written as `float`, which accepts both (PEP 484, the numeric tower). */
  foldNumbers: boolean;
}

/** Python annotation source for a resolved type. */
export function printType(type: Type, spelling: Spelling): string {
  switch (type.kind) {
    case "instance":
      return printInstance(type, spelling);
    case "tuple":
      return type.items.length === 0
        ? "tuple[()]"
        : `tuple[${type.items.map((item) => printType(item, spelling)).join(", ")}]`;
    case "object":
      return type.cls.name;
    case "union":
      return printUnion(type.members, spelling);
    default:
      return "Any";
  }
}

function printInstance(type: Extract<Type, { kind: "instance" }>, spelling: Spelling): string {
  if (type.name === "Callable") {
    const [parameters, returns] = type.args;
    const inside =
      parameters?.kind === "tuple"
        ? `[${parameters.items.map((item) => printType(item, spelling)).join(", ")}]`
        : "...";
    return `Callable[${inside}, ${returns === undefined ? "Any" : printType(returns, spelling)}]`;
  }
  const name = spelling.imported.get(type.name) ?? type.name;
  if (type.name === "...") return "...";
  if (type.args.length === 0) return name;
  const args = type.args.map((arg) => printType(arg, spelling));
  return type.name === "tuple" ? `tuple[${args.join(", ")}, ...]` : `${name}[${args.join(", ")}]`;
}

function printUnion(members: readonly Type[], spelling: Spelling): string {
  let shown = [...members];
  const has = (name: string) => shown.some((member) => isInstance(member, name));
  if (spelling.foldNumbers) {
    if (has("complex")) shown = shown.filter((member) => !isInstance(member, "int", "bool", "float"));
    else if (has("float")) shown = shown.filter((member) => !isInstance(member, "int", "bool"));
    else if (has("int")) shown = shown.filter((member) => !isInstance(member, "bool"));
  }
  const texts = new Set(
    shown.filter((member) => !isInstance(member, "None")).map((member) => printType(member, spelling)),
  );
  return [...[...texts].sort(), ...(has("None") ? [printType(instance("None"), spelling)] : [])].join(" | ");
}
