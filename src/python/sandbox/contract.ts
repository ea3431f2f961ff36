import { z } from "zod";

/**
 * The one interface to running Python. The module is executed afresh for every request, then the calls in order, each on arguments of its own; no state
 * passes from one request to another. Nothing a program does reaches a network, a secret or another run.
 */
export const PythonLimits = z.object({
  /** Metered instructions (function entries and loop turns of the interpreter's wasm) of one call, its arguments and checks included. */
  fuel: z.int().positive(),
  /** Bytes of linear memory that the interpreter may have. */
  memory_bytes: z.int().positive(),
});
export type PythonLimits = z.infer<typeof PythonLimits>;

export const PythonCall = z.object({
  /** Positional arguments as Python expressions, evaluated in the module's namespace. */
  args: z.array(z.string()),
  kwargs: z.record(z.string(), z.string()),
});
export type PythonCall = z.infer<typeof PythonCall>;

export const PythonRequest = z.object({
  /** One isolate never serves two tenants. */
  tenant: z.string(),
  /** Source of the module. Contract libraries (icontract, deal) are replaced by ones that check nothing. */
  module: z.string(),
  /** Dotted path of the function in the module, such as `f` or `Stack.push`. */
  function: z.string(),
  calls: z.array(PythonCall).max(2000),
  /** Preconditions in Lift's expression language: a call that does not meet one of them is not made. */
  assume: z.array(z.string()),
  /** Postconditions in Lift's expression language, judged after each call that was made. */
  checks: z.array(z.string()),
  limits: PythonLimits,
});
export type PythonRequest = z.infer<typeof PythonRequest>;

/**
 * `not_applicable`: the call raised and the clause says nothing of `raises(...)`. `error`: judging the clause raised, so it does not hold and is
 * no evidence against the code either.
 */
export const CheckOutcome = z.enum(["true", "false", "error", "not_applicable"]);
export type CheckOutcome = z.infer<typeof CheckOutcome>;

const judged = {
  /** One per check, in order. */
  checks: z.array(CheckOutcome),
  /** `repr` of the bound arguments before the call, by parameter; null for one that does not read back as an equal value. */
  before: z.record(z.string(), z.string().nullable()),
  /** The same after the call, of those that changed. */
  after: z.record(z.string(), z.string().nullable()),
};

export const CallOutcome = z.discriminatedUnion("kind", [
  /** `value` is the `repr` when it reads back as an equal value, else null; `type` the class's qualified name. */
  z.object({ kind: z.literal("returned"), value: z.string().nullable(), type: z.string(), ...judged }),
  /** `classes` is the exception's class and its bases, innermost first, by name. */
  z.object({ kind: z.literal("raised"), classes: z.array(z.string()), message: z.string(), ...judged }),
  /** The precondition by its place in `assume`; `raised` when judging it raised. */
  z.object({ kind: z.literal("rejected"), assumption: z.int().nonnegative(), raised: z.string().nullable() }),
  /** The arguments could not be evaluated or do not fit the signature. */
  z.object({ kind: z.literal("invalid_call"), detail: z.string() }),
  z.object({ kind: z.literal("fuel_exhausted") }),
  z.object({ kind: z.literal("memory_exhausted") }),
  /** The interpreter broke (a native stack overflow, an abort) or the program left it; it was restored before the next call. */
  z.object({ kind: z.literal("aborted"), detail: z.string() }),
]);
export type CallOutcome = z.infer<typeof CallOutcome>;

export const PythonReply = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ran"), outcomes: z.array(CallOutcome), fuel_used: z.number() }),
  /** The module itself could not be executed: it raised (an import that is not there), or took too much. */
  z.object({ status: z.literal("module_failed"), exception: z.string(), detail: z.string() }),
  z.object({ status: z.literal("rejected"), detail: z.string() }),
  z.object({ status: z.literal("unavailable"), detail: z.string() }),
]);
export type PythonReply = z.infer<typeof PythonReply>;

/** The service binding's interface. It never throws for what a program can cause. */
export interface PythonRpc {
  run(request: PythonRequest): Promise<PythonReply>;
  version(): Promise<{ name: "pyodide"; version: string; python: string; isolation: "dynamic_worker" | "service" }>;
}
