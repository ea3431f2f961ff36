import { describe, expect, it } from "vitest";
import type { NodeId } from "../../graph/ids.ts";
import { answerTo, irWith, openHole } from "../../holes/holes.fixture.ts";
import type { HoleCommand } from "./decisions.ts";
import { CODE_WAIT, takeKept } from "./kept.ts";

const about = openHole("about");
const later = openHole("later");
const code = openHole("code", { clause: "implementation", kind: "function" });
const commands = (...all: HoleCommand[]) => all.map((command, index) => ({ id: index + 1, command }));
const answer = (hole: typeof about, text: string): HoleCommand => ({ kind: "answer", answer: answerTo(hole, text) });
const wait = "holes/collect" as NodeId;

describe("what a wait takes of what was kept", () => {
  it("takes what is about holes that the contract has, in its order, and leaves the rest", () => {
    const kept = commands(answer(later, "x"), answer(about, "y"), {
      kind: "undo",
      hole: about.id,
      by: "ada",
      at: "2026-01-01T00:00:00Z",
    });
    const contract = { ir: irWith({}, about), asking: { graph: "resolve" } } as const;
    expect(takeKept(wait, contract, kept)).toEqual({
      given: { kind: "kept", commands: [kept[1]?.command, kept[2]?.command] },
      taken: [2, 3],
    });
    expect(takeKept(wait, contract, kept.slice(0, 1))).toBeNull();
  });

  it("leaves code for the wait for code, and takes it there alone", () => {
    const kept = commands(answer(about, "y"), answer(code, "def f(): ..."));
    const contract = { ir: irWith({}, about, code), asking: { graph: "forward" } } as const;
    expect(takeKept(wait, contract, kept)?.taken).toEqual([1]);
    expect(takeKept(CODE_WAIT as NodeId, contract, kept)).toMatchObject({ given: { kind: "code" }, taken: [2] });
    expect(takeKept(wait, { ...contract, asking: { graph: "resolve" } }, kept)?.taken).toEqual([1, 2]);
  });
});
