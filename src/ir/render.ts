import type { Assertion, AssertionCategory, Check, Effect, Example, Hole, IR, Raises } from "./ir.ts";
import { renderSignature } from "./render-signature.ts";
import { lineNumbers, oneLine, percent, renderAssignment, renderVerdict } from "./render-text.ts";

const EXAMPLES_SHOWN = 3;
const PRIORITIES = ["critical", "high", "medium", "low"];

/**
 * An IR as plain text for a terminal: no colours, no control characters even where the source has them. Every element is shown or counted.
 */
export function renderIr(ir: IR): string {
  const { path, span, qualified_name } = ir.metadata;
  const place = `${path ?? ""}${span === null ? "" : `${path === null ? "line " : ":"}${span.line}-${span.end_line}`}`;
  const name = [qualified_name, place].filter((part) => part !== "").join("  ");
  const sections = [
    [`${oneLine(name)}  (confidence ${percent(ir.confidence)})`, renderSignature(ir)],
    intentLines(ir),
    assertionLines(ir, "precondition", "Preconditions"),
    assertionLines(ir, "postcondition", "Postconditions"),
    assertionLines(ir, "invariant", "Invariants"),
    titled(
      "Raises",
      ir.signature.raises.map((clause) => raisesLine(ir, clause)),
    ),
    titled(
      "Effects",
      ir.effects.map((effect) => effectLine(ir, effect)),
    ),
    exampleLines(ir),
    titled(
      "Related",
      ir.relationships.map(({ kind, target }) => `${kind.replaceAll("_", " ")} ${oneLine(target)}`),
    ),
    titled(
      "Checks",
      ir.metadata.checks.flatMap((check) => checkLines(ir, check)),
    ),
    holeLines(ir),
    titled(
      "Problems",
      ir.metadata.problems.map(
        ({ analysis, code, detail, span: at }) =>
          `${oneLine(`${analysis}: ${code}: ${detail}`)}${at === null ? "" : `  [line ${at.line}]`}`,
      ),
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function intentLines(ir: IR): string[] {
  const { summary, rationale, user_personas, success_criteria, domain_concepts, provenance } = ir.intent;
  if (summary === "") return [];
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${title}: ${items.map(oneLine).join("; ")}`];
  return titled(`Intent  (${provenance.source}, ${percent(provenance.confidence)})`, [
    oneLine(summary),
    ...(rationale === null ? [] : [oneLine(rationale)]),
    ...list("for", user_personas),
    ...list("succeeds when", success_criteria),
    ...list("concepts", domain_concepts),
  ]);
}

function assertionLines(ir: IR, category: AssertionCategory, title: string): string[] {
  const clauses = ir.assertions.filter((assertion) => assertion.category === category);
  return titled(
    title,
    clauses.flatMap((assertion) => assertionLine(ir, assertion)),
  );
}

function assertionLine(ir: IR, assertion: Assertion): string[] {
  const { expression, verdict, rationale, locked, provenance } = assertion;
  const marks = [
    provenance.source,
    ...(provenance.confidence < 1 ? [percent(provenance.confidence)] : []),
    ...(locked ? ["locked"] : []),
    ...lineNumbers(ir, provenance),
    ...(expression.unsupported.length > 0 ? [`not interpreted: ${expression.unsupported.join(", ")}`] : []),
  ];
  return [
    oneLine(expression.text),
    `    ${renderVerdict(verdict)}  [${marks.join(", ")}]`,
    ...(rationale === null ? [] : [`    because ${oneLine(rationale)}`]),
  ];
}

function raisesLine(ir: IR, { exception, when, description, provenance }: Raises): string {
  const condition = when === null ? "" : ` when ${oneLine(when.text)}`;
  const words = description === null ? "" : `: ${oneLine(description)}`;
  return `${oneLine(exception)}${condition}${words}${marked([provenance.source, ...lineNumbers(ir, provenance)])}`;
}

function effectLine(ir: IR, { effect_type, target, description, via, provenance }: Effect): string {
  const chain = via.length === 0 ? "" : ` via ${via.map(oneLine).join(" -> ")}`;
  const words = description === "" ? "" : `: ${oneLine(description)}`;
  return `${effect_type} ${oneLine(target)}${chain}${words}${marked(lineNumbers(ir, provenance))}`;
}

function marked(marks: readonly string[]): string {
  return marks.length === 0 ? "" : `  [${marks.join(", ")}]`;
}

function exampleLines(ir: IR): string[] {
  const shown = ir.examples.slice(0, EXAMPLES_SHOWN).map((example) => exampleLine(example));
  const rest = ir.examples.length - shown.length;
  if (rest > 0) shown.push(`and ${rest} more`);
  return titled(`Examples (${ir.examples.length})`, shown);
}

function exampleLine({ call, returns, raises, source }: Example): string {
  const outcome = raises !== null ? `raises ${raises}` : returns !== null ? `-> ${returns}` : "(result not recorded)";
  return `${oneLine(call)} ${oneLine(outcome)}  [${source}]`;
}

function checkLines(ir: IR, check: Check): string[] {
  const question = { preconditions_satisfiable: "preconditions can be met", clauses_consistent: "clauses agree" }[
    check.question
  ];
  const lines = [`${question}: ${answer(check)}`];
  if (check.status === "unsat") {
    lines.push("  these exclude each other:");
    for (const id of check.core) lines.push(`    ${coreClause(ir, id)}`);
  }
  for (const { clause, construct } of check.left_out)
    lines.push(`  left out (${oneLine(construct)}): ${coreClause(ir, clause)}`);
  if (check.assumptions.length > 0) lines.push(`  assuming ${check.assumptions.map(oneLine).join(", ")}`);
  return lines;
}

function answer({ status, model, reason, detail }: Check): string {
  const words = detail === null || detail === "" ? "" : ` (${oneLine(detail)})`;
  if (status === "unsat") return `NO, unsat${words}`;
  if (status === "unknown") return `unknown, ${reason ?? "no reason given"}${words}`;
  return `yes, sat${model === null || Object.keys(model).length === 0 ? "" : `, for example ${renderAssignment(model)}`}${words}`;
}

/** A clause spelled out; an id that names none of the IR's clauses stands for itself. */
function coreClause(ir: IR, id: string): string {
  const assertion = ir.assertions.find((candidate) => candidate.id === id);
  if (assertion !== undefined)
    return `${assertion.category} ${oneLine(assertion.expression.text)}${marked(lineNumbers(ir, assertion.provenance))}`;
  const clause = ir.signature.raises.find((candidate) => candidate.id === id);
  return clause === undefined ? oneLine(id) : `raises ${raisesLine(ir, clause)}`;
}

function holeLines(ir: IR): string[] {
  const open = ir.holes
    .filter(({ status }) => status === "open")
    .toSorted((a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority));
  const closed = ir.holes.filter(({ status }) => status !== "open");
  return titled(`Holes (${open.length} open)`, [
    ...open.flatMap((hole) => openHole(ir, hole)),
    ...closed.map(
      ({ id, status, resolution }) => `${status} ${id}${resolution === null ? "" : `: ${oneLine(resolution.value)}`}`,
    ),
  ]);
}

function openHole(ir: IR, hole: Hole): string[] {
  const { id, clause, kind, subject, type_hint, description, priority, suggestions, dependencies } = hole;
  const name = ir.signature.parameters.find((parameter) => parameter.id === subject)?.name ?? subject;
  return [
    `?${oneLine(name)}: ${oneLine(type_hint)}?  ${oneLine(description)}  [${priority}, ${clause} ${kind}, ${id}]`,
    ...suggestions.map(
      ({ value, rationale, confidence }) =>
        `    maybe ${oneLine(value)} (${percent(confidence)}): ${oneLine(rationale)}`,
    ),
    ...(dependencies.length === 0 ? [] : [`    waits for ${dependencies.join(", ")}`]),
  ];
}
