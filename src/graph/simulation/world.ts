import type { ErrorClass, NodeError, ValueRef } from "../events.ts";
import type { Block } from "./blocks.ts";

/** Probabilities of the faults. */
export interface World {
  drop: number;
  duplicate: number;
  crash_coordinator: number;
  /** The coordinator dies with a decision made and not stored. */
  lose_commit: number;
  crash_consumer: number;
  /** An inline body dies with its coordinator, which does not run it again. */
  lose_inline: number;
  stall: number;
  fail: number;
  fail_with: readonly [ErrorClass, ...ErrorClass[]];
  clock_jumps: number;
  cancel: number;
  answer: number;
  retry: number;
  deadline_ms: number;
}

export function errorOf(of: ErrorClass, retry_after_ms: number | null): NodeError {
  return { class: of, code: "simulated", message: "simulated", retry_after_ms, details: [] };
}

/** The same for every attempt, as a node's outcome does not depend on how often it was tried. */
export function valueFor(node: string, iteration: number): ValueRef {
  const bytes = [...`${node}#${iteration}`]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
  return { hash: bytes.padEnd(64, "0").slice(0, 64), bytes: iteration };
}

/** Tasks, choices and loops of a program by the id of the node that acts for them. */
export function decisionsOf(block: Block | null, found = new Map<string, Block>()): Map<string, Block> {
  switch (block?.kind) {
    case "task":
      found.set(block.id, block);
      break;
    case "sequence":
      for (const inner of block.blocks) decisionsOf(inner, found);
      break;
    case "fork":
      for (const branch of block.branches) decisionsOf(branch, found);
      break;
    case "choice":
      found.set(block.id, block);
      for (const choice of block.choices) decisionsOf(choice, found);
      break;
    case "loop":
      found.set(block.id, block);
      decisionsOf(block.body, found);
      break;
  }
  return found;
}
