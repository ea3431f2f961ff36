import type { LiftClient } from "./client.ts";
import { type AnswersFile, answerFor } from "./hole-answers.ts";
import { readLine, type Said } from "./hole-line.ts";
import { renderContext, renderHole, renderPropagated, renderRefusal } from "./hole-text.ts";
import { type AnswerBody, type HoleView, holesOf, openHoles, Refusal } from "./hole-view.ts";

export interface AskOptions {
  answers: AnswersFile;
  /** Take the first suggestion of what the file does not answer; one that is refused gives way to the next. */
  yes: boolean;
  /** Asks a person for a line; null when there is nobody, or nothing more to read. */
  read: ((prompt: string) => Promise<string | null>) | null;
  note(line: string): void;
}

/** `waiting`: what is open stays open, and the run can be resumed. */
export type Ended = "answered" | "waiting";

type Api = Pick<LiftClient, "call">;

/** Goes through the holes that a waiting run asks for, one after the other, until none is left or nobody answers. `settle` waits until the run has taken an answer in. */
export async function askHoles(
  client: Api,
  run: string,
  options: AskOptions,
  settle: () => Promise<void>,
): Promise<Ended> {
  const given: string[] = [];
  const deferred = new Set<string>();
  const refused = new Map<string, Set<string>>();
  for (;;) {
    const holes = await holesOf(client, run);
    const open = openHoles(holes);
    const hole = open.find(({ id }) => !deferred.has(id));
    if (hole === undefined) return open.length === 0 ? "answered" : "waiting";
    const said = await sayingOf(hole, holes, given.length, refused.get(hole.id) ?? new Set(), options);
    if (said === null) {
      // What stands behind it may still be answered.
      deferred.add(hole.id);
      continue;
    }
    if (said.kind === "quit") return "waiting";
    if (said.kind === "undo") {
      const last = given.pop() ?? lastAnswered(holes);
      if (last === null) options.note("  There is no answer to take back.");
      else if (await takeBack(client, run, last, options)) {
        deferred.delete(last);
        await settle();
      }
      continue;
    }
    if (said.kind !== "answer") continue;
    const { status, body } = await client.call("POST", `/v1/runs/${run}/holes/${hole.id}/resolution`, said.body);
    if (status < 300) {
      given.push(hole.id);
      if ("dont_know" in said.body) deferred.add(hole.id);
      await settle();
      const after = (await holesOf(client, run)).find(({ id }) => id === hole.id);
      for (const line of after === undefined ? [] : renderPropagated(after)) options.note(line);
      continue;
    }
    const refusal = Refusal.safeParse(body);
    if (!refusal.success || status >= 500)
      throw new Error(`the answer was met with ${status}: ${JSON.stringify(body)}`);
    options.note(renderRefusal(refusal.data));
    // Somebody else was faster: what they said stands, and the next question follows.
    if (refusal.data.code === "hole_already_resolved") continue;
    refused.set(hole.id, (refused.get(hole.id) ?? new Set()).add(JSON.stringify(said.body)));
  }
}

/** What is said to one hole: by the file, by `--yes`, or by a person; null where none of them says anything. An answer that was refused is not given again without a person. */
async function sayingOf(
  hole: HoleView,
  all: readonly HoleView[],
  answered: number,
  refused: ReadonlySet<string>,
  { answers, yes, read, note }: AskOptions,
): Promise<Said | null> {
  const question = renderHole(hole, { index: answered + 1, of: answered + openHoles(all).length });
  const mechanical = (body: AnswerBody, by: string): Said | null => {
    if (refused.has(JSON.stringify(body))) return null;
    note(`\n${question}\n> ${bodyText(body, hole)}  (${by})`);
    return { kind: "answer", body };
  };
  const filed = answerFor(answers, hole);
  const fromFile = filed === null ? null : mechanical(filed.body, `answers file, "${filed.key}"`);
  if (fromFile !== null) return fromFile;
  if (yes)
    for (const suggestion of hole.suggestions.keys()) {
      const said = mechanical({ suggestion }, "--yes");
      if (said !== null) return said;
    }
  note(`\n${question}`);
  if (read === null) {
    note("  Nobody answers this one.");
    return null;
  }
  for (;;) {
    const line = await read("> ");
    if (line === null) return { kind: "quit" };
    const said = readLine(line, hole.suggestions.length);
    if (said.kind === "context") note(renderContext(hole, all));
    else if (said.kind === "unclear") note(`  ${said.message}`);
    else return said;
  }
}

function bodyText(body: AnswerBody, { suggestions }: HoleView): string {
  if ("suggestion" in body) return suggestions[body.suggestion]?.value ?? `suggestion ${body.suggestion}`;
  if ("value" in body) return typeof body.value === "string" ? body.value : JSON.stringify(body.value);
  return "skip" in body ? "skip" : "don't know";
}

/** The answer of a person that was given last, in this session or an earlier one. */
function lastAnswered(holes: readonly HoleView[]): string | null {
  const answered = holes.filter(({ resolution }) => resolution?.provenance.source === "human");
  const at = ({ resolution }: HoleView) => resolution?.provenance.timestamp ?? "";
  return answered.toSorted((a, b) => (at(a) < at(b) ? 1 : -1))[0]?.id ?? null;
}

async function takeBack(client: Api, run: string, hole: string, { note }: AskOptions): Promise<boolean> {
  const { status, body } = await client.call("DELETE", `/v1/runs/${run}/holes/${hole}/resolution`);
  if (status < 300) {
    note("  Taken back.");
    return true;
  }
  const refusal = Refusal.safeParse(body);
  note(refusal.success ? renderRefusal(refusal.data) : `  It cannot be taken back: the server answered ${status}.`);
  return false;
}
