import { answererOf } from "./model-server/answers.ts";
import { knownFunctions, withTestedWrongCodes } from "./model-server/data.ts";
import { HiddenParts } from "./model-server/hidden-parts.ts";
import { startModelServer } from "./model-server/server.ts";

export interface SimulatedModel {
  /** Variables for the API Worker that lead it to the model. */
  vars: Record<string, string>;
  /** Of the functions that were asked for, those whose first code was right: what a single sample without any check would score. */
  firstSamples(): { asked: number; right: number };
  /** What suites hide from the system and tell the model. */
  hidden: HiddenParts;
  close(): Promise<void>;
}

/**
 * A model of known skill behind the real wire protocol of the Messages API. Its wrong codes fail the data's tests, so that it is no better than `accuracy` says;
 * finding them runs CPython before the first case, some 30 s for 600 functions. Without `codes` it knows no function, only what a suite hides.
 */
export async function simulatedModel(options: {
  data: string;
  mutants: readonly string[];
  codes: boolean;
  accuracy: number;
  seed: number;
}): Promise<SimulatedModel> {
  const { accuracy, seed } = options;
  const functions = options.codes
    ? withTestedWrongCodes(knownFunctions([options.data], options.mutants), [options.data])
    : [];
  const hidden = new HiddenParts();
  const answer = answererOf({ functions, accuracy, seed, hidden });
  const server = await startModelServer({ answer, seed, background: true });
  return {
    hidden,
    vars: { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: "simulated", LIFT_MODEL: "anthropic/claude-opus-5-5" },
    firstSamples() {
      const first = new Map<string, boolean>();
      for (const { signature, right, body } of server.session.seen) {
        if (signature !== "ir-to-code" || right === null) continue;
        const asked = JSON.stringify((body as { messages?: unknown }).messages);
        if (!first.has(asked)) first.set(asked, right);
      }
      return { asked: first.size, right: [...first.values()].filter(Boolean).length };
    },
    close: () => server.close(),
  };
}
