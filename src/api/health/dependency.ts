import { z } from "@hono/zod-openapi";

/** The state of one dependency. `detail` is a class of failure, never a message of the dependency itself; of the sandbox, how programs are kept apart. */
export const Dependency = z
  .object({
    name: z.enum(["d1", "kv", "queue", "solver", "sandbox", "durable_objects"]),
    status: z.enum(["ok", "failed", "timeout"]),
    milliseconds: z.number().nonnegative(),
    detail: z.string().nullable(),
  })
  .openapi("Dependency");
export type Dependency = z.infer<typeof Dependency>;
