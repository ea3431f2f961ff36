import { LIMITS, type RunRequest } from "../../graphs/run.ts";
import type { Failure, FieldError } from "../problems/failure.ts";
import { pointer } from "../problems/from-zod.ts";

/** What a schema cannot say about a request: sizes in UTF-8 bytes, and NUL where it would cut a text short further on. */
export function faultOf(request: RunRequest): Failure | null {
  for (const [field, text, limit] of sizedFields(request)) {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > limit) return { reason: "source_too_large", pointer: `/input/${field}`, bytes, limit };
  }
  const errors = [...nuls(request), ...lateReminders(request)];
  return errors.length > 0 ? { reason: "invalid_request", errors } : null;
}

/** Each text of the input with the most bytes that it may have. */
function sizedFields(request: RunRequest): [field: string, text: string, limit: number][] {
  switch (request.graph) {
    case "forward":
      return [
        ["prompt", request.input.prompt, LIMITS.prompt_bytes],
        ["context", request.input.context ?? "", LIMITS.context_bytes],
        ["examples", JSON.stringify(request.input.examples ?? []), LIMITS.ir_bytes],
      ];
    case "resolve":
      return [
        ["ir", JSON.stringify(request.input.ir), LIMITS.ir_bytes],
        ["prompt", request.input.prompt ?? "", LIMITS.prompt_bytes],
        ["code", request.input.code ?? "", LIMITS.source_bytes],
      ];
    case "reverse":
      return [["source", request.input.source, LIMITS.source_bytes]];
    case "validate":
      return [
        ["code", request.input.code, LIMITS.source_bytes],
        ["ir", JSON.stringify(request.input.ir), LIMITS.ir_bytes],
      ];
    case "solve":
      return [["smtlib", request.input.smtlib, LIMITS.source_bytes]];
    case "synthesize":
      return [["sygus", request.input.sygus, LIMITS.source_bytes]];
  }
}

/** A reminder that could only come when the wait or the run is over says that the request means something else. */
function lateReminders({ options, budget }: RunRequest): FieldError[] {
  const reminders = options !== undefined && "reminders_s" in options ? (options.reminders_s ?? []) : [];
  const ends: [field: string, seconds: number | undefined][] = [
    [
      "options.answer_deadline_s",
      options !== undefined && "answer_deadline_s" in options ? options.answer_deadline_s : undefined,
    ],
    ["budget.deadline_s", budget?.deadline_s],
  ];
  return reminders.flatMap((seconds, index) =>
    ends.flatMap(([field, end]): FieldError[] =>
      end === undefined || seconds < end
        ? []
        : [{ pointer: `/options/reminders_s/${index}`, parameter: null, detail: `must be less than ${field}, ${end}` }],
    ),
  );
}

/** Python source may hold a NUL: CPython refuses it as a syntax error, and so does the run, with its position. */
function nuls(request: RunRequest): FieldError[] {
  const fields = Object.entries(request.input).filter(([name]) => name !== "source" && name !== "code");
  const tags = (request.tags ?? []).map((tag, index) => [["tags", index], tag] as const);
  return [...fields.map(([name, value]) => [["input", name], value] as const), ...tags]
    .filter(([, value]) => typeof value === "string" && value.includes("\0"))
    .map(([path]) => ({ pointer: pointer([...path]), parameter: null, detail: "has a NUL character" }));
}
