import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { TerminalError } from "../../graph/errors.ts";
import type { NodeContext } from "../context.ts";
import { SolveInput, SolverAnswer } from "../run.ts";

/** Z3 resource units of one script: some ten seconds on a laptop at most, and the same answer on every machine. */
const RLIMIT = 10_000_000;

const definition = defineGraph({
  id: "solve",
  version: "1",
  channels: { script: SolveInput, solver: SolverAnswer },
  input: ["script"],
  output: ["solver"],
  start: "solve",
  nodes: {
    solve: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["script"],
      writes: ["solver"],
      lease_ms: 300_000,
      cacheable: true,
      final: true,
    },
  },
  edges: [],
});

/** One SMT-LIB script, answered by the solver that also checks contracts. */
export const solve = bindGraph(definition, {
  async solve({ script }, { solver }: NodeContext) {
    const reply = await solver.check(script.smtlib, { rlimit: RLIMIT });
    if (reply.status === "rejected") {
      throw new TerminalError("script_rejected", reply.detail, [
        { pointer: "/input/smtlib", line: null, column: null, detail: reply.detail },
      ]);
    }
    const { status, output, milliseconds } = reply;
    return { solver: { status, reason: reply.status === "unknown" ? reply.reason : null, output, milliseconds } };
  },
});
