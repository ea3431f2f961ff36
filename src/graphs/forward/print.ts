import { RetryableError } from "../../graph/errors.ts";
import type { IR } from "../../ir/ir.ts";
import type { PythonRpc } from "../../python/sandbox/contract.ts";
import type { AssertionMode, TenantId } from "../run.ts";
import { BARE, moduleSource, type Printing } from "./assemble/module.ts";
import type { Judged } from "./facts.ts";
import { LIMITS } from "./trial.ts";

/**
 * The code as it leaves: with types, docstring and the contract's clauses as assertions where that is asked for. It has to behave on every example and on calls of the judged code as that did; where assertions would keep it from that,
 * they become comments, and the code without anything is the last resort. Code that a person gave stays as it is.
 */
export async function printed(
  judged: Judged,
  mode: AssertionMode,
  sandbox: { python: PythonRpc; tenant: TenantId },
): Promise<string> {
  const { draft, ir } = judged;
  if (draft.parts === null || ir === null) return draft.source ?? "";
  const printings: Printing[] = [
    { docstring: true, assertions: mode },
    { docstring: true, assertions: mode === "off" ? "off" : "comment" },
  ];
  for (const printing of printings) {
    const source = moduleSource(ir, draft.parts, printing);
    if (await behaves(source, ir, judged, sandbox)) return source;
  }
  return moduleSource(ir, draft.parts, BARE);
}

async function behaves(
  source: string,
  ir: IR,
  { calls }: Judged,
  { python, tenant }: { python: PythonRpc; tenant: TenantId },
): Promise<boolean> {
  const examples = ir.examples.filter(({ returns }) => returns !== null);
  const wanted = [
    ...examples.map(({ args, kwargs, returns }) => ({ args, kwargs, returns: returns ?? "None" })),
    ...calls,
  ].slice(0, 40);
  const reply = await python.run({
    tenant,
    module: source,
    function: ir.signature.name,
    calls: wanted.map(({ args, kwargs }) => ({ args, kwargs })),
    assume: [],
    checks: wanted.map(({ returns }) => `result == (${returns})`),
    limits: LIMITS,
  });
  if (reply.status === "unavailable") throw new RetryableError(reply.detail, null, "sandbox_unavailable");
  if (reply.status !== "ran") return false;
  return wanted.every((_, index) => {
    const outcome = reply.outcomes[index];
    return outcome?.kind === "returned" && outcome.checks[index] === "true";
  });
}
