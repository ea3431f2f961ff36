import type { Expression } from "../../ir/expression/ast.ts";
import type { SolverRpc } from "../../logic/answer.ts";
import { Taints } from "../../logic/prove/taint.ts";
import { type Constant, script } from "../../logic/smt/script.ts";
import { sortOf } from "../../logic/smt/sort.ts";
import { and, not, symbol, type Term } from "../../logic/smt/term.ts";
import { decode } from "../../logic/symbolic/codec.ts";
import { Fresh } from "../../logic/symbolic/fresh.ts";
import { type Scope, translate } from "../../logic/symbolic/translate.ts";
import { truth } from "../../logic/symbolic/value.ts";
import { typeOfAnnotation } from "../../logic/types/annotation.ts";
import type { PythonType } from "../../logic/types/python-type.ts";
import { UnsupportedConstruct } from "../../logic/unsupported.ts";

/** Z3 resource units of one question about a contract. */
const RLIMIT = 2_000_000;

/** Puts conditions over typed names to the solver. A name of no known type makes every question about it `unknown`. */
export class ConditionQuestions {
  readonly #types: ReadonlyMap<string, PythonType>;
  readonly #solver: SolverRpc;

  constructor(names: readonly { name: string; type_hint: string | null }[], solver: SolverRpc) {
    this.#types = new Map(
      names.flatMap(({ name, type_hint: hint }) => (hint === null ? [] : [[name, typeOfAnnotation(hint)] as const])),
    );
    this.#solver = solver;
  }

  /**
   * Whether no input makes all of `holding` true and all of `failing` something else (false, or an exception). `never` is certain: it rests
   * on no float and on no other approximation. Null when the question cannot be put exactly or has no answer.
   */
  async never(holding: readonly Expression[], failing: readonly Expression[]): Promise<boolean | null> {
    const fresh = new Fresh();
    const used = new Map<string, PythonType>();
    const scope: Scope = {
      lookup: (name) => {
        const type = this.#types.get(name);
        if (type === undefined) throw new UnsupportedConstruct(`name:${name}`);
        used.set(name, type);
        return decode(type, symbol(name));
      },
      binds: (name) => this.#types.has(name),
      old: null,
      fresh,
    };
    const meaning = (expression: Expression): Term => {
      const { value, defined } = translate(expression, scope);
      return and(defined, truth(value));
    };
    try {
      const assertions = [...holding.map(meaning), ...failing.map((expression) => not(meaning(expression)))];
      const constants = [...used].map(
        ([name, type]): Constant => ({ symbol: symbol(name), sort: sortOf(type), term: null, type }),
      );
      const declarations = [...constants, ...fresh.constants];
      const taints = new Taints(declarations);
      if (fresh.reals || ![...assertions, ...fresh.axioms].every((term) => taints.isClean(term))) return null;
      const reply = await this.#solver.check(script({ declarations, facts: fresh.axioms, assertions }), {
        rlimit: RLIMIT,
      });
      if (reply.status === "unsat") return true;
      return reply.status === "sat" && !fresh.inexact ? false : null;
    } catch (error) {
      if (error instanceof UnsupportedConstruct) return null;
      throw error;
    }
  }
}
