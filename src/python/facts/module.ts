import { z } from "zod";
import { Span } from "../../ir/provenance.ts";

/** One function found in a file, in source order. `qualified_name` follows CPython's `__qualname__` (`Outer.method`, `f.<locals>.g`). */
export const FunctionOutline = z.object({
  /** Unique in the file: the qualified name, with `#2`, `#3` ... for later definitions of the same name. */
  key: z.string(),
  qualified_name: z.string(),
  name: z.string(),
  kind: z.enum(["function", "method", "nested", "module_body"]),
  /** Qualified name of the enclosing class, for methods. */
  class_name: z.string().nullable(),
  is_async: z.boolean(),
  span: Span,
});
export type FunctionOutline = z.infer<typeof FunctionOutline>;

export const ModuleOutline = z.object({ functions: z.array(FunctionOutline), source_bytes: z.int() });
export type ModuleOutline = z.infer<typeof ModuleOutline>;

/** An analysis that could not do its work for one function; the others go on. */
export const AnalysisProblem = z.object({
  analysis: z.string(),
  code: z.string(),
  detail: z.string(),
  span: Span.nullable(),
});
export type AnalysisProblem = z.infer<typeof AnalysisProblem>;
