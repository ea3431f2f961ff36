import type { z } from "zod";
import type { FieldError } from "./failure.ts";

type Target = "json" | "query" | "param" | "header" | "cookie" | "form";

/** More errors than this help nobody; the last entry then says how many were left out. */
const MOST_ERRORS = 50;

/** The issues of a schema as RFC 6901 pointers into the body, or as parameter names. */
export function fromZod(target: Target, error: z.core.$ZodError): FieldError[] {
  const errors = error.issues.flatMap((issue) => fromIssue(target, issue));
  if (errors.length <= MOST_ERRORS) return errors;
  const left = errors.length - MOST_ERRORS;
  return [...errors.slice(0, MOST_ERRORS), { pointer: null, parameter: null, detail: `and ${left} more` }];
}

function fromIssue(target: Target, issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => at(target, [...issue.path, key], "is not a known field"));
  }
  if (issue.code === "invalid_union" && issue.discriminator !== undefined) {
    return [at(target, [...issue.path], unionDetail(issue))];
  }
  return [at(target, issue.path, issue.message)];
}

function unionDetail(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length === 0 ? issue.message : `must be one of: ${options.map(String).join(", ")}`;
}

function at(target: Target, path: readonly PropertyKey[], detail: string): FieldError {
  if (target === "json") return { pointer: pointer(path), parameter: null, detail };
  return { pointer: null, parameter: path.map(String).join("."), detail };
}

/** RFC 6901: `~` becomes `~0` and `/` becomes `~1`; the whole document is the empty string. A long key is cut. */
export function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, 200).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
