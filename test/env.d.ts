declare namespace Cloudflare {
  interface Env {
    /** D1 migrations, handed to the tests by vitest.config.ts. */
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    /** The sandbox where there are no dynamic Workers; only in the project `sandbox`, like what follows. */
    PYTHON_HERE: Service<import("../workers/python/index.ts").PythonService>;
    /** Port on 127.0.0.1 of a listener that nothing may reach. */
    BAIT_PORT: number;
    /** Answers what reached it. */
    BAIT: Fetcher;
    /** Address of a server that speaks the APIs of models; in the projects `models` and `workers`. */
    MODEL_SERVER: string;
    /** Address of a receiver of webhooks (scripts/lib/webhook-receiver.ts); in the project `workers`. */
    WEBHOOK_RECEIVER: string;
  }
  interface GlobalProps {
    mainModule: typeof import("../src/index.ts");
  }
}

/** A file's text, as Vite imports it. */
declare module "*?raw" {
  const text: string;
  export default text;
}
