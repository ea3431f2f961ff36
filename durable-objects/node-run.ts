import type { BoundGraph } from "../src/graph/bind.ts";
import { classify } from "../src/graph/classify.ts";
import { TimeoutError } from "../src/graph/errors.ts";
import type { NodeError } from "../src/graph/events.ts";
import type { NodeId } from "../src/graph/ids.ts";
import type { NodeContext } from "../src/graphs/context.ts";

/** What a node's body came to: JSON texts by channel and the choice of a decision, or a classified error. */
export type NodeResult =
  | { ok: true; writes: Record<string, string>; choice: string | null }
  | { ok: false; error: NodeError };

/**
 * Runs a node's handler on inputs that come as JSON texts. Never throws: what the handler throws is classified, and a handler that has not
 * answered when `context.signal` fires has timed out, whether or not it listens.
 */
export async function runNodeBody(
  bound: BoundGraph<NodeContext>,
  node: NodeId,
  inputs: Readonly<Record<string, string>>,
  context: NodeContext,
): Promise<NodeResult> {
  try {
    const handler = bound.handlers.get(node);
    if (handler === undefined) throw new Error(`graph ${bound.graph.id} has no handler for ${node}`);
    const values = Object.fromEntries(Object.entries(inputs).map(([channel, text]) => [channel, JSON.parse(text)]));
    const output = await untilAborted(handler(values, context), context.signal);
    const writes: Record<string, string> = {};
    for (const [channel, value] of Object.entries(output.writes)) writes[channel] = JSON.stringify(value);
    return { ok: true, writes, choice: output.choice };
  } catch (error) {
    return { ok: false, error: classify(error) };
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(new TimeoutError("the node's lease ended before its answer", "lease_ended"));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return promise;
}

/** The same for every attempt of one activation of one node, so that an outside call made twice has its effect once. */
export function idempotencyKey(of: { run: string; node: string; iteration: number }): string {
  return `${of.run}/${of.node}/${of.iteration}`;
}
