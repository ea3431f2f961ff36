import type { IR } from "../../ir/ir.ts";
import { codeSchema } from "../../signatures/code-schema.ts";
import type { CodeFacts } from "../../signatures/facts.ts";
import { irToCode } from "../../signatures/ir-to-code.ts";
import type { PredictOptions } from "../../signatures/predictor.ts";
import { repair as repairSignature } from "../../signatures/repair.ts";
import type { NodeContext } from "../context.ts";
import { type Asked, ask } from "./ask.ts";
import { BARE, moduleSource } from "./assemble/module.ts";
import { bestOf } from "./board.ts";
import { contractOf } from "./contract.ts";
import type { Asker, Board, Draft, Prompt } from "./facts.ts";
import { wordsOf } from "./prompt.ts";

/** Writes one candidate. Candidates are samples of one question under different seeds. */
export async function write(
  ir: IR,
  prompt: Prompt,
  asker: Asker,
  candidate: number,
  context: NodeContext,
): Promise<Draft> {
  const input = { contract: contractOf(ir), prompt: wordsOf(prompt, ir.signature.name) };
  const asked = await ask(context, asker, irToCode, input, sample(ir, asker, candidate - 1));
  return draftOf(ir, asked, { candidate, repair: 0 });
}

/** Corrects the best code so far; its failures, counterexamples included, are part of the question. */
export async function correct(
  ir: IR,
  prompt: Prompt,
  asker: Asker,
  board: Board,
  context: NodeContext,
): Promise<Draft> {
  const best = bestOf(board);
  const repair = board.repairs + 1;
  if (best === null || best.draft.source === null) throw new Error("there is no code to correct");
  const input = {
    contract: contractOf(ir),
    prompt: wordsOf(prompt, ir.signature.name),
    code: best.draft.source,
    failures: best.failures,
  };
  const asked = await ask(context, asker, repairSignature, input, sample(ir, asker, repair));
  return draftOf(ir, asked, { candidate: best.draft.candidate, repair });
}

/** Equal seeds may be answered from a cache; every sample has its own. The schema fixes the names of the contract. */
const sample = (ir: IR, asker: Asker, offset: number): PredictOptions<CodeFacts> => ({
  seed: asker.seed + offset,
  output_schema: codeSchema(ir),
});

function draftOf(ir: IR, asked: Asked<CodeFacts>, place: Pick<Draft, "candidate" | "repair">): Draft {
  if (!asked.ok) return { ...place, by: null, parts: null, source: null, missing: asked.missing };
  const by = asked.by.offline ? "offline" : asked.by.model;
  return { ...place, by, parts: asked.output, source: moduleSource(ir, asked.output, BARE), missing: null };
}

/** Code that a person gave as the answer to the implementation hole: a whole definition, taken as it is. */
export function adopted(source: string, by: string, board: Board): Draft {
  const numbers = board.judged.map(({ draft }) => draft.candidate);
  return {
    candidate: Math.max(0, ...numbers) + 1,
    repair: 0,
    by,
    parts: null,
    source: `${source.replaceAll("\r\n", "\n").trimEnd()}\n`,
    missing: null,
  };
}
