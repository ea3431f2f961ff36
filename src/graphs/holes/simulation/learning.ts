import { type Random, seeded } from "../../../graph/simulation/random.ts";
import type { HoleAnswer } from "../../../holes/answer.ts";
import { detectHoles } from "../../../holes/detect/detect.ts";
import { irWith } from "../../../holes/holes.fixture.ts";
import { type History, NO_HISTORY } from "../../../holes/suggest/history.ts";
import { suggest } from "../../../holes/suggest/suggest.ts";
import type { Hole, IR } from "../../../ir/ir.ts";
import { decideAll } from "../decide.ts";
import { NO_DECISIONS } from "../decisions.ts";
import { FORGETFUL } from "../history-source.ts";
import { learnedFrom } from "../learned.ts";
import { ignorant } from "../solver.fixture.ts";
import { NOTHING, Person } from "./person.ts";

/** One question that a simulated person answered. */
export interface Asked {
  /** Questions of the same kind that they had answered before. */
  earlier: number;
  /** Place of what they meant among the suggestions, from 1; null where it was not among them. */
  rank: number | null;
  shown: number;
}

export interface SimulationOptions {
  seed: number;
  questions: number;
  /** Share of answers that follow no taste. */
  whim: number;
  /** Whether what was answered is handed to later suggestions. */
  learns: boolean;
}

const asking = { policy: "ask", threshold: 0.7, asks: "medium", graph: "resolve" } as const;
const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);
/** Decisions that are looked at, as in production. */
const MOST = 500;

/**
 * A person with a hidden taste answers holes of generated contracts, one contract a day: what is found open, suggested, decided and learned is what runs do, with a solver that knows nothing. Deterministic for a seed; with and
 * without learning the same contracts are asked about.
 */
export async function simulate({ seed, questions, whim, learns }: SimulationOptions): Promise<Asked[]> {
  const [contracts, tastes] = [seeded(seed), seeded(seed + 1_000_003)];
  const person = new Person(tastes, whim);
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  let history: History = NO_HISTORY;
  for (let day = 0; asked.length < questions; day++) {
    const found = await detectHoles(contractOf(contracts, day), null);
    for (const hole of found.holes) {
      const meant = person.answer(found, hole);
      if (meant === null || asked.length === questions) continue;
      const now = START + day * DAY;
      const suggestions = await suggest(found, hole, { ...history, as_of: now }, null);
      const place = suggestions.findIndex(({ value }) => value === meant);
      const kind = `${hole.clause} ${hole.subject.split(" ")[0]}`;
      const earlier = counts.get(kind) ?? 0;
      counts.set(kind, earlier + 1);
      asked.push({ earlier, rank: place < 0 ? null : place + 1, shown: suggestions.length });
      if (!learns) continue;
      const learned = await decisionsOf(found, { ...hole, suggestions }, meant, now);
      history = { as_of: now, decisions: [...learned, ...history.decisions].slice(0, MOST) };
    }
  }
  return asked;
}

async function decisionsOf(ir: IR, hole: Hole, value: string, now: number) {
  const shown = { ...ir, holes: ir.holes.map((one) => (one.id === hole.id ? hole : one)) };
  const reply = { kind: "value", value } as const;
  const answer: HoleAnswer = { hole: hole.id, reply, by: "ada", at: new Date(now).toISOString(), source: "human" };
  const options = { solver: ignorant, asking, text: null, history: FORGETFUL };
  const result = await decideAll({ ir: shown, decisions: NO_DECISIONS }, [answer], options);
  // What the contract cannot take is no answer.
  return result.ok ? learnedFrom(result.contract, null) : [];
}

const SEQUENCES = ["xs", "rows", "items", "names", "words", "values"] as const;
const NUMBERS = ["n", "count", "size", "limit", "width", "step"] as const;
const OPTIONAL = ["label", "title", "unit"] as const;
const UNTYPED = ["amount", "key", "moment"] as const;

/** A function with one to three parameters that leaves open what happens at the edges, and of some parameters the type. */
function contractOf(random: Random, index: number): IR {
  const parameters: Record<string, string | null> = {};
  parameters[random.pick(SEQUENCES)] = random.pick(["list[int]", "list[str]", "str"]);
  if (random.chance(0.6)) parameters[random.pick(NUMBERS)] = random.pick(["int", "float"]);
  if (random.chance(0.4)) parameters[random.pick(OPTIONAL)] = random.pick(["str | None", "int | None"]);
  if (random.chance(0.4)) parameters[random.pick(UNTYPED)] = null;
  const [first = "int", ...others] = Object.keys(NOTHING);
  return irWith({ name: `f${index}`, parameters, returns: random.pick([first, ...others]) });
}
