import type { Hole, IR } from "../../ir/ir.ts";
import type { Given } from "../holes/facts.ts";
import { bestOf, confidenceOf } from "./board.ts";
import type { Board } from "./facts.ts";
import { implementationHole } from "./holes.ts";

/** Code that a person gave, or chose among the suggestions of the hole. */
export function codeOf(given: Given): { source: string; by: string } {
  if (given.kind !== "code" || given.answer.reply.kind !== "value") throw new Error("there is no code");
  return { source: given.answer.reply.value, by: given.answer.by };
}

/** The contract with the hole that stands for the code, which says what is missing and what was tried. */
export function withoutCode(ir: IR, board: Board): IR {
  const best = bestOf(board);
  const silences = board.judged.flatMap(({ draft }) => (draft.missing === null ? [] : [draft.missing.message]));
  const [silence] = silences;
  const failures =
    best?.failures.map(
      ({ clause, verdict, counterexample }) =>
        `${clause}: ${verdict}${counterexample === null ? "" : `, ${counterexample}`}`,
    ) ?? [];
  const unjudged = best !== null && best.clauses.length === 0;
  const missing = unjudged
    ? `Nothing in the request says what ${ir.signature.name} returns in a way that can be checked: add an example or a condition, or accept a code.`
    : best === null
      ? `No code for ${ir.signature.name} was found: ${silence ?? "nobody wrote one"}.`
      : `No code for ${ir.signature.name} was found that meets its contract.`;
  const context = [...failures, ...(best === null ? [] : silences)].slice(0, 20).join("\n").slice(0, 8000);
  return implementationHole(ir, missing, context === "" ? null : context, suggestionsOf(board));
}

/** The contract as it is while code is looked for: what a search before it missed is no question any more. */
export const withoutOpenCode = (ir: IR): IR => ({
  ...ir,
  holes: ir.holes.filter(({ clause, status }) => clause !== "implementation" || status !== "open"),
});

/** Codes against which nothing speaks although nothing was shown of them: a person may take one. */
function suggestionsOf(board: Board): Hole["suggestions"] {
  const open = board.judged.filter(
    ({ draft, verdict, clauses }) =>
      draft.source !== null && verdict?.status === "unknown" && !clauses.some(({ clause }) => clause === "code"),
  );
  const sources = [...new Set(open.map(({ draft }) => draft.source ?? ""))];
  return sources.slice(0, 3).map((value) => {
    const same = open.filter(({ draft }) => draft.source === value);
    const confidence = Math.max(...same.map((item) => confidenceOf(board, item)));
    return {
      value,
      rationale: `Written ${same.length === 1 ? "once" : `${same.length} times`} among ${board.judged.length} codes; nothing refutes it and nothing shows it to be right.`,
      confidence,
    };
  });
}
