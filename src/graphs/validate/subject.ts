import { TerminalError } from "../../graph/errors.ts";
import type { IR, Parameter } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { signatureOf } from "../../python/signature/signature.ts";

/**
 * The function of the code that the IR speaks of: by the IR's qualified name, else by its signature's name. A run fails here, with every difference named,
 * when there is none or when it cannot be called as the IR says: clauses about other parameters have no meaning for it.
 */
export function subjectOf(module: PythonModule, ir: IR): PythonFunction {
  const wanted = [ir.metadata.qualified_name, ir.signature.name];
  const found = wanted
    .map((name) => module.functions.find(({ outline }) => outline.key === name || outline.qualified_name === name))
    .find((fn) => fn !== undefined);
  if (found === undefined) {
    const names = module.functions.slice(0, 20).map(({ outline }) => outline.key);
    throw new TerminalError(
      "function_not_found",
      `The code has no function ${ir.signature.name}; it has ${names.join(", ") || "none"}.`,
      [{ pointer: "/input/code", line: null, column: null, detail: `no function ${ir.signature.name}` }],
    );
  }
  const differences = differencesOf(ir, signatureOf(module, found).signature);
  if (differences.length > 0) {
    throw new TerminalError(
      "signature_mismatch",
      `${ir.signature.name} cannot be called as the IR says: ${differences.join("; ")}.`,
      differences.map((detail) => ({ pointer: "/input/code", line: found.outline.span.line, column: 1, detail })),
    );
  }
  return found;
}

function differencesOf(ir: IR, actual: IR["signature"]): string[] {
  const differences: string[] = [];
  if (actual.is_async !== ir.signature.is_async)
    differences.push(actual.is_async ? "the code is async and the IR is not" : "the IR is async and the code is not");
  const shape = ({ name, kind, default: fallback }: Parameter) =>
    `${kind.replaceAll("_", " ")} ${name}${fallback === null ? "" : " with a default"}`;
  const [wanted, given] = [ir.signature.parameters.map(shape), actual.parameters.map(shape)];
  for (let index = 0; index < Math.max(wanted.length, given.length); index++) {
    const [left, right] = [wanted[index], given[index]];
    if (left === right) continue;
    differences.push(`parameter ${index + 1} is ${right ?? "missing"} in the code and ${left ?? "missing"} in the IR`);
  }
  return differences;
}
