import { z } from "zod";
import { HoleId } from "../ir/ids.ts";

/** What somebody says to one hole. `skip`: it need not be filled. `dont_know`: somebody else may; the hole stays open and is asked last. */
export const Reply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("value"), value: z.string().min(1).max(100_000) }),
  /** Place in the hole's `suggestions`, from 0. */
  z.object({ kind: z.literal("suggestion"), suggestion: z.int().nonnegative() }),
  z.object({ kind: z.literal("skip") }),
  z.object({ kind: z.literal("dont_know") }),
]);
export type Reply = z.infer<typeof Reply>;

/** A reply with its author and time. `refinement` is a machine's choice: what it fills is not locked. */
export const HoleAnswer = z.object({
  hole: HoleId,
  reply: Reply,
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  source: z.enum(["human", "refinement"]),
});
export type HoleAnswer = z.infer<typeof HoleAnswer>;
