import type { Making } from "./generate.ts";
import type { Input, Slot } from "./input.ts";
import { makeInputs } from "./make-inputs.ts";
import type { Session } from "./session.ts";
import { FLOAT, INT, isDefinite, listOf, type Shape, STR, shapeKey } from "./shape.ts";
import type { Target } from "./target.ts";

/** One shape for each slot: inputs of one profile are of one kind, and a clause seen to hold for it says so. */
export type Profile = Shape[];

/** Shapes that an unannotated parameter is tried with, likeliest first. */
const CANDIDATES: readonly Shape[] = [
  INT,
  listOf(INT),
  STR,
  FLOAT,
  listOf(STR),
  listOf(FLOAT),
  { kind: "dict", key: STR, value: INT },
  listOf(listOf(INT)),
  listOf({ kind: "tuple", items: [INT, INT] }),
  { kind: "tuple_of", element: INT },
  { kind: "bool" },
  { kind: "callable", parameters: 1, returns: { kind: "any" } },
];
/** What an element of no known shape is tried with. */
const ELEMENTS: readonly Shape[] = [INT, STR, FLOAT, { kind: "tuple", items: [INT, INT] }, listOf(INT)];

const MAX_PROFILES = 3;
const MAX_COMBINATIONS = 120;
const SAMPLES = 3;

/**
 * The profiles a function is run with. Where shapes are known there is one; elsewhere candidates are tried and those kept under which calls
 * return and none ends in TypeError or AttributeError. Empty when no candidate is served.
 */
export async function profilesOf(session: Session, target: Target, making: Making): Promise<Profile[]> {
  const choices = target.slots.map(choicesFor);
  if (choices.some((options) => options.length === 0)) return [];
  const combinations = product(choices);
  const [only, ...others] = combinations;
  if (only !== undefined && others.length === 0) return [only];
  const inputs: Input[] = [];
  const owners: number[] = [];
  for (const [index, shapes] of combinations.entries()) {
    const made = makeInputs(
      { slots: target.slots, shapes, seeds: [], count: SAMPLES, mutated: 0, known: new Set() },
      { ...making, size: 3 },
    );
    inputs.push(...made);
    owners.push(...made.map(() => index));
  }
  const executions = await session.run(target, inputs, target.assume, []);
  const scores = combinations.map(() => ({ returned: 0, mistyped: 0 }));
  for (const [place, { outcome }] of executions.entries()) {
    const score = scores[owners[place] ?? -1];
    if (score === undefined) continue;
    if (outcome.kind === "returned") score.returned += 1;
    else if (outcome.kind === "raised" && /^(?:TypeError|AttributeError)$/.test(outcome.classes[0] ?? ""))
      score.mistyped += 1;
    else if (outcome.kind === "rejected" && outcome.raised !== null) score.mistyped += 1;
    else if (outcome.kind === "invalid_call") score.mistyped += 1;
  }
  const served = combinations.filter((_, index) => {
    const score = scores[index];
    return score !== undefined && score.mistyped === 0 && score.returned > 0;
  });
  return served.slice(0, MAX_PROFILES);
}

function choicesFor({ shape, kind }: Slot): Shape[] {
  if (kind === "var_keyword") return [{ kind: "none" }];
  if (shape === null) return [...CANDIDATES];
  if (isDefinite(shape) || !hasOpenPart(shape)) return [shape];
  const filled = ELEMENTS.map((element) => filledWith(shape, element));
  return [...new Map(filled.map((item) => [shapeKey(item), item])).values()];
}

function hasOpenPart(shape: Shape): boolean {
  return shapeKey(filledWith(shape, INT)) !== shapeKey(shape);
}

/** The shape with every `any` in it replaced. */
function filledWith(shape: Shape, element: Shape): Shape {
  switch (shape.kind) {
    case "any":
      return element;
    case "list":
    case "tuple_of":
      return { ...shape, element: filledWith(shape.element, element) };
    case "set":
    case "frozenset":
      return { ...shape, element: filledWith(shape.element, element.kind === "list" ? INT : element) };
    case "tuple":
      return { ...shape, items: shape.items.map((item) => filledWith(item, element)) };
    case "dict":
      return { ...shape, value: filledWith(shape.value, element) };
    default:
      return shape;
  }
}

/** All combinations, those of likely shapes first; cut where there are too many. */
function product(choices: readonly Shape[][]): Profile[] {
  let combinations: { shapes: Profile; rank: number }[] = [{ shapes: [], rank: 0 }];
  for (const options of choices) {
    const limit = Math.max(2, Math.floor(MAX_COMBINATIONS ** (1 / choices.filter(({ length }) => length > 1).length)));
    combinations = combinations.flatMap(({ shapes, rank }) =>
      options.slice(0, limit).map((shape, index) => ({ shapes: [...shapes, shape], rank: rank + index })),
    );
    combinations.sort((a, b) => a.rank - b.rank);
    combinations = combinations.slice(0, MAX_COMBINATIONS);
  }
  return combinations.map(({ shapes }) => shapes);
}
