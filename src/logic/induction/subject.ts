import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { AssertionCategory, IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { CalleeContract, Execution, ExecutionOptions, LoopSite } from "../execution/execution.ts";
import { speaksOfRaises } from "../prove/claim.ts";
import type { Oracle } from "../prove/oracle.ts";
import { Setting } from "../prove/setting.ts";
import { type Term, TRUE } from "../smt/term.ts";
import { candidatesFor, type Hints } from "./candidates.ts";
import { type Demand, Discharge } from "./discharge.ts";
import { type Attempt, type Candidates, type Place, placeOf } from "./houdini.ts";
import type { Execute, InductionOptions } from "./induction.ts";

/** One function under induction: executes it under assumptions and turns what that owes into demands on the solver. */
export class Subject {
  readonly module: PythonModule;
  readonly fn: PythonFunction;
  readonly ir: IR;
  readonly oracle: Oracle;
  readonly options: InductionOptions;
  readonly hints: Hints;
  /** Contracts by which other functions are called. */
  contracts: ReadonlyMap<string, CalleeContract>;
  /** Whether something was proved that does not hold of inputs beyond the preconditions. */
  conditional = false;
  readonly #execute: Execute;
  #executed = 0;

  constructor(
    execute: Execute,
    module: PythonModule,
    fn: PythonFunction,
    ir: IR,
    oracle: Oracle,
    options: InductionOptions,
  ) {
    this.#execute = execute;
    this.module = module;
    this.fn = fn;
    this.ir = ir;
    this.oracle = oracle;
    this.options = options;
    this.contracts = options.contracts ?? new Map();
    this.hints = {
      preconditions: clausesOf(ir, "precondition"),
      postconditions: clausesOf(ir, "postcondition").filter((clause) => !speaksOfRaises(clause)),
    };
  }

  /** The execution by invariants and, if given, by a contract of the function itself. */
  execute(invariants: Candidates, own: CalleeContract | null = null): Execution {
    const { unroll, max_paths, max_steps } = this.options;
    const { key } = this.fn.outline;
    const contracts = own === null ? this.contracts : new Map([...this.contracts, [key, own] as const]);
    const options: ExecutionOptions = { unroll, max_paths, max_steps, invariants, contracts };
    const execution = this.#execute(this.module, this.fn, this.ir, options);
    this.#executed += execution.steps ?? 0;
    return execution;
  }

  /** Whether the search has cost so much that nothing more is tried. */
  get spent(): boolean {
    return this.oracle.exhausted || !this.mayExecute;
  }

  get mayExecute(): boolean {
    return this.#executed < this.options.max_executed;
  }

  candidates(site: LoopSite, from: "all" | "clauses" = "all"): Expression[] {
    return candidatesFor(this.module, site, this.hints, this.options.max_candidates, from);
  }

  setting(execution: Execution): Setting {
    return new Setting(execution, this.module);
  }

  discharge<Source>(setting: Setting, preconditions: readonly Expression[]): Discharge<Source> {
    return new Discharge(setting, termsOf(preconditions, setting), this.oracle);
  }

  /** An attempt whose execution assumes the candidates of each loop. */
  attempt(
    invariants: Candidates,
    preconditions: readonly Expression[],
    own: CalleeContract | null = null,
  ): LoopAttempt {
    const execution = this.execute(invariants, own);
    const setting = this.setting(execution);
    const demands = execution.obligations
      .filter(({ holds }) => holds !== TRUE)
      .map(
        ({ kind, subject, index, condition, holds }): Demand<Place | null> => ({
          source: kind === "callee_precondition" || !invariants.has(subject) ? null : placeOf(subject, index),
          condition,
          holds,
        }),
      );
    return { outcome: execution, demands, judge: this.discharge(setting, preconditions), setting };
  }

  /** Takes note of whether what was proved needs the preconditions. */
  async settle(setting: Setting, demands: readonly Demand<Place | null>[]): Promise<void> {
    if (this.conditional || this.hints.preconditions.length === 0) return;
    const proved = await this.discharge<Place | null>(setting, []).proved(demands);
    if (proved.includes(false)) this.conditional = true;
  }
}

export interface LoopAttempt extends Attempt<Execution> {
  setting: Setting;
}

/** Clauses of the IR that the language has. */
function clausesOf(ir: IR, wanted: AssertionCategory): Expression[] {
  return ir.assertions
    .filter(({ category, expression }) => category === wanted && expression.unsupported.length === 0)
    .map(({ expression }) => parseExpression(expression.text))
    .filter((expression) => unsupportedConstructs(expression).length === 0);
}

/** What clauses say on entry. One without a meaning is not assumed, which only makes proofs harder. */
export function termsOf(clauses: readonly Expression[], setting: Setting): Term[] {
  return clauses.flatMap((clause) => {
    const held = setting.holds(clause, setting.entry);
    return "construct" in held ? [] : [held.term];
  });
}
