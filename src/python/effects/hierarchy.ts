import type { ClassInfo, Unit } from "./program.ts";

/** Most classes of a lineage; beyond them a class is open. */
const MAX_LINEAGE = 1000;

interface Known {
  version: number;
  methods: Map<string, Unit | null>;
  setters: Map<string, Unit | null>;
  lineage: ClassInfo[] | null;
  isOpen: boolean | null;
}

const known = new WeakMap<ClassInfo, Known>();

/** What has been found out about a class since bases became known last. */
function knownOf(info: ClassInfo): Known {
  const { version } = info.hierarchy;
  const found = known.get(info);
  if (found?.version === version) return found;
  const fresh: Known = { version, methods: new Map(), setters: new Map(), lineage: null, isOpen: null };
  known.set(info, fresh);
  return fresh;
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
  const seen = new Set<ClassInfo>();
  /** Classes whose lookup ends where this one does. */
  const same: ClassInfo[] = [];
  const pending = [info];
  let found: Unit | null = null;
  for (let next = pending.pop(); next && !found; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const before = knownOf(next)[kind].get(name);
    if (before === undefined) {
      if (pending.length === 0) same.push(next);
      found = next[kind].get(name) ?? null;
      if (!found) pending.push(...next.bases.toReversed());
    } else found = before;
    if (found) break;
  }
  for (const one of same) knownOf(one)[kind].set(name, found);
  return found;
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
    pending.push(...next.bases.toReversed());
  }
  return [...seen];
}

/** True when some base class is outside this file and not known to add nothing, or when there are too many to tell. */
export function isOpen(info: ClassInfo): boolean {
  const state = knownOf(info);
  if (state.isOpen === null) {
    const all = lineage(info);
    state.isOpen = all.length >= MAX_LINEAGE || all.some((one) => one.open);
  }
  return state.isOpen;
}
