import type { HoleId } from "../ir/ids.ts";
import type { Hole, IR } from "../ir/ir.ts";

/** Dependencies of holes that lead back to their start. `cycle` begins and ends with the same hole. */
export class DependencyCycle extends Error {
  override readonly name = "DependencyCycle";
  readonly cycle: readonly HoleId[];

  constructor(cycle: readonly HoleId[]) {
    super(`holes depend on each other: ${cycle.join(" -> ")}`);
    this.cycle = cycle;
  }
}

const PRIORITIES: readonly Hole["priority"][] = ["critical", "high", "medium", "low"];

/** Whether somebody has said that they do not know the answer. */
export const isDeferred = ({ status, resolution }: Hole): boolean => status === "open" && resolution !== null;

/**
 * Open holes in the order in which to ask: none before an open one on which it depends, then those that nobody was asked in vain, then by priority, then by how many open holes an
 * answer unlocks, directly or not, then in the order of the IR. Throws `DependencyCycle`.
 */
export function askingOrder({ holes }: Pick<IR, "holes">): Hole[] {
  refuseCycles(holes);
  const open = holes.filter(({ status }) => status === "open");
  const unlocked = new Map(open.map(({ id }) => [id, dependantsOf(open, id).length]));
  const waiting = open.toSorted(
    (a, b) =>
      Number(isDeferred(a)) - Number(isDeferred(b)) ||
      PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
      (unlocked.get(b.id) ?? 0) - (unlocked.get(a.id) ?? 0),
  );
  const ordered: Hole[] = [];
  while (waiting.length > 0) {
    const ids = new Set(waiting.map(({ id }) => id));
    const next = waiting.findIndex(
      ({ id, dependencies }) => !dependencies.some((other) => other !== id && ids.has(other)),
    );
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** The hole to ask first; null when none is open. */
export const selectNext = (ir: Pick<IR, "holes">): Hole | null => askingOrder(ir)[0] ?? null;

/** Holes that depend on one, directly or through others, in the order of the list. */
export function dependantsOf(holes: readonly Hole[], id: HoleId): Hole[] {
  const reached = new Set<HoleId>([id]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const hole of holes) if (hole.dependencies.some((other) => reached.has(other))) reached.add(hole.id);
  }
  return holes.filter((hole) => hole.id !== id && reached.has(hole.id));
}

/** Throws `DependencyCycle` for the first cycle that a walk in the order of the list meets. Dependencies on holes that are not there do not count. */
export function refuseCycles(holes: readonly Hole[]): void {
  const byId = new Map(holes.map((hole) => [hole.id, hole]));
  const done = new Set<HoleId>();
  for (const { id: root } of holes) {
    const path: { id: HoleId; next: number }[] = done.has(root) ? [] : [{ id: root, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = byId.get(top.id)?.dependencies[top.next];
      top.next += 1;
      if (child === undefined) {
        done.add(top.id);
        path.pop();
        continue;
      }
      const start = path.findIndex(({ id }) => id === child);
      if (start >= 0) throw new DependencyCycle([...path.slice(start).map(({ id }) => id), child]);
      if (byId.has(child) && !done.has(child)) path.push({ id: child, next: 0 });
    }
  }
}
