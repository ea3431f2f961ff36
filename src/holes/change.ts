import { z } from "zod";
import { HoleId } from "../ir/ids.ts";

/**
 * One entry of the journal of answers: complete enough that it can be taken back.
 *
 * `path` is a JSON Pointer (RFC 6901) in which an element of a list is named by its key and not by its place: its `id`, or for what has none its
 * canonical JSON, as in `/assertions/post_1/locked`. `position` is the place of an inserted or removed element; null where a value is set.
 */
export const Change = z.object({
  /** The hole whose answer led to it, directly or by propagation. */
  cause: HoleId,
  /** Id of the innermost element that changed; null outside of elements. */
  subject: z.string().nullable(),
  path: z.string(),
  kind: z.enum(["set", "insert", "remove"]),
  position: z.int().nonnegative().nullable(),
  /** JSON values; null where there is none. */
  before: z.unknown(),
  after: z.unknown(),
  /** Why, where the answer itself does not say it. */
  reason: z.string().nullable(),
});
export type Change = z.infer<typeof Change>;
