import { z } from "zod";
import { ChannelId, Lease, NodeId } from "./ids.ts";

/** Reference to a value in the run's content-addressed blob store. */
export const ValueRef = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().nonnegative() });
export type ValueRef = z.infer<typeof ValueRef>;

/** What a failure means for the retry policy; routing depends on classes and codes, never on message text. */
export const ErrorClass = z.enum([
  "retryable",
  "rate_limited",
  "terminal",
  "canceled",
  "timeout",
  "platform_transient",
  "memory_limit",
]);
export type ErrorClass = z.infer<typeof ErrorClass>;

export const NodeError = z.object({
  class: ErrorClass,
  code: z.string().max(80),
  message: z.string().max(2000),
  retry_after_ms: z.int().nonnegative().nullable(),
  /** RFC 6901 pointers or source positions that help a person; carried to the problem document. */
  details: z.array(
    z.object({
      pointer: z.string().nullable(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      detail: z.string(),
    }),
  ),
});
export type NodeError = z.infer<typeof NodeError>;

const at = { seq: z.int().positive(), at: z.int().nonnegative() };
/** One activation of a node: `iteration` counts from 0 and grows when a loop goes round. */
const activation = { node: NodeId, iteration: z.int().nonnegative() };
const dispatch = { ...activation, attempt: z.int().positive(), lease: Lease };
const writes = z.record(ChannelId, ValueRef);

/** When a person who is waited for is reminded: so long after the wait opened, or after such a share of the time it has. */
export const ReminderRule = z.union([
  z.strictObject({ after_ms: z.int().positive() }),
  z.strictObject({ share: z.number().gt(0).lt(1) }),
]);
export type ReminderRule = z.infer<typeof ReminderRule>;

/** The append-only journal. `seq` is dense from 1; `at` is milliseconds since the epoch. State is a pure fold of these events. */
export const JournalEvent = z.discriminatedUnion("type", [
  z.object({
    ...at,
    type: z.literal("run_created"),
    graph: z.string(),
    graph_version: z.string(),
    input: writes,
    deadline_at: z.int(),
    /** The longest that any wait of the run lasts. */
    answer_ms: z.int().positive().optional(),
    /** For every wait of the run; nobody is reminded where it is absent. */
    reminders: z.array(ReminderRule).optional(),
  }),
  z.object({
    ...at,
    type: z.literal("node_scheduled"),
    ...dispatch,
    mode: z.enum(["inline", "queued"]),
    claim_by: z.int(),
  }),
  /** The message was not claimed in time and is sent again with the same lease; burns no attempt. */
  z.object({ ...at, type: z.literal("node_resent"), ...dispatch, claim_by: z.int() }),
  z.object({ ...at, type: z.literal("node_claimed"), ...dispatch, lease_until: z.int() }),
  z.object({
    ...at,
    type: z.literal("node_succeeded"),
    ...dispatch,
    writes,
    cache: z.enum(["hit", "miss", "none"]),
    cache_key: z.string().nullable(),
    choice: z.string().nullable(),
  }),
  /** `retry_at` is null when the node has failed for good. */
  z.object({ ...at, type: z.literal("node_failed"), ...dispatch, error: NodeError, retry_at: z.int().nullable() }),
  z.object({
    ...at,
    type: z.literal("result_discarded"),
    ...dispatch,
    reason: z.enum(["stale_lease", "duplicate", "terminal", "canceling", "superseded"]),
  }),
  z.object({ ...at, type: z.literal("join_fired"), ...activation, policy: z.string(), canceled: z.array(NodeId) }),
  /** Too many branches failed for the join ever to fire; in an enclosing fork this is the failure of one branch. `cause` is the first failed node. */
  z.object({
    ...at,
    type: z.literal("join_failed"),
    ...activation,
    policy: z.string(),
    canceled: z.array(NodeId),
    cause: NodeId,
    error: NodeError,
  }),
  /** `iteration` is the one that `to` begins. */
  z.object({ ...at, type: z.literal("loop_taken"), from: NodeId, to: NodeId, iteration: z.int().positive() }),
  /** `remind_at` is ascending and lies between the opening and the end of the wait. */
  z.object({
    ...at,
    type: z.literal("wait_opened"),
    ...activation,
    token: z.string(),
    timeout_at: z.int(),
    remind_at: z.array(z.int()).optional(),
  }),
  /** So many reminders of the wait are due by now; those that fall due together are one. */
  z.object({ ...at, type: z.literal("wait_reminded"), ...activation, token: z.string(), reminder: z.int().positive() }),
  z.object({ ...at, type: z.literal("wait_answered"), ...activation, token: z.string(), writes }),
  z.object({ ...at, type: z.literal("wait_timed_out"), ...activation, token: z.string() }),
  z.object({ ...at, type: z.literal("cancel_requested"), by: z.string() }),
  z.object({ ...at, type: z.literal("run_retried"), by: z.string(), nodes: z.array(NodeId), deadline_at: z.int() }),
  z.object({ ...at, type: z.literal("run_succeeded") }),
  z.object({ ...at, type: z.literal("run_failed"), node: NodeId.nullable(), error: NodeError }),
  z.object({ ...at, type: z.literal("run_canceled") }),
  z.object({ ...at, type: z.literal("run_expired") }),
]);
export type JournalEvent = z.infer<typeof JournalEvent>;
export type EventType = JournalEvent["type"];

/** An event before the journal has given it its place in time. */
export type EventBody = JournalEvent extends infer Event
  ? Event extends JournalEvent
    ? Omit<Event, "seq" | "at">
    : never
  : never;
