import { TerminalError } from "../../graph/errors.ts";
import { LIMITS, type ReverseInput } from "../run.ts";
import type { SourceFile } from "./facts.ts";

/** Brings the request into the form every analysis reads. The API has refused oversized sources already; runs made otherwise are held to the same limit. */
export function load(input: ReverseInput): SourceFile {
  const bytes = new TextEncoder().encode(input.source).length;
  if (bytes > LIMITS.source_bytes) {
    throw new TerminalError(
      "source_too_large",
      `The source has ${bytes} bytes; a file may have ${LIMITS.source_bytes}.`,
    );
  }
  return {
    source: input.source,
    path: input.path ?? null,
    repo: input.repo ?? null,
    commit: input.commit ?? null,
    function: input.function ?? null,
    module_body: input.module_body ?? false,
  };
}
