import type { Constituent, Mention } from "./constituent.ts";
import { hintOf, narrow, type Type, unify } from "./types.ts";
import type { Scope } from "./understanding.ts";

/** A parameter of the function, and the mentions that speak of it. */
export interface Input {
  name: string | null;
  label: string;
  type: Type;
  ids: readonly string[];
}

/** The inputs that a constituent speaks of, in the order of parameters; null when something is referred to that was not introduced. */
export function inputsOf(constituent: Constituent): Input[] | null {
  const inputs = mergedInputs(constituent.mentions);
  return inputs && containerFirst(inputs);
}

/** Merges mentions of the same thing, in the order of the words; null when something is referred to that was not introduced. */
export function mergedInputs(mentions: readonly Mention[]): Input[] | null {
  const unique = new Map(mentions.map((mention) => [mention.id, mention]));
  for (const mention of mentions) {
    const known = unique.get(mention.id);
    if (known !== undefined) unique.set(mention.id, { ...mention, type: narrow(known.type, mention.type) });
  }
  const ordered = [...unique.values()].sort((a, b) => a.position - b.position || a.rank - b.rank);
  const inputs: Input[] = [];
  for (const mention of ordered) {
    const index = antecedent(mention, inputs);
    if (index === null) return null;
    const input = inputs[index];
    if (input === undefined)
      inputs.push({ name: mention.name, label: mention.label, type: mention.type, ids: [mention.id] });
    else
      inputs[index] = {
        ...input,
        name: input.name ?? mention.name,
        type: narrow(input.type, mention.type),
        ids: [...input.ids, mention.id],
      };
  }
  return inputs;
}

const CONTAINERS: ReadonlySet<string> = new Set([
  "list",
  "tuple",
  "set",
  "dict",
  "seq",
  "coll",
  "iter",
  "ordered",
  "str",
]);

/** What is looked for in another thing of its own type. */
const PARTS: ReadonlySet<string> = new Set([
  "substring",
  "sublist",
  "subarray",
  "prefix",
  "suffix",
  "separator",
  "delimiter",
  "row",
  "column",
]);

/**
 * What is looked in or worked on comes before what is looked for, as in `count(text, character)`; otherwise the order of the words holds.
 * Names that the prose fixes for all inputs keep its order.
 */
function containerFirst(inputs: readonly Input[]): Input[] {
  const level = ({ type, label }: Input): number => {
    if (PARTS.has(headOf(label))) return 1;
    return type.name === "str" ? 2 : CONTAINERS.has(type.name) ? 3 : 0;
  };
  return inputs.toSorted((a, b) => level(b) - level(a));
}

const PRONOUNS: ReadonlySet<string> = new Set(["it", "them", "itself"]);

/** The position of the input that a mention speaks of again; one past the end for a new one; null for a pronoun without antecedent. */
function antecedent(mention: Mention, inputs: readonly Input[]): number | null {
  if (PRONOUNS.has(mention.label)) {
    const fitting = inputs.flatMap(({ type }, index) => (unify(mention.type, type, new Map()) === null ? [] : [index]));
    return fitting.length === 1 ? (fitting[0] ?? null) : null;
  }
  if (mention.name !== null) {
    const named = inputs.findIndex(({ name }) => name === mention.name);
    return named >= 0 ? named : inputs.length;
  }
  if (!mention.definite) return inputs.length;
  const head = headOf(mention.label);
  const same = inputs.findLastIndex(
    ({ label, type }) =>
      label === mention.label ||
      (headOf(label) === head && !ORDINAL.test(mention.label) && unify(type, mention.type, new Map()) !== null),
  );
  return same >= 0 ? same : inputs.length;
}

const ORDINAL = /^(?:first|second|third|fourth|other|another|1st|2nd|3rd)_?/;

/** `list_of_integers` and `list` speak of a list. */
function headOf(label: string): string {
  const words = label.replace(ORDINAL, "").split("_of_")[0] ?? label;
  return words.split("_").at(-1) ?? words;
}

const NAMES: Record<string, string> = {
  list: "items",
  array: "items",
  tuple: "items",
  sequence: "items",
  set: "items",
  string: "text",
  str: "text",
  text: "text",
  sentence: "text",
  dictionary: "mapping",
  number: "number",
  integer: "number",
  matrix: "matrix",
};
const RESERVED: ReadonlySet<string> = new Set(
  "result old implies raises list tuple set str int float dict sum max min len sorted and or not in is if else for lambda None True False".split(
    " ",
  ),
);

/** Names in the order of the inputs: what the prose fixes, then what the scope has, then one that says what the words call it. */
export function nameInputs(inputs: readonly Input[], scope: Scope): { names: string[]; unused: string[] } | null {
  if (scope.parameters !== null) return namesFromScope(inputs, scope.parameters);
  const taken = new Set(inputs.flatMap(({ name }) => (name === null ? [] : [name])));
  const names: string[] = [];
  for (const input of inputs) {
    if (input.name !== null) {
      names.push(input.name);
      continue;
    }
    const plain = input.label.toLowerCase().replace(/[^a-z0-9_]/g, "");
    const head = headOf(plain);
    const base = NAMES[head] ?? (plain === "" || RESERVED.has(plain) || /^\d/.test(plain) ? "value" : plain);
    let name = base;
    for (let count = 2; taken.has(name) || RESERVED.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    names.push(name);
  }
  return { names, unused: [] };
}

const LENGTH_NAMES: ReadonlySet<string> = new Set(["n", "N", "size", "length", "len"]);

function namesFromScope(
  inputs: readonly Input[],
  parameters: readonly { name: string; type_hint: string | null }[],
): { names: string[]; unused: string[] } | null {
  let known = parameters.map(({ name }) => name);
  let unused: string[] = [];
  if (known.length === inputs.length + 1) {
    // An array is often passed together with its length, which adds nothing to it.
    const extra = known.filter((name) => LENGTH_NAMES.has(name) && !inputs.some((input) => input.name === name));
    if (extra.length !== 1 || !inputs.some(({ type }) => ["list", "seq", "any"].includes(type.name))) return null;
    unused = extra;
    known = known.filter((name) => !extra.includes(name));
  }
  if (known.length !== inputs.length) return null;
  const free = known.filter((name) => !inputs.some((input) => input.name === name));
  const names: string[] = [];
  for (const input of inputs) {
    const name = input.name !== null && known.includes(input.name) ? input.name : free.shift();
    if (name === undefined) return null;
    names.push(name);
  }
  return { names, unused };
}

export { hintOf };
