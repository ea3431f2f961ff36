import type { Expression } from "../../ir/expression/ast.ts";
import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/walk.ts";
import type { AssertionCategory, IR } from "../../ir/ir.ts";
import type { PythonFunction, PythonModule } from "../../python/module.ts";
import type { SolverRpc } from "../answer.ts";
import type { CalleeContract, Cut, Execution, ExecutionOptions, Gap, LoopSite } from "../execution/execution.ts";
import { speaksOfRaises } from "../prove/claim.ts";
import { Oracle } from "../prove/oracle.ts";
import { Setting } from "../prove/setting.ts";
import { and, FALSE, not, type Term, TRUE } from "../smt/term.ts";
import { candidatesFor, type Hints, isSimple } from "./candidates.ts";
import { type Demand, Discharge } from "./discharge.ts";
import { type Attempt, type Candidates, houdini, type Place, placeOf } from "./houdini.ts";
import type { Execute, Induction, InductionOptions } from "./induction.ts";
import { contractCandidates, recursive, returnsOf, typeFits } from "./recursion.ts";

/** Answers `induct` by a given symbolic execution. */
export async function inductBy(
  execute: Execute,
  module: PythonModule,
  fn: PythonFunction,
  ir: IR,
  solver: SolverRpc,
  options: InductionOptions,
): Promise<Induction> {
  const oracle = options.oracle ?? new Oracle(solver, { rlimit: options.rlimit, max_questions: options.max_questions });
  return await new Search(execute, module, fn, ir, oracle, options).run();
}

class Search {
  readonly #execute: Execute;
  readonly #module: PythonModule;
  readonly #fn: PythonFunction;
  readonly #ir: IR;
  readonly #oracle: Oracle;
  readonly #options: InductionOptions;
  readonly #hints: Hints;
  readonly #questionsBefore: number;
  readonly #problems: Induction["problems"] = [];
  #contracts: ReadonlyMap<string, CalleeContract>;

  constructor(
    execute: Execute,
    module: PythonModule,
    fn: PythonFunction,
    ir: IR,
    oracle: Oracle,
    options: InductionOptions,
  ) {
    this.#execute = execute;
    this.#module = module;
    this.#fn = fn;
    this.#ir = ir;
    this.#oracle = oracle;
    this.#options = options;
    this.#questionsBefore = oracle.questionsLeft;
    this.#contracts = options.contracts ?? new Map();
    this.#hints = {
      preconditions: clausesOf(ir, "precondition"),
      postconditions: clausesOf(ir, "postcondition").filter((clause) => !speaksOfRaises(clause)),
      parameters: new Set(ir.signature.parameters.map(({ name }) => name)),
    };
  }

  async run(): Promise<Induction> {
    const bounded = await this.#withProvedContracts();
    const answer = (execution: Execution, proved: Candidates, contract: CalleeContract | null): Induction => ({
      execution,
      bounded,
      invariants: execution.loops.flatMap(({ id, span }) => {
        const expressions = proved.get(id);
        return expressions === undefined ? [] : [{ loop: id, span, expressions: [...expressions] }];
      }),
      contract,
      problems: this.#problems,
      questions: this.#questionsBefore - this.#oracle.questionsLeft,
    });
    if (bounded.cuts.length === 0) return answer(bounded, new Map(), null);
    if (bounded.assumptions.includes("float-as-real")) {
      this.#note("induction_over_floats", "Loops over floats are not proved: their arithmetic rounds.");
      return answer(bounded, new Map(), null);
    }
    const sites = this.#abstractable(bounded);
    if (recursive(this.#module, this.#fn)) {
      const found = await this.#byOwnContract(bounded, sites);
      if (found !== null) return answer(found.execution, found.candidates, found.contract);
    }
    if (sites.length === 0) return answer(bounded, new Map(), null);
    const found = await this.#loops(sites, null);
    if (found === null) return answer(bounded, new Map(), null);
    return answer(found.execution, found.candidates, null);
  }

  #note(code: string, detail: string): void {
    this.#problems.push({ code, detail });
  }

  #executeWith(invariants: Candidates, own: CalleeContract | null): Execution {
    const { unroll, max_paths, max_steps } = this.#options;
    const contracts =
      own === null ? this.#contracts : new Map([...this.#contracts, [this.#fn.outline.key, own] as const]);
    const options: ExecutionOptions = { unroll, max_paths, max_steps, invariants, contracts };
    return this.#execute(this.#module, this.#fn, this.#ir, options);
  }

  /** The unrolled execution; calls by a contract whose precondition is not proved there are inlined. */
  async #withProvedContracts(): Promise<Execution> {
    for (;;) {
      const execution = this.#executeWith(new Map(), null);
      if (execution.obligations.length === 0) return execution;
      const setting = new Setting(execution, this.#module);
      const known = termsOf(this.#hints.preconditions, setting);
      const demands = execution.obligations.map(({ subject, condition, holds }) => ({
        source: subject,
        condition,
        holds,
      }));
      const proved = await new Discharge<string>(setting, known, this.#oracle).proved(demands);
      const failed = new Set(demands.flatMap(({ source }, index) => (proved[index] === true ? [] : [source])));
      if (failed.size === 0) return execution;
      const kept = [...this.#contracts].filter(([key]) => !failed.has(key));
      if (kept.length === this.#contracts.size) this.#contracts = new Map();
      else this.#contracts = new Map(kept);
      for (const key of failed)
        this.#note("callee_precondition", `Calls of ${key} are inlined: its precondition was not proved at each.`);
    }
  }

  /** Loops that are cut, and whose abstraction makes nothing unknown that unrolling knows. */
  #abstractable(bounded: Execution): LoopSite[] {
    const known = new Set(bounded.gaps.map(gapKey));
    return bounded.loops
      .filter((site) => isCut(site, bounded.cuts))
      .filter(({ id, span }) => {
        const { gaps } = this.#executeWith(new Map([[id, []]]), null);
        const more = gaps.find((gap) => !known.has(gapKey(gap)));
        if (more !== undefined)
          this.#note(
            "loop_not_abstracted",
            `The loop at line ${span.line} is only unrolled: its state has no type that is known (${more.construct}).`,
          );
        return more === undefined;
      });
  }

  async #loops(
    sites: readonly LoopSite[],
    own: CalleeContract | null,
  ): Promise<{ execution: Execution; candidates: Candidates } | null> {
    const all = new Map(
      sites.map((site) => [site.id, candidatesFor(this.#module, site, this.#hints, this.#options.max_candidates)]),
    );
    const simple = new Map([...all].map(([id, list]) => [id, list.filter(isSimple)]));
    const first = await houdini(simple, (candidates) => this.#attempt(candidates, own, null));
    const kept: Candidates = first?.candidates ?? new Map(sites.map(({ id }) => [id, []]));
    const more = new Map(
      [...all].map(([id, list]) => [id, [...(kept.get(id) ?? []), ...list.filter((one) => !isSimple(one))]]),
    );
    const second = await houdini(more, (candidates) => this.#attempt(candidates, own, null));
    const found = second ?? first ?? (await houdini(kept, (candidates) => this.#attempt(candidates, own, null)));
    if (found === null) return null;
    return { candidates: found.candidates, execution: await this.#conditional(found.outcome) };
  }

  /** An attempt whose execution assumes the candidates of each loop, and the function's postconditions if a contract is given. */
  #attempt(candidates: Candidates, contract: CalleeContract | null, key: string | null): Attempt<Execution> {
    const loops = new Map([...candidates].filter(([about]) => about !== key));
    const execution = this.#executeWith(loops, contract);
    const setting = new Setting(execution, this.#module);
    const known = termsOf(contract === null ? this.#hints.preconditions : contract.preconditions, setting);
    const demands: Demand<Place | null>[] = execution.obligations.map(({ kind, subject, index, condition, holds }) => ({
      source: kind === "callee_precondition" || !loops.has(subject) ? null : placeOf(subject, index),
      condition,
      holds,
    }));
    if (contract !== null && key !== null) demands.push(...this.#contractDemands(execution, setting, contract, key));
    return { outcome: execution, demands, judge: new Discharge<Place | null>(setting, known, this.#oracle) };
  }

  /** What makes a contract true of the function: each end meets it, and there is no other end. */
  #contractDemands(
    execution: Execution,
    setting: Setting,
    { postconditions, returns }: CalleeContract,
    key: string,
  ): Demand<Place | null>[] {
    const unreached = [...execution.gaps, ...execution.cuts].map(({ condition }) => ({
      source: null,
      condition,
      holds: FALSE,
    }));
    const ends = execution.paths.flatMap((path): Demand<Place | null>[] => {
      if (path.outcome.kind === "raise") return [];
      const fits = typeFits(returns, path.outcome.value);
      if (!fits || path.exit.size > 0) return [{ source: null, condition: path.condition, holds: FALSE }];
      return postconditions.map((clause, index) => {
        const held = setting.holds(clause, setting.atEnd(path));
        return {
          source: placeOf(key, index),
          condition: path.condition,
          holds: "construct" in held ? FALSE : held.term,
        };
      });
    });
    return [...unreached, ...ends];
  }

  /** Recursive calls by what can be proved of the function when it is assumed of them. */
  async #byOwnContract(
    bounded: Execution,
    sites: readonly LoopSite[],
  ): Promise<{ execution: Execution; candidates: Candidates; contract: CalleeContract } | null> {
    const returns = returnsOf(this.#ir, bounded);
    const changes = bounded.paths.some(({ exit }) => exit.size > 0);
    if (returns === null || changes) {
      this.#note(
        "recursion_not_abstracted",
        changes ? "The recursion changes its arguments." : "What the recursion returns has no type that is known.",
      );
      return null;
    }
    const { key } = this.#fn.outline;
    const guesses = contractCandidates(this.#hints, bounded, returns);
    const alternatives = this.#hints.preconditions.length === 0 ? [[]] : [this.#hints.preconditions, []];
    const inLoops = sites.map(
      (site) => [site.id, candidatesFor(this.#module, site, this.#hints, this.#options.max_candidates)] as const,
    );
    for (const preconditions of alternatives) {
      const contractOf = (candidates: Candidates): CalleeContract => ({
        preconditions,
        postconditions: candidates.get(key) ?? [],
        returns,
      });
      const found = await houdini(new Map([...inLoops, [key, guesses]]), (candidates) =>
        this.#attempt(candidates, contractOf(candidates), key),
      );
      if (found !== null)
        return {
          candidates: found.candidates,
          contract: contractOf(found.candidates),
          execution: preconditions.length === 0 ? found.outcome : this.#onlyUnderPreconditions(found.outcome),
        };
    }
    this.#note("recursion_not_abstracted", "No contract of the function could be proved by induction over its calls.");
    return null;
  }

  /** Leaves an execution as it is when its obligations hold of every input, not only of those that meet the preconditions. */
  async #conditional(execution: Execution): Promise<Execution> {
    if (this.#hints.preconditions.length === 0) return execution;
    const setting = new Setting(execution, this.#module);
    const demands = execution.obligations.map(({ condition, holds }) => ({ source: 0, condition, holds }));
    const proved = await new Discharge<number>(setting, [], this.#oracle).proved(demands);
    return proved.every((one) => one) ? execution : this.#onlyUnderPreconditions(execution);
  }

  /**
   * An execution that was found for inputs that meet the preconditions, as one of all inputs: the others are cut. Without this a reader could take
   * what follows from the preconditions for something that the body sees to.
   */
  #onlyUnderPreconditions(execution: Execution): Execution {
    const setting = new Setting(execution, this.#module);
    const known = termsOf(this.#hints.preconditions, setting);
    if (known.length === 0) return execution;
    const declared = new Set(execution.declarations.map(({ symbol }) => symbol));
    const under = <Part extends { condition: Term[] }>(part: Part): Part => ({
      ...part,
      condition: [...part.condition, ...known.filter((term) => term !== TRUE)],
    });
    return {
      ...execution,
      declarations: [
        ...execution.declarations,
        ...setting.declarations().filter(({ symbol }) => !declared.has(symbol)),
      ],
      facts: setting.facts(),
      paths: execution.paths.map(under),
      gaps: execution.gaps.map(under),
      cuts: [
        ...execution.cuts.map(under),
        { condition: [not(and(...known))], bound: "inputs that meet the preconditions" },
      ],
      obligations: execution.obligations.map(under),
    };
  }
}

/** Clauses of the IR that the language has. */
function clausesOf(ir: IR, wanted: AssertionCategory): Expression[] {
  return ir.assertions
    .filter(({ category, expression }) => category === wanted && expression.unsupported.length === 0)
    .map(({ expression }) => parseExpression(expression.text))
    .filter((expression) => unsupportedConstructs(expression).length === 0);
}

/** What clauses say on entry. One without a meaning is not assumed, which only makes proofs harder. */
function termsOf(clauses: readonly Expression[], setting: Setting): Term[] {
  return clauses.flatMap((clause) => {
    const held = setting.holds(clause, setting.entry);
    return "construct" in held ? [] : [held.term];
  });
}

/** Whether some cut is of the loop. A bound that names no line may be of any. */
function isCut({ span }: LoopSite, cuts: readonly Cut[]): boolean {
  return cuts.some(({ bound }) => {
    const line = / line (\d+)/.exec(bound)?.[1];
    return line === undefined || Number(line) === span.line;
  });
}

const gapKey = ({ construct, span }: Gap): string =>
  `${construct} ${span === null ? "" : `${span.line}:${span.column}`}`;
