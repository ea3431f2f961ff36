import { IR } from "../ir/ir.ts";
import type { Change } from "./change.ts";
import { isRecord, keyOf, same, segmentsOf } from "./pointer.ts";

export type Undone = { ok: true; ir: IR } | { ok: false; path: string; detail: string };

/**
 * Takes entries back, the last one first. Directly after they were made this restores the IR byte for byte in canonical JSON. Later they are taken back
 * where what they made still stands, and an entry that something has changed since is refused: then nothing is taken back.
 */
export function undo(ir: IR, changes: readonly Change[]): Undone {
  let value: unknown = ir;
  for (const change of changes.toReversed()) {
    const undone = within(value, segmentsOf(change.path), change);
    if (typeof undone === "string") return { ok: false, path: change.path, detail: undone };
    value = undone.value;
  }
  return { ok: true, ir: IR.parse(value) };
}

type Rebuilt = { value: unknown } | string;

const CHANGED = "it has changed since";

/** The value with the entry taken back below it, or why that cannot be. */
function within(value: unknown, [segment, ...rest]: readonly string[], change: Change): Rebuilt {
  if (segment === undefined) return same(value, change.after) ? { value: change.before } : CHANGED;
  if (Array.isArray(value)) {
    const index = value.findIndex((element) => keyOf(element) === segment);
    if (rest.length === 0 && change.kind === "remove") {
      if (index >= 0) return "it is there again";
      return { value: value.toSpliced(Math.min(change.position ?? value.length, value.length), 0, change.before) };
    }
    if (index < 0) return "it is gone";
    if (rest.length === 0 && change.kind === "insert")
      return same(value[index], change.after) ? { value: value.toSpliced(index, 1) } : CHANGED;
    const inner = within(value[index], rest, change);
    return typeof inner === "string" ? inner : { value: value.with(index, inner.value) };
  }
  if (!isRecord(value) || !(segment in value)) return "it is gone";
  const inner = within(value[segment], rest, change);
  return typeof inner === "string" ? inner : { value: { ...value, [segment]: inner.value } };
}
