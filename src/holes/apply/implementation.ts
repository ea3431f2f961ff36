import type { IR } from "../../ir/ir.ts";
import { parseModule } from "../../python/parse.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import { type Answering, type Effect, refused } from "./answering.ts";

/** Code for the function. It has no place in the IR: the resolution of the hole holds it, and whoever generates code takes it from there. */
export function implementationAnswer(ir: IR, { hole, value }: Answering): Effect {
  const { name, parameters } = ir.signature;
  const valid = `Python source that defines ${name}(${parameters.map((one) => one.name).join(", ")})`;
  const parsed = parseModule(`${value}\n`);
  if (!parsed.ok) return refused(`it is not Python: ${parsed.problem.message}`, valid);
  if (hole.kind === "module") return { ok: true, ir, value };
  const fn = parsed.module.functions.find((one) => one.outline.qualified_name === name);
  if (fn === undefined) return refused(`it does not define ${name}`, valid);
  const { signature } = signatureOf(parsed.module, fn);
  const own = parameters.map((one) => one.name);
  const theirs = signature.parameters.map((one) => one.name);
  if (own.length > 0 && own.join() !== theirs.join())
    return refused(`${name} takes (${own.join(", ")}), not (${theirs.join(", ")})`, valid);
  return { ok: true, ir, value };
}
