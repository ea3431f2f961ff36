import type { FunctionInput } from "../../test/functions/agreement.ts";
import type { RandomFunction, Statement } from "./random-function.ts";

/** Attempts, as each costs two processes. */
const MAX_ATTEMPTS = 150;

/** A smaller function and input for which `holds` still does: statements left out, blocks put in place of what holds them, values made plain. */
export function shrunk(
  fn: RandomFunction,
  input: FunctionInput,
  holds: (fn: RandomFunction, input: FunctionInput) => boolean,
): [RandomFunction, FunctionInput] {
  let [best, given, attempts, progress] = [fn, input, 0, true];
  while (progress && attempts < MAX_ATTEMPTS) {
    progress = false;
    const candidates: [RandomFunction, FunctionInput][] = [
      ...smaller(best.body).map((body): [RandomFunction, FunctionInput] => [{ ...best, body }, given]),
      ...smaller(best.helper).map((helper): [RandomFunction, FunctionInput] => [{ ...best, helper }, given]),
      ...smaller(best.changer).map((changer): [RandomFunction, FunctionInput] => [{ ...best, changer }, given]),
      ...simpler(best, given),
    ];
    for (const [candidate, with_] of candidates) {
      attempts += 1;
      if (attempts > MAX_ATTEMPTS) break;
      if (!holds(candidate, with_)) continue;
      [best, given, progress] = [candidate, with_, true];
      break;
    }
  }
  return [best, given];
}

/** The list with one change: a statement gone, replaced by one of its blocks, without its last block, or changed inside. */
function smaller(statements: Statement[]): Statement[][] {
  const at = (index: number, ...instead: Statement[]) => statements.toSpliced(index, 1, ...instead);
  return statements.flatMap((statement, index) => [
    at(index),
    ...statement.blocks.map(({ body }) => at(index, ...body)),
    ...(statement.blocks.length > 1 && !(statement.blocks.length === 2 && statement.blocks[0]?.head === "try:")
      ? [at(index, { ...statement, blocks: statement.blocks.slice(0, -1) })]
      : []),
    ...statement.blocks.flatMap((block, place) =>
      smaller(block.body).map((body) =>
        at(index, { ...statement, blocks: statement.blocks.with(place, { ...block, body }) }),
      ),
    ),
  ]);
}

function simpler(fn: RandomFunction, input: FunctionInput): [RandomFunction, FunctionInput][] {
  const dropped = fn.parameters.map(({ name }): [RandomFunction, FunctionInput] => [
    { ...fn, parameters: fn.parameters.filter((parameter) => parameter.name !== name) },
    {
      values: Object.fromEntries(Object.entries(input.values).filter(([other]) => other !== name)),
      aliased: input.aliased?.includes(name) ? null : input.aliased,
    },
  ]);
  const plain = Object.entries(input.values).flatMap(([name, text]): [RandomFunction, FunctionInput][] =>
    input.aliased?.includes(name)
      ? []
      : (PLAIN.find((values) => values.some((value) => typeof value === "string") && sameKind(values, text)) ?? [])
          .filter((value) => value.length < text.length || (value.length === text.length && value < text))
          .map((value) => [fn, { ...input, values: { ...input.values, [name]: value } }]),
  );
  return [...dropped, ...plain];
}

const PLAIN: string[][] = [
  ["0", "1", "-1"],
  ["''", "'a'"],
  ["[]", "[0]", "[1]", "[0, 0]"],
];

function sameKind([example = ""]: string[], text: string): boolean {
  const kind = (value: string) =>
    value.startsWith("[") ? "list" : /^-?\d/.test(value) ? "int" : /^['"]/.test(value) ? "str" : "other";
  return kind(example) === kind(text);
}
