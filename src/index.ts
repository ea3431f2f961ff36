import { consumeDeadLetters } from "../queues/dead-letters.ts";
import { consumeNodes } from "../queues/nodes.ts";
import { watch } from "../queues/watchdog.ts";
import { createApp } from "./api/app.ts";

export { RunObject } from "../durable-objects/run.ts";

const app = createApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),

  async queue(batch, env) {
    switch (batch.queue) {
      case "lift-nodes":
        return consumeNodes(batch, env);
      case "lift-dead-letters":
        return consumeDeadLetters(batch, env);
      default:
        throw new Error(`no consumer for the queue ${batch.queue}`);
    }
  },

  async scheduled(_controller, env) {
    await watch(env);
  },
} satisfies ExportedHandler<Cloudflare.Env>;
