import { wasmSolver } from "../../scripts/oracles/wasm-solver.ts";
import { Asker } from "../../src/holes/satisfiable.ts";
import { callsOf, supposing } from "../../src/holes/with-clause.ts";
import { parseExpression } from "../../src/ir/expression/parse.ts";
import { namesOf, unsupportedConstructs } from "../../src/ir/expression/walk.ts";
import type { IR } from "../../src/ir/ir.ts";
import type { Oracle } from "../oracle.ts";
import { type Judged, judgeValues } from "../values.ts";
import type { Hidden } from "./hide.ts";
import type { Reference } from "./reference.ts";

/** Why a suggestion counts as the hidden part. */
export type Sameness = "text" | "solver" | "inputs" | null;

const LIMITS = { rlimit: 2_000_000 };
const LEAST_POINTS = 5;

let solver: ReturnType<typeof wasmSolver> | null = null;

/** A question to the solver in this process: whether an answer is right is not for the system under test to say. */
function asker(): Asker {
  solver ??= wasmSolver();
  const check = solver;
  return new Asker(
    {
      check: async (script, limits) => check(script, limits),
      checkMany: async (scripts, limits) => scripts.map((script) => check(script, limits)),
      version: () => Promise.reject(new Error("nobody asks this")),
    },
    LIMITS,
  );
}

/**
 * Which of the suggestions say the same as the hidden part: annotations in one normal form; conditions by CPython's syntax tree, by the solver for all calls that the other preconditions admit, or where it does not know by
 * agreement on the file's inputs, where the hidden condition is both met and not met.
 */
export async function sameAs(
  { kind, truth }: Hidden,
  suggestions: readonly string[],
  rest: IR,
  reference: Reference,
  oracle: Oracle,
): Promise<Sameness[]> {
  const op = kind === "type" ? "type" : "expression";
  const [expected, ...normal] = await Promise.all([truth, ...suggestions].map((text) => oracle.normal({ op, text })));
  const found = normal.map((text): Sameness => (text !== null && text === expected ? "text" : null));
  if (kind === "type" || found.every((one) => one !== null)) return found;
  const points =
    kind === "precondition" ? reference.points.inputs : [...reference.points.right, ...reference.points.other];
  const judged = await columns(reference, [truth, ...suggestions], points);
  for (const [index, text] of suggestions.entries()) {
    if (found[index] !== null) continue;
    const verdict = await equivalent(rest, truth, text, kind);
    if (verdict === true) found[index] = "solver";
    else if (verdict === null && agree(judged[0] ?? [], judged[index + 1] ?? [])) found[index] = "inputs";
  }
  return found;
}

/** Whether the solver shows that two conditions are the same for the calls of an IR; false with a call on which they differ; null when it does not know. */
async function equivalent(
  ir: IR,
  one: string,
  other: string,
  category: "precondition" | "postcondition",
): Promise<boolean | null> {
  if ([one, other].some((text) => unsupportedConstructs(parseExpression(text)).length > 0)) return null;
  const question = asker();
  const without = callsOf(ir);
  const apart = [
    supposing(without, category, `(${one}) and not (${other})`),
    supposing(without, category, `(${other}) and not (${one})`),
  ];
  const never = await question.unsatisfiable([...apart, without]);
  if (never[2] === true) return null;
  if (never[0] === true && never[1] === true) return true;
  const models = await question.satisfiable(apart);
  return models.some((answer) => answer.status === "sat" && answer.model !== null) ? false : null;
}

/** Whether the solver shows that a condition cannot hold beside the whole contract (true), or that the contract implies it (false); null where it shows neither. */
export async function isExcludedBy(ir: IR, condition: string): Promise<boolean | null> {
  const parsed = parseExpression(condition);
  if (unsupportedConstructs(parsed).length > 0) return null;
  const category = namesOf(parsed).includes("result") ? "postcondition" : "precondition";
  const [beside, against, alone] = await asker().unsatisfiable([
    supposing(ir, category, condition),
    supposing(ir, category, `not (${condition})`),
    ir,
  ]);
  if (alone === true || beside === against) return null;
  return beside === true;
}

function agree(truth: readonly Judged[], other: readonly Judged[]): boolean {
  const pairs = truth.flatMap((judged, index): [boolean, boolean][] => {
    const theirs = other[index] ?? "unjudged";
    if ([judged, theirs].some((outcome) => outcome === "unjudged" || outcome === "not_applicable")) return [];
    return [[judged === "true", theirs === "true"]];
  });
  if (pairs.length < LEAST_POINTS || new Set(pairs.map(([one]) => one)).size < 2) return false;
  return pairs.every(([one, two]) => one === two);
}

/** What CPython says of each condition on the points: a list for each condition, empty where the function cannot be had. */
export async function columns(
  { source, ir }: Reference,
  clauses: readonly string[],
  points: Reference["points"]["inputs"],
): Promise<Judged[][]> {
  if (points.length === 0 || clauses.length === 0) return clauses.map(() => []);
  const { judged } = await judgeValues({ source, function: ir.signature.name, clauses: [...clauses], points });
  return clauses.map((_, clause) => judged.map((outcomes) => outcomes[clause] ?? "unjudged"));
}
