import type { TaskDefinition } from "../../graph/define.ts";
import { EXAMINE_LEASE_MS } from "./share.ts";

/** A node that judges clauses against code. It gives the same for the same, and its results are kept by content hash. */
export const examinationTask = <const Reads extends string, const Channel extends string>(
  reads: readonly Reads[],
  writes: Channel,
) =>
  ({
    kind: "task",
    version: "1",
    mode: "queued",
    reads,
    writes: [writes],
    lease_ms: EXAMINE_LEASE_MS,
    cacheable: true,
  }) as const satisfies TaskDefinition;
