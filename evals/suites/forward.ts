import { asArray, asObject, irsOf, type JsonObject } from "../../scripts/lib/client.ts";
import { passesTests } from "../hidden-tests.ts";
import type { Suite } from "../suite.ts";

/** Codes written side by side, and corrections, at most: what the suite's floors are stated for. */
const CANDIDATES = 5;
const MAX_REPAIRS = 2;
/** Where a prompt states nothing that can be checked, two of five codes that behave alike will do; their verdict stays `unknown`. */
const AGREEMENT = 0.4;

/**
 * Prompts through the `forward` graph, which sees the prompt and nothing else of a row; what comes back is judged by the row's tests in CPython.
 * `waiting` are runs that ask a person instead of answering. The IR's facts are compared with the reference where the prompt has a def line.
 */
export const forward: Suite = {
  name: "forward",
  codes: true,
  fields: [
    ...["prompts", "returned", "right", "wrong", "waiting", "failed", "llm_calls", "micro_usd"],
    ...["proved", "proved_right", "bounded", "bounded_right", "tested", "tested_right", "unknown", "unknown_right"],
    ...["names", "names_right", "arity_right", "parameters_right"],
  ],
  width: 4,
  async evaluate(row, { client, model, seed }) {
    const options: JsonObject = { hole_policy: "ask", seed, max_repairs: MAX_REPAIRS };
    if (model !== "offline")
      Object.assign(options, { candidates: CANDIDATES, hole_policy: "auto", confidence_threshold: AGREEMENT });
    const request = { graph: "forward", input: { prompt: String(row.prompt) }, options };
    const run = await client.run(request, { rest: true });
    const usage = asObject(run.usage);
    const counts: Record<string, number> = {
      prompts: 1,
      llm_calls: Number(usage.llm_calls),
      micro_usd: Number(usage.micro_usd ?? 0),
    };
    const outcome = run.outcome === null ? {} : asObject(run.outcome);
    Object.assign(counts, facts(run, row));
    const detail: Record<string, unknown> = { run: run.id, status: run.status };
    if (run.status === "waiting") return { counts: { ...counts, waiting: 1 }, detail };
    if (run.status !== "succeeded" || typeof outcome.code !== "string") {
      return { counts: { ...counts, failed: 1 }, detail: { ...detail, error: run.error } };
    }
    const name = irsOf(run)[0]?.signature;
    const result = await passesTests(outcome.code, name === undefined ? null : String(asObject(name).name), row);
    const verdict = String(asObject(outcome.verdict).status);
    return {
      counts: {
        ...counts,
        returned: 1,
        [result.passed ? "right" : "wrong"]: 1,
        [verdict]: 1,
        ...(result.passed ? { [`${verdict}_right`]: 1 } : {}),
      },
      detail: {
        ...detail,
        verdict,
        code: outcome.code,
        ...(result.passed ? {} : { failed: result.detail }),
        candidates: outcome.candidates ?? null,
        repairs: outcome.repairs ?? null,
      },
    };
  },
};

/** Function name, arity and parameter names against the reference, where the prompt fixes them by a def line. */
function facts(run: JsonObject, row: JsonObject): Record<string, number> {
  const entry = String(row.entry_point);
  const [ir] = irsOf(run);
  if (ir === undefined || !new RegExp(`\\bdef ${entry}\\b`).test(String(row.prompt))) return {};
  const signature = asObject(ir.signature);
  const ours = asArray(signature.parameters).map((parameter) => String(asObject(parameter).name));
  const theirs = asArray(asObject(row.signature).params).map((parameter) =>
    String(asObject(parameter).name).replace(/^\*+/, ""),
  );
  return {
    names: 1,
    names_right: signature.name === entry ? 1 : 0,
    arity_right: ours.length === theirs.length ? 1 : 0,
    parameters_right: ours.join() === theirs.join() ? 1 : 0,
  };
}
