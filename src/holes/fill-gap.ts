import { parseExpression } from "../ir/expression/parse.ts";
import { printExpression } from "../ir/expression/print.ts";
import { expressionText } from "../ir/expression/text.ts";
import type { HoleId } from "../ir/ids.ts";
import type { IR } from "../ir/ir.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes-between.ts";
import { guardOf, probesOf } from "./contradict/probes.ts";
import { isLocked } from "./keep-locked.ts";
import type { Asker } from "./satisfiable.ts";
import { callsOf, SUPPOSED, supposing } from "./with-clause.ts";

export interface FilledGap {
  ir: IR;
  changes: Change[];
}

/** Most clauses that make room for one answer. */
const MOST = 4;

/**
 * An answer for a case for which the contract left no result even before, such as what comes out of an empty list where `result in xs` is all that was said: it fills a gap and contradicts
 * nothing. The general clauses that exclude every result in that case make room for it, as far as nobody has locked them: `result in xs` becomes `implies(not len(xs) == 0, result in xs)`.
 * Null where the answer fills no gap, or where weakening is not shown to help: then the contradiction stands.
 */
export async function fillGap(before: IR, after: IR, cause: HoleId, asker: Asker): Promise<FilledGap | null> {
  const answered = after.assertions.filter(({ id }) => !before.assertions.some((one) => one.id === id));
  const [clause] = answered;
  const guard = clause === undefined ? null : guardOf(parseExpression(clause.expression.text));
  if (clause === undefined || guard === null) return null;
  const condition = printExpression(guard);
  // Where the case is no condition on inputs alone, or calls of it may raise, no probe begins with it.
  if (!probesOf(after).some(({ text }) => text === condition)) return null;
  const inCase = (ir: IR) => supposing(ir, "precondition", condition);
  const [gap, impossible] = await asker.unsatisfiable([inCase(before), inCase(after)]);
  if (!gap || !impossible) return null;
  const [call] = await asker.satisfiable([inCase(callsOf(after))]);
  if (call?.status !== "sat") return null;
  let ir = after;
  for (let weakened = 0; weakened < MOST; weakened += 1) {
    const core = await asker.core(inCase(ir));
    const own = ir.assertions.filter(
      (one) =>
        core?.includes(one.id) &&
        one.id !== SUPPOSED &&
        one.id !== clause.id &&
        one.category === "postcondition" &&
        !isLocked(one),
    );
    if (own.length === 0) return null;
    for (const { id, expression } of own) {
      const weaker = expressionText(`implies(not (${condition}), ${expression.text})`);
      ir = { ...ir, assertions: ir.assertions.map((one) => (one.id === id ? { ...one, expression: weaker } : one)) };
    }
    const [possible] = await asker.satisfiable([inCase(ir)]);
    if (possible?.status === "sat") {
      const reason = `It left no result where \`${condition}\`; the answer says what it is there.`;
      return { ir, changes: changesBetween(after, ir, cause, reason) };
    }
  }
  return null;
}
