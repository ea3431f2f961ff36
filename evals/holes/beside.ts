import { asArray, asObject } from "../../scripts/lib/client.ts";
import type { SuiteContext } from "../suite.ts";
import type { Hidden } from "./hide.ts";
import type { Reference } from "./reference.ts";

/** What a user may have beside the contract: fields of a `resolve` run's input. */
export interface Beside {
  code?: string;
  prompt?: string;
}

/**
 * Code and words of a reference that do not give the hidden part away: code that declares it (an assert, a decorator, a docstring's condition, an annotation) and words that contain it are not given.
 */
export async function besideOf(
  { plain, words, ir }: Reference,
  part: Hidden,
  { oracle, material }: SuiteContext,
): Promise<Beside> {
  const found: Beside = {};
  const name = ir.signature.parameters.find(({ id }) => id === part.subject)?.name ?? "return";
  if (material.code && plain !== null) {
    const given =
      part.kind === "type"
        ? isAnnotated(plain.declared.ir, name)
        : (await normals([part.truth, ...plain.declared.clauses.map(({ text }) => text)], oracle)).filter(
            (one, index, [truth]) => index > 0 && one !== null && one === truth,
          ).length > 0;
    if (!given) found.code = plain.code;
  }
  if (material.words && words !== null) {
    const shown = part.kind === "type" ? `${name}: ${part.truth}` : part.truth;
    if (!words.replaceAll(/\s+/g, " ").includes(shown.replaceAll(/\s+/g, " "))) found.prompt = words;
  }
  return found;
}

const normals = (texts: readonly string[], oracle: SuiteContext["oracle"]): Promise<(string | null)[]> =>
  Promise.all(texts.map((text) => oracle.normal({ op: "expression", text })));

function isAnnotated(ir: Reference["ir"] | object, name: string): boolean {
  const signature = asObject(asObject(ir as never).signature);
  const subject =
    name === "return"
      ? asObject(signature.returns)
      : asArray(signature.parameters)
          .map(asObject)
          .find((one) => one.name === name);
  return subject !== undefined && subject.type_hint !== null && asObject(subject.provenance).source === "declared";
}
