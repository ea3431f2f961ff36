import { doctestsIn } from "../contracts/doctests.ts";
import { docContracts } from "../contracts/pep316.ts";
import type { Docstring } from "../facts/docstring.ts";
import { docFields } from "../facts/docstring-fields.ts";

export interface Prose {
  summary: string;
  rationale: string | null;
}

/** What a docstring says in words: its first paragraph, and the rest. Contracts, examples and documented parameters are told elsewhere. */
export function proseOf(docstring: Docstring): Prose {
  const left = new Set([...docContracts(docstring).used, ...docFields(docstring).used]);
  for (const { from, to } of doctestsIn(docstring.lines)) {
    for (let line = from; line <= to; line += 1) left.add(line);
  }
  const kept = docstring.lines.map(({ text }, index) => (left.has(index) ? "" : text));
  const paragraphs = kept
    .join("\n")
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.replace(/^\n+/, "").trimEnd());
  const [first = "", ...rest] = paragraphs.filter((paragraph) => paragraph.trim() !== "" && !isHeading(paragraph));
  const rationale = rest.join("\n\n");
  return {
    summary: cut(first.replace(/\s+/g, " ").trim(), 4000),
    rationale: rationale === "" ? null : cut(rationale, 16000),
  };
}

/** A section heading whose content was taken out. */
function isHeading(paragraph: string): boolean {
  return /^\s*(?:[A-Z][A-Za-z ]{0,30}:{1,2}|[A-Z][A-Za-z ]{0,30}\n\s*[-=~^]{3,})\s*$/.test(paragraph);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
