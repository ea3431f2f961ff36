import type { ClassInfo, Unit } from "./program.ts";

/** Most classes of a lineage; attributes of those beyond are not known. */
const MAX_LINEAGE = 200;
/** Most overrides of a method per subclass with its own, and altogether. */
const MAX_OVERRIDES = [8, 40] as const;

interface Known {
  version: number;
  methods: Map<string, Unit | null>;
  setters: Map<string, Unit | null>;
  lineage: ClassInfo[] | null;
  isOpen: boolean | null;
  overrides: Map<string, Overrides>;
}

interface Overrides {
  version: number;
  units: Unit[];
  /** False when there are more than are listed. */
  complete: boolean;
}

const known = new WeakMap<ClassInfo, Known>();

/** What has been found out about a class since bases became known last. */
function knownOf(info: ClassInfo): Known {
  const { version } = info.hierarchy;
  const found = known.get(info);
  if (found?.version === version) return found;
  const fresh: Known = {
    version,
    methods: new Map(),
    setters: new Map(),
    lineage: null,
    isOpen: null,
    overrides: new Map(),
  };
  known.set(info, fresh);
  return fresh;
}

/** To be told of a class whose bases have changed: what was found out about it, and by way of it, no longer holds. */
export function changeBases(info: ClassInfo): void {
  info.hierarchy.subclasses += 1;
  if (known.has(info)) info.hierarchy.version += 1;
}

/** A method of a class by Python's lookup, over the bases that this file defines; left to right, depth first. */
export function findMethod(info: ClassInfo, name: string): Unit | null {
  return find(info, name, "methods");
}

/** A property's setter by the same lookup. */
export function findSetter(info: ClassInfo, name: string): Unit | null {
  return find(info, name, "setters");
}

function find(info: ClassInfo, name: string, kind: "methods" | "setters"): Unit | null {
  return search(
    info,
    (one) => knownOf(one)[kind].get(name),
    (one) => one[kind].get(name) ?? null,
    (one, found) => {
      knownOf(one)[kind].set(name, found);
    },
  );
}

/** A class with its bases in this file, depth first; of very long lineages the beginning. */
export function lineage(info: ClassInfo): ClassInfo[] {
  const state = knownOf(info);
  state.lineage ??= read(info);
  return state.lineage;
}

function read(info: ClassInfo): ClassInfo[] {
  const seen = new Set<ClassInfo>();
  const pending = [info];
  for (let next = pending.pop(); next && seen.size < MAX_LINEAGE; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    knownOf(next);
    pending.push(...next.bases.toReversed());
  }
  return [...seen];
}

/** True when some base class is outside this file and not known to add nothing. */
export function isOpen(info: ClassInfo): boolean {
  return (
    search(
      info,
      (one) => knownOf(one).isOpen ?? undefined,
      (one) => one.open || null,
      (one, found) => {
        knownOf(one).isOpen = found ?? false;
      },
    ) ?? false
  );
}

/**
 * The first that a class or its bases have, depth first, with what is known of each from before. Noted for every class whose search ends where this
 * one does; a falsy answer is none.
 */
function search<T>(
  info: ClassInfo,
  before: (one: ClassInfo) => T | null | undefined,
  own: (one: ClassInfo) => T | null,
  note: (one: ClassInfo, found: T | null) => void,
): T | null {
  const seen = new Set<ClassInfo>();
  const same: ClassInfo[] = [];
  const pending = [info];
  let found: T | null = null;
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const known = before(next);
    if (known === undefined) {
      if (pending.length === 0) same.push(next);
      found = own(next);
      if (!found) pending.push(...next.bases.toReversed());
    } else found = known;
    if (found) break;
  }
  for (const one of same) note(one, found);
  return found;
}

/** The methods of subclasses that take a method's place; of very many the first. */
export function overridesOf(info: ClassInfo, name: string): Overrides {
  const { overrides } = knownOf(info);
  const before = overrides.get(name);
  const version = info.hierarchy.subclasses;
  if (before?.version === version) return before;
  const [each, all] = MAX_OVERRIDES;
  const found = info.subclasses.flatMap((subclass) => firstOverrides(subclass, name, each));
  const result = { version, units: found.slice(0, all), complete: found.length <= all };
  overrides.set(name, result);
  return result;
}

function firstOverrides(info: ClassInfo, name: string, count: number): Unit[] {
  const units: Unit[] = [];
  const seen = new Set<ClassInfo>();
  const pending = [info];
  for (let next = pending.pop(); next && units.length < count; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const own = next.methods.get(name);
    if (own) units.push(own);
    pending.push(...next.subclasses.toReversed());
  }
  return units;
}
