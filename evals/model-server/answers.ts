import type { HiddenParts } from "./hidden-parts.ts";
import { type CodeParts, codeParts, mutants } from "./python-code.ts";
import { examplesIn } from "./python-examples.ts";
import { fieldsOf, type Question } from "./question.ts";
import { choose, draw } from "./random.ts";
import { instanceOf } from "./schema-instance.ts";

/** One function that the simulated model knows. */
export interface KnownFunction {
  /** The request as it is asked. */
  prompt: string;
  name: string;
  /** A right program. */
  code: string;
  /** Programs known to be wrong; where there are none, wrong ones are made by changing an operator or a constant of the right one. */
  wrong: readonly string[];
  parameters: readonly { name: string; type: string | null; default: string | null }[];
  returns: string | null;
  /** What follows from any answer about it; nothing when absent. */
  following?: Readonly<Record<"suggestions" | "rewordings", readonly unknown[]>>;
}

export interface AnswerOptions {
  functions: readonly KnownFunction[];
  /** Probability that one sample of `ir-to-code` or `repair` is the right code, and that one suggestion is the hidden part. */
  accuracy: number;
  seed: number;
  /** Parts of contracts that the model knows although they are hidden; none when absent. */
  hidden?: HiddenParts;
}

/** The object that a model answers; `right` says whether it was the right code, null where that is not the question. */
export interface Answer {
  object: unknown;
  right: boolean | null;
}

/** `sample` counts how often the very same request was answered before: a model answers it differently each time. */
export type Answerer = (question: Question, sample: number) => Answer;

/**
 * A model of known skill. Names and types come from the reference signature, examples from the prompt alone, code is right with the given probability.
 * What depends on chance depends on the seed, the request and the sample number alone.
 */
export function answererOf(options: AnswerOptions): Answerer {
  const by_prompt = new Map(options.functions.map((known) => [squeezed(known.prompt), known]));
  const by_name = new Map(options.functions.map((known) => [known.name, known]));
  const parts = new Map<KnownFunction, { right: CodeParts | null; wrong: CodeParts[] }>();

  const partsOf = (known: KnownFunction) => {
    const made = parts.get(known) ?? { right: codeParts(known.code, known.name), wrong: wrongParts(known) };
    parts.set(known, made);
    return made;
  };

  return (question, sample) => {
    const { signature, schema } = question;
    const fields = fieldsOf(signature ?? "", question.asked);
    const known =
      by_prompt.get(squeezed(fields.prompt ?? "")) ??
      by_name.get(/\bdef (\w+)\(/.exec(fields.contract ?? fields.code ?? "")?.[1] ?? "");
    let right: boolean | null = null;
    let wanted: Record<string, unknown> = {};
    if (signature === "hole-suggestion" && options.hidden !== undefined) {
      const name = /\bdef (\w+)\(/.exec(fields.contract ?? "")?.[1] ?? "";
      const { seed, accuracy } = options;
      const chance = [seed, question.content, sample];
      wanted = { suggestions: options.hidden.suggest(name, subjectIn(fields.hole ?? ""), accuracy, ...chance) };
    } else if (known !== undefined) {
      if (signature === "ir-to-code" || signature === "repair") {
        const { right: good, wrong } = partsOf(known);
        right = good !== null && draw(options.seed, "right", question.content, sample) < options.accuracy;
        const bad = choose(wrong, options.seed, "which", question.content, sample);
        wanted = { ...(right ? good : (bad ?? { imports: [], helpers: "", body: "return None" })) };
      } else wanted = factsOf(signature, known, fields.prompt ?? "");
    }
    const reasoning = known === undefined ? "Nothing is known about this." : `This is about ${known.name}.`;
    const object = schema === null ? reasoning : instanceOf(schema, { reasoning, ...wanted });
    return { object, right };
  };
}

/** The subject of a hole as it is written in the request: JSON, or lines of `subject: ...`. */
function subjectIn(hole: string): string {
  const [, json] = /"subject"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(hole) ?? [];
  return json === undefined ? (/^\W*subject\W+(.*)$/m.exec(hole)?.[1] ?? "").trim() : String(JSON.parse(json));
}

function wrongParts(known: KnownFunction): CodeParts[] {
  const given = known.wrong.flatMap((code) => codeParts(code, known.name) ?? []);
  if (given.length > 0) return given;
  const right = codeParts(known.code, known.name);
  if (right === null) return [];
  const { subtle, crude } = mutants(right.body);
  return (subtle.length > 0 ? subtle : crude).map((body) => ({ ...right, body }));
}

function factsOf(signature: string | null, known: KnownFunction, prompt: string): Record<string, unknown> {
  switch (signature) {
    case "nl-to-intent":
      return {
        summary: summaryOf(prompt, known.name),
        identifiers: [
          { name: known.name, role: "function", meaning: "what is asked for" },
          ...known.parameters.map(({ name }) => ({ name, role: "parameter", meaning: `the parameter ${name}` })),
        ],
      };
    case "intent-to-signature":
    case "code-to-signature":
      return {
        name: known.name,
        parameters: known.parameters.map(({ name, type, default: literal }) => ({
          name: name.replace(/^\*+/, ""),
          type_hint: type,
          kind: name.startsWith("**")
            ? "var_keyword"
            : name.startsWith("*")
              ? "var_positional"
              : "positional_or_keyword",
          default: literal,
          description: null,
        })),
        returns: { type_hint: known.returns, description: null },
      };
    case "constraint-extraction":
      return { examples: examplesIn(prompt, known.name) };
    case "infer-dependent-constraints":
      return { ...known.following };
    case "validation":
      return { holds: "unsure", why: "This is not decided by reading." };
    default:
      return {};
  }
}

function summaryOf(prompt: string, name: string): string {
  const stated = /"""\s*([^\n]+)/.exec(prompt)?.[1] ?? prompt.split("\n").find((line) => line.trim() !== "");
  return stated?.trim() || `Compute ${name}.`;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
