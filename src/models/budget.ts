import type { Usage } from "../signatures/predictor.ts";
import { PredictionError } from "../signatures/predictor.ts";
import type { Estimate, Ledger, Reservation } from "./ledger.ts";
import { usageOfError, usageOfReply } from "./metering.ts";
import { costAtMost } from "./prices.ts";
import { type ModelRequest, mayHaveCost, type Transport } from "./transport.ts";

/**
 * Tokens that providers add to what they are sent: roles, the frame of tools, the instruction that goes with a schema. Anthropic documents up to 804 for tools;
 * the rest is room.
 */
const FRAME_TOKENS = 2_048;

/**
 * The most that a request can cost. Tokenizers in use work on bytes, so that a text has at most as many tokens as UTF-8 bytes; the schema counts twice, as
 * some providers both compile it and show it to the model. The bound is some four times what is used, and a budget that runs out by it is still kept.
 */
export function estimateOf(model: string, request: ModelRequest): Estimate {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
  const prompt = bytes(request) + (request.format === null ? 0 : bytes(request.format)) + FRAME_TOKENS;
  return {
    calls: 1,
    tokens: prompt + request.max_output_tokens,
    micro_usd: costAtMost(model, prompt, request.max_output_tokens),
  };
}

/** Reserves before every request that is sent and settles after it, so that no number of retries or parallel candidates exceeds the budget. */
export function withBudget(inner: Transport, ledger: Ledger): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const reservation = await ledger.reserve(estimateOf(inner.model, request));
      if (!reservation.ok) throw exhausted(inner.model, reservation);
      let used: Usage | null = null;
      try {
        const reply = await inner.send(request, signal);
        used = reply.tokens === null ? null : usageOfReply(inner.model, reply);
        return reply;
      } catch (error) {
        if (error instanceof PredictionError && !mayHaveCost(error.fault)) used = freeOfCharge(inner.model, error);
        throw error;
      } finally {
        await ledger.settle(reservation.id, used);
      }
    },
  };
}

/** A refused request counts as a call and costs no money, even where the model's price is not known. */
function freeOfCharge(model: string, error: PredictionError): Usage {
  return { ...usageOfError(model, error), micro_usd: 0 };
}

function exhausted(model: string, refused: Reservation & { ok: false }): PredictionError {
  const unit = refused.limit === "micro_usd" ? "micro-USD" : refused.limit;
  return new PredictionError(
    "budget_exhausted",
    refused.wanted === null
      ? `the budget limits money to ${refused.allowed} ${unit}, and the price of ${model} is not known`
      : `the budget allows ${refused.allowed} ${unit}: ${refused.used} are used or held, and a request may need ${refused.wanted}`,
  );
}
