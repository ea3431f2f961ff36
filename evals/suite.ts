import type { JsonObject, LiftClient } from "../scripts/lib/client.ts";
import type { HiddenParts } from "./model-server/hidden-parts.ts";
import type { Oracle } from "./oracle.ts";

export interface SuiteContext {
  client: LiftClient;
  oracle: Oracle;
  seed: number;
  /** Who answers signatures: `offline`, `simulated`, or whatever the server at `--url` uses. */
  model: string;
  /** What the simulated model knows although the suite hides it; null without one. */
  hidden: HiddenParts | null;
  /** What suites of holes give beside the contract. */
  material: { code: boolean; words: boolean };
  /** Rows of other files that have all of the fields: of those given by `--with`, else of the files beside the data. */
  beside(fields: readonly string[]): JsonObject[];
}

/** What one case adds to the summary: each count is summed over all cases; the rest is for people who look into a case. */
export interface CaseResult {
  counts: Record<string, number>;
  detail?: unknown;
}

/** One suite. It may use nothing but the row's own fields: never a file's name or a known id. */
export interface Suite {
  name: string;
  /** Summary fields that appear even when no case counted them. */
  fields: readonly string[];
  /** Whether the simulated model has to know the codes of the data. */
  codes?: boolean;
  /** Cases worked on side by side. */
  width: number;
  evaluate(row: JsonObject, context: SuiteContext): Promise<CaseResult>;
}
