import { modulesOf } from "../../../ir/expression/library-modules.ts";
import { parseExpression } from "../../../ir/expression/parse.ts";
import type { IR } from "../../../ir/ir.ts";
import { parseModule } from "../../../python/parse.ts";
import { type PythonNode, walkNodes } from "../../../python/parse-walk.ts";
import type { CodeFacts } from "../../../signatures/facts.ts";
import type { AssertionMode } from "../../run.ts";
import { headerOf } from "../contract.ts";
import { enforcement } from "./assertions.ts";
import { docstring } from "./docstring.ts";
import { definedNames, importLines, namesOfAnnotations } from "./imports.ts";
import { dedented, indented } from "./text-lines.ts";

/** PEP 8 allows lines of 79 columns. */
const WIDTH = 79;

export interface Printing {
  docstring: boolean;
  assertions: AssertionMode;
}

/** The code as it is judged: nothing in it but what was written for the contract. */
export const BARE: Printing = { docstring: false, assertions: "off" };

/**
 * A module with the function of the contract: its def line comes from the contract, its body from the code. Assertions about the result need every way out to pass them: a body with one `return` at its end gets them
 * there, any other becomes a function of its own that is called.
 */
export function moduleSource(ir: IR, code: CodeFacts, printing: Printing): string {
  const { before, after, needs_copy } = enforcement(ir, printing.assertions);
  const body = dedented(code.body);
  const statements = body.length === 0 ? ["pass"] : body;
  const helpers = dedented(code.helpers);
  const annotations = annotationsOf(ir);
  const needed = namesOfAnnotations(annotations, definedNames(helpers.join("\n")));
  const postponed = needed.unknown.length > 0 ? ["from __future__ import annotations"] : [];
  const imports = importLines([
    ...postponed,
    ...code.imports,
    ...needed.imports,
    ...modulesOfClauses(ir).map((name) => `import ${name}`),
    ...(needs_copy ? ["import copy"] : []),
  ]);
  const doc = printing.docstring ? docstring(ir).map((line) => (line === "" ? "" : `    ${line}`)) : [];
  const header = wrappedHeader(`${headerOf(ir)}:`, ir);
  const blocks: string[][] = [];
  if (imports.length > 0) blocks.push(imports);
  if (helpers.length > 0) blocks.push(helpers);
  const inline = after.length === 0 ? statements : withResult(statements, after);
  if (inline !== null) {
    blocks.push([...header, ...doc, ...indented([...before, ...inline])]);
  } else {
    const inner = innerName(ir, [...helpers, ...statements]);
    const call = `result = ${inner}(${passedOn(ir)})`;
    blocks.push([
      ...wrappedHeader(
        `${headerOf(ir)
          .replace(/^(?:@.*\n)*/, "")
          .replace(`def ${ir.signature.name}`, `def ${inner}`)}:`,
        ir,
      ),
      ...indented(statements),
    ]);
    blocks.push([...header, ...doc, ...indented([...before, call, ...after, "return result"])]);
  }
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n\n")}\n`;
}

/** Clauses are judged where the function stands, so the modules that they speak of are at hand there. */
function modulesOfClauses({ assertions, signature }: IR): string[] {
  const texts = [
    ...assertions.map(({ expression }) => expression),
    ...signature.raises.flatMap(({ when }) => when ?? []),
  ];
  return [...new Set(texts.flatMap(({ text }) => [...modulesOf(parseExpression(text))]))].sort();
}

function annotationsOf({ signature }: IR): string[] {
  const hints = [...signature.parameters.map(({ type_hint }) => type_hint), signature.returns.type_hint];
  return hints.filter((hint) => hint !== null);
}

/** Whether the statements bind a name that the checks use: `n` in `assert result <= n` is what the caller passed. */
function rebinds(tree: PythonNode, after: readonly string[]): boolean {
  const used = new Set(
    after.flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).filter((name) => name !== "result"),
  );
  const own = new Set<PythonNode>();
  for (const node of walkNodes(tree)) {
    // What a comprehension binds is bound in it alone.
    if ("generators" in node)
      for (const { target } of node.generators) for (const name of walkNodes(target)) own.add(name);
    if (node.nodeType === "Name" && node.ctx.nodeType !== "Load" && used.has(node.id) && !own.has(node)) return true;
    if ((node.nodeType === "FunctionDef" || node.nodeType === "ClassDef") && used.has(node.name)) return true;
    if (
      node.nodeType === "Import" ||
      node.nodeType === "ImportFrom" ||
      node.nodeType === "Global" ||
      node.nodeType === "Nonlocal"
    )
      return true;
  }
  return false;
}

/** The statements with the checks before their only `return`, which is the last of them; null when they leave in another way. */
function withResult(statements: readonly string[], after: readonly string[]): string[] | null {
  const wrapper = parseModule(`def f():\n${indented(statements).join("\n")}\n`);
  const [definition] = wrapper.ok ? wrapper.module.tree.body : [];
  if (definition?.nodeType !== "FunctionDef" || definition.body.some((node) => rebinds(node, after))) return null;
  const returns = statements.flatMap((line, index) => (/(?:^|[\s;:])return\b/.test(line) ? [index] : []));
  const [at, ...others] = returns;
  const last = at === undefined ? undefined : statements[at];
  if (at === undefined || last === undefined || others.length > 0 || !last.startsWith("return ")) return null;
  const value = [last.slice("return ".length), ...statements.slice(at + 1)];
  if (/\byield\b|\blambda\b.*\breturn\b/.test(statements.join("\n"))) return null;
  // What follows the `return` belongs to it only when it is its continuation: everything up to there has to be whole statements.
  const head = statements.slice(0, at);
  const whole = parseModule(`def f():\n${indented([...head, "pass"]).join("\n")}\n`);
  const expression = parseModule(`${value.join("\n").trimEnd()}\n`);
  if (!whole.ok || !expression.ok || expression.module.tree.body.length !== 1) return null;
  const [only] = value;
  const assigned = value.length === 1 && only === "result" ? [] : [`result = ${value.join("\n")}`];
  return [...head, ...assigned.flatMap((text) => text.split("\n")), ...after, "return result"];
}

function innerName(ir: IR, lines: readonly string[]): string {
  const text = lines.join("\n");
  let name = `_${ir.signature.name.replace(/^_+/, "")}`;
  while (new RegExp(`\\b${name}\\b`).test(text) || name === ir.signature.name) name = `${name}_body`;
  return name;
}

/** Every parameter handed on as it came in. */
function passedOn({ signature }: IR): string {
  return signature.parameters
    .map(({ name, kind }) => {
      switch (kind) {
        case "var_positional":
          return `*${name}`;
        case "var_keyword":
          return `**${name}`;
        case "keyword_only":
          return `${name}=${name}`;
        default:
          return name;
      }
    })
    .join(", ");
}

/** A def line that is too long has its parameters on lines of their own. */
function wrappedHeader(header: string, { signature }: IR): string[] {
  if (header.length <= WIDTH || signature.parameters.length === 0) return header.split("\n");
  const open = header.indexOf("(");
  const close = header.lastIndexOf(")", header.includes(" -> ") ? header.lastIndexOf(" -> ") : header.length);
  const parts = topLevelParts(header.slice(open + 1, close));
  return [...header.slice(0, open + 1).split("\n"), ...parts.map((part) => `    ${part},`), header.slice(close)];
}

function topLevelParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quote: string | null = null;
  for (const [index, character] of [...text].entries()) {
    if (quote !== null) quote = character === quote ? null : quote;
    else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}
