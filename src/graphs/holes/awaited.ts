import type { Hole, IR } from "../../ir/ir.ts";
import { awaitedHoles } from "./choose.ts";
import type { Asking } from "./facts.ts";
import { CODE_WAIT } from "./kept.ts";

/** Open holes that an open wait is for. */
export function holesOfWait(wait: string, ir: IR, asking: Pick<Asking, "asks" | "graph">): Hole[] {
  return wait === CODE_WAIT
    ? ir.holes.filter(({ clause, status }) => clause === "implementation" && status === "open")
    : awaitedHoles(ir, asking);
}
