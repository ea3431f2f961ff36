import { type Gap, holeOf } from "../../holes/detect/gap.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { Provenance } from "../../ir/provenance.ts";
import { isReceiver } from "./confidence.ts";

/**
 * Turns what is missing or doubtful into typed holes: a type nobody knows, an intent guessed from a name, an effect that cannot be followed,
 * a contract that cannot be read. A doubtful type is withdrawn into its hole's first suggestion, so that no reader takes a guess for a fact.
 */
export function holes(merged: readonly IR[], confidences: readonly number[], threshold: number): IR[] {
  return merged.map((ir, index) => ({ ...withHoles(ir, threshold), confidence: confidences[index] ?? 0 }));
}

function withHoles(ir: IR, threshold: number): IR {
  const found: Hole[] = [];
  const open = (gap: Gap) => {
    found.push(holeOf(ir, gap));
  };
  const doubtful = ({ confidence }: Provenance) => confidence < threshold;

  if (ir.intent.summary === "" || doubtful(ir.intent.provenance)) {
    const suggestions =
      ir.intent.summary === ""
        ? []
        : [suggestion(ir.intent.summary, "Read from the function's name.", ir.intent.provenance)];
    open({
      clause: "intent",
      kind: "spec",
      subject: "intent",
      type_hint: "str",
      description: `What ${ir.signature.name} is for is not written down.`,
      priority: "medium",
      suggestions,
    });
  }
  const parameters = ir.signature.parameters.map((parameter) => {
    if (isReceiver(ir, parameter.name)) return parameter;
    if (parameter.type_hint !== null && !doubtful(parameter.provenance)) return parameter;
    open({
      clause: "signature",
      kind: "type",
      subject: parameter.id,
      type_hint: "type",
      description: `The type of parameter ${parameter.name} is not known.`,
      priority: "high",
      constraints: parameter.constraints,
      suggestions:
        parameter.type_hint === null
          ? []
          : [suggestion(parameter.type_hint, "Inferred from the body.", parameter.provenance)],
    });
    return { ...parameter, type_hint: null };
  });
  let returns = ir.signature.returns;
  if (returns.type_hint === null || doubtful(returns.provenance)) {
    open({
      clause: "signature",
      kind: "type",
      subject: "return",
      type_hint: "type",
      description: `The type that ${ir.signature.name} returns is not known.`,
      priority: "high",
      constraints: ir.signature.return_constraints,
      suggestions:
        returns.type_hint === null
          ? []
          : [suggestion(returns.type_hint, "Inferred from the body.", returns.provenance)],
    });
    returns = { ...returns, type_hint: null };
  }
  for (const assertion of ir.assertions) {
    if (!doubtful(assertion.provenance)) continue;
    open({
      clause: "assertion",
      kind: "spec",
      subject: assertion.id,
      type_hint: "bool",
      description: `It is doubtful whether this ${assertion.category} is meant: ${assertion.expression.text}`,
      priority: "medium",
      constraints: [assertion.id],
      suggestions: [suggestion(assertion.expression.text, "Read from the source.", assertion.provenance)],
    });
  }
  const unknownCalls = ir.effects.filter(
    (effect) => effect.effect_type === "unknown_call" || doubtful(effect.provenance),
  );
  if (unknownCalls.length > 0) {
    open({
      clause: "effect",
      kind: "spec",
      subject: "effects",
      type_hint: "list[effect]",
      description: `Effects of these calls are not known: ${unknownCalls.map(({ target }) => target).join(", ")}`.slice(
        0,
        2000,
      ),
      priority: "low",
    });
  }
  return { ...ir, signature: { ...ir.signature, parameters, returns }, holes: found };
}

function suggestion(value: string, rationale: string, { confidence }: Provenance) {
  return { value, rationale, confidence };
}
