import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { mapExpression, namesOf, substitute } from "../../ir/expression/walk.ts";
import { type Docstring, docstringOf, regionOf } from "../facts/docstring.ts";
import { rewrittenText } from "./condition.ts";
import { addAssertion, addEvidence, addProblem, addRaises, type ContractContext, DECLARED } from "./findings.ts";
import { type DocContract, docContracts } from "./pep316.ts";

/** True when a text speaks of the call: of a parameter, the result or old values; `True` alone is a contract too. Parts outside the language count by their words. */
function speaksOf(text: string, names: readonly string[]): boolean {
  const expression = parseExpression(text);
  if (expression.kind === "boolean") return true;
  const subjects = new Set(names);
  if (namesOf(expression).some((name) => subjects.has(name))) return true;
  return [...descendants(expression)].some(
    ({ expression: part }) =>
      part.kind === "unsupported" &&
      [...part.text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].some(([word]) => subjects.has(word)),
  );
}

/** The docstring contracts of a function. */
export function pep316Clauses(context: ContractContext): void {
  const docstring = docstringOf(context.module, context.fn.node);
  if (!docstring) return;
  const unread: DocContract[] = [];
  for (const contract of docContracts(docstring).contracts) {
    const { section, text, reading, from, to } = contract;
    const node = regionOf(docstring.lines, from, to);
    if (section === "raises") {
      if (!raisesSection(context, text, node)) unread.push(contract);
      continue;
    }
    if (section === "inv") continue;
    const subjects = [...context.parameters, ...(section === "post" ? ["__return__", "_", "__old__"] : [])];
    if (reading === "prose" || !speaksOf(text, subjects)) {
      unread.push(contract);
      continue;
    }
    const item = addEvidence(
      context,
      `pep316-${section}`,
      `A ${section === "pre" ? "precondition" : "postcondition"} of the docstring (PEP 316).`,
      node,
    );
    const expression =
      section === "pre"
        ? rewrittenText(text, (parsed) => parsed, [])
        : rewrittenText(text, postNotation, ["_", "__return__", "__old__"]);
    addAssertion(context, section === "pre" ? "precondition" : "postcondition", expression, null, DECLARED, [item]);
  }
  addUnread(context, docstring, unread);
}

/** A problem for every run of contracts that are not read: lines one below the other, of the same section. */
export function addUnread(context: ContractContext, { lines }: Docstring, unread: readonly DocContract[]): void {
  for (let first = 0; first < unread.length; ) {
    const head = unread[first];
    if (!head) return;
    let last = head;
    let count = 1;
    for (let next = unread[first + 1]; next; next = unread[first + count]) {
      const follows = next.from === last.to + 1 && next.section === head.section && next.reading === head.reading;
      if (!follows) break;
      last = next;
      count += 1;
    }
    const what = head.reading === "expression" ? "speaks of nothing in the call" : "is no Python expression";
    const detail =
      count === 1
        ? `This ${head.section} section ${what}: ${head.text}`
        : `This line of a ${head.section} section, like the ${count - 1} below it, ${what}: ${head.text}`;
    addProblem(context, "contract_unreadable", detail, regionOf(lines, head.from, last.to));
    first += count;
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

/** False when the section lists something else than exceptions. */
function raisesSection(context: ContractContext, text: string, node: Parameters<typeof addEvidence>[3]): boolean {
  const names =
    text
      .split("#")[0]
      ?.split(",")
      .map((name) => name.trim()) ?? [];
  if (!names.every((name) => /^[A-Za-z_][\w.]*$/.test(name))) return false;
  const item = addEvidence(
    context,
    "pep316-raises",
    "Exceptions that the docstring allows (PEP 316, CrossHair).",
    node,
  );
  for (const name of names) addRaises(context, name, null, null, DECLARED, [item]);
  return true;
}
