import { defineGraph } from "../../graph/define.ts";
import { IR } from "../../ir/ir.ts";
import type { SymbolicFindings, Witness } from "../../logic/examination/findings.ts";
import type { NodeContext } from "../context.ts";
import { DynamicResults, dynamic, SymbolicResults, symbolic } from "../examine/examination.ts";
import { examinationTask } from "../examine/task.ts";
import { moduleOf } from "../source.ts";
import { subjectOf } from "../validate/subject.ts";
import { Draft, ForwardSettings, Judged, Trial, Validation } from "./facts.ts";
import { judge, judgedContract } from "./judge.ts";
import { tryOut } from "./trial.ts";

/** How one code is judged: compiled and tried on the examples; if it can be run, no example refutes it and there are clauses to judge, proved and run on inputs that the solver and the generator make. */
export const judgingDefinition = defineGraph({
  id: "judging",
  version: "1",
  channels: {
    ir: IR,
    draft: Draft,
    settings: ForwardSettings,
    validation: Validation,
    trial: Trial,
    symbolic: SymbolicResults,
    dynamic: DynamicResults,
    judged: Judged.nullable(),
  },
  input: ["ir", "draft", "settings", "validation"],
  output: ["judged"],
  start: "trial",
  nodes: {
    trial: examinationTask(["ir", "draft"], "trial"),
    sound: { kind: "decision", version: "1", reads: ["ir", "draft", "trial"], choices: ["examine", "stop"] },
    symbolic: examinationTask(["ir", "draft", "settings"], "symbolic"),
    dynamic: examinationTask(["ir", "draft", "settings", "validation", "symbolic"], "dynamic"),
    judge: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "draft", "trial", "symbolic", "dynamic"],
      writes: ["judged"],
      final: true,
    },
    stop: {
      kind: "task",
      version: "1",
      mode: "inline",
      reads: ["ir", "draft", "trial"],
      writes: ["judged"],
      final: true,
    },
  },
  edges: [
    { from: "trial", to: "sound" },
    { from: "sound", to: "symbolic", label: "examine" },
    { from: "sound", to: "stop", label: "stop" },
    { from: "symbolic", to: "dynamic" },
    { from: "dynamic", to: "judge" },
  ],
});

export const judgingHandlers = {
  trial: async ({ ir, draft }: { ir: IR; draft: Draft }, context: NodeContext) => ({
    trial: await tryOut(ir, draft, context),
  }),
  sound: ({ ir, draft, trial }: { ir: IR; draft: Draft; trial: Trial }) =>
    draft.source === null ||
    trial.fault !== null ||
    trial.examples.some((verdict) => verdict?.status !== "tested") ||
    judgedContract(ir).assertions.every(({ category }) => category === "precondition")
      ? ("stop" as const)
      : ("examine" as const),
  symbolic: async (
    { ir, draft, settings }: { ir: IR; draft: Draft; settings: ForwardSettings },
    context: NodeContext,
  ) => ({
    symbolic: (await symbolic([subject(ir, draft)], settings.examination, context)).map((found) => ({
      ...found,
      proposed: [],
    })),
  }),
  dynamic: async (
    {
      ir,
      draft,
      settings,
      validation,
      symbolic: known,
    }: { ir: IR; draft: Draft; settings: ForwardSettings; validation: Validation; symbolic: SymbolicFindings[] },
    context: NodeContext,
  ) => {
    const led = known.map((found) => ({ ...found, witnesses: [...found.witnesses, ...modelInputs(ir, validation)] }));
    const ran = await dynamic([subject(ir, draft)], led, settings.examination, context);
    return { dynamic: ran.map((found) => ({ ...found, proposed: [] })) };
  },
  judge: ({
    ir,
    draft,
    trial,
    symbolic: proofs,
    dynamic: runs,
  }: {
    ir: IR;
    draft: Draft;
    trial: Trial;
    symbolic: SymbolicFindings[];
    dynamic: DynamicResultsOf;
  }) => ({
    judged: judge(ir, draft, trial, proofs, runs),
  }),
  stop: ({ ir, draft, trial }: { ir: IR; draft: Draft; trial: Trial }) => ({ judged: judge(ir, draft, trial, [], []) }),
};

type DynamicResultsOf = (typeof DynamicResults)["_output"];

const subject = (ir: IR, draft: Draft) => subjectOfDraft(judgedContract(ir), draft);

/** The function that a code defines for a contract. */
export function subjectOfDraft(contract: IR, { source }: Draft) {
  const module = moduleOf({ source: source ?? "", path: null, module_body: false }, "/input/code");
  return { module, fn: subjectOf(module, contract), ir: contract };
}

/** A model of the consistent clauses is an input on which all of them speak. */
function modelInputs({ signature }: IR, { checks }: Validation): Witness[] {
  return checks.flatMap(({ model }) => {
    if (model === null) return [];
    const args: string[] = [];
    const kwargs: Record<string, string> = {};
    for (const { name, kind } of signature.parameters) {
      const value = model[name];
      if (kind === "var_positional" || kind === "var_keyword") continue;
      if (value === undefined) return [];
      if (kind === "keyword_only") kwargs[name] = value;
      else args.push(value);
    }
    return args.length + Object.keys(kwargs).length === 0 ? [] : [{ call: { args, kwargs }, refutes: null }];
  });
}
