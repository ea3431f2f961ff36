import type { IR } from "../../ir/ir.ts";
import { insertAnswered } from "../insert.ts";
import { INTENT } from "../subjects.ts";
import { type Answering, type Effect, refused } from "./answering.ts";

const LONGEST = 4000;

/** An answer about the intent: what the function is for, a concept of the domain, or a criterion in words. */
export function intentAnswer(ir: IR, { hole, value, provenance }: Answering): Effect {
  if (value.length > LONGEST) return refused("the text is too long", `at most ${LONGEST} characters`);
  const { intent } = ir;
  if (hole.kind === "entity") {
    const domain_concepts = withText(ir, intent.domain_concepts, value);
    return { ok: true, ir: { ...ir, intent: { ...intent, domain_concepts } }, value };
  }
  if (hole.subject === INTENT)
    return { ok: true, ir: { ...ir, intent: { ...intent, summary: value, provenance } }, value };
  const criterion = hole.kind === "term" && !value.includes(hole.subject) ? `"${hole.subject}" means: ${value}` : value;
  const success_criteria = withText(ir, intent.success_criteria, criterion);
  return { ok: true, ir: { ...ir, intent: { ...intent, success_criteria } }, value };
}

/** Texts that answers to intent holes have put into the intent. */
export function answeredTexts({ holes }: IR): Set<string> {
  const answered = holes.filter(({ clause, resolution }) => clause === "intent" && resolution !== null);
  return new Set(
    answered.flatMap(({ subject, resolution }) => [
      resolution?.value ?? "",
      `"${subject}" means: ${resolution?.value}`,
    ]),
  );
}

function withText(ir: IR, texts: readonly string[], text: string): string[] {
  const answered = answeredTexts(ir);
  return insertAnswered(
    texts,
    text,
    (one) => one,
    (one) => answered.has(one),
  );
}
