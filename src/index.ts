import { consumeDeadLetters } from "../queues/dead-letters.ts";
import { consumeNodes } from "../queues/nodes.ts";
import { watch } from "../queues/watchdog.ts";

export { RunObject } from "../durable-objects/run.ts";

export default {
  async fetch() {
    return new Response(null, { status: 404 });
  },
  async queue(batch, env) {
    if (batch.queue === "lift-dead-letters") await consumeDeadLetters(batch, env);
    else await consumeNodes(batch, env);
  },
  async scheduled(_controller, env) {
    await watch(env);
  },
} satisfies ExportedHandler<Cloudflare.Env, unknown>;
