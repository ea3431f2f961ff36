import { z } from "zod";
import { InputAssignment } from "../../src/ir/verdict.ts";
import { asArray, asObject, type Json, type LiftClient } from "./client.ts";

/** What the command line needs of a hole as the API lists it. Fields that it does not know are left alone. */
export const HoleView = z.object({
  id: z.string(),
  clause: z.string(),
  kind: z.string(),
  subject: z.string(),
  type_hint: z.string(),
  description: z.string(),
  context: z.string().nullable(),
  dependencies: z.array(z.string()),
  status: z.enum(["open", "resolved", "withdrawn"]),
  priority: z.string(),
  awaited: z.boolean(),
  suggestions: z.array(z.object({ value: z.string(), rationale: z.string(), confidence: z.number() })),
  resolution: z
    .object({
      value: z.string(),
      provenance: z.object({ author: z.string().nullable(), timestamp: z.string().nullable(), source: z.string() }),
    })
    .nullable(),
  changes: z
    .array(
      z.object({
        path: z.string(),
        kind: z.string(),
        subject: z.string().nullish(),
        before: z.unknown(),
        after: z.unknown(),
        reason: z.string().nullish(),
      }),
    )
    .nullish()
    .transform((changes) => changes ?? []),
});
export type HoleView = z.infer<typeof HoleView>;

/** Why an answer was refused, as far as the problem says it. */
export const Refusal = z.object({
  code: z.string(),
  detail: z.string().nullish(),
  counterexample: InputAssignment.nullish(),
  core: z.array(z.object({ clause: z.string(), text: z.string() })).default([]),
  fixes: z.array(z.object({ text: z.string() })).default([]),
  errors: z.array(z.object({ detail: z.string() })).default([]),
});
export type Refusal = z.infer<typeof Refusal>;

/** A body of `POST .../resolution`. */
export type AnswerBody = { value: Json } | { suggestion: number } | { skip: true } | { dont_know: true };

/** The holes of a run in the order in which to ask. Rejects when the API answers anything else. */
export async function holesOf(client: Pick<LiftClient, "call">, run: string): Promise<HoleView[]> {
  const { status, body } = await client.call("GET", `/v1/runs/${run}/holes`);
  if (status !== 200) throw new Error(`GET the holes of ${run} answered ${status}: ${JSON.stringify(body)}`);
  return asArray(asObject(body).data).map((hole) => HoleView.parse(hole));
}

/**
 * What to ask of a run that waits: the holes that nobody answered, in their order. Code comes last where it is awaited: what else is open may be why none was found. None when the run waits for nothing.
 */
export function openHoles(holes: readonly HoleView[]): HoleView[] {
  const open = holes.filter(({ status }) => status === "open");
  if (!open.some(({ awaited }) => awaited)) return [];
  const isCode = ({ clause }: HoleView) => clause === "implementation";
  return [...open.filter((hole) => !isCode(hole)), ...open.filter((hole) => isCode(hole) && hole.awaited)];
}
