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
