import { TerminalError } from "../../graph/errors.ts";
import { askingOrder, DependencyCycle } from "../../holes/select-next.ts";
import type { Hole, IR } from "../../ir/ir.ts";
import type { HoleCommand } from "./decisions.ts";
import type { Asking, Contract } from "./facts.ts";

const ASKED: Readonly<Record<Asking["asks"], ReadonlySet<Hole["priority"]>>> = {
  critical: new Set(["critical"]),
  medium: new Set(["critical", "high", "medium"]),
};

/** Open holes that the run has to know about, in the order in which they are to be asked. */
export const askedHoles = (ir: IR, { asks, also = [] }: Pick<Asking, "asks" | "also">): Hole[] =>
  inOrder(ir).filter(({ id, priority }) => ASKED[asks].has(priority) || also.includes(id));

/** Holes for which the wait of the holes graph is: code has a wait of its own in the forward graph. */
export const awaitedHoles = (ir: IR, asking: Pick<Asking, "asks" | "also" | "graph">): Hole[] =>
  askedHoles(ir, asking).filter(({ clause }) => asking.graph !== "forward" || clause !== "implementation");

/** Open holes in the order of asking, as in the IR where they depend on each other in a circle. */
export function inOrder(ir: IR): Hole[] {
  try {
    return askingOrder(ir);
  } catch (error) {
    if (error instanceof DependencyCycle) return ir.holes.filter(({ status }) => status === "open");
    throw error;
  }
}

/** Suggestions of the asked holes that are good enough to be taken without a person. One that was refused is not taken again. */
export function suggestedAnswers({ ir, decisions }: Contract, asking: Asking, at: string): HoleCommand[] {
  const refused = new Set(
    decisions.refused.flatMap(({ command }) =>
      command.kind === "answer" && command.answer.reply.kind === "value"
        ? [`${command.answer.hole} ${command.answer.reply.value}`]
        : [],
    ),
  );
  return awaitedHoles(ir, asking).flatMap((hole): HoleCommand[] => {
    const [best] = hole.suggestions
      .filter(({ value, confidence }) => confidence >= asking.threshold && !refused.has(`${hole.id} ${value}`))
      .toSorted((a, b) => b.confidence - a.confidence);
    if (best === undefined) return [];
    const reply = { kind: "value", value: best.value } as const;
    return [{ kind: "answer", answer: { hole: hole.id, reply, by: "lift", at, source: "refinement" } }];
  });
}

/** What happens next to a contract: `clear` when nothing is asked, else what the policy says; `auto` asks a person where no suggestion is good enough. */
export function choose(contract: Contract, asking: Asking): "clear" | "ask" | "auto" | "fail" {
  if (awaitedHoles(contract.ir, asking).length === 0) return "clear";
  if (asking.policy !== "auto") return asking.policy;
  return suggestedAnswers(contract, asking, "1970-01-01T00:00:00Z").length > 0 ? "auto" : "ask";
}

/** Ends a run that may not wait: what is open, with the clauses that contradict each other by their ids. */
export function refuse(ir: IR, asking: Pick<Asking, "asks" | "also">): never {
  const open = askedHoles(ir, asking);
  throw new TerminalError(
    "unfilled_holes",
    open
      .map(({ description }) => description)
      .join(" ")
      .slice(0, 1000) || "Something that is needed is missing.",
    open.map(({ id, description, constraints, context }) => ({
      pointer: null,
      line: null,
      column: null,
      detail: [
        `${id}: ${description}`,
        ...(constraints.length > 0 ? [`clauses: ${constraints.join(", ")}`] : []),
        ...(context === null ? [] : [context]),
      ]
        .join("\n")
        .slice(0, 1000),
    })),
  );
}

/** Ends a run to which nobody came back. */
export function unanswered(ir: IR, asking: Pick<Asking, "asks" | "also">): never {
  const open = askedHoles(ir, asking);
  throw new TerminalError(
    "unanswered",
    `Nobody answered: ${open.map(({ description }) => description).join(" ")}`.slice(0, 1000),
  );
}
