import { describe, expect, it } from "vitest";
import { type AskOptions, askHoles } from "./ask.ts";
import type { Answer, Json } from "./client.ts";
import { holeView } from "./hole.fixture.ts";
import { readAnswers } from "./hole-answers.ts";
import type { HoleView } from "./hole-view.ts";

const option = (value: string) => ({ value, rationale: "", confidence: 0.4 });
const EMPTY = holeView({
  id: "hole_empty",
  suggestions: [option("len(xs) > 0"), option("implies(len(xs) == 0, result == 0)")],
});
const TIES = holeView({
  id: "hole_ties",
  subject: "ties",
  description: "Which of two equally close?",
  suggestions: [option("result >= 0")],
});

/** A run that waits for the holes; answers in `refuse` are refused. */
function runWith(holes: HoleView[], refuse: string[] = []) {
  const calls: string[] = [];
  let state = structuredClone(holes);
  const reply = (status: number, body: unknown): Answer => ({ status, headers: new Headers(), body: body as Json });
  return {
    calls,
    async call(method: string, path: string, body?: unknown): Promise<Answer> {
      if (method === "GET") return reply(200, { data: state });
      const id = path.split("/").at(-2);
      calls.push(`${method} ${id} ${body === undefined ? "" : JSON.stringify(body)}`.trim());
      if (refuse.includes(JSON.stringify(body))) return reply(409, { code: "hole_contradiction", detail: "no" });
      const left = method === "DELETE" || JSON.stringify(body) === '{"dont_know":true}' ? "open" : "resolved";
      state = state.map((hole) => (hole.id === id ? { ...hole, status: left } : hole));
      return reply(202, {});
    },
  };
}

function session(client: ReturnType<typeof runWith>, parts: Partial<AskOptions> & { lines?: string[] }) {
  const notes: string[] = [];
  const lines = [...(parts.lines ?? [])];
  const read = parts.lines === undefined ? null : async () => lines.shift() ?? null;
  const options = { answers: new Map(), yes: false, read, note: (line: string) => void notes.push(line), ...parts };
  return askHoles(client, "run_1", options, async () => undefined).then((ended) => ({
    ended,
    notes: notes.join("\n"),
  }));
}

describe("asking the holes of a waiting run", () => {
  it("goes one by one, with options, free text and skip", async () => {
    const client = runWith([EMPTY, TIES]);
    expect(await session(client, { lines: ["2", "result <= 0"] })).toMatchObject({ ended: "answered" });
    expect(client.calls).toEqual(['POST hole_empty {"suggestion":1}', 'POST hole_ties {"value":"result <= 0"}']);
  });

  it("asks what else is open before the code that is awaited, and nothing when nothing is awaited", async () => {
    const code = holeView({
      id: "hole_code",
      clause: "implementation",
      kind: "function",
      description: "No code was found.",
    });
    const client = runWith([code, { ...TIES, awaited: false }]);
    await session(client, { lines: ["1", "q"] });
    expect(client.calls).toEqual(['POST hole_ties {"suggestion":0}']);
    const idle = runWith([{ ...TIES, awaited: false }]);
    expect(await session(idle, { lines: ["1"] })).toMatchObject({ ended: "answered" });
    expect(idle.calls).toEqual([]);
  });

  it("asks again after a refusal and after what cannot be meant", async () => {
    const client = runWith([EMPTY], ['{"suggestion":0}']);
    const { ended, notes } = await session(client, { lines: ["7", "1", "s"] });
    expect(ended).toBe("answered");
    expect(notes).toContain("the options are 1 to 2");
    expect(notes).toContain("Refused: no");
    expect(client.calls).toEqual(['POST hole_empty {"suggestion":0}', 'POST hole_empty {"skip":true}']);
  });

  it("takes back the last answer and asks for it again", async () => {
    const client = runWith([EMPTY, TIES]);
    await session(client, { lines: ["1", "u", "2", "s"] });
    expect(client.calls).toEqual([
      'POST hole_empty {"suggestion":0}',
      "DELETE hole_empty",
      'POST hole_empty {"suggestion":1}',
      'POST hole_ties {"skip":true}',
    ]);
  });

  it("leaves the run waiting on q, at the end of the input, and when the rest is not known", async () => {
    expect((await session(runWith([EMPTY]), { lines: ["q"] })).ended).toBe("waiting");
    expect((await session(runWith([EMPTY]), { lines: [] })).ended).toBe("waiting");
    expect((await session(runWith([EMPTY]), { lines: ["d"] })).ended).toBe("waiting");
  });

  it("takes the first suggestion with --yes, and the next where that is refused", async () => {
    const client = runWith([EMPTY, TIES], ['{"suggestion":0}']);
    const { ended } = await session(client, { yes: true });
    expect(client.calls).toEqual([
      'POST hole_empty {"suggestion":0}',
      'POST hole_empty {"suggestion":1}',
      'POST hole_ties {"suggestion":0}',
    ]);
    expect(ended).toBe("waiting");
  });

  it("answers from a file first, and leaves what it does not answer where nobody else does", async () => {
    const client = runWith([EMPTY, TIES]);
    const answers = readAnswers('{"xs is empty": "len(xs) > 0"}');
    expect(await session(client, { answers })).toMatchObject({
      ended: "waiting",
      notes: expect.stringContaining("Nobody answers this one."),
    });
    expect(client.calls).toEqual(['POST hole_empty {"value":"len(xs) > 0"}']);
    const later = runWith([EMPTY, TIES]);
    expect((await session(later, { answers: readAnswers('{"equally close": "result >= 0"}') })).ended).toBe("waiting");
    expect(later.calls).toEqual(['POST hole_ties {"value":"result >= 0"}']);
  });
});
