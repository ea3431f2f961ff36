import { z } from "zod";
import type { Graph, GraphNode } from "../src/graph/definition.ts";
import type { ValueRef } from "../src/graph/events.ts";
import type { ChannelId } from "../src/graph/ids.ts";
import type { TenantId } from "../src/graphs/run.ts";
import { canonicalJson } from "../src/ir/canonical.ts";
import { sha256Hex } from "../src/ir/hash.ts";
import { toValue, type Value } from "./blobs.ts";

const CachedResult = z.strictObject({
  v: z.literal(1),
  writes: z.record(z.string(), z.strictObject({ hash: z.string(), json: z.string() })),
});

/** Larger results are computed again: KV takes 25 MiB (platform limit), and a cache read must stay cheaper than most nodes. */
export const CACHED_RESULT_BYTES = 8 * 1024 * 1024;

/**
 * SHA-256 (hex) over canonical JSON (keys in order, no white space) of everything a cacheable node's result depends on. `program` and
 * `model` are null for nodes that ask no model.
 */
export function cacheKey(of: {
  tenant: TenantId;
  graph: string;
  node: GraphNode & { kind: "task" };
  inputs: ReadonlyMap<ChannelId, ValueRef>;
}): string {
  const inputs = [...of.inputs]
    .map(([channel, ref]) => [channel, ref.hash] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = {
    graph: of.graph,
    inputs: Object.fromEntries(inputs),
    model: null,
    node: of.node.id,
    node_version: of.node.version,
    program: null,
    tenant: of.tenant,
  };
  return sha256Hex(canonicalJson(canonical));
}

/** The text to cache for a result; null when it is too large to be worth it. */
export function encodeCachedResult(writes: Readonly<Record<string, string>>): string | null {
  const characters = Object.values(writes).reduce((sum, json) => sum + json.length, 0);
  if (characters > CACHED_RESULT_BYTES) return null;
  const entries = Object.entries(writes).map(([channel, json]) => [channel, { hash: toValue(json).ref.hash, json }]);
  const text = JSON.stringify({ v: 1, writes: Object.fromEntries(entries) });
  return new TextEncoder().encode(text).length > CACHED_RESULT_BYTES ? null : text;
}

/**
 * The values of a cached result, or null when the text is not one: cut, changed (its hash does not fit), of another shape, or not what the
 * node's channels hold now. A cached text is never trusted further than that.
 */
export function decodeCachedResult(
  graph: Graph,
  node: GraphNode & { kind: "task" },
  text: string,
): Map<ChannelId, Value> | null {
  try {
    const { writes } = CachedResult.parse(JSON.parse(text));
    if (Object.keys(writes).length !== node.writes.length) return null;
    const values = new Map<ChannelId, Value>();
    for (const channel of node.writes) {
      const entry = writes[channel];
      const schema = graph.channels[channel];
      if (entry === undefined || schema === undefined) return null;
      const value = toValue(entry.json);
      if (value.ref.hash !== entry.hash || !schema.safeParse(JSON.parse(entry.json)).success) return null;
      values.set(channel, value);
    }
    return values;
  } catch (error) {
    console.warn({ message: "cached node result is unreadable", node: node.id, error: String(error).slice(0, 200) });
    return null;
  }
}
