import type { TenantId } from "../../graphs/run.ts";
import type { ApiContext } from "../context.ts";
import { problem } from "../problems/problem.ts";

/** Only the operator may speak of another tenant than its own; anybody else is told so, not sent to the own tenant silently. */
export function foreignTenant(c: ApiContext, asked: TenantId | undefined) {
  const { tenant, operator } = c.get("principal");
  if (asked === undefined || asked === tenant || operator) return null;
  return problem(c, { reason: "forbidden", detail: "Only the operator's secret may name a tenant." });
}
