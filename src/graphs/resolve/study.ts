import { z } from "zod";
import { TerminalError } from "../../graph/errors.ts";
import { needsOfCode } from "../../holes/suggest/needs-of-code.ts";
import { IR } from "../../ir/ir.ts";
import { signatureOf } from "../../python/signature/signature.ts";
import type { NodeContext } from "../context.ts";
import { dynamic, examined, symbolic } from "../examine/examination.ts";
import { subjectsOf } from "../examine/subjects.ts";
import { constraints } from "../reverse/constraints.ts";
import { effects } from "../reverse/effects.ts";
import { intent } from "../reverse/intent.ts";
import { load } from "../reverse/load.ts";
import { merge } from "../reverse/merge.ts";
import { parse } from "../reverse/parse.ts";
import { signature } from "../reverse/signature.ts";
import { moduleOf } from "../source.ts";

/** A code and the function of it that a contract is about. */
export const Code = z.object({ source: z.string(), function: z.string() });
export type Code = z.infer<typeof Code>;

/** What a code tells of its function: the contract that it keeps as it stands, with calls that were made, and what its operations need. */
export const Studied = z.object({
  ir: IR,
  needs: z.array(z.object({ text: z.string(), rationale: z.string(), weight: z.number() })),
  /** What the authors of other functions in the same source wrote down of them. */
  siblings: z.array(
    z.object({
      name: z.string(),
      types: z.array(z.object({ name: z.string(), type: z.string().nullable() })),
      clauses: z.array(z.string()),
    }),
  ),
});
export type Studied = z.infer<typeof Studied>;

/** The code beside the contract, with its function by the qualified name of the contract, else by the name in its signature. Fails terminally where it is no Python or has no such function. */
export function codeOf(source: string, { metadata, signature: { name } }: IR): Code {
  const { functions } = moduleOf({ source, path: null, module_body: false }, "/input/code");
  const found = [metadata.qualified_name, name]
    .map((wanted) => functions.find(({ outline }) => outline.key === wanted || outline.qualified_name === wanted))
    .find((fn) => fn !== undefined);
  if (found !== undefined) return { source, function: found.outline.key };
  const names = functions.slice(0, 20).map(({ outline }) => outline.key);
  throw new TerminalError(
    "function_not_found",
    `The code has no function ${name}; it has ${names.join(", ") || "none"}.`,
    [{ pointer: "/input/code", line: null, column: null, detail: `no function ${name}` }],
  );
}

/** Lifts the function without a model: what the source states, what the solver finds in the body, what holds in all calls that the sandbox makes. */
export async function study(code: Code, seed: number, context: NodeContext): Promise<Studied> {
  const file = load(code);
  const selection = parse(file);
  const module = moduleOf(file);
  const merged = merge(file, selection, {
    signatures: signature(file, selection),
    contracts: constraints(file, selection),
    effects: effects(file, selection),
    intents: intent(file, selection),
  }).slice(0, 1);
  const subjects = subjectsOf(module, merged);
  const settings = { symbolic: true, dynamic: true, seed };
  const proved = await symbolic(subjects, settings, context);
  const observed = await dynamic(subjects, proved, settings, context);
  const [ir] = examined(merged, proved, observed, []);
  const [subject] = subjects;
  if (ir === undefined || subject === undefined) throw new Error(`nothing was lifted of ${code.function}`);
  return {
    ir,
    needs: needsOfCode(
      subject.fn,
      ir.signature.parameters.map(({ name }) => name),
    ),
    siblings: siblingsOf(code),
  };
}

/** As they are written: nothing is inferred, executed or proved. */
function siblingsOf({ source, function: own }: Code): Studied["siblings"] {
  const file = load({ source });
  const selection = parse(file);
  const stated = constraints(file, selection);
  const module = moduleOf(file);
  return selection.functions.flatMap(({ key }, index) => {
    const fn = module.functions.find(({ outline }) => outline.key === key);
    if (fn === undefined || key === own) return [];
    const { parameters, returns } = signatureOf(module, fn).signature;
    return [
      {
        name: key,
        types: [
          ...parameters.map(({ name, type_hint }) => ({ name, type: type_hint })),
          { name: "result", type: returns.type_hint },
        ],
        clauses: (stated[index]?.assertions ?? [])
          .filter(({ expression }) => expression.unsupported.length === 0)
          .map(({ expression }) => expression.text),
      },
    ];
  });
}
