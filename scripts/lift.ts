import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface, type Interface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { askHoles } from "./lib/ask.ts";
import { asObject, type JsonObject, LiftClient } from "./lib/client.ts";
import { EXIT, exitCode, printRun, requestOf, UsageProblem } from "./lib/command-line.ts";
import { followRun, printLine } from "./lib/follow.ts";
import { type AnswersFile, readAnswers } from "./lib/hole-answers.ts";
import { ROOT, startServer } from "./lib/server.ts";
import { lockState } from "./lib/state-lock.ts";

/**
 * `npm run lift -- "a sentence"` writes Python for a request; `npm run lift -- file.py [--function NAME]` lifts a file into its contracts, and with `--ask`, `--yes` or `--answers` asks what its one function leaves open.
 * A client of the HTTP API like any other: of the server at `--url` (or LIFT_URL), else of one that it starts for the time of the run and that keeps its state in `--state`.
 * What the run waits for is asked one by one on a terminal, or answered by `--answers` and `--yes`; what is left open stays open, and `--resume` goes on with it. `--reopen` takes answers back, also of a run that has ended.
 * Progress and questions go to stderr, the result to stdout: for people, or with `--json` the run as the API answers it.
 * Exit code: 0, 1 when something was refuted, 2 for a wrong command line, 3 when a person has to answer first, 4 when the run failed.
 */
const USAGE = `usage: npm run lift -- "what the function should do" | FILE.py | - | --resume RUN   (- reads the request from stdin)
  --file FILE.py        the same as FILE.py
  --function NAME       the one function of the file, or the name of the function to write
  --candidates N        codes written side by side (1 to 5)
  --max-repairs N       corrections of a code that fails (0 to 5)
  --assertions MODE     assert, raise, comment or off: how clauses stand in the code
  --ask                 ask what the run waits for also where stdin is no terminal; of a file: ask what its function leaves open
  --yes                 take the first suggestion each time
  --answers FILE.json   {"hole id, subject or part of the question": value, {"suggestion": n}, {"skip": true} or {"dont_know": true}}
                        n counts from 0; earlier answers may order suggestions otherwise, a value says what it says
  --reopen HOLE         with --resume: a new run that keeps the answers of RUN except this one, and waits for it (may be repeated)
  --state DIR           where the server that is started here keeps its runs (default .wrangler/lift)
  --seed N   --json   --url URL   --key KEY   --deadline SECONDS
below a question: 1, 2, ... takes an option, s skips, d is "don't know", u takes the last answer back, ? shows more, q leaves the run waiting;
everything else is the answer, and =TEXT is TEXT also where that is a key
exit code: 0 done, 1 something is refuted, 2 wrong command line, 3 the run waits for an answer, 4 the run failed`;

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        file: { type: "string" },
        function: { type: "string" },
        candidates: { type: "string" },
        "max-repairs": { type: "string" },
        assertions: { type: "string" },
        seed: { type: "string" },
        deadline: { type: "string" },
        json: { type: "boolean", default: false },
        ask: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        answers: { type: "string" },
        resume: { type: "string" },
        reopen: { type: "string", multiple: true },
        state: { type: "string" },
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
const [subject, ...rest] = [...(values.file === undefined ? [] : [values.file]), ...positionals];
const { resume, reopen } = values;
if (reopen !== undefined && resume === undefined) leave("--reopen is about the run of --resume");
if (resume === undefined ? subject === undefined || rest.length > 0 : subject !== undefined)
  leave("one sentence, one file or --resume RUN is needed (a sentence in quotes)");

const url = values.url ?? (process.env.LIFT_URL || undefined);
const { request, answers, release } = (() => {
  try {
    return {
      request:
        resume === undefined
          ? requestOf(
              subject ?? "",
              { ...values, asks: values.ask || values.yes || values.answers !== undefined },
              {
                isFile: existsSync,
                read: (path) => readFileSync(path === "-" ? 0 : path, "utf8"),
              },
            )
          : null,
      answers: values.answers === undefined ? new Map() : readAnswers(readText(values.answers)),
      release: url === undefined ? lockState(stateDirectory()) : null,
    } satisfies { request: JsonObject | null; answers: AnswersFile; release: (() => void) | null };
  } catch (error) {
    if (error instanceof UsageProblem) return leave(error.message);
    throw error;
  }
})();

const note = (line: string) => process.stderr.write(`${line}\n`);
if (url === undefined)
  note("Starting the Workers in a local workerd ... (--url or LIFT_URL names a server that runs already)");
const server =
  url === undefined ? await startServer({ state: stateDirectory(), output: "collect", vars: modelVariables() }) : null;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    release?.();
    void Promise.resolve(server?.kill()).finally(() => process.exit(130));
  });
try {
  const client = new LiftClient(url ?? server?.url ?? "", values.key ?? process.env.LIFT_KEY);
  const id =
    resume === undefined
      ? await create(client, "/v1/runs", request)
      : reopen === undefined
        ? resume
        : await create(client, `/v1/runs/${encodeURIComponent(resume)}/retry`, { without: reopen });
  if (id !== null) {
    note(`run ${id}`);
    const run = await follow(client, id);
    if (run === null) {
      note(`There is no run ${id} ${url === undefined ? `in ${stateDirectory()} (--state)` : `at ${url}`}.`);
      process.exitCode = EXIT.usage;
    } else {
      console.log(values.json ? JSON.stringify(run, null, 1) : printRun(run));
      if (run.status === "waiting") note(`\nTo go on with the run: npm run lift -- --resume ${id}${where()}`);
      process.exitCode = exitCode(run);
    }
  }
} finally {
  await server?.stop();
  release?.();
}

/** The id of a new run; null when the server refuses it, which is said. */
async function create(client: LiftClient, path: string, body: unknown): Promise<string | null> {
  const created = await client.call("POST", path, body);
  if (created.status < 300) return String(asObject(created.body).id);
  note(`The server answered ${created.status}: ${JSON.stringify(created.body, null, 1)}`);
  process.exitCode = EXIT.failed;
  return null;
}

/** The run once it ended, or waits for what nobody here answers; null when there is none. */
async function follow(client: LiftClient, id: string): Promise<JsonObject | null> {
  if ((await client.call("GET", `/v1/runs/${encodeURIComponent(id)}`)).status !== 200) return null;
  let seen = 0;
  const on = async () => {
    const { run, after } = await followRun(client, id, (line) => note(printLine(line)), seen);
    seen = after;
    return run;
  };
  let run = await on();
  const person = values.ask || process.stdin.isTTY === true;
  if (run.status !== "waiting" || !(person || values.yes || values.answers !== undefined)) return run;
  const reader = person ? createInterface({ input: process.stdin, output: process.stderr }) : null;
  // Lines that come before they are asked for, as through a pipe, are kept.
  const lines = reader?.[Symbol.asyncIterator]() ?? null;
  try {
    while (run.status === "waiting") {
      const ended = await askHoles(
        client,
        id,
        {
          answers,
          yes: values.yes,
          read: reader === null || lines === null ? null : (prompt) => readLineOf(reader, lines, prompt),
          note,
        },
        async () => void (await client.rest(id)),
      );
      if (ended === "waiting" || (await client.rest(id)).status === "waiting") break;
      run = await on();
    }
  } finally {
    reader?.close();
  }
  return asObject((await client.call("GET", `/v1/runs/${id}`)).body);
}

/** The next line that somebody types; null at the end of the input. */
async function readLineOf(reader: Interface, lines: AsyncIterator<string>, prompt: string): Promise<string | null> {
  if (process.stdin.isTTY) {
    reader.setPrompt(prompt);
    reader.prompt();
  } else process.stderr.write(prompt);
  const next = await lines.next();
  if (next.done === true) note("\nThe input has ended; what is open stays open.");
  return next.done === true ? null : next.value;
}

function stateDirectory(): string {
  return values.state === undefined ? join(ROOT, ".wrangler/lift") : resolve(values.state);
}

/** What has to be said again to reach the same run. */
function where(): string {
  if (url !== undefined) return ` --url ${url}`;
  return values.state === undefined ? "" : ` --state ${values.state}`;
}

/** A server that is started here knows the models that this environment names. */
function modelVariables(): Record<string, string> {
  const named = /^(?:LIFT_MODEL\w*|LIFT_TIMEOUT\w*|ANTHROPIC_\w+|OPENAI_\w+)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (named.test(key) && value ? [[key, value]] : [])),
  );
}

function readText(path: string): string {
  if (!existsSync(path)) throw new UsageProblem(`there is no file ${path}`);
  return readFileSync(path, "utf8");
}

function leave(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(EXIT.usage);
}
