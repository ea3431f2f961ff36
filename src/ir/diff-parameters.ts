import { canonicalJson } from "./canonical.ts";
import type { Change, Json } from "./diff.ts";

/**
 * New parameters that are old ones under another name: gone here and new there at the same place, with the same kind, type and default. Maps
 * the new id to the old one.
 */
export function renamedParameters(before: readonly Json[], after: readonly Json[]): Map<string, string> {
  const oldIds = new Set(before.map(({ id }) => id));
  const newIds = new Set(after.map(({ id }) => id));
  const shape = ({ kind, type_hint, default: value }: Json) => canonicalJson([kind, type_hint, value], "escape");
  const renamed = new Map<string, string>();
  for (const [index, parameter] of after.entries()) {
    const old = before[index];
    if (old === undefined || newIds.has(old.id) || oldIds.has(parameter.id)) continue;
    if (old.name !== parameter.name && shape(old) === shape(parameter))
      renamed.set(String(parameter.id), String(old.id));
  }
  return renamed;
}

/**
 * The change of places, when parameters on both sides stand in another order or positional ones at another place; null when they do not. A caller that
 * passes arguments by position notices; the order of keyword-only parameters is only worth a note.
 */
export function parameterOrder(before: readonly Json[], after: readonly Json[]): Change | null {
  const oldOrder = before.map(({ id }) => String(id));
  const newOrder = after.map(({ id }) => String(id));
  const common = (order: readonly string[], other: readonly string[]) => order.filter((id) => other.includes(id));
  const reordered = common(oldOrder, newOrder).join() !== common(newOrder, oldOrder).join();
  const oldPlaces = positions(before);
  const moved = [...positions(after)].some(([id, place]) => (oldPlaces.get(id) ?? place) !== place);
  if (!reordered && !moved) return null;
  const names = (parameters: readonly Json[]) => parameters.map(({ name }) => name);
  return {
    path: "signature.parameters",
    id: null,
    kind: "changed",
    severity: moved ? "breaking" : "info",
    before: names(before),
    after: names(after),
    message: `places of parameters changed: (${names(before).join(", ")}) became (${names(after).join(", ")})`,
  };
}

/** Places of the parameters that can be passed by position. */
function positions(parameters: readonly Json[]): Map<string, number> {
  const positional = parameters.filter(({ kind }) => kind === "positional_only" || kind === "positional_or_keyword");
  return new Map(positional.map(({ id }, index) => [String(id), index]));
}
