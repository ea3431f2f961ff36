import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LiftClient } from "./lib/client.ts";
import { EXIT, exitCode, printRun, requestOf, UsageProblem } from "./lib/command-line.ts";
import { followRun, printLine } from "./lib/follow.ts";
import { startServer } from "./lib/server.ts";

/**
 * `npm run lift -- "a sentence"` writes Python for a request; `npm run lift -- file.py [--function NAME]` lifts a file into its contracts.
 * A client of the HTTP API like any other: of the server at `--url` (or LIFT_URL), else of one that it starts for the time of the run.
 * Progress goes to stderr, the result to stdout: for people, or with `--json` the run as the API answers it.
 * Exit code: 0, 1 when something was refuted, 2 for a wrong command line, 3 when a person has to answer first, 4 when the run failed.
 */
const USAGE = `usage: npm run lift -- "what the function should do" | FILE.py | -   (- reads the request from stdin)
  --function NAME       the one function of the file, or the name of the function to write
  --candidates N        codes written side by side (1 to 5)
  --max-repairs N       corrections of a code that fails (0 to 5)
  --assertions MODE     assert, raise, comment or off: how clauses stand in the code
  --seed N   --json   --url URL   --key KEY   --deadline SECONDS`;

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        function: { type: "string" },
        candidates: { type: "string" },
        "max-repairs": { type: "string" },
        assertions: { type: "string" },
        seed: { type: "string" },
        deadline: { type: "string" },
        json: { type: "boolean", default: false },
        url: { type: "string" },
        key: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return leave(error instanceof Error ? error.message : String(error));
  }
})();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [subject, ...rest] = positionals;
if (subject === undefined || rest.length > 0) leave("one sentence or one file is needed (a sentence in quotes)");

const request = (() => {
  try {
    return requestOf(subject, values, {
      isFile: existsSync,
      read: (path) => readFileSync(path === "-" ? 0 : path, "utf8"),
    });
  } catch (error) {
    if (error instanceof UsageProblem) return leave(error.message);
    throw error;
  }
})();

const url = values.url ?? process.env.LIFT_URL;
const state = mkdtempSync(join(tmpdir(), "lift-cli-"));
const note = (line: string) => process.stderr.write(`${line}\n`);
if (url === undefined)
  note("Starting the Workers in a local workerd ... (--url or LIFT_URL names a server that runs already)");
const server = url === undefined ? await startServer({ state, output: "collect", vars: modelVariables() }) : null;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void Promise.resolve(server?.kill()).finally(() => process.exit(130)));
try {
  const client = new LiftClient(url ?? server?.url ?? "", values.key ?? process.env.LIFT_KEY);
  const created = await client.call("POST", "/v1/runs", request);
  if (created.status >= 300) {
    note(`The server answered ${created.status}: ${JSON.stringify(created.body, null, 1)}`);
    process.exitCode = EXIT.failed;
  } else {
    const { id } = created.body as { id: string };
    note(`run ${id}`);
    const { run } = await followRun(client, id, (line) => note(printLine(line)));
    console.log(values.json ? JSON.stringify(run, null, 1) : printRun(run));
    process.exitCode = exitCode(run);
  }
} finally {
  await server?.stop();
  rmSync(state, { recursive: true, force: true });
}

/** A server that is started here knows the models that this environment names. */
function modelVariables(): Record<string, string> {
  const named = /^(?:LIFT_MODEL\w*|LIFT_TIMEOUT\w*|ANTHROPIC_\w+|OPENAI_\w+)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (named.test(key) && value ? [[key, value]] : [])),
  );
}

function leave(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(EXIT.usage);
}
