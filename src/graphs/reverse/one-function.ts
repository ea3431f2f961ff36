import { TerminalError } from "../../graph/errors.ts";
import type { Selection } from "./facts.ts";

/** Refuses a run that is to ask about more than one function, or about none: each answer is about one contract. Names what there is to choose from. */
export function oneFunction({ functions, report }: Selection): void {
  if (functions.length === 1) return;
  const names = functions.slice(0, 20).map(({ key }) => key);
  const count = functions.length + report.skipped.length;
  const detail =
    count === 0
      ? "The source has no function to ask about."
      : `The source has ${count} functions, and a run with options.hole_policy asks about one: name it in input.function. There are ${names.join(", ")}${count > names.length ? ", ..." : ""}.`;
  throw new TerminalError("function_needed", detail, [
    { pointer: "/input/function", line: null, column: null, detail: "name one function" },
  ]);
}
