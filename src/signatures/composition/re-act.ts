import { z } from "zod";
import { defineSignature, type SignatureDefinition } from "../define.ts";
import { type Prediction, PredictionError, type Predictor, type Usage } from "../predictor.ts";
import type { Question } from "./strategies.ts";

/** What an answerer can do before it answers. Tools of Lift are `parse`, `check` and `run`; who composes gives them as functions. */
export interface Tool {
  /** snake_case; not `finish`. */
  name: string;
  /** What it does and what its argument is, in a sentence. */
  description: string;
  /** What it throws is shown to the answerer, save PredictionError, which ends everything. */
  run(argument: string, signal: AbortSignal | null): Promise<string>;
}

export interface ReActOptions {
  tools: readonly Tool[];
  /** Uses of a tool before the answer must come. */
  max_steps: number;
  signal?: AbortSignal;
}

const FINISH = "finish";
/** Characters of an observation that are shown; a tool's output may be endless. */
const MAX_OBSERVATION = 4000;

const Step = z.object({ thought: z.string(), tool: z.string(), argument: z.string(), observation: z.string() });
type Step = z.infer<typeof Step>;

/**
 * Reason and act: the answerer thinks, uses a tool and sees what it says, until it wants to answer or may use no more; then it answers the question with all that it saw.
 * The answer is checked like any other. Source: Yao et al. 2023, ReAct: Synergizing Reasoning and Acting in Language Models; DSPy's module of that name.
 * Throws PredictionError with the usage of all steps.
 */
export async function reAct<I extends z.ZodObject, O extends z.ZodObject>(
  predictor: Predictor,
  { signature, input, options = {} }: Question<I, O>,
  { tools, max_steps, signal }: ReActOptions,
): Promise<Prediction<z.output<O>>> {
  const { act, answer } = actingSignatures(signature, tools);
  const trajectory: Step[] = [];
  const usage: Usage[] = [];
  const more = {
    ...(signal === undefined ? {} : { signal }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
  try {
    while (trajectory.length < max_steps) {
      const step = await predictor.predict(act, { ...input, trajectory }, more);
      usage.push(...step.usage);
      const { thought, tool, argument } = step.output;
      if (tool === FINISH) break;
      trajectory.push({ thought, tool, argument, observation: await observe(tools, tool, argument, signal ?? null) });
    }
    const { program: _other, ...rest } = options;
    const prediction = await predictor.predict(answer, { ...input, trajectory }, { ...rest, ...more });
    return { ...prediction, usage: [...usage, ...prediction.usage] };
  } catch (error) {
    if (!(error instanceof PredictionError)) throw error;
    throw new PredictionError(error.fault, error.message, {
      retryable: error.retryable,
      retry_after_ms: error.retry_after_ms,
      usage: [...usage, ...error.usage],
      cause: error,
    });
  }
}

/** The signatures of a step and of the answer after the steps. Their ids tell them from the signature itself, whose programs do not fit them. */
export function actingSignatures<I extends z.ZodObject, O extends z.ZodObject>(
  signature: SignatureDefinition<I, O>,
  tools: readonly Tool[],
) {
  if ("trajectory" in signature.input.shape)
    throw new TypeError(`the input of ${signature.id} has a field named trajectory`);
  const input = z.object({
    ...signature.input.shape,
    trajectory: z.array(Step).describe("What was thought, done and seen so far"),
  });
  const names: [string, ...string[]] = [FINISH, ...tools.map(({ name }) => name)];
  const list = tools.map(({ name, description }) => `\`${name}\`: ${description}`).join("\n");
  const act = defineSignature({
    id: `${signature.id}-act`,
    version: signature.version,
    description: `The task is: ${signature.description}\nDo not answer yet. Decide what to do next: use a tool to find out what the answer needs, or \`${FINISH}\` when nothing more is needed.\nTools:\n${list}`,
    input,
    output: z.object({
      thought: z.string().describe("What is known and what is missing"),
      tool: z.enum(names),
      argument: z.string().describe(`Argument of the tool; empty for \`${FINISH}\``),
    }),
    reasoning: false,
  });
  const answer = defineSignature({ ...signature, id: `${signature.id}-after-acting`, input });
  return { act, answer };
}

async function observe(
  tools: readonly Tool[],
  name: string,
  argument: string,
  signal: AbortSignal | null,
): Promise<string> {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) return `There is no tool ${name}.`;
  try {
    const seen = await tool.run(argument, signal);
    const left_out = seen.length - MAX_OBSERVATION;
    return left_out > 0 ? `${seen.slice(0, MAX_OBSERVATION)}\n(${left_out} more characters)` : seen;
  } catch (error) {
    if (error instanceof PredictionError) throw error;
    return `The tool failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
