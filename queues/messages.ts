import { z } from "zod";
import { Lease, NodeId } from "../src/graph/ids.ts";
import { RunId } from "../src/graphs/run.ts";

/** A queue message points at work and never carries it: the run's Durable Object hands the inputs over when the work is claimed. */
export const NodeWork = z.strictObject({
  v: z.literal(1),
  run: RunId,
  node: NodeId,
  iteration: z.int().nonnegative(),
  attempt: z.int().positive(),
  lease: Lease,
});
export type NodeWork = z.infer<typeof NodeWork>;

/** A message that a consumer refused, with its JSON text. What the platform moves to the dead letters itself comes as it was sent. */
export const RefusedMessage = z.strictObject({
  v: z.literal(1),
  refused: z.strictObject({
    queue: z.string(),
    message_id: z.string(),
    reason: z.string(),
    body: z.string(),
    attempts: z.int(),
    at: z.int(),
  }),
});
export type RefusedMessage = z.infer<typeof RefusedMessage>;
