import { z } from "zod";
import { UsageProblem } from "./command-line.ts";
import type { AnswerBody, HoleView } from "./hole-view.ts";

const Answer = z.union([
  z.strictObject({ suggestion: z.int().nonnegative() }),
  z.strictObject({ skip: z.literal(true) }),
  z.strictObject({ dont_know: z.literal(true) }),
  z.strictObject({ value: z.json() }),
  z.union([z.string().min(1), z.number(), z.boolean(), z.null(), z.array(z.json())]).transform((value) => ({ value })),
]);

/** Answers by what they answer: a hole's id, its subject, or a part of its question. */
export type AnswersFile = ReadonlyMap<string, AnswerBody>;

/** Reads an answers file; throws `UsageProblem` for what is none. */
export function readAnswers(text: string): AnswersFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageProblem(`the answers are no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = z.record(z.string().min(1), z.unknown()).safeParse(json);
  if (!read.success) throw new UsageProblem("the answers are no JSON object of questions and answers");
  return new Map(
    Object.entries(read.data).map(([key, value]) => {
      const parsed = Answer.safeParse(value);
      if (!parsed.success)
        throw new UsageProblem(
          `the answer to "${key}" is neither a value nor {"suggestion": n}, {"skip": true} or {"dont_know": true}`,
        );
      return [key, parsed.data];
    }),
  );
}

/**
 * The answer to a hole, with the key that it stands under: its id before its subject before the longest part of its question (letter case does not count). Null when none fits, or two of
 * equal length that differ.
 */
export function answerFor(answers: AnswersFile, hole: HoleView): { key: string; body: AnswerBody } | null {
  for (const key of [hole.id, hole.subject]) {
    const body = answers.get(key);
    if (body !== undefined) return { key, body };
  }
  const question = hole.description.toLowerCase();
  const parts = [...answers.keys()].filter((key) => question.includes(key.toLowerCase()));
  const longest = Math.max(0, ...parts.map(({ length }) => length));
  const best = parts.filter(({ length }) => length === longest);
  const [key] = best;
  const body = key === undefined ? undefined : answers.get(key);
  if (key === undefined || body === undefined) return null;
  return best.every((other) => JSON.stringify(answers.get(other)) === JSON.stringify(body)) ? { key, body } : null;
}
