import { z } from "zod";

/** The model that is used when a key is set and no model named: Anthropic's recommendation for complex work. */
export const DEFAULT_MODEL = "anthropic/claude-opus-5-5";

const ANTHROPIC_URL = null;
const OPENAI_URL = "https://api.openai.com/v1";

const Url = z.url({ protocol: /^https?$/ });
const positive = (most: number, otherwise: number) => z.coerce.number().int().min(1).max(most).default(otherwise);

/** What the environment may hold. Empty strings are absent: that is what unset variables of deployments look like. */
export const ModelEnvironment = z.object({
  /** `anthropic/<model>`, `openai/<model>`, `workers-ai/<model>` or `offline`; several with commas are a chain, asked in order. */
  LIFT_MODEL: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: Url.optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: Url.optional(),
  LIFT_MODEL_EFFORT: z.enum(["low", "medium", "high", "xhigh", "max"]).optional(),
  LIFT_MODEL_GRAMMAR: z.enum(["structured_outputs", "guided_json"]).optional(),
  LIFT_MODEL_STREAM: z.stringbool().default(false),
  LIFT_MODEL_TIMEOUT_MS: positive(600_000, 120_000),
  LIFT_MODEL_CONCURRENCY: positive(256, 8),
  LIFT_MODEL_ATTEMPTS: positive(10, 3),
  LIFT_MODEL_MAX_TOKENS: positive(20_000, 16_000),
});

type Environment = z.infer<typeof ModelEnvironment>;

export type ProviderConfiguration =
  | {
      provider: "anthropic";
      model: string;
      api_key: string;
      base_url: string | null;
      effort: NonNullable<Environment["LIFT_MODEL_EFFORT"]> | null;
    }
  | {
      provider: "openai";
      model: string;
      api_key: string | null;
      base_url: string;
      grammar_field: NonNullable<Environment["LIFT_MODEL_GRAMMAR"]> | null;
      max_tokens_field: "max_tokens" | "max_completion_tokens";
    }
  | { provider: "workers-ai"; model: string }
  | { provider: "offline"; model: "offline" };

export interface ModelConfiguration {
  /** In the order in which they are asked; the first is the model by whose name a run is known. */
  chain: readonly [ProviderConfiguration, ...ProviderConfiguration[]];
  stream: boolean;
  /** Of one attempt. */
  timeout_ms: number;
  /** Requests at a time, per provider and isolate. */
  concurrency: number;
  attempts: number;
  max_output_tokens: number;
}

/** The environment cannot configure models. Each problem names the variable and says what to set. */
export class ModelConfigurationError extends Error {
  override readonly name = "ModelConfigurationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The models are not configured: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

/** Typed configuration from environment variables; others are ignored. Throws ModelConfigurationError. With no key and no model at all it is offline. */
export function modelConfiguration(environment: Readonly<Record<string, unknown>>): ModelConfiguration {
  const present = Object.fromEntries(
    Object.keys(ModelEnvironment.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === null || value === "" ? [] : [[name, value]];
    }),
  );
  const parsed = ModelEnvironment.safeParse(present);
  if (!parsed.success)
    throw new ModelConfigurationError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  const values = parsed.data;
  const names = (values.LIFT_MODEL ?? modelByKeys(values)).split(",").map((name) => name.trim());
  const problems: string[] = [];
  const chain = names.flatMap((name) => {
    const one = providerOf(name, values);
    if (typeof one !== "string") return [one];
    problems.push(one);
    return [];
  });
  const [first, ...rest] = chain;
  if (problems.length > 0 || first === undefined) throw new ModelConfigurationError(problems);
  return {
    chain: [first, ...rest],
    stream: values.LIFT_MODEL_STREAM,
    timeout_ms: values.LIFT_MODEL_TIMEOUT_MS,
    concurrency: values.LIFT_MODEL_CONCURRENCY,
    attempts: values.LIFT_MODEL_ATTEMPTS,
    max_output_tokens: values.LIFT_MODEL_MAX_TOKENS,
  };
}

function modelByKeys(values: Environment): string {
  return values.ANTHROPIC_API_KEY === undefined ? "offline" : DEFAULT_MODEL;
}

const FORMS = "`anthropic/<model>`, `openai/<model>`, `workers-ai/<model>` or `offline`";

/** A configuration, or the problem in words. */
function providerOf(name: string, values: Environment): ProviderConfiguration | string {
  if (name === "offline") return { provider: "offline", model: "offline" };
  const slash = name.indexOf("/");
  const model = name.slice(slash + 1);
  if (slash < 0 || model === "") return `LIFT_MODEL: \`${name}\` names no provider; set ${FORMS}`;
  switch (name.slice(0, slash)) {
    case "anthropic":
      if (values.ANTHROPIC_API_KEY === undefined) return `ANTHROPIC_API_KEY: set it, LIFT_MODEL asks for \`${name}\``;
      return {
        provider: "anthropic",
        model,
        api_key: values.ANTHROPIC_API_KEY,
        base_url: values.ANTHROPIC_BASE_URL ?? ANTHROPIC_URL,
        effort: values.LIFT_MODEL_EFFORT ?? null,
      };
    case "openai":
      // OpenAI's own service wants a key; a server of one's own may want none.
      if (values.OPENAI_API_KEY === undefined && values.OPENAI_BASE_URL === undefined)
        return `OPENAI_API_KEY: set it, or OPENAI_BASE_URL for a server of your own; LIFT_MODEL asks for \`${name}\``;
      return {
        provider: "openai",
        model,
        api_key: values.OPENAI_API_KEY ?? null,
        base_url: values.OPENAI_BASE_URL ?? OPENAI_URL,
        grammar_field: values.LIFT_MODEL_GRAMMAR ?? null,
        max_tokens_field: values.OPENAI_BASE_URL === undefined ? "max_completion_tokens" : "max_tokens",
      };
    case "workers-ai":
      return { provider: "workers-ai", model };
    default:
      return `LIFT_MODEL: the provider of \`${name}\` is not known; set ${FORMS}`;
  }
}
