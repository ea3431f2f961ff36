import type { ExampleFact, ParameterFact } from "../signatures/facts.ts";
import type { Layout } from "./layout.ts";
import { joinText, type MappedText, type Span } from "./mapped-text.ts";
import { calledName, statedHeader, statedName } from "./names.ts";
import { type Definition, readCode } from "./stub.ts";

/** What definitions and names of a prompt fix before its prose is read. */
export interface Headline {
  name: string | null;
  /** Null while only the prose or examples can tell. */
  parameters: readonly ParameterFact[] | null;
  returns: string | null;
  prose: MappedText;
  /** Python that asks for something else as well. */
  unread: readonly Span[];
}

/** The definition that is asked for: the one of the given name, else the last that has no body. */
export function askedFor(definitions: readonly Definition[], name: string | null): Definition | null {
  const named = name === null ? undefined : definitions.findLast((definition) => definition.name === name);
  return named ?? definitions.findLast((definition) => !definition.has_body) ?? null;
}

export function headlineOf(layout: Layout, context: Layout | null, functionName: string | null): Headline {
  const definitions = layout.blocks.flatMap((block) => block.definitions);
  const target = askedFor(definitions, functionName);
  const parts = [
    ...layout.prose,
    ...layout.blocks.flatMap(({ remarks }) => remarks),
    ...(target ? [...(target.docstring ? [target.docstring] : []), ...target.comments] : []),
  ].filter(({ text }) => text.trim() !== "");
  const prose = joinText(
    parts.toSorted((left, right) => (left.offsets[0] ?? 0) - (right.offsets[0] ?? 0)),
    "\n\n",
  );
  const header = target ?? headerOf(prose.text) ?? known(context, functionName);
  return {
    name: functionName ?? header?.name ?? statedName(prose.text) ?? calledName(prose.text),
    parameters: header?.parameters ?? null,
    returns: header?.returns ?? null,
    prose,
    unread: definitions.filter((definition) => definition !== target && !definition.has_body),
  };
}

function headerOf(prose: string): Definition | null {
  const line = statedHeader(prose);
  return line === null ? null : (readCode(line, 0, line.length)?.definitions[0] ?? null);
}

function known(context: Layout | null, name: string | null): Definition | null {
  const definitions = context?.blocks.flatMap((block) => block.definitions) ?? [];
  return name === null ? null : (definitions.find((definition) => definition.name === name) ?? null);
}

/** Parameters that examples name ("for x = 3"): the names of all of them, where they agree; null otherwise. */
export function namedByExamples(examples: readonly ExampleFact[]): ParameterFact[] | null {
  const [first] = examples;
  const names = first?.kwargs.map(({ name }) => name) ?? [];
  if (names.length === 0) return null;
  const agree = examples.every(
    ({ args, kwargs }) => args.length === 0 && kwargs.map(({ name }) => name).join() === names.join(),
  );
  if (!agree) return null;
  return names.map((name) => ({
    name,
    type_hint: null,
    kind: "positional_or_keyword",
    default: null,
    description: null,
  }));
}
