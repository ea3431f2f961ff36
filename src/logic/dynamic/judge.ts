import type { Verdict } from "../../ir/verdict.ts";
import type { CallOutcome } from "../../python/sandbox/contract.ts";
import { assignmentOf, type Slot } from "./input.ts";
import type { Execution } from "./session.ts";
import type { DeclaredCheck, Problem } from "./target.ts";

type Ended = Extract<CallOutcome, { kind: "returned" | "raised" }>;

export function ended({ outcome }: Execution): Ended | null {
  return outcome.kind === "returned" || outcome.kind === "raised" ? outcome : null;
}

interface Tally {
  held: number;
  errors: number;
  /** The first execution that found the clause false, and the simplest so far. */
  first: Execution | null;
  refutation: Execution | null;
}

/** What executions have shown of the declared clauses so far. Executions are given with the outcomes of exactly these clauses first among their checks. */
export class Judge {
  readonly #declared: readonly DeclaredCheck[];
  readonly #tallies: Tally[];

  constructor(declared: readonly DeclaredCheck[]) {
    this.#declared = declared;
    this.#tallies = declared.map(() => ({ held: 0, errors: 0, first: null, refutation: null }));
  }

  note(executions: readonly Execution[]): void {
    for (const execution of executions) {
      const outcome = ended(execution);
      if (outcome === null) continue;
      for (const [index, clause] of this.#declared.entries()) {
        const tally = this.#tallies[index];
        const check = outcome.checks[index];
        if (tally === undefined) continue;
        if (check === "true") tally.held += 1;
        else if (check === "error") tally.errors += 1;
        else if (check === "false" && refutes(clause, outcome)) {
          tally.first ??= execution;
          tally.refutation ??= execution;
        }
      }
    }
  }

  /** The clauses found false, each with the simplest execution that shows it and the one that was first. */
  refutations(): { index: number; clause: DeclaredCheck; execution: Execution; first: Execution }[] {
    return this.#declared.flatMap((clause, index) => {
      const { refutation: execution = null, first = null } = this.#tallies[index] ?? {};
      return execution === null || first === null ? [] : [{ index, clause, execution, first }];
    });
  }

  /** A better execution that shows the same; null when none shows it again. */
  replace(index: number, execution: Execution | null): void {
    const tally = this.#tallies[index];
    if (tally !== undefined) tally.refutation = execution;
  }

  verdicts(slots: readonly Slot[]): { verdicts: Record<string, Verdict>; problems: Problem[] } {
    const verdicts: Record<string, Verdict> = {};
    const problems: Problem[] = [];
    for (const [index, { id, text }] of this.#declared.entries()) {
      const tally = this.#tallies[index];
      if (tally === undefined) continue;
      if (tally.refutation !== null) verdicts[id] = refuted(slots, tally.refutation);
      else if (tally.held > 0 && tally.first === null) verdicts[id] = { status: "tested", executions: tally.held };
      if (tally.errors > 0)
        problems.push({
          code: "clause_raises",
          detail: `Judging \`${text.slice(0, 300)}\` raised after ${tally.errors} calls, which say nothing of it.`,
        });
    }
    return { verdicts, problems };
  }
}

/** A raises clause is wrong where the call returns all the same; that another guard was first with its exception does not make it so. */
export function refutes(clause: DeclaredCheck, outcome: Ended): boolean {
  return !clause.entry || outcome.kind === "returned";
}

/** The input's own text is the counterexample: exactly what was run. */
function refuted(slots: readonly Slot[], { input, outcome }: Execution): Verdict {
  return { status: "refuted", counterexample: assignmentOf(slots, input), observed: observedOf(outcome) };
}

export function observedOf(outcome: CallOutcome): string | null {
  if (outcome.kind === "returned") {
    const changed = Object.entries(outcome.after).map(([name, text]) => `${name} became ${text ?? "another object"}`);
    return [`returned ${outcome.value ?? `a ${outcome.type}`}`, ...changed].join("; ").slice(0, 1000);
  }
  if (outcome.kind !== "raised") return null;
  return `raised ${outcome.classes[0] ?? "an exception"}: ${outcome.message}`.slice(0, 1000);
}
