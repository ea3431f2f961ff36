import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { TerminalError } from "../../graph/errors.ts";
import { answerSygus } from "../../synthesis/cegis/answer.ts";
import type { NodeContext } from "../context.ts";
import { SynthesisAnswer, SynthesizeInput } from "../run.ts";

const definition = defineGraph({
  id: "synthesize",
  version: "1",
  channels: { problem: SynthesizeInput, synthesis: SynthesisAnswer },
  input: ["problem"],
  output: ["synthesis"],
  start: "synthesize",
  nodes: {
    synthesize: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["problem"],
      writes: ["synthesis"],
      lease_ms: 300_000,
      cacheable: true,
      final: true,
    },
  },
  edges: [],
});

/** One SyGuS problem, solved by the engine that also finds code for contracts over integers. */
export const synthesize = bindGraph(definition, {
  async synthesize({ problem }, { solver, signal, now }: NodeContext) {
    const started = now();
    const answer = await answerSygus(problem.sygus, solver, { signal });
    if (answer.status === "invalid") {
      const detail = `${answer.detail} (line ${answer.line}, column ${answer.column})`;
      throw new TerminalError("problem_rejected", detail, [
        { pointer: "/input/sygus", line: answer.line, column: answer.column, detail: answer.detail },
      ]);
    }
    const { status, solution, detail } = answer;
    return { synthesis: { status, solution, detail, milliseconds: now() - started } };
  },
});
