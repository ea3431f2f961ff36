/**
 * What a change means to somebody who calls the function. `breaking`: a correct caller may stop being correct. `warning`: a caller should look.
 * `info`: no caller can tell, or only gains.
 */
export type Severity = "breaking" | "warning" | "info";

/** Parts of an IR whose elements are matched one by one. */
export type Section =
  | "parameters"
  | "raises"
  | "assertions"
  | "effects"
  | "examples"
  | "relationships"
  | "holes"
  | "checks"
  | "problems";

type Json = Readonly<Record<string, unknown>>;

/** Callers meet preconditions and rely on postconditions; an invariant binds both sides. */
const ASSERTION_ADDED: Record<string, Severity> = {
  precondition: "breaking",
  postcondition: "info",
  invariant: "warning",
};
const ASSERTION_REMOVED: Record<string, Severity> = {
  precondition: "info",
  postcondition: "breaking",
  invariant: "breaking",
};

export function severityOfAddition(section: Section, element: Json): Severity {
  switch (section) {
    case "parameters":
      return element.default === null && !isVariadic(element.kind) ? "breaking" : "info";
    case "assertions":
      return ASSERTION_ADDED[String(element.category)] ?? "breaking";
    case "raises":
    case "effects":
      return "warning";
    case "holes":
      return element.status === "open" && element.priority === "critical" ? "warning" : "info";
    case "checks":
      return element.status === "unsat" ? "warning" : "info";
    default:
      return "info";
  }
}

export function severityOfRemoval(section: Section, element: Json): Severity {
  if (section === "parameters") return "breaking";
  if (section === "assertions") return ASSERTION_REMOVED[String(element.category)] ?? "breaking";
  return "info";
}

/** Severities of a changed field by section and field name; a field that is not listed is `info`. */
const FIELDS: Record<string, Severity> = {
  schema_version: "breaking",
  language: "breaking",
  "signature.name": "breaking",
  "signature.is_async": "breaking",
  "signature.is_generator": "breaking",
  "signature.decorators": "warning",
  "signature.type_parameters": "warning",
  "signature.returns.type_hint": "warning",
  "parameters.type_hint": "warning",
  "parameters.name": "breaking",
  "raises.exception": "warning",
  "raises.when": "warning",
  "assertions.category": "breaking",
  "assertions.expression": "breaking",
  "effects.effect_type": "warning",
  "effects.target": "warning",
  "examples.returns": "warning",
  "examples.raises": "warning",
};

export function severityOfField(field: string, before: unknown, after: unknown): Severity {
  switch (field) {
    case "parameters.kind":
      return kindSeverity(String(before), String(after));
    case "parameters.default":
      return after === null ? "breaking" : before === null ? "info" : "warning";
    case "assertions.verdict":
      return verdictSeverity(statusOf(before), statusOf(after));
    case "checks.status":
      return after === "unsat" ? "warning" : "info";
    default:
      return FIELDS[field] ?? "info";
  }
}

/** A parameter that may be passed both ways serves every caller that passed it one way. */
function kindSeverity(before: string, after: string): Severity {
  return after === "positional_or_keyword" && !isVariadic(before) ? "info" : "breaking";
}

const VERDICT_STRENGTH: Record<string, number> = {
  proved: 3,
  bounded: 2,
  tested: 1,
  unknown: 0,
  vacuous: -1,
  refuted: -2,
};

function verdictSeverity(before: string, after: string): Severity {
  return (VERDICT_STRENGTH[after] ?? 0) < (VERDICT_STRENGTH[before] ?? 0) ? "warning" : "info";
}

function statusOf(verdict: unknown): string {
  return typeof verdict === "object" && verdict !== null && "status" in verdict ? String(verdict.status) : "";
}

export function isVariadic(kind: unknown): boolean {
  return kind === "var_positional" || kind === "var_keyword";
}
