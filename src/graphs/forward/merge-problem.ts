import type { IR } from "../../ir/ir.ts";

export type MergeProblem = IR["metadata"]["problems"][number];

/** What could not be taken over into the contract; nothing is dropped in silence. */
export const mergeProblem = (code: string, detail: string): MergeProblem => ({
  analysis: "merge",
  code,
  detail: detail.slice(0, 2000).toWellFormed(),
  span: null,
});
