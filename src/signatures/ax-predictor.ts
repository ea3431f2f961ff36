import { z } from "zod";
import { answerSchema } from "./answer-schema.ts";
import { axProgram } from "./ax.ts";
import type { ModelService } from "./ax-service.ts";
import { AxSession } from "./ax-session.ts";
import type { SignatureDefinition } from "./define.ts";
import type { GrammarCheck } from "./grammar/grammar.ts";
import type { Standard } from "./judge-answer.ts";
import { type Prediction, PredictionError, type PredictOptions, type Predictor } from "./predictor.ts";

/** How often a model may correct an answer that breaks its grammar, its schema or the caller's check. */
const MAX_CORRECTIONS = 2;

/**
 * Answers signatures by a model, with ax rendering the prompt and asking for corrections. One answer and its corrections are one prediction: refusals, truncations
 * and faults of the transport are not corrected but thrown, with what was spent before them.
 */
export class AxPredictor implements Predictor {
  readonly #model: ModelService;
  readonly #grammar: GrammarCheck;

  constructor(model: ModelService, grammar: GrammarCheck) {
    this.#model = model;
    this.#grammar = grammar;
  }

  async predict<I extends z.ZodObject, O extends z.ZodObject>(
    signature: SignatureDefinition<I, O>,
    input: z.input<I>,
    options: PredictOptions<z.output<O>> = {},
  ): Promise<Prediction<z.output<O>>> {
    const signal = options.signal ?? null;
    const given = signature.input.safeParse(input);
    if (!given.success)
      throw new PredictionError("bad_request", `not an input of ${signature.id}: ${z.prettifyError(given.error)}`);
    if (signal?.aborted) throw aborted(signal);
    const schema = answerSchema(signature, options.output_schema);
    const standard: Standard<I, O> = { signature, schema, grammar: this.#grammar, check: options.check ?? null };
    const session = this.#session(standard, options);
    const { gen, render } = session.program;
    gen.addAssert((output) => session.ax.accepts(output));
    try {
      await gen.forward(session.ax, render(given.data), {
        stream: false,
        maxRetries: MAX_CORRECTIONS,
        ...(signal === null ? {} : { abortSignal: signal }),
      });
    } catch (error) {
      throw this.#reason(session.ax, signal, error);
    }
    const answer = session.ax.last?.judgement;
    if (answer?.ok !== true) throw this.#reason(session.ax, signal, new Error("ax ended without an accepted answer"));
    return {
      output: answer.output,
      reasoning: answer.reasoning,
      source: "model",
      model: this.#model.model,
      program: options.program?.version ?? null,
      usage: session.ax.usage.total(),
    };
  }

  #session<I extends z.ZodObject, O extends z.ZodObject>(
    standard: Standard<I, O>,
    options: PredictOptions<z.output<O>>,
  ) {
    const { signature, schema } = standard;
    const program = axProgram(signature, schema, options.program ?? null);
    const inner = this.#model.service({
      schema,
      schema_name: signature.id,
      seed: options.seed ?? 0,
      signal: options.signal ?? null,
    });
    return { program, ax: new AxSession(inner, this.#model, standard, program, signature.id) };
  }

  #reason<I extends z.ZodObject, O extends z.ZodObject>(
    session: AxSession<I, O>,
    signal: AbortSignal | null,
    error: unknown,
  ): PredictionError {
    const usage = session.usage.total();
    const { failure, last } = session;
    if (signal?.aborted) return aborted(signal, usage, failure ?? error);
    if (failure !== null)
      return new PredictionError(failure.fault, failure.message, {
        retryable: failure.retryable,
        retry_after_ms: failure.retry_after_ms,
        usage,
        cause: failure.cause ?? failure,
      });
    if (last?.judgement.ok === false)
      return new PredictionError(
        "invalid_output",
        `${this.#model.model} did not correct its answer: ${last.judgement.problems.join("; ")}`,
        { usage, cause: error },
      );
    const message = error instanceof Error ? error.message : String(error);
    return new PredictionError("misconfigured", `ax cannot ask ${this.#model.model}: ${message}`, {
      usage,
      cause: error,
    });
  }
}

function aborted(
  signal: AbortSignal,
  usage: PredictionError["usage"] = [],
  cause: unknown = signal.reason,
): PredictionError {
  return new PredictionError("aborted", "the prediction was aborted", { usage, cause });
}
