import type { z } from "zod";
import type { Predictor } from "../predictor.ts";
import { type Picked, type PickOptions, pickBest } from "./pick-best.ts";
import type { Tool } from "./re-act.ts";
import { chainOfThought, predict, type Question, samples, withTools } from "./strategies.ts";

/** The best of `n` samples of one question. */
export async function bestOf<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  question: Question<I, O>,
  { n, ...options }: PickOptions<z.output<O>> & { n: number },
): Promise<Picked<z.output<O>>> {
  return await pickBest(samples(predictor, question, n), options);
}

/** The best of what one question gives when it is asked without thoughts, with them, and with tools (where there are any), all at once. */
export async function aggregate<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  question: Question<I, O>,
  {
    tools,
    max_steps,
    ...options
  }: Omit<PickOptions<z.output<O>>, "concurrency"> & { tools: readonly Tool[]; max_steps: number },
): Promise<Picked<z.output<O>>> {
  const strategies = [
    predict(predictor, question),
    chainOfThought(predictor, question),
    ...(tools.length === 0 ? [] : [withTools(predictor, question, { tools, max_steps })]),
  ];
  return await pickBest(strategies, { ...options, concurrency: strategies.length });
}
