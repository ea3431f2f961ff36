import { z } from "zod";

/** A node's stable slug. A subgraph's nodes carry the subgraph node's id and a slash before their own. */
export const NodeId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\/[a-z][a-z0-9_]*)*$/)
  .max(120)
  .brand("NodeId");
export type NodeId = z.infer<typeof NodeId>;

/** A named, typed slot of the run's state that nodes read and write. */
export const ChannelId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\/[a-z][a-z0-9_]*)*$/)
  .max(120)
  .brand("ChannelId");
export type ChannelId = z.infer<typeof ChannelId>;

/** Random token of one dispatch; a result that carries another lease is discarded (fencing). */
export const Lease = z.string().min(8).max(64).brand("Lease");
export type Lease = z.infer<typeof Lease>;
