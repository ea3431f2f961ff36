import { z } from "zod";
import { bindGraph } from "../../graph/bind.ts";
import { defineGraph } from "../../graph/define.ts";
import { Check, IR } from "../../ir/ir.ts";
import { Verdict } from "../../ir/verdict.ts";
import type { NodeContext } from "../context.ts";
import {
  DynamicResults,
  dynamic,
  ExaminationSettings,
  examined,
  SymbolicResults,
  symbolic,
} from "../examine/examination.ts";
import { examinationTask } from "../examine/task.ts";
import { worstVerdict } from "../examine/worst.ts";
import { consistency, withChecks } from "../reverse/consistency.ts";
import { ValidateInput } from "../run.ts";
import { moduleOf } from "../source.ts";
import { subjectOf } from "./subject.ts";

const definition = defineGraph({
  id: "validate",
  version: "1",
  channels: {
    request: ValidateInput,
    settings: ExaminationSettings,
    ir: IR,
    code: z.string(),
    checks: z.array(Check),
    symbolic: SymbolicResults,
    dynamic: DynamicResults,
    validated: IR,
    verdict: Verdict,
  },
  input: ["request", "settings"],
  output: ["validated", "verdict"],
  start: "load",
  nodes: {
    load: { kind: "task", version: "1", mode: "inline", reads: ["request"], writes: ["ir", "code"] },
    consistency: examinationTask(["ir"], "checks"),
    symbolic: examinationTask(["ir", "code", "settings"], "symbolic"),
    dynamic: examinationTask(["ir", "code", "settings", "symbolic"], "dynamic"),
    judged: { kind: "join", join: { policy: "all" } },
    finish: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "checks", "symbolic", "dynamic"],
      writes: ["validated", "verdict"],
      final: true,
    },
  },
  edges: [
    { from: "load", to: "consistency" },
    { from: "load", to: "symbolic" },
    { from: "symbolic", to: "dynamic" },
    { from: "dynamic", to: "judged" },
    { from: "consistency", to: "judged" },
    { from: "judged", to: "finish" },
  ],
});

/** Whether code meets a contract: the IR that was given, each clause with the verdict that the code earns it. */
export const validate = bindGraph(definition, {
  load: ({ request: { ir, code } }) => {
    subject(code, ir);
    return { ir, code };
  },
  consistency: async ({ ir }, { solver }: NodeContext) => ({ checks: (await consistency([ir], solver))[0] ?? [] }),
  symbolic: async ({ ir, code, settings }, context: NodeContext) => ({
    symbolic: (await symbolic([subject(code, ir)], settings, context)).map((found) => ({ ...found, proposed: [] })),
  }),
  dynamic: async ({ ir, code, settings, ...found }, context: NodeContext) => ({
    dynamic: (await dynamic([subject(code, ir)], found.symbolic, settings, context)).map((ran) => ({
      ...ran,
      proposed: [],
    })),
  }),
  finish: ({ ir, checks, ...found }) => {
    const [validated = ir] = withChecks(examined([ir], found.symbolic, found.dynamic, []), [checks]);
    return { validated, verdict: worstVerdict([validated]) };
  },
});

function subject(code: string, ir: IR) {
  const module = moduleOf({ source: code, path: null, module_body: false }, "/input/code");
  return { module, fn: subjectOf(module, ir), ir };
}
