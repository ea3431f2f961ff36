import type { HoleId } from "../ir/ids.ts";
import type { IR } from "../ir/ir.ts";
import type { Change } from "./change.ts";
import { isRecord, type Json, keyOf, keysOf, pointerOf, same } from "./pointer.ts";

/** Everything in which two IRs differ, as entries that `undo` takes back. No entries exactly when their canonical JSON is equal. */
export function changesBetween(before: IR, after: IR, cause: HoleId, reason: string | null = null): Change[] {
  const changes: Change[] = [];
  compare({ segments: [], subject: null, note: (entry) => changes.push({ cause, reason, ...entry }) }, before, after);
  return changes;
}

interface Place {
  segments: readonly string[];
  subject: string | null;
  note(entry: Omit<Change, "cause" | "reason">): void;
}

const inside = (place: Place, segment: string, element: unknown): Place => ({
  ...place,
  segments: [...place.segments, segment],
  subject: isRecord(element) && typeof element.id === "string" ? element.id : place.subject,
});

function compare(place: Place, before: unknown, after: unknown): void {
  // What is shared is equal, and what is not is compared where it differs: comparing as text first would read everything once for each level.
  if (before === after) return;
  if (isRecord(before) && isRecord(after) && sameKeys(before, after)) {
    for (const [name, value] of Object.entries(before)) compare(inside(place, name, null), value, after[name]);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && compareLists(place, before, after)) return;
  if (same(before, after)) return;
  place.note({
    subject: place.subject,
    path: pointerOf(place.segments),
    kind: "set",
    position: null,
    before,
    after,
  });
}

const sameKeys = (before: Json, after: Json): boolean =>
  Object.keys(before).length === Object.keys(after).length && Object.keys(before).every((name) => name in after);

/** False when the elements cannot be told apart or stand in another order: the list then changes as a whole. */
function compareLists(place: Place, before: readonly unknown[], after: readonly unknown[]): boolean {
  const olds = keysOf(before);
  const news = keysOf(after);
  if (olds === null || news === null) return false;
  // Lists of hundreds of holes are compared for every suggestion: by place, and without a search for each.
  const [oldPlaces, newPlaces] = [olds, news].map((keys) => new Map(keys.map((key, place) => [key, place] as const)));
  if (oldPlaces === undefined || newPlaces === undefined) return false;
  const kept = olds.filter((key) => newPlaces.has(key));
  const keptNow = news.filter((key) => oldPlaces.has(key));
  if (kept.some((key, index) => key !== keptNow[index])) return false;
  // Removals from the end, insertions from the start: taken back in reverse, every place is the one that was noted.
  for (const [position, element] of [...before.entries()].reverse())
    if (!newPlaces.has(olds[position] ?? "")) note(place, "remove", position, element);
  for (const [position, element] of after.entries())
    if (!oldPlaces.has(news[position] ?? "")) note(place, "insert", position, element);
  for (const key of kept) {
    const [old, now] = [before[oldPlaces.get(key) ?? -1], after[newPlaces.get(key) ?? -1]];
    if (old !== now) compare(inside(place, key, old), old, now);
  }
  return true;
}

function note(place: Place, kind: "insert" | "remove", position: number, element: unknown): void {
  const at = inside(place, keyOf(element), element);
  place.note({
    subject: at.subject,
    path: pointerOf(at.segments),
    kind,
    position,
    before: kind === "remove" ? element : null,
    after: kind === "insert" ? element : null,
  });
}
