import type { NodeId } from "../../graph/ids.ts";
import type { HoleId } from "../../ir/ids.ts";
import type { IR } from "../../ir/ir.ts";
import type { HoleCommand } from "./decisions.ts";
import type { Asking, Given } from "./facts.ts";

/** The wait of the forward graph for code. */
export const CODE_WAIT = "await_code";

/** A command that came before the run waited, with its place in the row. */
export interface Kept {
  id: number;
  command: HoleCommand;
}

export const holeOf = (command: HoleCommand): HoleId =>
  command.kind === "answer" ? command.answer.hole : command.hole;

/** What a wait takes of what was kept: commands about holes that the contract has by now. Null where there is nothing for it; the rest stays kept for later. */
export function takeKept(
  wait: NodeId,
  { ir, asking }: { ir: IR; asking: Pick<Asking, "graph"> },
  kept: readonly Kept[],
): { given: Given; taken: number[] } | null {
  const holes = new Map(ir.holes.map((hole) => [hole.id, hole]));
  const isCode = ({ command }: Kept) =>
    asking.graph === "forward" && holes.get(holeOf(command))?.clause === "implementation";
  if (wait === CODE_WAIT) {
    const code = kept.find((one) => isCode(one) && holes.get(holeOf(one.command))?.status === "open");
    if (code !== undefined && code.command.kind === "answer")
      return { given: { kind: "code", answer: code.command.answer }, taken: [code.id] };
  }
  const due = kept.filter((one) => holes.has(holeOf(one.command)) && !isCode(one));
  if (due.length === 0) return null;
  return { given: { kind: "kept", commands: due.map(({ command }) => command) }, taken: due.map(({ id }) => id) };
}
