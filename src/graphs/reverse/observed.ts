import { asksForCondition } from "../../holes/apply/clause.ts";
import { guardOf } from "../../holes/contradict/probes.ts";
import { detectHoles } from "../../holes/detect/detect.ts";
import { reading } from "../../holes/detect/gap.ts";
import { inputOf } from "../../holes/try/inputs.ts";
import type { Expression } from "../../ir/expression/ast.ts";
import { descendants } from "../../ir/expression/children.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import { mapExpression } from "../../ir/expression/walk.ts";
import type { Assertion, Example, Hole, IR } from "../../ir/ir.ts";
import { holds } from "../../logic/evaluate/evaluate.ts";
import { exceptionWithout } from "../../logic/summary/without-it.ts";
import { isObserved } from "./asked.ts";

/** What the code does is likelier to be meant than any one other reading, and far from certain: nobody would ask otherwise. */
const AS_IT_IS = 0.45;

/**
 * The contract with a hole for what is found open in it, and with what the code does in the case that a hole asks about: in its context, and as a suggestion where all calls that were observed in the case end alike or
 * a clause about the case was found. What the code was proved to do as for every other input is asked last: the hole is of low priority. `draft` is the IR with what examination found.
 */
export async function withObserved(asked: IR, draft: IR): Promise<IR> {
  const known = new Set(asked.assertions.map(({ id }) => id));
  const proposed = draft.assertions.filter(({ id }) => !known.has(id));
  const proved = proposed.filter(({ category, verdict }) => category !== "precondition" && verdict.status === "proved");
  const found = await detectHoles(asked, null);
  const left = await detectHoles({ ...asked, assertions: [...asked.assertions, ...proved] }, null);
  const open = new Set([...asked.holes, ...left.holes].map(({ id }) => id));
  return {
    ...found,
    holes: found.holes.map((hole) => {
      const seen = observed(hole, draft, proposed);
      return open.has(hole.id)
        ? seen
        : {
            ...seen,
            priority: "low",
            context: joined(seen.context, "Clauses that were proved of the code decide it."),
          };
    }),
  };
}

function observed(hole: Hole, draft: IR, proposed: readonly Assertion[]): Hole {
  const guard = caseOf(hole);
  if (guard === null) return hole;
  const condition = parseExpression(guard);
  const calls = draft.examples.filter((example) => {
    const values = isObserved(example) ? inputOf(draft.signature.parameters, example) : null;
    return values !== null && holds(condition, { values, old: null }) === true;
  });
  const values = new Set(hole.suggestions.map(({ value }) => value));
  const clauses = proposed.flatMap(({ category, expression: { text }, verdict: { status }, rationale }) => {
    if (category === "precondition") {
      if (!values.has(text)) return [];
      const exception = exceptionWithout(rationale);
      const raised = exception === null ? [] : [`implies(${guard}, raises(${exception}))`];
      return [
        ...raised.map((value) => reading(value, `What the code does: it ends in ${exception} there.`, AS_IT_IS)),
        reading(text, `The code raises an exception otherwise: ${status}.`, AS_IT_IS),
      ];
    }
    return caseOfText(text) === guard ? [reading(asAnswer(text), `What the code does: ${status}.`, AS_IT_IS)] : [];
  });
  const [first] = calls;
  const alike = first !== undefined && new Set(calls.map(endOf)).size === 1 ? outcomeOf(first, guard) : null;
  const count = calls.length === 1 ? "the one call" : `all ${calls.length} calls`;
  const seen =
    alike === null ? [] : [reading(alike, `What the code does in ${count} that were observed in this case.`, AS_IT_IS)];
  return {
    ...hole,
    suggestions: distinct([...clauses, ...seen, ...hole.suggestions]),
    context:
      first === undefined ? hole.context : [hole.context, shown(first)].filter((text) => text !== null).join("\n"),
  };
}

/** The case that the suggestions of a hole are about; null where it asks for something else. */
function caseOf(hole: Hole): string | null {
  if (hole.status !== "open" || !asksForCondition(hole)) return null;
  const cases = new Set(hole.suggestions.flatMap(({ value }) => caseOfText(value) ?? []));
  const [only, ...others] = cases;
  return only === undefined || others.length > 0 ? null : only;
}

/** The case of a clause in terms of what comes in. */
function caseOfText(text: string): string | null {
  const guard = guardOf(parseExpression(text));
  return guard === null ? null : printExpression(withoutOld(guard));
}

const withoutOld = (condition: Expression): Expression =>
  mapExpression(condition, (part) => (part.kind === "old" ? part.value : part));

/** A call that raises leaves no later values, so that its condition needs no `old`. */
function asAnswer(text: string): string {
  const clause = parseExpression(text);
  const raises =
    clause.kind === "implies" && [...descendants(clause.right)].some(({ expression }) => expression.kind === "raises");
  return raises ? printExpression(withoutOld(clause)) : text;
}

const endOf = ({ returns, raises }: Example): string => (raises === null ? `returns ${returns}` : `raises ${raises}`);

function outcomeOf({ returns, raises }: Example, guard: string): string | null {
  if (raises !== null) return `implies(${guard}, raises(${raises}))`;
  return returns === null ? null : `implies(${guard}, result == ${returns})`;
}

const joined = (context: string | null, line: string): string => (context === null ? line : `${context}\n${line}`);

const shown = (example: Example): string => `The code: ${example.call} ${endOf(example)}.`;

function distinct(suggestions: Hole["suggestions"]): Hole["suggestions"] {
  return [...new Map(suggestions.toReversed().map((one) => [one.value, one])).values()].toReversed();
}
