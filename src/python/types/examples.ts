import type { StmtNode } from "py-ast";
import type { PythonModule } from "../module.ts";
import { parseModule } from "../parse.ts";

const MAX_DOCSTRING = 20_000;
const MAX_EXAMPLES = 40;

interface Example {
  source: string;
  want: string;
}

/**
 * The examples of a docstring (https://docs.python.org/3/library/doctest.html): `>>>` lines with their continuation lines and the output
 * they promise. Examples that promise an exception show wrong arguments and are left out.
 */
export function readExamples(docstring: string): Example[] {
  const examples: Example[] = [];
  let current: Example | null = null;
  for (const line of docstring.slice(0, MAX_DOCSTRING).split("\n")) {
    const text = line.trim();
    if (text.startsWith(">>> ")) {
      current = { source: text.slice(4), want: "" };
      examples.push(current);
    } else if (current !== null && current.want === "" && (text.startsWith("... ") || text === "...")) {
      current.source += `\n${text.slice(4)}`;
    } else if (text === "") current = null;
    else if (current !== null) current.want += `${current.want === "" ? "" : "\n"}${text}`;
  }
  return examples.filter((example) => !example.want.startsWith("Traceback")).slice(0, MAX_EXAMPLES);
}

/** The examples of a body's docstring as a module of their own; null where there are none that parse. */
export function examplesOf(body: readonly StmtNode[]): PythonModule | null {
  const [first] = body;
  if (first?.nodeType !== "Expr" || first.value.nodeType !== "Constant" || typeof first.value.value !== "string")
    return null;
  if (!first.value.value.includes(">>> ")) return null;
  const examples = readExamples(first.value.value);
  return parsed(examples) ?? parsed(examples.filter((example) => parsed([example]) !== null));
}

function parsed(examples: readonly Example[]): PythonModule | null {
  if (examples.length === 0) return null;
  const result = parseModule(examples.map((example) => `${example.source}\n`).join(""));
  return result.ok ? result.module : null;
}
