import type { RunStatus } from "../../graphs/run.ts";
import type { Contradiction } from "../../holes/problem.ts";
import type { Dependency } from "../health/dependency.ts";

/** One thing that is wrong with a request. */
export interface FieldError {
  /** RFC 6901 pointer into the body; null when the fault is not in the body. */
  pointer: string | null;
  /** Name of the query parameter or header; null when the fault is in the body. */
  parameter: string | null;
  detail: string;
}

/** Everything that can go wrong, with what its explanation needs. Handlers return these; one switch makes the answer. */
export type Failure =
  | { reason: "invalid_json"; detail: string }
  | { reason: "unauthenticated" | "invalid_key" }
  | { reason: "forbidden"; detail: string }
  | { reason: "not_found" | "ir_not_found" | "key_not_found" }
  | { reason: "run_not_found" }
  | { reason: "hole_not_found" }
  | { reason: "hole_not_awaited"; detail: string }
  | { reason: "hole_not_undoable"; detail: string }
  | { reason: "run_busy"; detail: string }
  | { reason: "hole_not_answered" }
  | { reason: "hole_already_resolved"; hole: string; by: string | null; value: string | null; at: string | null }
  | { reason: "hole_contradiction"; hole: string; contradiction: Contradiction }
  | { reason: "method_not_allowed"; method: string; allow: readonly string[] }
  | { reason: "run_not_failed"; status: RunStatus }
  | { reason: "key_exists"; id: string }
  | { reason: "body_too_large"; limit: number }
  | { reason: "source_too_large"; pointer: string; bytes: number; limit: number }
  | { reason: "unsupported_media_type"; got: string | null }
  | { reason: "invalid_request"; errors: readonly FieldError[] }
  | { reason: "idempotency_mismatch" }
  | { reason: "unknown_node"; nodes: readonly string[] }
  | { reason: "too_many_requests"; retry_after: number }
  | { reason: "internal" }
  | { reason: "store_unavailable" | "run_unavailable"; retry_after: number }
  | { reason: "webhooks_not_configured" }
  | { reason: "not_ready"; dependencies: readonly Dependency[] };
