import type { SolverRpc } from "../logic/answer.ts";
import { synthesizeByCegis } from "./cegis/synthesize.ts";
import { synthesizeByDefinition } from "./definition/define.ts";
import { DEFAULT_PROGRAMS, enumerateFromExamples } from "./enumeration/enumerate.ts";
import type { Disagreement, Synthesis, SynthesisProblem } from "./problem.ts";

export interface SynthesisOptions {
  solver: SolverRpc;
  /** Aborts between two steps of a search. */
  signal?: AbortSignal;
  /** Decides the inputs on which enumerated programs are compared. */
  seed?: number;
}

type Method = (problem: SynthesisProblem, options: SynthesisOptions) => Promise<Synthesis> | Synthesis;

/** In order: what is certain first, what is found by search last. */
const METHODS: readonly Method[] = [
  (problem, { solver }) => synthesizeByDefinition(problem, solver),
  (problem, { solver, signal }) => synthesizeByCegis(problem, solver, { ...(signal && { signal }) }),
  (problem, { seed = 1, signal }) =>
    enumerateFromExamples(problem, { seed, budget: { programs: DEFAULT_PROGRAMS }, ...(signal && { signal }) }),
];

/** Code by the first method that finds some. Without any, `missing` joins what each method asks for. */
export async function synthesize(problem: SynthesisProblem, options: SynthesisOptions): Promise<Synthesis> {
  const missing: string[] = [];
  const disagreements: Disagreement[] = [];
  for (const method of METHODS) {
    options.signal?.throwIfAborted();
    const synthesis = await method(problem, options);
    if (synthesis.status === "found") return synthesis;
    if (!missing.includes(synthesis.missing)) missing.push(synthesis.missing);
    if (synthesis.status === "undecided") disagreements.push(...synthesis.disagreements);
  }
  const text = missing.join("; ");
  return disagreements.length > 0
    ? { status: "undecided", missing: text, disagreements }
    : { status: "none", missing: text };
}
