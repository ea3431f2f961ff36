import { RetryableError, TerminalError } from "../../graph/errors.ts";
import type { Example, IR } from "../../ir/ir.ts";
import type { Verdict } from "../../ir/verdict.ts";
import { effectsOf } from "../../python/effects/effects.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import { parseModule } from "../../python/parse.ts";
import type { CallOutcome, PythonRpc } from "../../python/sandbox/contract.ts";
import type { TenantId } from "../run.ts";
import { subjectOf } from "../validate/subject.ts";
import type { Draft, Trial } from "./facts.ts";

/** Ten times what a call on a generated input may take: a stated example is worth waiting for. */
export const LIMITS = { fuel: 120_000_000, memory_bytes: 48 << 20 } as const;
/** Examples in one request; each is judged against its own outcome, so that their number squared is the work. */
const CHUNK = 20;

/** Effects that code may have only if the contract says so. */
const OUTSIDE: ReadonlySet<string> = new Set(["io", "filesystem", "network", "process"]);

/**
 * The first look at a code: CPython compiles it in the sandbox, it has to be callable as the contract says and without effects that the contract does not state, and each example is run.
 */
export async function tryOut(
  ir: IR,
  draft: Draft,
  { python, tenant }: { python: PythonRpc; tenant: TenantId },
): Promise<Trial> {
  const none = ir.examples.map(() => null);
  if (draft.source === null) return { fault: null, examples: none };
  const examples: (Verdict | null)[] = [];
  for (let from = 0; from === 0 || from < ir.examples.length; from += CHUNK) {
    const chunk = ir.examples.slice(from, from + CHUNK);
    const ran = await runExamples(ir, chunk, draft.source, { python, tenant });
    if ("fault" in ran) return { fault: ran.fault, examples: none };
    examples.push(...ran.verdicts);
  }
  return { fault: structureFault(ir, draft.source), examples };
}

/** How the examples end on a code that defines the contract's function; or why it cannot be run. */
export async function runExamples(
  ir: IR,
  examples: readonly Example[],
  source: string,
  { python, tenant }: { python: PythonRpc; tenant: TenantId },
): Promise<{ verdicts: (Verdict | null)[] } | { fault: Trial["fault"] }> {
  const returning = examples.filter(({ returns }) => returns !== null);
  const reply = await python.run({
    tenant,
    module: source,
    function: ir.signature.name,
    calls: examples.map(({ args, kwargs }) => ({ args, kwargs })),
    assume: [],
    checks: returning.map(({ returns }) => `result == (${returns})`),
    limits: LIMITS,
  });
  switch (reply.status) {
    case "unavailable":
      throw new RetryableError(`The Python sandbox is not available: ${reply.detail}`, null, "sandbox_unavailable");
    case "rejected":
      return { fault: { clause: "code", detail: reply.detail.slice(0, 1000) } };
    case "module_failed": {
      const syntax = /SyntaxError|IndentationError|TabError/.test(reply.exception);
      return {
        fault: { clause: syntax ? "syntax" : "code", detail: `${reply.exception}: ${reply.detail}`.slice(0, 1000) },
      };
    }
    case "ran":
      return {
        verdicts: examples.map((example, index) => {
          const outcome = reply.outcomes[index];
          return outcome === undefined ? null : exampleVerdict(ir, example, outcome, returning.indexOf(example));
        }),
      };
  }
}

function exampleVerdict(ir: IR, example: Example, outcome: CallOutcome, check: number): Verdict {
  const refuted = (observed: string): Verdict => ({
    status: "refuted",
    counterexample: boundArguments(ir, example),
    observed: `${example.call} ${observed}`.slice(0, 2000),
  });
  const unknown = (detail: string): Verdict => ({
    status: "unknown",
    reason: "timeout",
    detail: `${example.call} ${detail}`,
  });
  const wanted =
    example.raises === null
      ? `returned, and the example says ${example.returns}`
      : `and the example says that it raises ${example.raises}`;
  switch (outcome.kind) {
    case "returned": {
      if (example.raises !== null) return refuted(`returned ${outcome.value ?? `a ${outcome.type}`}, ${wanted}`);
      const judged = outcome.checks[check];
      if (judged === "true") return { status: "tested", executions: 1 };
      return refuted(`returned ${outcome.value ?? `a ${outcome.type}`}, and the example says ${example.returns}`);
    }
    case "raised": {
      const name = outcome.classes[0] ?? "an exception";
      const said = outcome.message === "" ? name : `${name}: ${outcome.message.slice(0, 300)}`;
      if (example.raises === null)
        return refuted(`raised ${said}, and the example says that it returns ${example.returns}`);
      const last = example.raises.slice(example.raises.lastIndexOf(".") + 1);
      return outcome.classes.includes(last)
        ? { status: "tested", executions: 1 }
        : refuted(`raised ${said}, ${wanted}`);
    }
    case "invalid_call":
      return refuted(`cannot be called: ${outcome.detail.slice(0, 300)}`);
    case "rejected":
      return unknown("was not made");
    case "fuel_exhausted":
      return unknown("does not end within its limit of instructions");
    case "memory_exhausted":
      return unknown("takes more memory than it may");
    case "aborted":
      return unknown(`broke the interpreter: ${outcome.detail.slice(0, 300)}`);
  }
}

export function boundArguments(
  { signature }: IR,
  { args, kwargs }: Pick<Example, "args" | "kwargs">,
): Record<string, string> {
  const names = signature.parameters.map(({ name }) => name);
  return {
    ...Object.fromEntries(args.map((text, index) => [names[index] ?? `argument ${index + 1}`, text])),
    ...kwargs,
  };
}

/** Why the code cannot be judged as the contract's function although it runs. */
function structureFault(ir: IR, source: string): Trial["fault"] {
  const parsed = parseModule(source);
  if (!parsed.ok) return { clause: "syntax", detail: parsed.problem.message };
  try {
    const fn = subjectOf(parsed.module, ir);
    return undeclaredEffect(ir, parsed.module, fn);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    return { clause: "signature", detail: error.message };
  }
}

function undeclaredEffect(ir: IR, module: PythonModule, fn: PythonFunction): Trial["fault"] {
  const found = effectsOf(module).get(fn.outline.key)?.effects ?? [];
  const stated = new Set(ir.effects.map(({ effect_type }) => effect_type));
  const stranger = found.find(({ effect_type }) => OUTSIDE.has(effect_type) && !stated.has(effect_type));
  if (stranger === undefined) return null;
  return {
    clause: "effects",
    detail: `The code has the effect ${stranger.effect_type} on ${stranger.target}, which the contract does not state.`,
  };
}
