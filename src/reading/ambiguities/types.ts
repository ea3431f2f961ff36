import type { Ambiguity, ParameterFact } from "../../signatures/facts.ts";

/** Parameters and results whose type neither an annotation nor an example nor the words fix. */
export function openTypes(parameters: readonly ParameterFact[], returns: string | null): Ambiguity[] {
  const open = parameters
    .filter(({ type_hint, kind }) => type_hint === null && kind !== "var_keyword" && kind !== "var_positional")
    .map(({ name }) => openType(name, `Which type does ${name} have?`));
  return returns === null ? [...open, openType("return", "Which type does the function return?")] : open;
}

function openType(subject: string, question: string): Ambiguity {
  return { clause: "signature", kind: "type", subject, question, type_hint: "str", readings: [] };
}
