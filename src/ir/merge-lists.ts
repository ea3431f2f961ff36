import { canonicalJson } from "./canonical.ts";

type Json = Readonly<Record<string, unknown>>;

/** What identifies an element of a list. */
export type Keyed = (element: Json) => string;

const byId: Keyed = ({ id }) => String(id);
const byContent: Keyed = (element) => canonicalJson(element, "escape");

const KEYS: Record<string, Keyed | "set"> = {
  "signature.parameters": byId,
  "signature.raises": byId,
  assertions: byId,
  effects: byId,
  holes: byId,
  examples: ({ call, args, kwargs }) => canonicalJson([call, args, kwargs], "escape"),
  relationships: ({ kind, target }) => `${kind}:${target}`,
  "metadata.evidence": byId,
  "metadata.checks": ({ question }) => String(question),
  "metadata.problems": byContent,
};

/** Fields of unordered, distinct words or references, wherever they stand. */
const SETS = new Set([
  "evidence_refs",
  "constraints",
  "return_constraints",
  "dependencies",
  "applies_to",
  "user_personas",
  "success_criteria",
  "domain_concepts",
]);

/** How the list at a path merges: by element, as a set, or (null) as a whole. */
export function keyedAs(path: string): Keyed | "set" | null {
  const named = KEYS[path];
  if (named !== undefined) return named;
  if (path.endsWith("].suggestions")) return byContent;
  return SETS.has(path.slice(path.lastIndexOf(".") + 1)) ? "set" : null;
}

/** What either side has, without what either side took from the base. Ours comes first. */
export function mergeSet(base: readonly unknown[], ours: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const removed = base.filter((item) => !ours.includes(item) || !theirs.includes(item));
  return [...new Set([...ours, ...theirs])].filter((item) => !removed.includes(item));
}

/**
 * Merges two lists element by element; `merge` sees what each of the three has under a key and answers undefined to drop it. The order is that of the side
 * that changed it (ours when both did); elements of the other side alone follow the element that they follow there.
 */
export function mergeKeyed(
  keyed: Keyed,
  base: readonly Json[],
  ours: readonly Json[],
  theirs: readonly Json[],
  merge: (key: string, base: Json | undefined, ours: Json | undefined, theirs: Json | undefined) => Json | undefined,
): Json[] {
  const [olds, mine, others] = [base, ours, theirs].map((list) => numbered(keyed, list)) as [
    Elements,
    Elements,
    Elements,
  ];
  const oursInOrder = keptOrder(mine, olds) === keptOrder(olds, mine);
  const [first, second] = oursInOrder ? [others, mine] : [mine, others];
  const merged: Json[] = [];
  for (const key of interleave([...first.keys()], [...second.keys()])) {
    const element = merge(key, olds.get(key), mine.get(key), others.get(key));
    if (element !== undefined) merged.push(element);
  }
  return merged;
}

type Elements = ReadonlyMap<string, Json>;

/** Elements by key; equal keys in one list are told apart by number. */
function numbered(keyed: Keyed, list: readonly Json[]): Elements {
  const elements = new Map<string, Json>();
  for (const element of list) {
    const key = keyed(element);
    let unique = key;
    for (let number = 2; elements.has(unique); number += 1) unique = `${key}#${number}`;
    elements.set(unique, element);
  }
  return elements;
}

function keptOrder(list: Elements, other: Elements): string {
  return canonicalJson(
    [...list.keys()].filter((key) => other.has(key)),
    "escape",
  );
}

/** All keys of the first list, and the others right after the key that they follow in the second. */
function interleave(first: readonly string[], second: readonly string[]): string[] {
  const order = [...first];
  const known = new Set(first);
  for (const [index, key] of second.entries()) {
    if (known.has(key)) continue;
    const previous = second[index - 1];
    order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, key);
    known.add(key);
  }
  return order;
}
