import { parseExpression } from "../../ir/expression/parse.ts";
import { printExpression } from "../../ir/expression/print.ts";
import type { Example, IR } from "../../ir/ir.ts";
import { insertAnswered } from "../insert.ts";
import { literalText } from "../literal.ts";
import { keyOf } from "../pointer.ts";
import { OUTCOME_OF } from "../subjects.ts";
import { type Answering, type Effect, refused } from "./answering.ts";

/** `raises(E)`, or the literal that the call returns: an example that a person gave. */
export function outcomeAnswer(ir: IR, { hole, value, locks }: Answering): Effect {
  const valid = "a Python literal, or `raises(ValueError)`";
  const call = parseExpression(hole.subject.slice(OUTCOME_OF.length));
  if (call.kind !== "call") return refused(`the hole asks for no call: ${hole.subject}`, valid);
  const answer = parseExpression(value);
  const raises = answer.kind === "raises" ? printExpression(answer.exception) : null;
  if (raises !== null && !/^[A-Za-z_][\w.]*$/.test(raises))
    return refused(`\`${raises}\` is not the name of an exception`, valid);
  const returns = raises === null ? literalText(value) : null;
  if (raises === null && returns === null)
    return refused(`\`${value}\` is neither a Python literal nor \`raises(E)\``, valid);
  const args = call.arguments.map((argument) => printExpression(argument));
  const named = call.keywords.flatMap(({ name, value: given }) =>
    name === null ? [] : [[name, printExpression(given)] as const],
  );
  const example: Example = {
    call: `${ir.signature.name}(${[...args, ...named.map(([name, text]) => `${name}=${text}`)].join(", ")})`,
    args,
    kwargs: Object.fromEntries(named),
    returns,
    raises,
    source: locks ? "human" : "prompt",
    evidence_refs: [],
  };
  // Of two outcomes of one call at most one holds: the answer says which.
  const others = ir.examples.filter((other) => !(sameCall(other, example) && keyOf(other) !== keyOf(example)));
  const examples = insertAnswered(others, example, exampleKey, ({ source }) => source === "human");
  return { ok: true, ir: { ...ir, examples }, value: returns ?? `raises(${raises})` };
}

/** Without the function's name, which another answer may change. */
const exampleKey = ({ call: _call, ...rest }: Example): string => keyOf(rest);

const sameCall = (one: Example, other: Example): boolean =>
  keyOf([one.args, one.kwargs]) === keyOf([other.args, other.kwargs]);
