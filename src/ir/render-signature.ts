import type { Hole, IR, Parameter } from "./ir.ts";
import { oneLine } from "./render-text.ts";

/** The header as Python would write it. What an open hole stands for reads `?name: type?`. */
export function renderSignature(ir: IR): string {
  const { signature } = ir;
  const holes = ir.holes.filter(({ clause, status }) => clause === "signature" && status === "open");
  const types = signature.type_parameters.length === 0 ? "" : `[${signature.type_parameters.map(oneLine).join(", ")}]`;
  const header = `${signature.is_async ? "async def" : "def"} ${oneLine(signature.name)}${types}(${parameterList(signature.parameters, holes)})`;
  return [
    ...signature.decorators.map((source) => `@${oneLine(source).replace(/^@/, "")}`),
    header + returnText(ir, holes),
  ].join("\n");
}

function returnText(ir: IR, holes: readonly Hole[]): string {
  const { type_hint } = ir.signature.returns;
  const hole = holes.find(({ subject }) => subject === "return" || subject === "result");
  if (type_hint !== null) return ` -> ${oneLine(type_hint)}`;
  return hole === undefined ? "" : ` -> ?result: ${oneLine(hole.type_hint)}?`;
}

function parameterList(parameters: readonly Parameter[], holes: readonly Hole[]): string {
  const parts: string[] = [];
  let starred = false;
  for (const [index, parameter] of parameters.entries()) {
    const { kind } = parameter;
    if (kind === "var_positional") starred = true;
    if (kind === "keyword_only" && !starred) {
      parts.push("*");
      starred = true;
    }
    parts.push(parameterText(parameter, holes));
    if (kind === "positional_only" && parameters[index + 1]?.kind !== "positional_only") parts.push("/");
  }
  return parts.join(", ");
}

function parameterText(parameter: Parameter, holes: readonly Hole[]): string {
  const stars = parameter.kind === "var_positional" ? "*" : parameter.kind === "var_keyword" ? "**" : "";
  const name = stars + oneLine(parameter.name);
  const hole = holes.find(({ subject }) => subject === parameter.id);
  const typed =
    parameter.type_hint !== null
      ? `${name}: ${oneLine(parameter.type_hint)}`
      : hole === undefined
        ? name
        : `?${name}: ${oneLine(hole.type_hint)}?`;
  if (parameter.default === null) return typed;
  return parameter.type_hint === null && hole === undefined
    ? `${typed}=${oneLine(parameter.default)}`
    : `${typed} = ${oneLine(parameter.default)}`;
}
