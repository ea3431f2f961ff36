import { oneLine, percent, renderAssignment } from "../../src/ir/render-text.ts";
import type { HoleView, Refusal } from "./hole-view.ts";

const KEYS = "s skip   d don't know   u undo   ? context   q leave the run waiting";

/** A hole as a question: what is asked, why it matters, and the options with their keys. */
export function renderHole(hole: HoleView, place: { index: number; of: number }): string {
  const options = hole.suggestions.flatMap(({ value, rationale, confidence }, index) => [
    `  ${index + 1}  ${indented(value)}  (${percent(confidence)})`,
    ...(rationale === "" ? [] : [`       ${oneLine(rationale)}`]),
  ]);
  return [
    `[${place.index}/${place.of}] ${oneLine(hole.description)}`,
    ...whyItMatters(hole.context),
    ...options,
    `  ${options.length === 0 ? "" : `1..${hole.suggestions.length} take an option   `}${expected(hole)}`,
    `  ${KEYS}`,
  ].join("\n");
}

/** What stands about a hole beside its question. */
export function renderContext(hole: HoleView, all: readonly HoleView[]): string {
  const named = (id: string) => all.find((other) => other.id === id)?.description ?? id;
  const dependants = all.filter(({ dependencies, status }) => status === "open" && dependencies.includes(hole.id));
  const lines = [
    `${hole.id}: ${hole.clause}, ${hole.kind}, about ${oneLine(hole.subject)}, priority ${hole.priority}`,
    ...(hole.context === null ? [] : hole.context.split("\n").map(oneLine)),
    ...hole.dependencies.map((id) => `depends on: ${oneLine(named(id))}`),
    ...dependants.map(({ description }) => `what depends on it: ${oneLine(description)}`),
  ];
  return lines.map((line) => `  ${line}`).join("\n");
}

/** Why an answer was not taken, with the example, the clauses that cannot hold together, and the ways out that were checked. */
export function renderRefusal({ detail, counterexample, core, fixes, errors }: Refusal): string {
  const lines = [
    ...(errors.length > 0
      ? errors.map((error) => `Refused: ${oneLine(error.detail)}`)
      : [`Refused: ${oneLine(detail ?? "the answer does not fit")}`]),
    ...(counterexample === null || counterexample === undefined
      ? []
      : [`  For instance: ${renderAssignment(counterexample)}`]),
    ...(core.length === 0 ? [] : ["  These cannot hold together:"]),
    ...core.map(({ text }) => `    ${oneLine(text)}`),
    ...(fixes.length === 0 ? [] : ["  Ways out, each of them checked:"]),
    ...fixes.map(({ text }, index) => `    ${"abcdefghijklmnopqrstuvwxyz"[index] ?? "-"}. ${oneLine(text)}`),
  ];
  return lines.join("\n");
}

/** What an answer did besides standing there: each entry of the journal that has a reason of its own. */
export function renderPropagated({ changes }: HoleView): string[] {
  const reasons = changes.flatMap(({ reason }) => (typeof reason === "string" && reason !== "" ? [reason] : []));
  return [...new Set(reasons)].map((reason) => `  follows: ${oneLine(reason)}`);
}

function whyItMatters(context: string | null): string[] {
  if (context === null || context.trim() === "") return [];
  const [first = "", ...rest] = context.trim().split("\n");
  return [`      why: ${oneLine(first)}${rest.length > 0 ? " (? shows more)" : ""}`];
}

function expected({ clause, kind, type_hint }: HoleView): string {
  if (clause === "implementation") return "or type code on one line (a file is easier: --answers)";
  if (kind === "type") return "or type a Python type";
  return type_hint === "bool" ? "or type a Python condition" : "or type the answer";
}

/** Several lines keep their shape, below each other. */
const indented = (text: string): string => text.trimEnd().split("\n").map(oneLine).join("\n     ");
