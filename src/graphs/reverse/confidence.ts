import type { IR } from "../../ir/ir.ts";

/**
 * How far an IR can be relied on, as the mean over its parts: intent, each parameter's type, the return type, each assertion,
 * each exception and each effect. A type nobody knows counts 0, so that an IR full of gaps never looks certain. The number ranks IRs for a reader;
 * it is not a probability and no verdict rests on it.
 */
export function confidenceOf(ir: IR): number {
  const parts = [
    ir.intent.provenance.confidence,
    ...ir.signature.parameters.map((parameter) =>
      parameter.type_hint === null && !isReceiver(ir, parameter.name) ? 0 : parameter.provenance.confidence,
    ),
    ir.signature.returns.type_hint === null ? 0 : ir.signature.returns.provenance.confidence,
    ...ir.assertions.map(({ provenance }) => provenance.confidence),
    ...ir.signature.raises.map(({ provenance }) => provenance.confidence),
    ...ir.effects.map(({ provenance }) => provenance.confidence),
  ];
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return Math.round(mean * 1000) / 1000;
}

/** The first parameter of a method takes its type from the class; nobody annotates it. */
export function isReceiver(ir: IR, parameter: string): boolean {
  const method = ir.relationships.some(({ kind }) => kind === "method_of");
  return method && ir.signature.parameters[0]?.name === parameter && !ir.signature.decorators.includes("staticmethod");
}
