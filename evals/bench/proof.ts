import { z } from "zod";
import { constraints } from "../../src/graphs/reverse/constraints.ts";
import { effects } from "../../src/graphs/reverse/effects.ts";
import { intent } from "../../src/graphs/reverse/intent.ts";
import { merge } from "../../src/graphs/reverse/merge.ts";
import { parse } from "../../src/graphs/reverse/parse.ts";
import { signature } from "../../src/graphs/reverse/signature.ts";
import { examineSymbolically, SYMBOLIC_LIMITS } from "../../src/logic/examination/symbolic.ts";
import { parseModule } from "../../src/python/parse.ts";

/** What to prove: a file, and how far its loops are unrolled when that is not the product's own bound. */
export const ProofRequest = z.object({ source: z.string(), unroll: z.int().positive().optional() });
export type ProofRequest = z.infer<typeof ProofRequest>;

/** One function's proof. `milliseconds` is from its IR to its findings, the solver's answers included. */
export interface ProofTime {
  function: string;
  milliseconds: number;
  /** Verdicts of its own clauses and of those that were found, by status. */
  statuses: Record<string, number>;
  /** Codes of what stayed open. */
  problems: string[];
}

/** Proves every function of a file, one after the other, as the reverse graph's nodes do. */
export async function proofTimes(
  { source, unroll }: ProofRequest,
  solver: Cloudflare.Env["SOLVER"],
): Promise<ProofTime[]> {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const file = { source, path: "bench.py", repo: null, commit: null, function: null, module_body: false };
  const selection = parse(file);
  const irs = merge(file, selection, {
    signatures: signature(file, selection),
    contracts: constraints(file, selection),
    effects: effects(file, selection),
    intents: intent(file, selection),
  });
  const { induction } = SYMBOLIC_LIMITS;
  const options = { ...SYMBOLIC_LIMITS, induction: { ...induction, unroll: unroll ?? induction.unroll } };
  const times: ProofTime[] = [];
  for (const ir of irs) {
    const name = ir.metadata.qualified_name;
    const fn = parsed.module.functions.find(({ outline }) => outline.qualified_name === name);
    if (fn === undefined) continue;
    await scheduler.wait(1); // the clock moves with I/O alone
    const began = Date.now();
    const findings = await examineSymbolically(parsed.module, fn, ir, solver, options);
    await scheduler.wait(1);
    const milliseconds = Date.now() - began;
    const verdicts = [...Object.values(findings.verdicts), ...findings.proposed.map(({ verdict }) => verdict)];
    const statuses = Map.groupBy(verdicts, ({ status }) => status);
    times.push({
      function: name,
      milliseconds,
      statuses: Object.fromEntries([...statuses].map(([status, group]) => [status, group.length])),
      problems: [...new Set(findings.problems.map(({ code }) => code))],
    });
  }
  return times;
}
