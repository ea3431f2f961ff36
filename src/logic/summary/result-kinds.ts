import type { Execution } from "../execution/execution.ts";
import { FALSE } from "../smt/term.ts";
import type { Pure } from "../symbolic/value.ts";

export type ResultKind = Exclude<Pure["kind"], "sequence" | "fixed"> | "list" | "tuple" | "set" | "either";

/** The kinds of values that the paths return. */
export function kindsOfResult({ paths }: Execution): Set<ResultKind> {
  const kinds = new Set<ResultKind>();
  for (const { outcome } of paths) {
    if (outcome.kind !== "return") continue;
    for (const { guard, value } of outcome.value) if (guard !== FALSE) kinds.add(kindOf(value));
  }
  return kinds;
}

function kindOf(value: Pure): ResultKind {
  return value.kind === "sequence" || value.kind === "fixed" ? value.flavour : value.kind;
}
