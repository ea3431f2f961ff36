import type { ExprNode } from "py-ast";
import { docstringOf } from "../facts/docstring.ts";
import { docFields } from "../facts/docstring-fields.ts";
import { builtinException, exceptionsOfValue, isBuiltinException, looksLikeClass } from "./exceptions.ts";
import { evaluate } from "./expressions.ts";
import type { ExceptionClass, FunctionNode, Observation } from "./program.ts";
import type { Walk } from "./walk.ts";
import { textOf } from "./walk.ts";

/**
 * What the author of a function says of it to its callers: exceptions in the docstring and deal's contracts `raises` and `has`. A caller relies
 * on it beside what the body shows; for the function itself the body counts.
 */
export function declaredEffects(walk: Walk, node: FunctionNode): Observation[] {
  const found: Observation[] = [];
  const docstring = docstringOf(walk.program.module, node);
  for (const { role, name, node: place } of docstring ? docFields(docstring).fields : []) {
    if (role !== "raises" || name === null || !/^[\w.]+$/.test(name)) continue;
    if (!isBuiltinException(name) && !looksLikeClass(name)) continue;
    found.push(declaredException(place, namedException(walk, name), "docstring-raises", 0.6));
  }
  for (const decorator of node.decorator_list) {
    if (decorator.nodeType !== "Call") continue;
    const contract = /^deal\.(raises|has)$/.exec(textOf(walk.program.module, decorator.func))?.[1];
    if (contract === "raises") {
      for (const argument of decorator.args) {
        for (const exception of classesOf(walk, argument))
          found.push(declaredException(decorator, exception, "deal-raises", 0.7));
      }
    }
    if (contract === "has") found.push(...declaredMarkers(decorator));
  }
  return found;
}

function classesOf(walk: Walk, node: ExprNode): ExceptionClass[] {
  const known = exceptionsOfValue(evaluate(walk, node));
  if (known) return known;
  const name = textOf(walk.program.module, node);
  return looksLikeClass(name) ? [{ id: name, name, info: null }] : [];
}

function declaredException(
  node: Observation["node"],
  exception: ExceptionClass,
  rule: string,
  confidence: number,
): Observation {
  return {
    effect_type: "exception",
    target: exception.name,
    description: `is declared to raise ${exception.name}`,
    rule,
    confidence,
    source: "declared",
    node,
    root: null,
    exception,
  };
}

function namedException(walk: Walk, name: string): ExceptionClass {
  if (isBuiltinException(name)) return builtinException(name);
  for (const info of walk.program.classes.values()) {
    if (info.name === name) return { id: `class ${info.key}`, name, info };
  }
  return { id: name, name: name.split(".").at(-1) ?? name, info: null };
}

/** Effects that deal's markers stand for; `io` and the like, which stand for several, say too little. */
const MARKED: ReadonlyMap<string, Pick<Observation, "effect_type" | "target">> = new Map([
  ["stdout", { effect_type: "io", target: "stdout" }],
  ["stderr", { effect_type: "io", target: "stderr" }],
  ["stdin", { effect_type: "io", target: "stdin" }],
  ["read", { effect_type: "filesystem", target: "read:?" }],
  ["write", { effect_type: "filesystem", target: "write:?" }],
  ["network", { effect_type: "network", target: "?" }],
  ["socket", { effect_type: "network", target: "?" }],
  ["random", { effect_type: "randomness", target: "?" }],
  ["time", { effect_type: "time", target: "clock" }],
  ["syscall", { effect_type: "process", target: "?" }],
  ["global", { effect_type: "state", target: "?" }],
] as const);

function declaredMarkers(decorator: Extract<ExprNode, { nodeType: "Call" }>): Observation[] {
  return decorator.args.flatMap((argument): Observation[] => {
    const marker = argument.nodeType === "Constant" && typeof argument.value === "string" ? argument.value : "";
    const marked = MARKED.get(marker);
    if (!marked) return [];
    return [
      {
        ...marked,
        description: `is declared to have the side effect \`${marker}\``,
        rule: "deal-has",
        confidence: 0.7,
        source: "declared",
        node: decorator,
        root: null,
        exception: null,
      },
    ];
  });
}
