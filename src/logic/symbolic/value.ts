import { and, apply, equal, FALSE, ite, not, or, type Term, TRUE } from "../smt/term.ts";
import { type PythonType, type SequenceFlavour, typeName } from "../types/python-type.ts";
import { UnsupportedConstruct } from "../unsupported.ts";

/** A value whose Python type is known. `fixed` is a list, tuple or set display of known length with items of any types. */
export type Pure =
  | { kind: "int"; term: Term }
  | { kind: "bool"; term: Term }
  | { kind: "float"; term: Term }
  | { kind: "str"; term: Term }
  | { kind: "none" }
  | { kind: "sequence"; flavour: SequenceFlavour; element: PythonType; term: Term }
  | { kind: "fixed"; flavour: "list" | "tuple" | "set"; items: Symbolic[] }
  /** `of` is null for the display `{}`, which is of every dict type. `keys` is the sequence of keys, `entries` the array of what they hold. */
  | { kind: "dict"; of: DictContent | null }
  /** `items` has each element once, in an order that means nothing; `members` is the array of truth values. */
  | { kind: "set"; element: PythonType; items: Term; members: Term }
  | { kind: "range"; start: Term; stop: Term; step: bigint }
  /** An iterator whose items are reachable by position: what `enumerate` and `zip` give (`known` lists them all); or a view of a dict, which has a length. */
  | { kind: "items"; length: Term; at: (index: Term) => Meaning; known?: Meaning[]; view?: boolean }
  | { kind: "opaque"; name: string | null; term: Term };

export interface DictContent {
  key: PythonType;
  value: PythonType;
  keys: Term;
  entries: Term;
}

export interface Alternative {
  guard: Term;
  value: Pure;
}

/** A value of several possible types: exactly one guard holds whenever the expression's evaluation succeeds. */
export type Symbolic = Alternative[];

/** A way in which evaluation may raise: `exception` is the class's name as in CPython 3.11, null when it is some exception of unknown class. */
export interface Fault {
  exception: string | null;
  when: Term;
}

/**
 * How evaluation ends: `defined` says that it raises nothing. `faults` are in order of evaluation: the first whose `when` holds is the exception
 * raised. `defined` is equivalent to the negation of all `when`s; both are given, as each is what some callers assert, and neither is derived.
 */
export interface Ending {
  defined: Term;
  faults: Fault[];
}

/** What an expression means: its value wherever `defined`. */
export interface Meaning extends Ending {
  value: Symbolic;
}

/** Alternatives beyond this number are given up, as are terms longer than `MAX_TERM_LENGTH` characters. */
const MAX_ALTERNATIVES = 24;
const MAX_TERM_LENGTH = 100_000;

export const pure = (value: Pure): Symbolic => [{ guard: TRUE, value }];
export const total = (value: Pure): Meaning => certain(pure(value));
export const boolean = (term: Term): Pure => ({ kind: "bool", term });
export const int = (term: Term): Pure => ({ kind: "int", term });

/** A value whose evaluation cannot raise. */
export const certain = (value: Symbolic): Meaning => ({ value, defined: TRUE, faults: [] });

/** The expression raises: it has no value. */
export const raises = (exception: string | null): Meaning => ({
  value: [],
  defined: FALSE,
  faults: [{ exception, when: TRUE }],
});

/** A value under a condition, and an exception otherwise. */
export const unless = (exception: string | null, defined: Term, value: Symbolic): Meaning => ({
  value,
  defined,
  faults: faultsOf([{ exception, when: not(defined) }]),
});

/** The ending of evaluations that follow each other. */
export function inOrder(...parts: Ending[]): Ending {
  return {
    defined: sized(and(...parts.map(({ defined }) => defined))),
    faults: faultsOf(parts.flatMap(({ faults }) => faults)),
  };
}

/** The meaning of an operation that comes after the evaluation of its operands. */
export function after(before: Ending, meaning: Meaning): Meaning {
  return { value: meaning.value, ...inOrder(before, meaning) };
}

/** The ending of what is evaluated only under a condition. */
export function onlyIf(condition: Term, { defined, faults }: Ending): Ending {
  return {
    defined: sized(or(not(condition), defined)),
    faults: faultsOf(faults.map(({ exception, when }) => ({ exception, when: and(condition, when) }))),
  };
}

/** Drops what cannot happen and joins neighbours of the same class. */
function faultsOf(faults: Fault[]): Fault[] {
  const joined: Fault[] = [];
  for (const { exception, when } of faults) {
    if (when === FALSE) continue;
    const last = joined.at(-1);
    if (last?.when === TRUE) break;
    if (last?.exception === exception) joined[joined.length - 1] = { exception, when: sized(or(last.when, when)) };
    else joined.push({ exception, when });
  }
  return joined;
}

/** Applies an operation to each possible type of a value. */
export function map(operand: Symbolic, operation: (value: Pure) => Meaning): Meaning {
  const parts = operand.map(({ guard, value }) => ({ guard, meaning: operation(value) }));
  return {
    value: merge(parts.flatMap(({ guard, meaning }) => under(guard, meaning.value))),
    ...inOrder(...parts.map(({ guard, meaning }) => onlyIf(guard, meaning))),
  };
}

/** `map` over the pairs of two values' types. */
export function map2(left: Symbolic, right: Symbolic, operation: (left: Pure, right: Pure) => Meaning): Meaning {
  return map(left, (first) => map(right, (second) => operation(first, second)));
}

/** `condition ? then : otherwise` over values; definedness is the caller's. */
export function choose(condition: Term, then: Symbolic, otherwise: Symbolic): Symbolic {
  return merge([...under(condition, then), ...under(not(condition), otherwise)]);
}

function under(guard: Term, value: Symbolic): Symbolic {
  return value.map((alternative) => ({ guard: and(guard, alternative.guard), value: alternative.value }));
}

/** Joins alternatives of the same type into one. A value of only one possible type has it whenever it is defined. */
function merge(alternatives: Symbolic): Symbolic {
  const merged: Symbolic = [];
  for (const next of alternatives) {
    if (next.guard === FALSE) continue;
    const position = merged.findIndex((known) => joinable(known.value, next.value));
    const known = merged[position];
    if (known === undefined) merged.push(next);
    else
      merged[position] = {
        guard: joinGuards(known.guard, next.guard),
        value: join(known.guard, known.value, next.value),
      };
  }
  if (merged.length > MAX_ALTERNATIVES) throw new UnsupportedConstruct("too_many_types");
  const [only, ...others] = merged;
  if (only !== undefined && others.length === 0) return pure(only.value);
  for (const { guard } of merged) sized(guard);
  return merged;
}

/** The guards of a complete case split join to `true`. */
function joinGuards(left: Term, right: Term): Term {
  return left === not(right) || right === not(left) ? TRUE : or(left, right);
}

function joinable(left: Pure, right: Pure): boolean {
  if (left.kind === "sequence" && right.kind === "sequence")
    return left.flavour === right.flavour && typeName(left.element) === typeName(right.element);
  if (left.kind === "opaque" && right.kind === "opaque") return left.name === right.name;
  if (left.kind === "set" && right.kind === "set") return typeName(left.element) === typeName(right.element);
  if (left.kind === "dict" && right.kind === "dict")
    return left.of === null || right.of === null
      ? left.of === right.of
      : typeName(left.of.key) === typeName(right.of.key) && typeName(left.of.value) === typeName(right.of.value);
  return left.kind === right.kind && ["int", "bool", "float", "str", "none"].includes(left.kind);
}

function join(guard: Term, left: Pure, right: Pure): Pure {
  if (left.kind === "set" && right.kind === "set")
    return {
      ...left,
      items: sized(ite(guard, left.items, right.items)),
      members: sized(ite(guard, left.members, right.members)),
    };
  if (left.kind === "dict" && right.kind === "dict" && left.of !== null && right.of !== null)
    return {
      kind: "dict",
      of: {
        ...left.of,
        keys: sized(ite(guard, left.of.keys, right.of.keys)),
        entries: sized(ite(guard, left.of.entries, right.of.entries)),
      },
    };
  if (!("term" in left) || !("term" in right)) return left;
  return { ...left, term: sized(ite(guard, left.term, right.term)) };
}

export function sized(term: Term): Term {
  if (term.length > MAX_TERM_LENGTH) throw new UnsupportedConstruct("too_large");
  return term;
}

/** Python's truth value (https://docs.python.org/3/library/stdtypes.html#truth-value-testing). */
export function truth(value: Symbolic): Term {
  return sized(or(...value.map((alternative) => and(alternative.guard, truthOf(alternative.value)))));
}

function truthOf(value: Pure): Term {
  switch (value.kind) {
    case "bool":
      return value.term;
    case "int":
      return not(equal(value.term, "0"));
    case "float":
      return not(equal(value.term, "0.0"));
    case "none":
      return FALSE;
    case "items":
      if (value.view === true) return apply(">", value.length, "0");
      throw new UnsupportedConstruct("truth_of_iterator");
    case "opaque":
      throw opaqueUse(value);
    default:
      return apply(">", lengthOf(value), "0");
  }
}

/** `len(value)` of something that has one. Displays of sets are only asked whether they are empty: their items may be equal. */
export function lengthOf(value: Pure & { kind: "str" | "sequence" | "fixed" | "range" | "dict" | "set" }): Term {
  switch (value.kind) {
    case "str":
      return apply("str.len", value.term);
    case "sequence":
      return sequenceLength(value.term);
    case "dict":
      return value.of === null ? "0" : apply("seq.len", value.of.keys);
    case "set":
      return apply("seq.len", value.items);
    case "fixed":
      return String(value.items.length);
    case "range":
      return apply(
        "py.range_length",
        value.start,
        value.stop,
        value.step < 0n ? `(- ${-value.step})` : String(value.step),
      );
  }
}

const sequenceLength = (term: Term): Term => prefixOf(term)?.length ?? apply("seq.len", term);

/** The beginning of a sequence as `xs[:n]` writes it: its own items are those of `whole`. */
export function prefixOf(term: Term): { whole: Term; length: Term } | null {
  const match = /^\(seq\.extract (.+) 0 (\(py\.clamp .+\))\)$/.exec(term);
  const [whole, length] = [match?.[1], match?.[2]];
  if (whole === undefined || length === undefined || !isBalanced(whole)) return null;
  return length.endsWith(` (seq.len ${whole}))`) ? { whole, length } : null;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

export function opaqueUse(value: Pure & { kind: "opaque" }): UnsupportedConstruct {
  return new UnsupportedConstruct(`type:${value.name ?? "object"}`);
}
