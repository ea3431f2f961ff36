import type { AxAIFeatures, AxAIService, AxAIServiceOptions, AxChatRequest, AxChatResponse } from "@ax-llm/ax";
import type { z } from "zod";
import type { AxOutput, AxProgram } from "./ax.ts";
import type { ModelService, TokenCounts } from "./ax-service.ts";
import { GrammarError } from "./grammar/grammar.ts";
import { type Judgement, judgeAnswer, type Standard } from "./judge-answer.ts";
import { PredictionError } from "./predictor.ts";
import { UsageTally } from "./usage-tally.ts";

interface Attempt<Output> {
  text: string;
  judgement: Judgement<Output>;
}

/**
 * The service of one prediction as ax sees it. It sends the signature's own schema in place of ax's, judges each answer before ax hears of it, and gives ax the number of the attempt
 * in its place; where ax shows an attempt to the model again, the model's own words return. Whatever a request throws ends the prediction: ax repeats nothing but corrections.
 */
export class AxSession<I extends z.ZodObject, O extends z.ZodObject> implements AxAIService {
  readonly #inner: AxAIService;
  readonly #model: ModelService;
  readonly #standard: Standard<I, O>;
  readonly #program: AxProgram;
  readonly #schemaName: string;
  readonly #attempts: Attempt<z.output<O>>[] = [];
  readonly #usage: UsageTally;
  #failure: PredictionError | null = null;

  constructor(
    inner: AxAIService,
    model: ModelService,
    standard: Standard<I, O>,
    program: AxProgram,
    schemaName: string,
  ) {
    this.#inner = inner;
    this.#model = model;
    this.#standard = standard;
    this.#program = program;
    this.#schemaName = schemaName;
    this.#usage = new UsageTally(model);
  }

  /** What ended the prediction, other than answers that stayed wrong. */
  get failure(): PredictionError | null {
    return this.#failure;
  }

  get usage(): UsageTally {
    return this.#usage;
  }

  get last(): Attempt<z.output<O>> | null {
    return this.#attempts.at(-1) ?? null;
  }

  /** For ax's assertion: true, or what the model has to correct. */
  accepts({ answer }: AxOutput): true | string {
    const judgement = this.#attempts[answer.attempt]?.judgement;
    if (judgement === undefined) return "Answer with the JSON object that was asked for.";
    return (
      judgement.ok ||
      `Correct these problems and answer with the whole JSON object again:\n${judgement.problems.join("\n")}`
    );
  }

  async chat(request: Readonly<AxChatRequest>, options?: Readonly<AxAIServiceOptions>): Promise<AxChatResponse> {
    try {
      const text = await this.#ask(request, options);
      const judgement = await this.#judge(text);
      this.#attempts.push({ text, judgement });
      return { results: [{ index: 0, content: reference(this.#attempts.length - 1), finishReason: "stop" }] };
    } catch (error) {
      this.#failure = error instanceof PredictionError ? error : this.#model.fault(error);
      throw this.#failure;
    }
  }

  async #ask(request: Readonly<AxChatRequest>, options?: Readonly<AxAIServiceOptions>): Promise<string> {
    // ax itself looks at the signal between answers only when it streams.
    if (options?.abortSignal?.aborted) throw new PredictionError("aborted", "the prediction was aborted");
    let response: Awaited<ReturnType<AxAIService["chat"]>>;
    try {
      response = await this.#inner.chat(
        {
          chatPrompt: request.chatPrompt.map((message) => this.#restored(message)),
          ...(request.modelConfig === undefined ? {} : { modelConfig: request.modelConfig }),
          responseFormat: {
            type: "json_schema",
            schema: { name: this.#schemaName, strict: true, schema: this.#standard.schema },
          },
        },
        { ...options, stream: false },
      );
    } catch (error) {
      const fault = this.#model.fault(error);
      this.#usage.failed(fault);
      throw fault;
    }
    if (response instanceof ReadableStream)
      throw new PredictionError("misconfigured", `the service of ${this.#model.name} streams what was asked for whole`);
    this.#usage.answered(tokensOf(response));
    const [result] = response.results;
    if (result?.finishReason === "content_filter")
      throw new PredictionError("refused", `${this.#model.model} declined to answer`);
    if (result?.finishReason === "length")
      throw new PredictionError("truncated", `the answer of ${this.#model.model} was cut at its limit of tokens`);
    return result?.content ?? "";
  }

  async #judge(text: string): Promise<Judgement<z.output<O>>> {
    try {
      return await judgeAnswer(text, this.#standard);
    } catch (error) {
      if (error instanceof PredictionError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const what = error instanceof GrammarError ? message : `the check of the answer failed: ${message}`;
      throw new PredictionError("misconfigured", what, { cause: error });
    }
  }

  #restored(message: AxChatRequest["chatPrompt"][number]): AxChatRequest["chatPrompt"][number] {
    if (message.role === "system") return { ...message, content: this.#program.system(message.content) };
    if (message.role !== "assistant") return message;
    const attempt = referenced(message.content ?? "");
    const text =
      attempt === null ? undefined : (this.#attempts[attempt]?.text ?? this.#program.demonstrations.get(attempt));
    return text === undefined ? message : { ...message, content: text.trim() === "" ? NO_TEXT : text };
  }

  getId(): string {
    return this.#inner.getId();
  }
  getName(): string {
    return this.#inner.getName();
  }
  /** ax may neither fall back to tools nor to text: the schema reaches the transport as it is, whatever the provider does with it. */
  getFeatures(model?: unknown): AxAIFeatures {
    return {
      ...this.#inner.getFeatures(model),
      functions: false,
      streaming: false,
      structuredOutputs: true,
      structuredOutputModes: ["native"],
    };
  }
  getModelList(): ReturnType<AxAIService["getModelList"]> {
    return this.#inner.getModelList();
  }
  getMetrics(): ReturnType<AxAIService["getMetrics"]> {
    return this.#inner.getMetrics();
  }
  getLogger(): ReturnType<AxAIService["getLogger"]> {
    return this.#inner.getLogger();
  }
  getLastUsedChatModel(): unknown {
    return this.#inner.getLastUsedChatModel();
  }
  getLastUsedEmbedModel(): unknown {
    return this.#inner.getLastUsedEmbedModel();
  }
  getLastUsedModelConfig(): ReturnType<AxAIService["getLastUsedModelConfig"]> {
    return this.#inner.getLastUsedModelConfig();
  }
  embed(...parameters: Parameters<AxAIService["embed"]>): ReturnType<AxAIService["embed"]> {
    return this.#inner.embed(...parameters);
  }
  transcribe(...parameters: Parameters<AxAIService["transcribe"]>): ReturnType<AxAIService["transcribe"]> {
    return this.#inner.transcribe(...parameters);
  }
  speak(...parameters: Parameters<AxAIService["speak"]>): ReturnType<AxAIService["speak"]> {
    return this.#inner.speak(...parameters);
  }
  getEstimatedCost(...parameters: Parameters<AxAIService["getEstimatedCost"]>): number {
    return this.#inner.getEstimatedCost(...parameters);
  }
  setOptions(options: Readonly<AxAIServiceOptions>): void {
    this.#inner.setOptions(options);
  }
  getOptions(): Readonly<AxAIServiceOptions> {
    return this.#inner.getOptions();
  }
}

/** Shown in the place of an answer without text: no message may be empty. */
const NO_TEXT = "(no text)";

function reference(attempt: number): string {
  return JSON.stringify({ answer: { attempt } } satisfies AxOutput);
}

/** ax writes demonstrations over several lines, and attempts as it got them. */
function referenced(content: string): number | null {
  const found = /^\s*\{\s*"answer":\s*\{\s*"attempt":\s*(-?\d+)\s*\}\s*\}\s*$/.exec(content);
  return found?.[1] === undefined ? null : Number(found[1]);
}

function tokensOf({ modelUsage }: AxChatResponse): TokenCounts | null {
  const tokens = modelUsage?.tokens;
  if (tokens === undefined) return null;
  return {
    input_tokens: tokens.promptTokens,
    output_tokens: tokens.completionTokens,
    cache_read_tokens: tokens.cacheReadTokens ?? 0,
    cache_write_tokens: tokens.cacheCreationTokens ?? 0,
  };
}
