import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { asArray, asObject, LiftClient } from "./lib/client.ts";
import { EXIT } from "./lib/command-line.ts";
import { holesOf } from "./lib/hole-view.ts";
import { type LocalServer, startServer } from "./lib/server.ts";

/** `npm run test:cli`: the command line against a real local server, as a script, a pipe or a person would use it. Needs no account, no key and no network. */

const LIFT = fileURLToPath(new URL("./lift.ts", import.meta.url));
const SENTENCE = "Write a function closest(xs: list[int]) -> int that returns the closest number to zero in a list.";
const FIRST = "result == min(xs, key=lambda x: abs(x))";
/** The answers in the order of the questions, on lines of their own; the second one is not needed where the first decides the code. */
const TWO = `${FIRST}\nimplies(len(xs) == 0, raises(ValueError))`;
const MEAN = `def mean(xs: list[int]) -> float:
    """The mean of the numbers."""
    return sum(xs) / len(xs)
`;
const ON_EMPTY = "implies(len(xs) == 0, result == 0)";

const directory = mkdtempSync(join(tmpdir(), "lift-cli-"));
let server: LocalServer;
before(async () => {
  server = await startServer({ state: join(directory, "state"), output: "collect", vars: { LIFT_MODEL: "offline" } });
});
after(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Said {
  code: number | null;
  /** What stands there for people who look on: progress and questions. */
  err: string;
  out: string;
}

/** Runs the command with what is typed, or piped, into it; no terminal is there. */
function lift(args: readonly string[], input = "", environment: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, [LIFT, ...args], {
    env: { ...process.env, LIFT_URL: server.url, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = { err: "", out: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const runIn = ({ err }: Said): string => /^run (run_\S+)/m.exec(err)?.[1] ?? assert.fail(`no run is named in\n${err}`);
const resumeIn = ({ err }: Said): string[] =>
  (/npm run lift -- (--resume .*)$/m.exec(err)?.[1] ?? assert.fail(`nothing says how to go on in\n${err}`)).split(" ");
const client = () => new LiftClient(server.url);
async function answersOf(run: string): Promise<string[]> {
  const { outcome } = asObject((await client().call("GET", `/v1/runs/${run}`)).body);
  return asArray(asObject(asObject(outcome).decisions).answers).map((one) =>
    String(asObject(asObject(one).answer).hole),
  );
}

describe("npm run lift", { concurrency: 1 }, () => {
  it("leaves a run waiting where nobody answers, and says how to go on", async () => {
    const said = await lift([SENTENCE]);
    assert.equal(said.code, EXIT.waiting);
    assert.match(said.out, /The run waits for a person/);
    assert.deepEqual(resumeIn(said), ["--resume", runIn(said), "--url", server.url]);
  });

  it("asks through a pipe: keys, wrong keys, context, refusals, and the end of the input", async () => {
    const said = await lift([SENTENCE, "--ask"], "9\n?\nx y z(\n\n");
    assert.equal(said.code, EXIT.waiting);
    assert.match(said.err, /\[1\/3\] Which one counts/);
    assert.match(said.err, /^ {2}1 {2}result == /m);
    assert.match(said.err, /s skip {3}d don't know {3}u undo/);
    assert.match(said.err, /the options are 1 to \d; to answer with this number type =9/);
    assert.match(said.err, /priority medium/);
    assert.match(said.err, /Refused: .*what fits: a Python condition/);
    assert.match(said.err, /The input has ended; what is open stays open/);
    const again = await lift([...resumeIn(said), "--ask"], "q\n");
    assert.equal(again.code, EXIT.waiting);
    assert.equal(runIn(again), runIn(said));
  });

  it("takes an answer back with u, and the code that the answers decide is printed", async () => {
    const said = await lift([SENTENCE, "--ask"], `d\nimplies(len(xs) == 0, raises(ValueError))\nu\nq\n`);
    assert.equal(said.code, EXIT.waiting);
    assert.match(said.err, /Taken back\./);
    const done = await lift([...resumeIn(said), "--ask"], `${TWO}\n`);
    assert.equal(done.code, EXIT.fine, done.err);
    assert.match(done.out, /def closest/);
  });

  it("answers from a file, leaves the rest, and goes on with --yes", async () => {
    const answers = file("answers.json", JSON.stringify({ "equally close": { dont_know: true } }));
    const said = await lift([SENTENCE, "--answers", answers]);
    assert.equal(said.code, EXIT.waiting, said.err);
    assert.match(said.err, /don't know {2}\(answers file, "equally close"\)/);
    assert.match(said.err, /Nobody answers this one/);
    const value = file("value.json", JSON.stringify({ "equally close": FIRST }));
    const done = await lift([...resumeIn(said), "--answers", value]);
    assert.equal(done.code, EXIT.fine, done.err);
    const yes = await lift([SENTENCE, "--yes"]);
    assert.equal(yes.code, EXIT.fine, yes.err);
    assert.match(yes.err, /\(--yes\)/);
    assert.match(yes.out, /whole: /);
  });

  it("asks what a function leaves open, refutes the answer that its code does not meet, and reopens it", async () => {
    const path = file("mean.py", `${MEAN}\n\ndef other(x):\n    return x\n`);
    const listed = await lift([path]);
    assert.equal(listed.code, EXIT.fine, listed.err);
    assert.match(listed.out, /other/);
    const unnamed = await lift([path, "--ask"]);
    assert.equal(unnamed.code, EXIT.failed);
    assert.match(unnamed.out, /name it in input\.function\. There are mean, other/);
    const refuted = await lift(["--file", path, "--function", "mean", "--ask"], `${ON_EMPTY}\n`);
    assert.equal(refuted.code, EXIT.refuted, refuted.err);
    assert.match(
      refuted.out,
      /held against the code:\n {2}implies\(len\(xs\) == 0, result == 0\)\n {6}REFUTED by xs = \[\]/,
    );
    const run = runIn(refuted);
    const [hole = ""] = await answersOf(run);
    const late = await client().call("DELETE", `/v1/runs/${run}/holes/${hole}/resolution`);
    assert.equal(late.status, 409);
    assert.match(String(asObject(late.body).detail), /retry with/);
    const reopened = await lift(["--resume", run, "--reopen", hole, "--ask"], "len(xs) > 0\n");
    assert.equal(reopened.code, EXIT.fine, reopened.err);
    assert.notEqual(runIn(reopened), run);
  });

  it("takes and drops early answers over HTTP", async () => {
    const ask = { graph: "reverse", input: { source: MEAN }, options: { hole_policy: "ask", cache: false } };
    const known = await client().run(ask, { rest: true });
    const [open] = await holesOf(client(), String(known.id));
    assert.ok(open);
    const { body } = await client().call("POST", "/v1/runs", ask);
    const id = String(asObject(body).id);
    const path = `/v1/runs/${id}/holes/${open.id}/resolution`;
    assert.equal((await client().call("POST", path, { value: "result >= 0" })).status, 202);
    assert.equal((await client().call("DELETE", path)).status, 202);
    const rest = await client().rest(id);
    assert.equal(rest.status, "waiting");
    const [again] = await holesOf(client(), id);
    assert.equal(again?.status, "open");
  });

  it("tells wrong command lines, unknown runs and faulty answers from what failed", async () => {
    const wrong: [string[], RegExp][] = [
      [[], /one sentence, one file or --resume RUN is needed/],
      [["--reopen", "hole_00ff"], /--reopen is about the run of --resume/],
      [["nowhere.py"], /there is no file nowhere\.py/],
      [[SENTENCE, "--answers", join(directory, "none.json")], /there is no file/],
      [[SENTENCE, "--answers", file("broken.json", "{")], /the answers are no JSON/],
      [["--resume", "run_0000000000000000000000"], /There is no run/],
    ];
    for (const [args, message] of wrong) {
      const said = await lift(args);
      assert.equal(said.code, EXIT.usage, args.join(" "));
      assert.match(said.err, message);
    }
    const refused = await lift(["--resume", "run_0000000000000000000000", "--reopen", "hole_00ff"]);
    assert.equal(refused.code, EXIT.failed);
  });

  it("keeps a waiting run for the next command where it starts the server itself", async () => {
    const own = { LIFT_URL: "", LIFT_MODEL: "offline" };
    const state = join(directory, "own");
    const said = await lift([SENTENCE, "--state", state], "", own);
    assert.equal(said.code, EXIT.waiting, said.err);
    assert.deepEqual(resumeIn(said), ["--resume", runIn(said), "--state", state]);
    const done = await lift([...resumeIn(said), "--ask", "--json"], `${TWO}\n`, own);
    assert.equal(done.code, EXIT.fine, done.err);
    assert.equal(asObject(JSON.parse(done.out)).status, "succeeded");
  });
});
