import { parseArgs } from "node:util";
import { answererOf } from "./answers.ts";
import { knownFunctions, withTestedWrongCodes } from "./data.ts";
import { parseRates } from "./faults.ts";
import { startModelServer } from "./server.ts";

const USAGE = `node evals/model-server/main.ts --data FILE [--data FILE] [--mutants FILE] [--accuracy 0.6] [--seed 1] [--port 8790] [--key KEY]
  [--tested-wrong] [--latency-ms 0] [--retry-after-s 1] [--faults rate_limit=0.1,overloaded=0.05,...]`;

const { values } = parseArgs({
  options: {
    data: { type: "string", multiple: true, default: [] },
    mutants: { type: "string", multiple: true, default: [] },
    accuracy: { type: "string", default: "0.6" },
    seed: { type: "string", default: "1" },
    port: { type: "string", default: "8790" },
    key: { type: "string" },
    "tested-wrong": { type: "boolean", default: false },
    faults: { type: "string", default: "" },
    "latency-ms": { type: "string", default: "0" },
    "retry-after-s": { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const seed = Number(values.seed);
const known = knownFunctions(values.data, values.mutants);
const functions = values["tested-wrong"] ? withTestedWrongCodes(known, values.data) : known;
const server = await startModelServer({
  answer: answererOf({ functions, accuracy: Number(values.accuracy), seed }),
  seed,
  port: Number(values.port),
  key: values.key ?? null,
  faults: { rates: parseRates(values.faults), retry_after_s: Number(values["retry-after-s"]) },
  latency_ms: Number(values["latency-ms"]),
});
process.stdout.write(
  `${functions.length} functions at ${server.url}\nANTHROPIC_BASE_URL=${server.url} ANTHROPIC_API_KEY=any LIFT_MODEL=anthropic/claude-opus-5-5\nOPENAI_BASE_URL=${server.url}/v1 LIFT_MODEL=openai/simulated\n`,
);
