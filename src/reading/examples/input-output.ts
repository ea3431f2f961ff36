import type { ParameterFact } from "../../signatures/facts.ts";
import { equation } from "./call.ts";
import type { CallFacts, ExampleRule, Finding } from "./finding.ts";
import { scanLiteral } from "./literal.ts";
import { explained, followed, past } from "./outcome.ts";

const INPUT =
  /(?:^|(?<=[\n.;(]))[ \t]*(?:[-*•][ \t]+)?\*{0,2}(?:sample[ \t]+)?inputs?(?:[ \t]*#?\d+)?\*{0,2}[ \t]*[:=][ \t]*\*{0,2}\s*/gi;
const OUTPUT =
  /[ \t]*[,;.]?\s*(?:[-*•][ \t]+)?\*{0,2}(?:(?:sample|expected)[ \t]+)?(?:outputs?|result|returns?)(?:[ \t]*#?\d+)?\*{0,2}[ \t]*(?:[:=]|-{1,2}>|=>)[ \t]*\*{0,2}\s*/iy;
/** "Explanation: ..." after an output, to the end of its paragraph. */
const WHY =
  /\s*\*{0,2}(?:explanation|reason|note)\*{0,2}[ \t]*:(?:[^\n]|\n(?![ \t]*\n|[ \t]*(?:[-*•][ \t]+)?\*{0,2}(?:sample[ \t]+)?input|[ \t]*example))*/iy;

/** "Input: n = 5, k = 2" with "Output: 3" after it. */
export const inputOutput: ExampleRule = {
  name: "input_output",
  find(text, { parameters }) {
    const found: Finding[] = [];
    for (const label of text.matchAll(INPUT)) {
      const input = argumentsAt(text, label.index + label[0].length, parameters);
      if (input === null) continue;
      const from = past(OUTPUT, text, input.end);
      if (from === input.end) continue;
      const opening = past(/`?/y, text, from);
      const value = scanLiteral(text, opening);
      if (value === null) continue;
      const end = past(/`?/y, text, value.end);
      if (!followed(text, end)) continue;
      const start = label.index + (/\S/.exec(label[0])?.index ?? 0);
      found.push({ start, end: past(WHY, text, explained(text, end)), meaning: equation(input.call, value.literal) });
    }
    return found;
  },
};

const NAME = /`?([A-Za-z_]\w*)`?\s*(?:=(?!=)|:)\s*/y;
const NEXT = /[ \t]*(?:,\s*(?:and\s+)?|and\s+|;\s*|\n(?=[ \t]*[A-Za-z_]\w*\s*=(?!=)))[ \t]*/y;

/** Values one after another, with names or without; a name that is no parameter ends the reading. */
export function argumentsAt(
  text: string,
  at: number,
  parameters: readonly ParameterFact[] | null,
): { call: CallFacts; end: number } | null {
  const call: CallFacts = { args: [], kwargs: [] };
  let end = at;
  for (let next = at; ; ) {
    NAME.lastIndex = next;
    const named = NAME.exec(text);
    const name = named ? parameterNamed(named[1] ?? "", parameters) : null;
    if (named && name === null) return null;
    const opening = past(/`?/y, text, next + (named?.[0].length ?? 0));
    const value = scanLiteral(text, opening);
    if (value === null) return end === at ? null : { call, end };
    if (name === null) call.args.push(value.literal);
    else if (call.kwargs.some((known) => known.name === name)) return null;
    else call.kwargs.push({ name, literal: value.literal });
    end = past(/`?/y, text, value.end);
    next = past(NEXT, text, end);
    if (next === end) return { call, end };
  }
}

/** The parameter of that name; `N` stands for `n` where no other parameter does. Any identifier while parameters are unknown. */
export function parameterNamed(name: string, parameters: readonly ParameterFact[] | null): string | null {
  if (parameters === null) return name;
  const exact = parameters.find((parameter) => parameter.name === name);
  if (exact) return exact.name;
  const loose = parameters.filter((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
  return loose.length === 1 ? (loose[0]?.name ?? null) : null;
}
