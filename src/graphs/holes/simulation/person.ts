import type { Random } from "../../../graph/simulation/random.ts";
import { nameOf } from "../../../holes/propagate/types.ts";
import { OUTCOME_OF } from "../../../holes/subjects.ts";
import { parametersIn } from "../../../holes/suggest/form.ts";
import type { Hole, IR } from "../../../ir/ir.ts";

/** Answers that somebody may mean to a question of one case; `x` is the parameter, `none` the result that stands for nothing. Some are among the rules' suggestions, some are not. */
const MEANT: Readonly<Record<string, readonly [string, ...string[]]>> = {
  empty: [
    "implies(len(x) == 0, none)",
    "implies(len(x) == 0, raises(ValueError))",
    "len(x) > 0",
    "implies(len(x) == 0, raises(IndexError))",
    "implies(len(x) == 0, raises(LookupError))",
  ],
  negative: [
    "x >= 0",
    "implies(x < 0, raises(ValueError))",
    "implies(x < 0, none)",
    "implies(x < 0, raises(ArithmeticError))",
  ],
  None: [
    "implies(x is None, none)",
    "implies(x is None, raises(TypeError))",
    "x is not None",
    "implies(x is None, raises(ValueError))",
  ],
};

/** Types that somebody may mean by a name. */
const TYPES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  amount: ["int", "float", "Decimal"],
  key: ["str", "int", "bytes"],
  moment: ["datetime", "float", "str"],
};

export const NOTHING: Readonly<Record<string, string>> = {
  int: "result == 0",
  str: "result == ''",
  "list[int]": "result == []",
};

/** Somebody who answers by a taste that nobody is told. With probability `whim` an answer follows no taste. */
export class Person {
  readonly #tastes: ReadonlyMap<string, string>;
  readonly #random: Random;
  readonly #whim: number;

  constructor(random: Random, whim: number) {
    this.#random = random;
    this.#whim = whim;
    this.#tastes = new Map(Object.entries({ ...MEANT, ...TYPES }).map(([about, all]) => [about, random.pick(all)]));
  }

  /** The answer to a hole, in canonical text; null for a question on which they have no opinion. */
  answer(ir: IR, hole: Hole): string | null {
    const about = this.#about(ir, hole);
    const all = about === null ? undefined : (MEANT[about] ?? TYPES[about]);
    if (about === null || all === undefined) return null;
    const meant = this.#random.chance(this.#whim) ? this.#random.pick(all) : (this.#tastes.get(about) ?? all[0]);
    if (hole.kind === "type") return meant;
    const [parameter] = parametersIn(ir, hole);
    const nothing = NOTHING[ir.signature.returns.type_hint ?? ""];
    if (parameter === undefined || nothing === undefined) return null;
    return meant.replaceAll(/\bx\b/g, parameter).replace("none", nothing);
  }

  #about(ir: IR, hole: Hole): string | null {
    if (hole.clause === "signature" && hole.kind === "type") return nameOf(ir, hole);
    if (hole.clause !== "assertion" || hole.subject.startsWith(OUTCOME_OF)) return null;
    return hole.subject.split(" ")[0] ?? null;
  }
}
