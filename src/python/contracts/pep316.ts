import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression, namesOf, substitute, unsupportedConstructs } from "../../ir/expression/walk.ts";
import { type DocLine, type Docstring, docstringOf, regionOf } from "../facts/docstring.ts";
import { rewrittenText } from "./condition.ts";
import { addAssertion, addEvidence, addProblem, addRaises, type ContractContext, DECLARED } from "./findings.ts";

export interface DocContract {
  section: "pre" | "post" | "inv" | "raises";
  text: string;
  from: number;
  to: number;
}

const HEADER = /^(\s*):?(pre|post|inv|raises)(?:\[([\w\s,.]*)\])?::?(?:\s+(.*))?$/;

/**
 * Contracts in a docstring, after PEP 316 and CrossHair's reading of it: `pre:`, `post:`, `post[x]:`, `inv:` and `raises:`, each with an expression on its
 * own line or an indented block below, one expression a line; a line that is no expression goes on in the next ones. Prose that only looks like
 * a section is left alone: its text is no expression.
 */
export function docContracts({ lines }: Docstring): { contracts: DocContract[]; used: Set<number> } {
  const contracts: DocContract[] = [];
  const used = new Set<number>();
  for (let index = 0; index < lines.length; ) {
    const header = HEADER.exec(lines[index]?.text ?? "");
    const section = header?.[2];
    if (!header || (section !== "pre" && section !== "post" && section !== "inv" && section !== "raises")) {
      index += 1;
      continue;
    }
    const end = blockEnd(lines, index + 1, (header[1] ?? "").length);
    const found = sectionContracts(lines, index, end, section, header[4] ?? "");
    if (found.length > 0) {
      contracts.push(...found);
      for (let line = index; line < Math.max(end, index + 1); line += 1) used.add(line);
      index = Math.max(end, index + 1);
    } else index += 1;
  }
  return { contracts, used };
}

function blockEnd(lines: readonly DocLine[], from: number, indent: number): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.text === "") continue;
    if (line.indent <= indent) break;
    end = index + 1;
  }
  return end;
}

function sectionContracts(
  lines: readonly DocLine[],
  start: number,
  end: number,
  section: DocContract["section"],
  inline: string,
): DocContract[] {
  const parts = lines
    .slice(start + 1, end)
    .map((line, index) => ({ text: line.text.trim(), index: start + 1 + index }));
  if (inline !== "" && !inline.startsWith("#")) parts.unshift({ text: inline, index: start });
  const contracts: DocContract[] = [];
  for (let first = 0; first < parts.length; first += 1) {
    const head = parts[first];
    if (!head || head.text === "" || head.text.startsWith("#")) continue;
    let text = head.text;
    let last = first;
    while (!isExpression(text) && last + 1 < parts.length) {
      last += 1;
      text = `${text}\n${parts[last]?.text ?? ""}`;
    }
    const whole = isExpression(text);
    contracts.push({
      section,
      text: whole ? text : head.text,
      from: head.index,
      to: (whole ? parts[last]?.index : head.index) ?? head.index,
    });
    if (whole) first = last;
  }
  return contracts.some(({ text }) => isExpression(text)) ? contracts : [];
}

function isExpression(text: string): boolean {
  const constructs = unsupportedConstructs(parseExpression(text));
  return !constructs.includes("invalid_syntax");
}

/** True when an expression speaks of the call: of a parameter, the result or old values; `True` alone is a contract too. */
function speaksOf(text: string, names: readonly string[]): boolean {
  const expression = parseExpression(text);
  return expression.kind === "boolean" || namesOf(expression).some((name) => names.includes(name));
}

/** The docstring contracts of a function. */
export function pep316Clauses(context: ContractContext): void {
  const docstring = docstringOf(context.module, context.fn.node);
  if (!docstring) return;
  for (const { section, text, from, to } of docContracts(docstring).contracts) {
    const node = regionOf(docstring.lines, from, to);
    if (section === "raises") {
      raisesSection(context, text, node);
      continue;
    }
    if (section === "inv") continue;
    const subjects = [...context.parameters, ...(section === "post" ? ["__return__", "_", "__old__"] : [])];
    if (!isExpression(text)) {
      addProblem(context, "contract_unreadable", `This ${section} section is no Python expression: ${text}`, node);
      continue;
    }
    if (!speaksOf(text, subjects)) continue;
    const item = addEvidence(
      context,
      `pep316-${section}`,
      `A ${section === "pre" ? "precondition" : "postcondition"} of the docstring (PEP 316).`,
      node,
    );
    if (section === "pre") {
      addAssertion(
        context,
        "precondition",
        rewrittenText(text, (expression) => expression, []),
        null,
        DECLARED,
        [item],
      );
    } else {
      const category = "postcondition";
      addAssertion(
        context,
        category,
        rewrittenText(text, postNotation, ["_", "__return__", "__old__"]),
        null,
        DECLARED,
        [item],
      );
    }
  }
}

const RESULT: ReadonlyMap<string, Expression> = new Map([
  ["_", { kind: "name", name: "result" }],
  ["__return__", { kind: "name", name: "result" }],
]);

/** `__return__` and `_` are the result, `__old__.x` is the value of `x` on entry. */
function postNotation(expression: Expression): Expression {
  const withOld = mapExpression(expression, (node) =>
    node.kind === "attribute" && node.object.kind === "name" && node.object.name === "__old__"
      ? { kind: "old", value: { kind: "name", name: node.attribute } }
      : node,
  );
  return substitute(withOld, RESULT);
}

function raisesSection(context: ContractContext, text: string, node: Parameters<typeof addEvidence>[3]): void {
  const names =
    text
      .split("#")[0]
      ?.split(",")
      .map((name) => name.trim()) ?? [];
  if (!names.every((name) => /^[A-Za-z_][\w.]*$/.test(name))) return;
  const item = addEvidence(
    context,
    "pep316-raises",
    "Exceptions that the docstring allows (PEP 316, CrossHair).",
    node,
  );
  for (const name of names) addRaises(context, name, null, null, DECLARED, [item]);
}
