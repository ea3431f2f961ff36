import type { ExprNode } from "py-ast";
import { addLower, type Context, type Frame } from "./context.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./expression.ts";
import { execute } from "./statement.ts";
import { content, joinAll, type Type, typeKey } from "./type.ts";
import { type ClassUnit, newVariable } from "./unit.ts";

type ClassStatement = ClassUnit["node"];

/** Bases that add no attributes of their own for what Lift asks. */
const TRANSPARENT_BASES = new Set(["object", "Enum", "IntEnum", "ABC", "Generic", "Protocol", "NamedTuple"]);

export function defineClass(frame: Frame, node: ClassStatement): ClassUnit {
  const { context } = frame;
  let cls = context.registry.classes.get(node);
  if (cls === undefined) {
    cls = {
      id: context.registry.nextId++,
      name: node.name,
      node,
      enclosing: frame.unit,
      bases: [],
      attributes: new Map(),
      isEnumeration: node.bases.some((base) => /Enum$|Flag$/.test(lastName(base))),
    };
    context.registry.classes.set(node, cls);
  }
  const bases = node.bases.map(
    (base): Type =>
      TRANSPARENT_BASES.has(lastName(base)) ? { kind: "class", name: "object", cls: null } : evaluate(frame, base),
  );
  if (bases.map(typeKey).join() !== cls.bases.map(typeKey).join()) {
    cls.bases = bases;
    context.orders.clear();
    for (const base of bases) {
      if (base.kind !== "class" || base.cls === null) continue;
      const derived = context.derived.get(base.cls) ?? new Set();
      context.derived.set(base.cls, derived.add(cls));
    }
  }
  const outer = frame.environment;
  frame.environment = new Environment(outer);
  const enclosing = frame.cls;
  frame.cls = cls;
  execute(frame, node.body);
  frame.cls = enclosing;
  frame.environment = outer;
  return cls;
}

function lastName(node: ExprNode): string {
  if (node.nodeType === "Name") return node.id;
  if (node.nodeType === "Attribute") return node.attr;
  return node.nodeType === "Subscript" ? lastName(node.value) : "";
}

/** Method resolution order: C3 where it exists, depth first where the bases contradict each other. Stops at classes outside the file. */
export function resolutionOrder(context: Context, cls: ClassUnit): ClassUnit[] {
  let order = context.orders.get(cls);
  if (order === undefined) {
    order = linearized(cls);
    context.orders.set(cls, order);
  }
  return order;
}

function linearized(cls: ClassUnit, seen: ReadonlySet<ClassUnit> = new Set()): ClassUnit[] {
  if (seen.has(cls) || seen.size > 30) return [];
  const below = new Set([...seen, cls]);
  const bases = cls.bases.flatMap((base) => (base.kind === "class" && base.cls !== null ? [base.cls] : []));
  const sequences = [...bases.map((base) => linearized(base, below)), bases].filter((sequence) => sequence.length > 0);
  const order = [cls];
  let pending = sequences.map((sequence) => [...sequence]);
  while (pending.length > 0) {
    const head =
      pending
        .map((sequence) => sequence[0])
        .find((one) => one !== undefined && !pending.some((sequence) => sequence.indexOf(one) > 0)) ?? pending[0]?.[0];
    if (head === undefined) break;
    order.push(head);
    pending = pending
      .map((sequence) => sequence.filter((one) => one !== head))
      .filter((sequence) => sequence.length > 0);
  }
  return order;
}

/** Whether every base is known, so that an attribute not found does not exist. */
function isClosed(order: readonly ClassUnit[]): boolean {
  return order.every((cls) =>
    cls.bases.every((base) => base.kind === "class" && (base.cls !== null || base.name === "object")),
  );
}

const MAX_DERIVED = 60;

/** The classes of the file below a class, directly or not; of very wide families only a part, more than `MAX_DERIVED`. */
function derivedFrom(context: Context, cls: ClassUnit): Set<ClassUnit> {
  const found = new Set<ClassUnit>(context.derived.get(cls));
  for (const one of found) {
    if (found.size > MAX_DERIVED) break;
    for (const next of context.derived.get(one) ?? []) if (next !== cls) found.add(next);
  }
  return found;
}

/** Looks an attribute up along the resolution order, after `past` where given (`super()`). `null` when the file does not tell. */
export function lookup(context: Context, cls: ClassUnit, name: string, past: ClassUnit | null = null): Type | null {
  const order = resolutionOrder(context, cls);
  const from = past === null ? 0 : order.indexOf(past) + 1;
  for (const candidate of order.slice(from)) {
    const attribute = candidate.attributes.get(name);
    if (attribute !== undefined) return content({ kind: "variable", variable: attribute });
    if (!isClosed([candidate])) return null;
  }
  if (past !== null) return null;
  const below = derivedFrom(context, cls);
  if (below.size > MAX_DERIVED) return null;
  const found = [...below].flatMap((other) => {
    const attribute = other.attributes.get(name);
    return attribute === undefined ? [] : [content({ kind: "variable", variable: attribute })];
  });
  return found.length === 0 ? null : joinAll(found);
}

export function storeIn(context: Context, cls: ClassUnit, name: string, type: Type): void {
  let attribute = cls.attributes.get(name);
  if (attribute === undefined) {
    attribute = newVariable(context.registry, "cell", name);
    cls.attributes.set(name, attribute);
    context.attributeNames.add(name);
  }
  addLower(context, attribute, type);
}
