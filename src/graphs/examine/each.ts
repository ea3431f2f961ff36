import type { IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";

/** One function with the IR whose clauses are to be judged. */
export interface Subject {
  module: PythonModule;
  fn: PythonFunction;
  ir: IR;
}

/** Functions examined side by side: the solver and the sandbox are other Workers, and waiting for one need not keep the other idle. */
const WIDTH = 4;

/** Examines each subject, a few at a time, and answers in their order. An examination that throws costs its own subject's findings only. */
export async function examineEach<Findings>(
  subjects: readonly Subject[],
  examine: (subject: Subject, index: number) => Promise<Findings>,
  without: (subject: Subject, error: unknown) => Findings,
): Promise<Findings[]> {
  const findings = new Map<number, Findings>();
  let next = 0;
  const work = async () => {
    while (next < subjects.length) {
      const index = next++;
      const subject = subjects[index];
      if (subject === undefined) return;
      findings.set(index, await examine(subject, index).catch((error: unknown) => without(subject, error)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(WIDTH, subjects.length) }, work));
  return subjects.flatMap((subject, index) => findings.get(index) ?? without(subject, new Error("not examined")));
}
