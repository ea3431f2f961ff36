/** What a request asks, read from the wire as a model reads it: the schema says which task, the conversation holds the fields of the input. */
export interface Question {
  /** Id of the signature: the schema's name or title; null for a request without a schema. */
  signature: string | null;
  schema: Readonly<Record<string, unknown>> | null;
  system: string;
  /** The first user turn after all demonstrations. */
  asked: string;
  /** Everything that makes two requests the same. */
  content: string;
}

/** Labels of the inputs of each signature, in the order in which they are written. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  "nl-to-intent": ["prompt", "context"],
  "intent-to-signature": ["prompt", "context", "intent"],
  "constraint-extraction": ["prompt", "context", "intent"],
  "ir-to-code": ["contract", "prompt"],
  repair: ["contract", "prompt", "code", "failures"],
  "code-to-intent": ["code", "function_name", "known_facts"],
  "code-to-signature": ["code", "function_name", "known_facts"],
  "code-to-constraints": ["code", "function_name", "known_facts"],
  "hole-suggestion": ["contract", "prompt", "hole", "earlier"],
  "infer-dependent-constraints": ["contract", "question", "answer", "open_questions"],
  validation: ["code", "function_name", "preconditions", "clause"],
};

/**
 * The fields of an input as texts, by label. A label counts at the start of a line only, and after those before it; fields that hold JSON or text with such lines
 * are told apart by taking the last place where a later label fits. A field that is absent was null.
 */
export function fieldsOf(signature: string, asked: string): Readonly<Record<string, string>> {
  const labels = LABELS[signature] ?? [];
  const fields: Record<string, string> = {};
  let end = asked.length;
  for (const label of [...labels].reverse()) {
    const words = label.split("_").join("[ _]");
    const pattern = new RegExp(`(?:^|\\n)${words}(?: \\([^)\\n]*\\))?:[ \\n]`, "gi");
    const matches = [...asked.slice(0, end).matchAll(pattern)];
    // The first field starts the text; what looks like it later belongs to another.
    const match = label === labels[0] ? matches[0] : matches.at(-1);
    if (match === undefined) continue;
    fields[label] = asked.slice(match.index + match[0].length, end).trim();
    end = match.index;
  }
  return fields;
}
