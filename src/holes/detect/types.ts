import type { IR } from "../../ir/ir.ts";
import { distinguishTypes } from "../distinguish.ts";
import { RETURN } from "../subjects.ts";
import { suggestTypes } from "../suggest/types.ts";
import type { Gap } from "./gap.ts";

/** Parameters and results without a type. `self` and `cls` of methods, and what takes any number of arguments, need none. */
export function missingTypes(ir: IR): Gap[] {
  const { signature } = ir;
  const open = signature.parameters.filter(
    ({ name, type_hint, kind }, index) =>
      type_hint === null &&
      kind !== "var_positional" &&
      kind !== "var_keyword" &&
      !(index === 0 && ["self", "cls"].includes(name)),
  );
  const gaps = open.map((parameter) =>
    gapOf(
      ir,
      parameter.id,
      parameter.name,
      `The type of parameter ${parameter.name} is not known.`,
      parameter.constraints,
    ),
  );
  if (signature.returns.type_hint !== null) return gaps;
  return [
    ...gaps,
    gapOf(ir, RETURN, "result", `The type that ${signature.name} returns is not known.`, signature.return_constraints),
  ];
}

function gapOf(
  ir: IR,
  subject: string,
  name: string,
  description: string,
  constraints: IR["signature"]["return_constraints"],
): Gap {
  const suggestions = suggestTypes(ir, name);
  const [one, other] = suggestions;
  const between = one === undefined || other === undefined ? null : distinguishTypes(one.value, other.value);
  return {
    clause: "signature",
    kind: "type",
    subject,
    type_hint: "type",
    description,
    constraints,
    priority: "high",
    suggestions,
    context: between === null ? null : `\`${between.value}\` is a value of \`${between.of}\` and not of the other.`,
  };
}
