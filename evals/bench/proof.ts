import { z } from "zod";
import { constraints } from "../../src/graphs/reverse/constraints.ts";
import { effects } from "../../src/graphs/reverse/effects.ts";
import { intent } from "../../src/graphs/reverse/intent.ts";
import { merge } from "../../src/graphs/reverse/merge.ts";
import { parse } from "../../src/graphs/reverse/parse.ts";
import { signature } from "../../src/graphs/reverse/signature.ts";
import type { SolverReply, SolverRpc } from "../../src/logic/answer.ts";
import { examineSymbolically, SYMBOLIC_LIMITS } from "../../src/logic/examination/symbolic.ts";
import { parseModule } from "../../src/python/parse.ts";

/** What to prove: a file, and how far its loops are unrolled when that is not the product's own bound. */
export const ProofRequest = z.object({ source: z.string(), unroll: z.int().positive().optional() });
export type ProofRequest = z.infer<typeof ProofRequest>;

/** One function's proof. `milliseconds` is from its IR to its findings, the solver's answers included. */
export interface ProofTime {
  function: string;
  milliseconds: number;
  /** Scripts put to the solver, and its own resource count for them: the same on every machine. */
  questions: number;
  rlimit: number;
  /** Verdicts of its own clauses and of those that were found, by status. */
  statuses: Record<string, number>;
  /** Codes of what stayed open. */
  problems: string[];
}

/** Proves every function of a file, one after the other, as the reverse graph's nodes do. */
export async function proofTimes({ source, unroll }: ProofRequest, solver: SolverRpc): Promise<ProofTime[]> {
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
    const counted = counting(solver);
    const findings = await examineSymbolically(parsed.module, fn, ir, counted.solver, options);
    await scheduler.wait(1);
    const milliseconds = Date.now() - began;
    const verdicts = [...Object.values(findings.verdicts), ...findings.proposed.map(({ verdict }) => verdict)];
    const statuses = Map.groupBy(verdicts, ({ status }) => status);
    times.push({
      function: name,
      milliseconds,
      ...counted.total(),
      statuses: Object.fromEntries([...statuses].map(([status, group]) => [status, group.length])),
      problems: [...new Set(findings.problems.map(({ code }) => code))],
    });
  }
  return times;
}

/** The solver, with what it was asked for. */
function counting(solver: SolverRpc) {
  const total = { questions: 0, rlimit: 0 };
  const note = (replies: SolverReply[]) => {
    total.questions += replies.length;
    for (const reply of replies) if (reply.status !== "rejected") total.rlimit += reply.rlimit_used ?? 0;
    return replies;
  };
  const counted: SolverRpc = {
    check: async (script, limits) => {
      const reply = await solver.check(script, limits);
      note([reply]);
      return reply;
    },
    checkMany: async (scripts, limits) => note(await solver.checkMany(scripts, limits)),
    version: () => solver.version(),
  };
  return { solver: counted, total: () => ({ ...total }) };
}
