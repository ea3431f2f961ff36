import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { startTestModels } from "./evals/model-server/for-tests.ts";
import { startBait } from "./scripts/lib/bait.ts";
import { startWebhookReceiver } from "./scripts/lib/webhook-receiver.ts";

const COMPATIBILITY_DATE = "2026-10-01";

/**
 * Everything runs in workerd. `pure` has no bindings and starts quickly; `workers` has the real ones, with Z3 and the Python sandbox as auxiliary Workers and a
 * server that speaks the APIs of models; `sandbox` has the sandbox alone, with and without dynamic Workers, and a bait on the network; `models` has the server alone.
 */
export default defineConfig({
  test: {
    // What the code logs is shown for tests that fail.
    silent: "passed-only",
    projects: [
      {
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: COMPATIBILITY_DATE,
              compatibilityFlags: ["nodejs_compat"],
              // As Wrangler's own rules have it.
              modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
            },
          }),
        ],
        test: {
          name: "pure",
          include: [
            "src/{ir,python,logic,graph,graphs,signatures,reading,synthesis,models,holes,webhooks}/**/*.test.ts",
            "workers/python/{interpreter/**/*,isolates}.test.ts",
            "scripts/lib/*.test.ts",
          ],
          exclude: ["src/models/**/*.wire.test.ts"],
          // Files share one workerd, which saves most of the time: these tests have no bindings, and their modules keep no state but caches.
          isolate: false,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations("migrations"),
                MODEL_SERVER: (await startTestModels()).url,
                WEBHOOK_RECEIVER: (await startWebhookReceiver()).url,
              },
              workers: [solverWorker(), pythonWorker()],
            },
          })),
        ],
        test: {
          name: "workers",
          include: ["{durable-objects,queues,src/api,src/store,workers/solver,test}/**/*.test.ts"],
          setupFiles: ["./test/setup.ts"],
          // As above; the database is emptied before each file, and every run has an object of its own.
          isolate: false,
          // Whoever asks the solver or the sandbox first waits for its start, and on a busy machine for more than the default of five seconds.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => {
            const models = await startTestModels();
            return {
              miniflare: {
                compatibilityDate: COMPATIBILITY_DATE,
                compatibilityFlags: ["nodejs_compat"],
                modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
                bindings: { MODEL_SERVER: models.url },
              },
            };
          }),
        ],
        test: {
          name: "models",
          include: ["src/models/**/*.wire.test.ts"],
          isolate: false,
          testTimeout: 15_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => {
            const bait = await startBait();
            return {
              miniflare: {
                compatibilityDate: COMPATIBILITY_DATE,
                compatibilityFlags: ["nodejs_compat"],
                bindings: { BAIT_PORT: bait.port },
                serviceBindings: {
                  PYTHON: { name: "lift-python", entrypoint: "PythonService" },
                  PYTHON_HERE: { name: "lift-python-here", entrypoint: "PythonService" },
                  BAIT: bait.report,
                },
                workers: [
                  { ...pythonWorker(), outboundService: bait.outbound },
                  { ...pythonWorker(), name: "lift-python-here", workerLoaders: {}, outboundService: bait.outbound },
                ],
              },
            };
          }),
        ],
        test: {
          name: "sandbox",
          include: ["workers/python/*.test.ts"],
          exclude: ["workers/python/isolates.test.ts"],
          // One workerd for all of them: what they share is the sandbox, whose runs share nothing.
          isolate: false,
          // A program that uses its fuel up takes a second, and several on a busy machine.
          testTimeout: 30_000,
        },
      },
    ],
  },
});

/** The solver as its own Worker, bundled by `npm run build`: importing 30 MB of wasm through Vite would take most of a minute. */
function solverWorker() {
  return {
    name: "lift-solver",
    compatibilityDate: COMPATIBILITY_DATE,
    modulesRoot: "workers/solver",
    modules: [
      { type: "ESModule" as const, path: "workers/solver/dist/index.js" },
      { type: "CompiledWasm" as const, path: "workers/solver/dist/z3.wasm" },
    ],
  };
}

/** The Python sandbox, bundled likewise. Only what it loads dynamically runs programs. */
function pythonWorker() {
  const wasm = (name: string) => ({ type: "CompiledWasm" as const, path: `workers/python/dist/${name}.wasm` });
  const data = (name: string) => ({ type: "Data" as const, path: `workers/python/dist/${name}.bin` });
  return {
    name: "lift-python",
    compatibilityDate: COMPATIBILITY_DATE,
    modulesRoot: "workers/python",
    workerLoaders: { LOADER: {} },
    modules: [
      { type: "ESModule" as const, path: "workers/python/dist/index.js" },
      { type: "Text" as const, path: "workers/python/dist/guest.txt" },
      ...["python", "trampoline"].map(wasm),
      ...["library", "image"].map(data),
    ],
  };
}
