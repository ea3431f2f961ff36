import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { Check, IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import type { NodeContext } from "../context.ts";
import { worstVerdict } from "../examine/worst.ts";
import { validate as consistency, withChecks } from "../reverse/validate.ts";
import { ValidateInput } from "../run.ts";
import { moduleOf } from "../source.ts";
import { subjectOf } from "./subject.ts";

const definition = defineGraph({
  id: "validate",
  version: "1",
  channels: { request: ValidateInput, ir: IR, checks: z.array(Check), validated: IR, verdict: Verdict },
  input: ["request"],
  output: ["validated", "verdict"],
  start: "load",
  nodes: {
    load: { kind: "task", version: "1", mode: "inline", reads: ["request"], writes: ["ir"] },
    consistency: {
      kind: "task",
      version: "1",
      mode: "queued",
      reads: ["ir"],
      writes: ["checks"],
      lease_ms: 300_000,
      cacheable: true,
    },
    finish: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "checks"],
      writes: ["validated", "verdict"],
      final: true,
    },
  },
  edges: [
    { from: "load", to: "consistency" },
    { from: "consistency", to: "finish" },
  ],
});

/** Whether code meets a contract: a verdict for each clause. */
export const validate = bindGraph(definition, {
  load: ({ request }) => {
    subjectOf(moduleOf({ source: request.code, path: null, module_body: false }, "/input/code"), request.ir);
    return { ir: request.ir };
  },
  consistency: async ({ ir }, { solver }: NodeContext) => ({ checks: (await consistency([ir], solver))[0] ?? [] }),
  finish: ({ ir, checks }) => {
    const validated = withChecks([ir], [checks])[0] ?? ir;
    return { validated, verdict: worstVerdict([validated]) };
  },
});
