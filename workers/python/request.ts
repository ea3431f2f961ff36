import { z } from "zod";
import { PythonCall, PythonLimits, PythonRequest } from "../../src/python/sandbox/contract.ts";
import { MEMORY_LEAST, MEMORY_LIMIT } from "./interpreter/limits.ts";

/** Characters, except where it says otherwise. */
const SIZE = {
  tenant: 200,
  module: 1_000_000,
  path: 500,
  expression: 100_000,
  clause: 20_000,
  clauses: 500,
  all: 8_000_000,
};
const FUEL_LIMIT = 20_000_000_000;

const text = (limit: number) =>
  z
    .string()
    .max(limit)
    .refine((value) => value.isWellFormed(), "is not well-formed Unicode")
    .refine((value) => !value.includes("\0"), "contains a null character");

/** What the sandbox takes: the contract's request, with sizes. */
const Admitted = PythonRequest.extend({
  tenant: text(SIZE.tenant).min(1),
  module: text(SIZE.module),
  function: text(SIZE.path).regex(/^[^\s.]+(\.[^\s.]+)*$/u, "is not a dotted path"),
  calls: z
    .array(
      PythonCall.extend({
        args: z.array(text(SIZE.expression)).max(100),
        kwargs: z.record(text(SIZE.path), text(SIZE.expression)),
      }),
    )
    .max(2000),
  assume: z.array(text(SIZE.clause)).max(SIZE.clauses),
  checks: z.array(text(SIZE.clause)).max(SIZE.clauses),
  limits: PythonLimits.extend({
    fuel: z.int().positive().max(FUEL_LIMIT),
    memory_bytes: z.int().min(MEMORY_LEAST).max(MEMORY_LIMIT),
  }),
}).refine((request) => sizeOf(request) <= SIZE.all, `is larger than ${SIZE.all} characters`);

function sizeOf({ calls, assume, checks }: PythonRequest): number {
  const total = (texts: string[]): number => texts.reduce((sum, { length }) => sum + length, 0);
  return (
    calls.reduce((sum, { args, kwargs }) => sum + total(args) + total(Object.values(kwargs)), 0) +
    total(assume) +
    total(checks)
  );
}

/** The request, or what is wrong with it by path. */
export function admit(request: PythonRequest): { request: PythonRequest } | { rejected: string } {
  const parsed = Admitted.safeParse(request);
  if (parsed.success) return { request: parsed.data };
  return {
    rejected: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`).join("; "),
  };
}
