import { z } from "@hono/zod-openapi";
import type { TenantId } from "../../graphs/run.ts";

/** Each scope includes the ones before it: `read` reads, `run` also makes and changes runs, `admin` also manages keys. */
export const Scope = z.enum(["read", "run", "admin"]);
export type Scope = z.infer<typeof Scope>;

/** Who is asking. */
export interface Principal {
  tenant: TenantId;
  scopes: readonly Scope[];
  /** How the journal names the caller. */
  name: string;
  /** The holder of the deployment's own secret, or anybody on an open loopback: may make keys for other tenants. */
  operator: boolean;
}

export function may(principal: Principal, scope: Scope): boolean {
  return principal.scopes.some((held) => Scope.options.indexOf(held) >= Scope.options.indexOf(scope));
}
