import { z } from "@hono/zod-openapi";
import { literalOf } from "../../graphs/forward/literal.ts";
import { HoleAnswer, type Reply } from "../../holes/answer.ts";
import type { Principal } from "../auth/principal.ts";

const REPLY = {
  value: z.unknown().optional().openapi({
    description:
      "The answer: text such as a type, a clause, or code, or a JSON value that stands for a Python literal.",
  }),
  suggestion: z
    .int()
    .nonnegative()
    .optional()
    .openapi({ description: "Take this one of the hole's suggestions, counted from 0." }),
  skip: z.literal(true).optional().openapi({ description: "The hole need not be filled." }),
  dont_know: z
    .literal(true)
    .optional()
    .openapi({ description: "Somebody else may know: the hole stays open and is asked last." }),
};
const KINDS = ["value", "suggestion", "skip", "dont_know"] as const;

const isOne = (body: Partial<Record<(typeof KINDS)[number], unknown>>) =>
  KINDS.filter((kind) => kind in body && (kind === "value" || body[kind] !== undefined)).length === 1;
const ONE = { message: "must have exactly one of `value`, `suggestion`, `skip` and `dont_know`" };

export const HoleResolution = z
  .strictObject(REPLY)
  .refine(isOne, ONE)
  .openapi("HoleResolution", { example: { value: "implies(len(xs) == 0, result is None)" } });
export type HoleResolution = z.infer<typeof HoleResolution>;

export const HoleResolutions = z
  .strictObject({
    answers: z
      .array(z.strictObject({ hole: z.string(), ...REPLY }).refine(isOne, ONE))
      .min(1)
      .max(100),
  })
  .openapi("HoleResolutions", {
    example: {
      answers: [
        { hole: "hole_4f0a9c31b2d7e586", suggestion: 0 },
        { hole: "hole_77e1", dont_know: true },
      ],
    },
  });

/** The answer in the form in which it is journaled; null where no hole can have the id. Text stands as it is, every other JSON value for its Python literal. */
export function answerOf(hole: string, body: HoleResolution, { name }: Principal, at: Date): HoleAnswer | null {
  const answer = HoleAnswer.safeParse({
    hole,
    reply: replyOf(body),
    by: name.slice(0, 200),
    at: at.toISOString(),
    source: "human",
  });
  return answer.success ? answer.data : null;
}

function replyOf(body: HoleResolution): Reply {
  if (body.suggestion !== undefined) return { kind: "suggestion", suggestion: body.suggestion };
  if (body.skip !== undefined) return { kind: "skip" };
  if (body.dont_know !== undefined) return { kind: "dont_know" };
  return { kind: "value", value: typeof body.value === "string" ? body.value : literalOf(body.value) };
}

/** What is wrong with a value before anybody looks at the hole; null where nothing is. */
export function faultOf(body: HoleResolution): string | null {
  const reply = replyOf(body);
  if (reply.kind !== "value") return null;
  if (reply.value.trim() === "") return "is empty; `skip` leaves the hole unfilled";
  if (reply.value.length > 100_000) return "is longer than 100000 characters";
  return reply.value.includes("\0") ? "has a NUL character" : null;
}
