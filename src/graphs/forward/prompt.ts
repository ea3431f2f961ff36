import { TerminalError } from "../../graph/errors.ts";
import type { ExampleFact } from "../../signatures/facts.ts";
import { type ForwardInput, LIMITS } from "../run.ts";
import type { Prompt } from "./facts.ts";
import { literalOf } from "./literal.ts";

/** Brings the request into the form every node reads. The API has refused oversized prompts already; runs made otherwise are held to the same limits. */
export function promptOf(input: ForwardInput): Prompt {
  limited("prompt", input.prompt, LIMITS.prompt_bytes);
  limited("context", input.context ?? "", LIMITS.context_bytes);
  const examples = (input.examples ?? []).map(
    (example): ExampleFact => ({
      args: example.args.map(literalOf),
      kwargs: Object.entries(example.kwargs ?? {}).map(([name, value]) => ({ name, literal: literalOf(value) })),
      returns: "returns" in example ? literalOf(example.returns) : null,
      raises: example.raises ?? null,
    }),
  );
  return { text: input.prompt, context: input.context ?? null, function: input.function ?? null, examples };
}

function limited(field: string, text: string, limit: number): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > limit)
    throw new TerminalError(`${field}_too_large`, `The ${field} has ${bytes} bytes; it may have ${limit}.`);
}

/**
 * The request as whoever answers gets it: its own words, and what was given beside them as Python would show it. `name` is the function's name as far as it is known.
 */
export function wordsOf({ text, examples, ...prompt }: Prompt, name: string | null = prompt.function): string {
  const parts = [text];
  if (prompt.function !== null && !new RegExp(`\\b${prompt.function}\\b`).test(text))
    parts.push(`The function is called \`${prompt.function}\`.`);
  if (examples.length > 0 && name !== null) parts.push(examples.map((example) => doctest(name, example)).join("\n"));
  return parts.join("\n\n");
}

function doctest(name: string, { args, kwargs, returns, raises }: ExampleFact): string {
  const call = `>>> ${name}(${[...args, ...kwargs.map(({ name, literal }) => `${name}=${literal}`)].join(", ")})`;
  if (raises !== null) return `${call}\nTraceback (most recent call last):\n    ...\n${raises}`;
  return returns === null || returns === "None" ? call : `${call}\n${returns}`;
}
