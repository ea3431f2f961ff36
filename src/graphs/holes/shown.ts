import { irId } from "../../ir/hash.ts";
import type { IR } from "../../ir/ir.ts";
import { liftedId, stamp } from "../reverse/finish.ts";
import type { LiftedDraft, RunId, TenantId } from "../run.ts";

interface Identity {
  tenant: TenantId;
  run: RunId;
}

/** The contract as the outcome shows it: with the id that it has in its run, and the run's own time where nobody else's stands, so that equal contracts of one run are shown alike. */
export function shown(ir: IR, graph: string, since: string, { tenant, run }: Identity): LiftedDraft[] {
  const id = graph === "reverse" ? liftedId(ir, { tenant, run }) : irId([tenant, run, graph]);
  const stamped = stamp({ ...ir, id }, since);
  return [
    {
      id,
      ir: stamped,
      holes: stamped.holes.filter(({ status }) => status === "open").length,
      confidence: ir.confidence,
    },
  ];
}
