import type { Example, IR } from "../../ir/ir.ts";
import { renderSignature } from "../../ir/render-signature.ts";
import type { ContractFacts, ExampleFact } from "../../signatures/facts.ts";

/** The contract in the form that every answerer gets. */
export function contractOf(ir: IR): ContractFacts {
  const { signature, assertions } = ir;
  const texts = (category: string) =>
    assertions.filter((item) => item.category === category).map(({ expression }) => expression.text);
  return {
    summary: ir.intent.summary,
    signature: headerOf(ir),
    parameters: signature.parameters.map(({ name, type_hint }) => ({ name, type_hint })),
    returns: signature.returns.type_hint,
    preconditions: texts("precondition"),
    postconditions: [...texts("postcondition"), ...texts("invariant")],
    raises: signature.raises.map(({ exception, when }) =>
      when === null ? exception : `${exception} when ${when.text}`,
    ),
    examples: ir.examples.map(exampleFact),
  };
}

/** The def line without its colon; what is not known is not written. */
export const headerOf = (ir: IR): string => renderSignature({ ...ir, holes: [] });

export const exampleFact = ({ args, kwargs, returns, raises }: Example): ExampleFact => ({
  args,
  kwargs: Object.entries(kwargs).map(([name, literal]) => ({ name, literal })),
  returns,
  raises,
});
