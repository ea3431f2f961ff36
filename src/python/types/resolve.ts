import { returnedBy } from "./context.ts";
import {
  type Decision,
  instance,
  isInstance,
  joinAll,
  membersOf,
  NEVER,
  type Type,
  tuple,
  typeKey,
  UNKNOWN,
} from "./type.ts";

/** A type without variables, and the decisions about variables it rests on. */
export interface Resolved {
  type: Type;
  decisions: Set<Decision>;
}

const MAX_DEPTH = 6;
const ANY = instance("Any");

/** Replaces variables by what was decided about them and cells by what they hold; the undecided become `unknown`. */
export function resolve(type: Type): Resolved {
  const decisions = new Set<Decision>();
  return { type: resolved(type, decisions, 0), decisions };
}

function resolved(type: Type, decisions: Set<Decision>, depth: number): Type {
  if (depth > MAX_DEPTH) return UNKNOWN;
  switch (type.kind) {
    case "variable": {
      const { variable } = type;
      if (variable.role === "cell")
        return merged([...variable.lowers.values()].map((lower) => resolved(lower, decisions, depth + 1)));
      if (variable.decision === null || !variable.decision.complete) return UNKNOWN;
      decisions.add(variable.decision);
      return resolved(variable.decision.type, decisions, depth + 1);
    }
    case "number": {
      const operands: Type[] = type.base === null ? [] : [instance(type.base)];
      for (const variable of type.variables)
        operands.push(resolved({ kind: "variable", variable }, decisions, depth + 1));
      return arithmetic(operands);
    }
    case "instance":
      if (type.args.length === 0) return type;
      return instance(
        type.name,
        type.args.map((arg) => resolved(arg, decisions, depth + 1)),
      );
    case "tuple":
      return tuple(type.items.map((item) => resolved(item, decisions, depth + 1)));
    case "union":
      return merged(type.members.map((member) => resolved(member, decisions, depth + 1)));
    case "function": {
      const parameters = type.unit.parameters.slice(type.receiver === null ? 0 : 1);
      const simple = parameters.every((parameter) => parameter.kind === "positional");
      const types = parameters.map((parameter) =>
        resolved(parameter.declared ?? { kind: "variable", variable: parameter.variable }, decisions, depth + 1),
      );
      const returns = resolved(returnedBy(type.unit), decisions, depth + 1);
      const known = simple && types.every((one) => !hasUnknown(one));
      return instance("Callable", [
        known ? { kind: "tuple", items: types } : instance("..."),
        hasUnknown(returns) ? ANY : returns,
      ]);
    }
    case "builtin":
      return type.name.startsWith("?.") ? UNKNOWN : instance("Callable", [instance("..."), ANY]);
    case "class":
      return instance("type", [type.cls === null ? instance(type.name) : { kind: "object", cls: type.cls }]);
    default:
      return type;
  }
}

function arithmetic(operands: readonly Type[]): Type {
  const members = operands.flatMap(membersOf);
  if (operands.some((operand) => operand.kind === "unknown")) return UNKNOWN;
  if (members.every((member) => isInstance(member, "int", "bool"))) return instance("int");
  if (members.every((member) => isInstance(member, "int", "bool", "float"))) {
    return operands.some((operand) => operand.kind === "union")
      ? joinAll([instance("int"), instance("float")])
      : instance("float");
  }
  if (members.every((member) => isInstance(member, "int", "bool", "float", "complex"))) return instance("complex");
  const all = joinAll(operands);
  return all.kind === "union" ? UNKNOWN : all;
}

/** Joins resolved types, letting an empty container take the elements of its siblings. */
export function merged(types: readonly Type[]): Type {
  const members = joinAll(types);
  if (members.kind !== "union") return members;
  const byName = new Map<string, Type[]>();
  const rest: Type[] = [];
  for (const member of members.members) {
    if (member.kind === "instance" && member.args.length > 0 && member.name !== "type") {
      byName.set(member.name, [...(byName.get(member.name) ?? []), member]);
    } else rest.push(member);
  }
  for (const [name, group] of byName) {
    const filled = group.filter((one) => one.kind === "instance" && one.args.some((arg) => arg.kind !== "never"));
    if (name === "Callable") rest.push(oneCallable(group));
    else if (filled.length <= 1) rest.push(...(filled.length === 0 ? group.slice(0, 1) : filled));
    else {
      const argLists = filled.map((one) => (one.kind === "instance" ? one.args : []));
      const width = argLists[0]?.length ?? 0;
      const args = Array.from({ length: width }, (_, index) => merged(argLists.map((list) => list[index] ?? NEVER)));
      rest.push(args.every((arg) => isNumeric(arg)) ? instance(name, args) : joinAll(filled));
    }
  }
  return joinAll(foldTuples(rest));
}

/** A callable that stands for several: it takes what they all take, where that is the same, and returns what any of them returns. */
function oneCallable(group: readonly Type[]): Type {
  const args = group.map((one) => (one.kind === "instance" ? one.args : []));
  const [first] = args;
  const parameters = first?.[0] ?? UNKNOWN;
  const same = args.every((list) => list[0] !== undefined && typeKey(list[0]) === typeKey(parameters));
  const returns = args.map((list) => list[1] ?? ANY);
  const open = returns.some((type) => isInstance(type, "Any"));
  return instance("Callable", [same ? parameters : instance("..."), open ? ANY : merged(returns)]);
}

/** Tuples of one length that differ only in kinds of numbers are one tuple. */
function foldTuples(types: readonly Type[]): Type[] {
  const folded: Type[] = [];
  for (const type of types) {
    const at = folded.findIndex(
      (other) =>
        type.kind === "tuple" &&
        other.kind === "tuple" &&
        other.items.length === type.items.length &&
        type.items.every((item, index) => {
          const counterpart = other.items[index];
          return (
            counterpart !== undefined &&
            (typeKey(counterpart) === typeKey(item) || (isNumeric(counterpart) && isNumeric(item)))
          );
        }),
    );
    const other = folded[at];
    if (type.kind !== "tuple" || other?.kind !== "tuple") folded.push(type);
    else folded[at] = tuple(type.items.map((item, index) => joinAll([item, other.items[index] ?? item])));
  }
  return folded;
}

function isNumeric(type: Type): boolean {
  return membersOf(type).every((member) => isInstance(member, "int", "float", "bool", "complex"));
}

export function hasUnknown(type: Type): boolean {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "module":
      return true;
    case "instance":
      return type.args.some(hasUnknown);
    case "tuple":
      return type.items.some(hasUnknown);
    case "union":
      return type.members.some(hasUnknown);
    default:
      return false;
  }
}
