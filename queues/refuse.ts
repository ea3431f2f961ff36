import { platform } from "../durable-objects/platform.ts";
import type { RefusedMessage } from "./messages.ts";

/** A dead letter holds no more of a message than this; queue messages may have 128 KB (platform limit). */
const BODY_CHARACTERS = 10_000;

/** Hands a message that can never be handled to the dead letters, which keep it for people. */
export async function refuse(
  env: Cloudflare.Env,
  queue: string,
  message: Message<unknown>,
  reason: string,
): Promise<void> {
  const body = textOf(message.body).slice(0, BODY_CHARACTERS);
  const refused = { queue, message_id: message.id, reason, body, attempts: message.attempts, at: platform().now };
  const letter: RefusedMessage = { v: 1, refused };
  await platform().bindings(env).DEAD_LETTERS.send(letter, { contentType: "json" });
}

/** JSON where it is JSON; a body of another kind is described. */
export function textOf(body: unknown): string {
  try {
    return JSON.stringify(body) ?? String(body);
  } catch (error) {
    return `not JSON: ${String(error)}`;
  }
}
