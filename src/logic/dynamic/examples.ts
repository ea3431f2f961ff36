import { parseExpression } from "../../ir/expression/parse.ts";
import type { EvidenceId } from "../../ir/ids.ts";
import type { Example } from "../../ir/ir.ts";
import { callOf } from "./input.ts";
import { ended } from "./judge.ts";
import type { Execution } from "./session.ts";
import { weightOf } from "./shrink.ts";
import type { Target } from "./target.ts";

const MAX_RETURNING = 4;
const MAX_RAISING = 1;
/** Longer values explain nothing to a reader. */
const MAX_TEXT = 120;

/** A few small calls with different results, and one that raises. Only calls whose arguments and result are literals. */
export function examplesOf(
  target: Target,
  executions: readonly Execution[],
  evidence: readonly EvidenceId[],
): Example[] {
  const ordered = executions.toSorted((a, b) => weightOf(a.input) - weightOf(b.input));
  const results = new Set<string>();
  const chosen: Example[] = [];
  const raising: Example[] = [];
  const candidates: { example: Example; shape: string }[] = [];
  for (const execution of ordered) {
    const outcome = ended(execution);
    if (outcome === null || execution.input.length === 0) continue;
    const { args, kwargs } = callOf(target.slots, execution.input);
    const texts = [...args, ...Object.values(kwargs)];
    if (texts.some((text) => text.length > MAX_TEXT || !isPlain(text))) continue;
    const call = `${target.path}(${[...args, ...Object.entries(kwargs).map(([name, text]) => `${name}=${text}`)].join(", ")})`;
    const base = { call, args, kwargs, source: "execution" as const, evidence_refs: [...evidence] };
    if (outcome.kind === "raised") {
      if (/^(?:TypeError|AttributeError|RecursionError)$/.test(outcome.classes[0] ?? "")) continue;
      raising.push({ ...base, returns: null, raises: outcome.classes[0] ?? "Exception" });
    } else if (outcome.value !== null && outcome.value.length <= MAX_TEXT && isPlain(outcome.value)) {
      candidates.push({ example: { ...base, returns: outcome.value, raises: null }, shape: outcome.value });
    }
  }
  for (const { example, shape } of candidates) {
    if (results.has(shape) || chosen.length >= MAX_RETURNING) continue;
    results.add(shape);
    chosen.push(example);
  }
  return [...chosen, ...raising.slice(0, MAX_RAISING)];
}

/** No lambda, no name but constructors: what stands there can be read as a value. */
function isPlain(source: string): boolean {
  const { kind } = parseExpression(source);
  return kind !== "unsupported" && kind !== "name" && !/\blambda\b/.test(source);
}
