/** Bindings of the API Worker, as wrangler.toml declares them. */
declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    NODE_CACHE: KVNamespace;
    NODE_QUEUE: Queue<unknown>;
    DEAD_LETTERS: Queue<unknown>;
    RUNS: DurableObjectNamespace<import("../durable-objects/run.ts").RunObject>;
    SOLVER: Service<import("../workers/solver/index.ts").SolverService>;
    PYTHON: Service<import("../workers/python/index.ts").PythonService>;
    /** First administrator key; when absent the API is open on loopback only. */
    LIFT_ADMIN_KEY?: string;
    /** The keys that sign outgoing events follow from it, one for each tenant. */
    LIFT_WEBHOOK_SECRET?: string;
    LIFT_CONFIDENCE_THRESHOLD: string;
    /** Workers AI, where the deployment has it. The variables that configure models are in src/models/configuration.ts. */
    AI?: import("./models/workers-ai.ts").WorkersAI;
  }
}
