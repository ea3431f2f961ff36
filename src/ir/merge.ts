import { canonicalJson } from "./canonical.ts";
import { chooseBest } from "./choose.ts";
import { IR, type Signature } from "./ir.ts";
import { type Keyed, keyedAs, mergeKeyed, mergeSet } from "./merge-lists.ts";
import { cannotStandTogether, inKindOrder } from "./merge-parameters.ts";
import { Provenance } from "./provenance.ts";

/** A place where both sides changed the base differently. Values are JSON; null where a side has none. `kept` says which one stands. */
export interface MergeConflict {
  /** Such as `assertions[pre_1].rationale`. */
  path: string;
  base: unknown;
  ours: unknown;
  theirs: unknown;
  /** `both` when the merged IR has what each side added although the two do not go together. */
  kept: "ours" | "theirs" | "both";
}

export interface MergeResult {
  ir: IR;
  conflicts: MergeConflict[];
}

/**
 * Three-way merge by ids.
 * - What one side alone changed, added or deleted is taken; a deletion on one side stands when the other left the element as it was.
 * - What both changed alike is taken once. What both changed differently is a conflict: the side whose element has the stronger provenance stands
 *   (a locked assertion always does), ours when they are equal, field by field. An element deleted on one side and changed on the other stays.
 * - Lists of references and words (evidence, constraints, dependencies, `applies_to`, personas and such) merge as sets.
 * - Provenance is never a conflict: the stronger one stands with the evidence of both. Evidence that is still cited is never lost.
 *
 * `base` is their common ancestor; `id`, `language` and `schema_version` are ours. Throws `ZodError` when the outcome is no IR.
 */
export function mergeIr(base: IR, ours: IR, theirs: IR): MergeResult {
  const conflicts: MergeConflict[] = [];
  const { id: _base, ...fromBase } = base;
  const { id, ...fromOurs } = ours;
  const { id: _theirs, ...fromTheirs } = theirs;
  const merged = mergeValue({ path: "", prefer: "ours", conflicts }, fromBase, fromOurs, fromTheirs);
  const ir = IR.parse({ ...(merged as object), id });
  const signature = mergedSignature(ir.signature, base, ours, theirs, conflicts);
  return { ir: { ...ir, signature, metadata: { ...ir.metadata, evidence: withCited(ir, ours, theirs) } }, conflicts };
}

/** Both sides' parameters in one signature. What Python does not allow together is reported, and left for the reader to solve. */
function mergedSignature(merged: Signature, base: IR, ours: IR, theirs: IR, conflicts: MergeConflict[]): Signature {
  const lists = [base, ours, theirs].map(({ signature }) => signature.parameters);
  if (lists.some((parameters) => same(parameters, merged.parameters))) return merged;
  const parameters = inKindOrder(merged.parameters);
  if (cannotStandTogether(parameters)) {
    const [before, mine, other] = lists;
    conflicts.push({ path: "signature.parameters", base: before, ours: mine, theirs: other, kept: "both" });
  }
  return { ...merged, parameters };
}

interface Place {
  path: string;
  prefer: "ours" | "theirs";
  conflicts: MergeConflict[];
}

/** Fields that only mean something whole. */
const WHOLE = new Set(["verdict", "expression", "when", "span", "model"]);

function mergeValue(place: Place, base: unknown, ours: unknown, theirs: unknown): unknown {
  if (same(ours, theirs) || same(theirs, base)) return ours;
  if (same(ours, base)) return theirs;
  const field = place.path.slice(place.path.lastIndexOf(".") + 1);
  if (field === "provenance") return mergeProvenance(Provenance.parse(ours), Provenance.parse(theirs));
  const keyed = keyedAs(place.path);
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const list = Array.isArray(base) ? base : [];
    if (keyed === "set") return mergeSet(list, ours, theirs);
    if (keyed !== null) return mergeElements(place, keyed, list, ours, theirs);
  }
  if (isRecord(ours) && isRecord(theirs) && !WHOLE.has(field))
    return mergeRecords(place, isRecord(base) ? base : {}, ours, theirs);
  place.conflicts.push({
    path: place.path,
    base: base ?? null,
    ours: ours ?? null,
    theirs: theirs ?? null,
    kept: place.prefer,
  });
  return place.prefer === "ours" ? ours : theirs;
}

type Json = Readonly<Record<string, unknown>>;

function mergeRecords(place: Place, base: Json, ours: Json, theirs: Json): Json {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const prefer = preferred(place.prefer, ours, theirs);
  const entries = names.map((name): [string, unknown] => {
    const path = place.path === "" ? name : `${place.path}.${name}`;
    return [name, mergeValue({ ...place, path, prefer }, base[name], ours[name], theirs[name])];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function mergeElements(place: Place, keyed: Keyed, base: unknown[], ours: unknown[], theirs: unknown[]): unknown[] {
  return mergeKeyed(keyed, base as Json[], ours as Json[], theirs as Json[], (key, old, mine, other) => {
    const path = `${place.path}[${key}]`;
    if (mine !== undefined && other !== undefined) return mergeValue({ ...place, path }, old, mine, other) as Json;
    const survivor = mine ?? other;
    if (old === undefined || survivor === undefined) return survivor;
    if (same(survivor, old)) return undefined;
    const kept = mine === undefined ? "theirs" : "ours";
    place.conflicts.push({ path, base: old, ours: mine ?? null, theirs: other ?? null, kept });
    return survivor;
  });
}

/** The side whose version of an element stands where both changed one field. */
function preferred(inherited: "ours" | "theirs", ours: Json, theirs: Json): "ours" | "theirs" {
  if (ours.locked === true) return "ours";
  if (theirs.locked === true) return "theirs";
  const mine = Provenance.safeParse(ours.provenance);
  const other = Provenance.safeParse(theirs.provenance);
  if (!mine.success || !other.success) return inherited;
  const sides = [
    { value: "ours" as const, provenance: mine.data },
    { value: "theirs" as const, provenance: other.data },
  ];
  return chooseBest<"ours" | "theirs">(sides, (a, b) => a === b).chosen.value;
}

function mergeProvenance(ours: Provenance, theirs: Provenance): Provenance {
  const sides = [ours, theirs].map((provenance) => ({ value: provenance, provenance }));
  const { chosen } = chooseBest(sides, (a, b) => a === b);
  return { ...chosen.value, evidence_refs: [...new Set([...ours.evidence_refs, ...theirs.evidence_refs])] };
}

/** The merged evidence and what else of either side the merged elements cite. */
function withCited(ir: IR, ours: IR, theirs: IR): IR["metadata"]["evidence"] {
  const { metadata, ...rest } = ir;
  const cited = new Set<string>();
  collectReferences(rest, cited);
  const kept = new Set(metadata.evidence.map(({ id }) => id));
  const missing = [...ours.metadata.evidence, ...theirs.metadata.evidence].filter(({ id }) => {
    if (kept.has(id) || !cited.has(id)) return false;
    kept.add(id);
    return true;
  });
  return [...metadata.evidence, ...missing];
}

function collectReferences(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(item, found);
  else if (isRecord(value))
    for (const [name, item] of Object.entries(value)) {
      if (name === "evidence_refs" && Array.isArray(item)) for (const id of item) found.add(String(id));
      else collectReferences(item, found);
    }
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a, "escape") === canonicalJson(b, "escape");
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
