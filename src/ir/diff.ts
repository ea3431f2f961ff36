import { canonicalJson } from "./canonical.ts";
import { contentOf } from "./content.ts";
import { describe } from "./diff-message.ts";
import { parameterOrder, renamedParameters } from "./diff-parameters.ts";
import type { IR } from "./ir.ts";
import { type Section, type Severity, severityOfAddition, severityOfField, severityOfRemoval } from "./severity.ts";

export interface Change {
  /** Such as `assertions[pre_1].verdict`; the field alone for what has no id. */
  path: string;
  /** Id of the element, or what stands for one (a check's question, an example's call); null outside of lists. */
  id: string | null;
  kind: "added" | "removed" | "changed";
  severity: Severity;
  /** JSON values; null where there is none. */
  before: unknown;
  after: unknown;
  message: string;
}

export interface IrDiff {
  changes: Change[];
  identical: boolean;
}

export type Json = Readonly<Record<string, unknown>>;

/**
 * What changed from one IR to another, matched by id and never by place; breaking changes first. Compares what `contentOf` keeps, all of it: there are no
 * changes exactly when the content hashes are equal. A parameter that only got a new name is one change, not a removal and an addition.
 */
export function diffIr(from: IR, to: IR): IrDiff {
  const before = contentOf(from) as Json;
  const after = contentOf(to) as Json;
  const {
    parameters: parametersBefore,
    raises: raisesBefore,
    returns: returnsBefore,
    ...signatureBefore
  } = record(before.signature);
  const {
    parameters: parametersAfter,
    raises: raisesAfter,
    returns: returnsAfter,
    ...signatureAfter
  } = record(after.signature);
  const { checks: checksBefore, problems: problemsBefore, ...metadataBefore } = record(before.metadata);
  const { checks: checksAfter, problems: problemsAfter, ...metadataAfter } = record(after.metadata);
  const section = (name: Section) => diffElements(name, name, records(before[name]), records(after[name]));
  const changes = [
    ...diffFields("", null, rest(before), rest(after)),
    ...diffFields("signature", null, signatureBefore, signatureAfter),
    ...diffParameters(records(parametersBefore), records(parametersAfter)),
    ...diffFields("signature.returns", null, record(returnsBefore), record(returnsAfter)),
    ...diffElements("raises", "signature.raises", records(raisesBefore), records(raisesAfter)),
    ...diffFields("intent", null, record(before.intent), record(after.intent)),
    ...(["assertions", "effects", "examples", "relationships", "holes"] as const).flatMap(section),
    ...diffElements("checks", "metadata.checks", records(checksBefore), records(checksAfter)),
    ...diffElements("problems", "metadata.problems", records(problemsBefore), records(problemsAfter)),
    ...diffFields("metadata", null, metadataBefore, metadataAfter),
  ];
  const order: Severity[] = ["breaking", "warning", "info"];
  changes.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return { changes, identical: changes.length === 0 };
}

/** Top-level fields that are compared whole. */
function rest(content: Json): Json {
  const {
    intent: _i,
    signature: _s,
    assertions: _a,
    effects: _e,
    examples: _x,
    relationships: _r,
    holes: _h,
    metadata: _m,
    ...own
  } = content;
  return own;
}

function diffParameters(before: readonly Json[], after: readonly Json[]): Change[] {
  const renamed = renamedParameters(before, after);
  const matched = after.map((parameter) => ({ ...parameter, id: renamed.get(String(parameter.id)) ?? parameter.id }));
  const changes = diffElements("parameters", "signature.parameters", before, matched);
  const moved = parameterOrder(before, matched);
  return moved === null ? changes : [...changes, moved];
}

function diffElements(section: Section, path: string, before: readonly Json[], after: readonly Json[]): Change[] {
  const olds = byKey(section, before);
  const news = byKey(section, after);
  const changes: Change[] = [];
  for (const [id, element] of olds) {
    const successor = news.get(id);
    const at = `${path}[${id}]`;
    if (successor !== undefined) changes.push(...diffFields(at, id, element, successor, section));
    else {
      const severity = severityOfRemoval(section, element);
      changes.push({
        path: at,
        id,
        kind: "removed",
        severity,
        before: element,
        after: null,
        message: describe(section, "removed", element),
      });
    }
  }
  for (const [id, element] of news) {
    if (olds.has(id)) continue;
    const severity = severityOfAddition(section, element);
    const message = describe(section, "added", element);
    changes.push({ path: `${path}[${id}]`, id, kind: "added", severity, before: null, after: element, message });
  }
  return changes;
}

function diffFields(path: string, id: string | null, before: Json, after: Json, section?: Section): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): Change[] => {
    const old = before[name] ?? null;
    const now = after[name] ?? null;
    if (canonicalJson(old, "escape") === canonicalJson(now, "escape")) return [];
    const at = path === "" ? name : `${path}.${name}`;
    const severity = severityOfField(section === undefined ? at : `${section}.${name}`, old, now);
    const subject = section === undefined ? at : `${describe(section, null, before)}: ${name}`;
    const message = `${subject} changed from ${short(old)} to ${short(now)}`;
    return [{ path: at, id, kind: "changed", severity, before: old, after: now, message }];
  });
}

/** Elements by what identifies them. Equal keys in one list are told apart by number, in the order of the content. */
function byKey(section: Section, elements: readonly Json[]): Map<string, Json> {
  const keyed = new Map<string, Json>();
  for (const element of elements) {
    const key = keyOf(section, element);
    let unique = key;
    for (let number = 2; keyed.has(unique); number += 1) unique = `${key}#${number}`;
    keyed.set(unique, element);
  }
  return keyed;
}

function keyOf(section: Section, element: Json): string {
  switch (section) {
    case "examples":
      return callOf(element);
    case "relationships":
      return `${element.kind}:${element.target}`;
    case "checks":
      return String(element.question);
    case "problems":
      return `${element.analysis}:${element.code}`;
    default:
      return String(element.id);
  }
}

/** `call` is either the whole call or only what is called. */
function callOf({ call, args, kwargs }: Json): string {
  if (String(call).includes("(")) return String(call);
  const named = Object.entries(kwargs as Record<string, string>).map(([name, value]) => `${name}=${value}`);
  return `${call}(${[...(args as string[]), ...named].join(", ")})`;
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : canonicalJson(value, "escape");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function record(value: unknown): Json {
  return value as Json;
}

function records(value: unknown): readonly Json[] {
  return value as readonly Json[];
}
