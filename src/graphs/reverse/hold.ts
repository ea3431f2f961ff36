import { z } from "zod";
import { defineGraph } from "../../graph/define.ts";
import { Check, IR } from "../../ir/ir.ts";
import type { NodeContext } from "../context.ts";
import {
  DynamicResults,
  dynamic,
  ExaminationSettings,
  prove,
  SymbolicResults,
  symbolic,
} from "../examine/examination.ts";
import { subjectsOf } from "../examine/subjects.ts";
import { examinationTask } from "../examine/task.ts";
import { Validation } from "../forward/facts.ts";
import { ClauseVerdict } from "../run.ts";
import { moduleOf } from "../source.ts";
import { SourceFile } from "./facts.ts";
import { CallVerdicts, callsHeld, conclude, heldContract, withoutExcluding } from "./held.ts";

/** The code against a contract with answers in it, examined as it was before them. */
export const holdDefinition = defineGraph({
  id: "hold",
  version: "1",
  channels: {
    source: SourceFile,
    settings: ExaminationSettings,
    threshold: z.number().min(0).max(1),
    ir: IR,
    validation: Validation,
    symbolic: SymbolicResults,
    dynamic: DynamicResults,
    proofs: SymbolicResults,
    calls: CallVerdicts,
    drafts: z.array(IR),
    checks: z.array(z.array(Check)),
    answer_verdicts: z.array(ClauseVerdict),
  },
  input: ["source", "settings", "threshold", "ir", "validation"],
  output: ["drafts", "checks", "answer_verdicts"],
  start: "symbolic",
  nodes: {
    symbolic: examinationTask(["source", "ir", "settings"], "symbolic"),
    dynamic: examinationTask(["source", "ir", "settings", "symbolic"], "dynamic"),
    prove: examinationTask(["source", "ir", "settings", "symbolic", "dynamic"], "proofs"),
    calls: examinationTask(["source", "ir", "settings", "dynamic"], "calls"),
    conclude: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "validation", "threshold", "symbolic", "dynamic", "proofs", "calls"],
      writes: ["drafts", "checks", "answer_verdicts"],
      final: true,
    },
  },
  edges: [
    { from: "symbolic", to: "dynamic" },
    { from: "dynamic", to: "prove" },
    { from: "prove", to: "calls" },
    { from: "calls", to: "conclude" },
  ],
});

/** The examination in the place of a node of a graph whose channels have the same names. */
export const holdNode = {
  kind: "subgraph",
  graph: holdDefinition,
  input: { source: "source", settings: "settings", threshold: "threshold", ir: "ir", validation: "validation" },
  output: { drafts: "drafts", checks: "checks", answer_verdicts: "answer_verdicts" },
} as const;

interface Held {
  source: SourceFile;
  settings: ExaminationSettings;
  ir: IR;
}
type Symbolic = z.infer<typeof SymbolicResults>;
type Dynamic = z.infer<typeof DynamicResults>;

const subjects = ({ source, ir }: Held) => subjectsOf(moduleOf(source), [heldContract(ir)]);

export const holdHandlers = {
  symbolic: async (held: Held, context: NodeContext) => ({
    symbolic: (await symbolic(subjects(held), held.settings, context)).map((found) => withoutExcluding(held.ir, found)),
  }),
  dynamic: async (held: Held & { symbolic: Symbolic }, context: NodeContext) => ({
    dynamic: await dynamic(subjects(held), held.symbolic, held.settings, context),
  }),
  prove: async (held: Held & { symbolic: Symbolic; dynamic: Dynamic }, context: NodeContext) => ({
    proofs: await prove(subjects(held), held.symbolic, held.dynamic, held.settings, context),
  }),
  calls: async ({ ir, source, settings, dynamic: ran }: Held & { dynamic: Dynamic }, context: NodeContext) => ({
    calls: await callsHeld(ir, source, settings, ran, context),
  }),
  conclude: ({
    ir,
    validation,
    threshold,
    ...found
  }: {
    ir: IR;
    validation: Validation;
    threshold: number;
    symbolic: Symbolic;
    dynamic: Dynamic;
    proofs: Symbolic;
    calls: CallVerdicts;
  }) => {
    const { draft, answers } = conclude(ir, found, threshold);
    return { drafts: [draft], checks: [validation.checks], answer_verdicts: answers };
  },
};
