import { z } from "zod";
import { ClauseId } from "../../ir/ids.ts";
import { Assertion, Example } from "../../ir/ir.ts";
import { Evidence } from "../../ir/provenance.ts";
import { Verdict } from "../../ir/verdict.ts";
import { PythonCall } from "../../python/sandbox/contract.ts";

/** A call that a solver's model suggests, with the clause it would refute; null for one that only leads down a path. */
export const Witness = z.object({
  call: PythonCall,
  refutes: ClauseId.nullable(),
});
export type Witness = z.infer<typeof Witness>;

/** What the solver knows of one function's body. */
export const SymbolicFindings = z.object({
  /** Of the clauses that the IR already has. A refutation is not among them: it is a witness until it was replayed. */
  verdicts: z.record(z.string(), Verdict),
  /** Clauses that the body was proved to meet, strongest first, each `proved` or `bounded`; and preconditions without which it raises. */
  proposed: z.array(Assertion),
  witnesses: z.array(Witness),
  /** What was proved of loops, by their ids, and of the function's own calls to find this: the same source need not be searched again for it. */
  invariants: z
    .object({
      loops: z.array(z.object({ loop: z.string(), expressions: z.array(z.string()) })),
      postconditions: z.array(z.string()),
    })
    .optional(),
  evidence: z.array(Evidence),
  /** Constructs, bounds and limits for which something stayed unknown. */
  problems: z.array(z.object({ code: z.string(), detail: z.string() })),
});
export type SymbolicFindings = z.infer<typeof SymbolicFindings>;

/** What executions of one function showed. */
export const DynamicFindings = z.object({
  /** `tested` or `refuted`, of the clauses that the IR already has; absent where no call was made. */
  verdicts: z.record(z.string(), Verdict),
  /** Hypotheses that held in every execution, each `tested`. */
  proposed: z.array(Assertion),
  /** Calls with their results, from real executions. */
  examples: z.array(Example),
  evidence: z.array(Evidence),
  executions: z.int().nonnegative(),
  problems: z.array(z.object({ code: z.string(), detail: z.string() })),
});
export type DynamicFindings = z.infer<typeof DynamicFindings>;
