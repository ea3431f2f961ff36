import { platform } from "../durable-objects/platform.ts";
import { type DeadLetter, recordDeadLetter } from "../src/store/dead-letters.ts";
import { callRun } from "./call-run.ts";
import { NodeWork, RefusedMessage } from "./messages.ts";
import { textOf } from "./refuse.ts";

/**
 * Reads the dead letters, since a dead-letter queue that nobody reads deletes data: each becomes a row in D1, and the node it points at fails
 * with `dead_lettered`, so that its run does not wait for it. Both are safe to repeat.
 */
export async function consumeDeadLetters(batch: MessageBatch<unknown>, env: Cloudflare.Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => consume(message, env)));
}

async function consume(message: Message<unknown>, env: Cloudflare.Env): Promise<void> {
  try {
    const letter = letterOf(message);
    console.error({ ...letter, message: "dead letter", body: letter.body.slice(0, 500) });
    const work = NodeWork.safeParse(message.body);
    if (work.success) await callRun(env, work.data.run, (stub) => stub.poke({ why: "dead_lettered", work: work.data }));
    await recordDeadLetter(platform().bindings(env).DB, letter);
    message.ack();
  } catch (error) {
    console.error({
      message: "dead letter could not be kept, will be delivered again",
      error: String(error),
      id: message.id,
    });
    message.retry({ delaySeconds: 30 });
  }
}

function letterOf(message: Message<unknown>): DeadLetter {
  const refused = RefusedMessage.safeParse(message.body);
  if (refused.success) {
    const { queue, message_id, reason, body, attempts, at } = refused.data.refused;
    return { queue, message_id, reason, body, attempts, at, ...placeOf(body) };
  }
  const body = textOf(message.body);
  return {
    queue: "lift-nodes",
    message_id: message.id,
    reason: "deliveries_exhausted",
    body,
    attempts: message.attempts,
    at: message.timestamp.getTime(),
    ...placeOf(body),
  };
}

/** Where a message points at, as far as it says. */
function placeOf(body: string): { run_id: string | null; node: string | null } {
  try {
    const value: unknown = JSON.parse(body);
    const text = (name: string) => {
      const field = typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
      return typeof field === "string" ? field.slice(0, 200) : null;
    };
    return { run_id: text("run"), node: text("node") };
  } catch {
    return { run_id: null, node: null };
  }
}
