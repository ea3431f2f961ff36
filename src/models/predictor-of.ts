import { AxPredictor } from "../signatures/ax-predictor.ts";
import type { GrammarCheck } from "../signatures/grammar/grammar.ts";
import type { Predictor } from "../signatures/predictor.ts";
import { withAnswer } from "./answered.ts";
import { anthropicTransport } from "./anthropic.ts";
import { withBudget } from "./budget.ts";
import { CachingPredictor } from "./cache.ts";
import { type CircuitCell, closedCircuit, withCircuit } from "./circuit.ts";
import { DEFAULT_CIRCUIT } from "./circuit-breaker.ts";
import { type SlotOptions, Slots, withSlots } from "./concurrency.ts";
import { type ModelConfiguration, ModelConfigurationError, type ProviderConfiguration } from "./configuration.ts";
import { withDeadline } from "./deadline.ts";
import { FallbackPredictor } from "./fallback.ts";
import type { Ledger } from "./ledger.ts";
import { limitedFetch } from "./limited-fetch.ts";
import { type Meter, MeteredPredictor, withMeter } from "./metering.ts";
import { modelService } from "./model-service.ts";
import { openaiCompatibleTransport } from "./openai-compatible.ts";
import type { PredictionStore } from "./prediction-store.ts";
import { RecordingPredictor, ReplayingPredictor } from "./recording.ts";
import { DEFAULT_RETRIES, sleep, withRetries } from "./retry.ts";
import type { Transport } from "./transport.ts";
import { type WorkersAI, workersAITransport } from "./workers-ai.ts";

/** What all predictors of one isolate share: the circuit and the slots of every provider. */
export class Gates {
  readonly #gates = new Map<string, { circuit: CircuitCell; slots: Slots }>();

  of(provider: string, slots: SlotOptions): { circuit: CircuitCell; slots: Slots } {
    const gate = this.#gates.get(provider) ?? { circuit: closedCircuit(), slots: new Slots(slots) };
    this.#gates.set(provider, gate);
    return gate;
  }
}

export interface ModelDependencies {
  offline: Predictor;
  grammar: GrammarCheck;
  /** The budget of the run; null for none. */
  ledger: Ledger | null;
  gates: Gates;
  /** The `AI` binding, where there is one. */
  workers_ai?: WorkersAI;
  /** Answers that were given before; `scope` is the tenant. Offline answers are not kept: they cost nothing but time. */
  cache?: { store: PredictionStore; scope: string };
  recordings?: { store: PredictionStore; mode: "record" | "replay" };
  fetch?: typeof fetch;
  now?: () => number;
  random?: () => number;
  sleep?: (ms: number, signal: AbortSignal | null) => Promise<void>;
}

/** Bytes of one answer's body: some ten times what `max_tokens` allows, event stream included. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * The predictor that a configuration asks for. From outside in: replay or recording, the chain of fallbacks, and for each model its cache, the account of usage,
 * ax, retries, slots, circuit, budget, deadline, meter and the provider. One request that is repeated passes slots, circuit and budget again.
 */
export function predictorOf(configuration: ModelConfiguration, dependencies: ModelDependencies): Predictor {
  const { recordings } = dependencies;
  const name = answererOf(configuration);
  if (recordings?.mode === "replay") return new ReplayingPredictor(name, recordings.store);
  const [first, ...rest] = configuration.chain;
  const one = (provider: ProviderConfiguration) => predictorOfProvider(provider, configuration, dependencies);
  const chain = rest.length === 0 ? one(first) : new FallbackPredictor([one(first), ...rest.map(one)]);
  return recordings === undefined ? chain : new RecordingPredictor(chain, name, recordings.store);
}

/** The name under which answers of a configuration are recorded. */
function answererOf({ chain }: ModelConfiguration): string {
  return chain.map((provider) => providerName(provider)).join(",");
}

function providerName(provider: ProviderConfiguration): string {
  if (provider.provider === "offline") return "offline";
  const effort = provider.provider === "anthropic" && provider.effort !== null ? `;effort=${provider.effort}` : "";
  return `${provider.provider}/${provider.model}${effort}`;
}

function predictorOfProvider(
  provider: ProviderConfiguration,
  configuration: ModelConfiguration,
  dependencies: ModelDependencies,
): Predictor {
  if (provider.provider === "offline") return dependencies.offline;
  const inner = providerTransport(provider, configuration, dependencies);
  const address = "base_url" in provider ? provider.base_url : null;
  const now = dependencies.now ?? Date.now;
  const gate = dependencies.gates.of(`${provider.provider} ${address ?? ""}`, {
    limit: configuration.concurrency,
    lease_ms: configuration.timeout_ms + 10_000,
    now: Date.now,
    sleep,
  });
  const policy = {
    ...DEFAULT_RETRIES,
    attempts: configuration.attempts,
    waits_for_circuit: provider === configuration.chain.at(-1),
  };
  const transport = (meter: Meter): Transport => {
    const timed = withDeadline(withMeter(inner, meter), configuration.timeout_ms);
    const paid = dependencies.ledger === null ? timed : withBudget(timed, dependencies.ledger);
    const guarded = withSlots(withCircuit(paid, gate.circuit, DEFAULT_CIRCUIT, now), gate.slots);
    return withRetries(withAnswer(guarded), policy, {
      random: dependencies.random ?? Math.random,
      sleep: dependencies.sleep ?? sleep,
    });
  };
  const predictor = new MeteredPredictor(
    (meter) => new AxPredictor(modelService(transport(meter), configuration.max_output_tokens), dependencies.grammar),
  );
  const { cache } = dependencies;
  return cache === undefined
    ? predictor
    : new CachingPredictor(predictor, providerName(provider), cache.store, cache.scope);
}

function providerTransport(
  provider: Exclude<ProviderConfiguration, { provider: "offline" }>,
  { stream }: ModelConfiguration,
  dependencies: ModelDependencies,
): Transport {
  const shared = {
    stream,
    fetch: limitedFetch(dependencies.fetch ?? ((input, init) => fetch(input, init)), MAX_ANSWER_BYTES),
    now: dependencies.now ?? Date.now,
  };
  switch (provider.provider) {
    case "anthropic":
      return anthropicTransport({ ...provider, ...shared });
    case "openai":
      return openaiCompatibleTransport({ ...provider, ...shared });
    case "workers-ai": {
      if (dependencies.workers_ai === undefined)
        throw new ModelConfigurationError([
          `AI: give the Worker this binding, LIFT_MODEL asks for \`workers-ai/${provider.model}\``,
        ]);
      return workersAITransport(dependencies.workers_ai, provider.model);
    }
  }
}
