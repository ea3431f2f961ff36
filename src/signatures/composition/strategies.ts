import type { z } from "zod";
import type { SignatureDefinition } from "../define.ts";
import type { PredictOptions, Predictor } from "../predictor.ts";
import type { Strategy } from "./pick-best.ts";
import { type ReActOptions, reAct } from "./re-act.ts";

/** A question: a signature and its input. */
export interface Question<I extends z.ZodObject, O extends z.ZodObject> {
  signature: SignatureDefinition<I, O>;
  input: z.input<I>;
  options?: Omit<PredictOptions<z.output<O>>, "signal">;
}

/** Asks as the signature stands. */
export function ask<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  { signature, input, options }: Question<I, O>,
): Strategy<z.output<O>> {
  return { name: "ask", run: (signal) => predictor.predict(signature, input, { ...options, signal }) };
}

/** Asks for the answer without thoughts before it. A program for the signature's own contract does not fit and is left out. */
export function predict<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  question: Question<I, O>,
): Strategy<z.output<O>> {
  return { ...ask(predictor, reasoning(question, false)), name: "predict" };
}

/** Asks for thoughts before the answer. Source: Wei et al. 2022, Chain-of-Thought Prompting Elicits Reasoning in Large Language Models. */
export function chainOfThought<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  question: Question<I, O>,
): Strategy<z.output<O>> {
  return { ...ask(predictor, reasoning(question, true)), name: "chain_of_thought" };
}

/** Lets the answerer use tools before it answers; see re-act.ts. */
export function withTools<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  question: Question<I, O>,
  more: ReActOptions,
): Strategy<z.output<O>> {
  return { name: "re_act", run: (signal) => reAct(predictor, question, { ...more, signal }) };
}

/** `count` samples of one question, told apart by their seeds. */
export function samples<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  { signature, input, options }: Question<I, O>,
  count: number,
): Strategy<z.output<O>>[] {
  const first = options?.seed ?? 0;
  return Array.from({ length: count }, (_, index) => ({
    name: `sample ${first + index}`,
    run: (signal) => predictor.predict(signature, input, { ...options, seed: first + index, signal }),
  }));
}

function reasoning<I extends z.ZodObject, O extends z.ZodObject>(
  question: Question<I, O>,
  wanted: boolean,
): Question<I, O> {
  if (question.signature.reasoning === wanted) return question;
  const { program: _other, ...options } = question.options ?? {};
  return { ...question, signature: { ...question.signature, reasoning: wanted }, options };
}
