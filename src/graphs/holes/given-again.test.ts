import { describe, expect, it } from "vitest";
import { answerTo, irWith, openHole, suggesting } from "../../holes/holes.fixture.ts";
import { settle } from "../../holes/settle.ts";
import type { Contract } from "./facts.ts";
import { answersWithout } from "./given-again.ts";

const UPPER = openHole("upper", { suggestions: suggesting("result <= n + 10", "result <= n + 20") });
const PARITY = openHole("parity");
const LATER = openHole("later");

async function contract(): Promise<Contract> {
  let current: Contract = {
    ir: irWith({ name: "f", parameters: { n: "int" }, returns: "int" }, UPPER, PARITY, LATER),
    decisions: { answers: [], refused: [] },
  };
  for (const answer of [answerTo(UPPER, { kind: "suggestion", suggestion: 1 }), answerTo(PARITY, "result % 2 == 0")]) {
    const settled = await settle(current.ir, answer, { solver: null, limits: { rlimit: 1 } });
    if (!settled.ok) throw new Error("refused");
    const answers = [...current.decisions.answers, { answer, changes: settled.changes }];
    current = { ir: settled.ir, decisions: { ...current.decisions, answers } };
  }
  return current;
}

describe("answers that are given again", () => {
  it("come in their order with their authors and times, a suggestion as what it said", async () => {
    const { commands, unknown } = answersWithout(await contract(), []);
    expect(unknown).toEqual([]);
    expect(commands).toEqual([
      { kind: "answer", answer: answerTo(UPPER, "result <= n + 20") },
      { kind: "answer", answer: answerTo(PARITY, "result % 2 == 0") },
    ]);
  });

  it("leave out what is taken back; a hole that nobody answered may be asked for, one that is not there not", async () => {
    const { commands } = answersWithout(await contract(), [UPPER.id, LATER.id]);
    expect(commands).toEqual([{ kind: "answer", answer: answerTo(PARITY, "result % 2 == 0") }]);
    const stranger = openHole("stranger").id;
    expect(answersWithout(await contract(), [UPPER.id, stranger]).unknown).toEqual([stranger]);
  });
});
