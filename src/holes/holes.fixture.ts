import { holeId } from "../ir/hash.ts";
import { declared } from "../ir/ir.sample.ts";
import type { Hole, IR } from "../ir/ir.ts";
import { type Sketch, sketch } from "../logic/semantic-diff/sketch.fixture.ts";
import type { HoleAnswer, Reply } from "./answer.ts";

/** An open hole from what matters of it. Its id comes from `name`. */
export function openHole(name: string, parts: Partial<Hole> = {}): Hole {
  return {
    id: holeId("assertion", name),
    clause: "assertion",
    kind: "spec",
    subject: name,
    type_hint: "bool",
    description: `What of ${name}?`,
    context: null,
    constraints: [],
    dependencies: [],
    status: "open",
    priority: "medium",
    suggestions: [],
    resolution: null,
    provenance: declared,
    ...parts,
  };
}

export const suggesting = (...values: string[]): Hole["suggestions"] =>
  values.map((value) => ({ value, rationale: "", confidence: 0.4 }));

export const irWith = (parts: Sketch, ...holes: Hole[]): IR => ({ ...sketch(parts), holes });

export const AT = "2026-01-02T03:04:05Z";

export function answerTo({ id }: Hole, reply: string | Reply, by = "ada"): HoleAnswer {
  const said: Reply = typeof reply === "string" ? { kind: "value", value: reply } : reply;
  return { hole: id, reply: said, by, at: AT, source: "human" };
}
