/**
 * What a phrase can be.
 * `V` a value, `L` a plural that denotes a list of things, `M` several values to be aggregated, `G2` and `G3` two and three values beside each
 * other, `P` a property, `A` a property that stands before its noun, `K` a feature of a thing, `N` a kind of thing found in a container and `N1` one of it, `TY` a
 * type of input and `TP` its plural (`TS` and `TQ` without adjectives), `NM` a name, `O` an ordinal, `F` something to do with a thing, `CV` what a thing can be converted to, `C` a claim, `I` inputs that are introduced, `S` a whole request.
 */
export type Category =
  | "V"
  | "L"
  | "M"
  | "G2"
  | "G3"
  | "P"
  | "A"
  | "K"
  | "N"
  | "N1"
  | "TY"
  | "TP"
  | "TQ"
  | "TS"
  | "NM"
  | "O"
  | "F"
  | "CV"
  | "C"
  | "I"
  | "S";

/**
 * One rule of the lexicon: a pattern (see `pattern.ts`), the types of what it denotes, and its meaning as templates of Lift's expressions in
 * which slots stand by name. `_` is the thing that a property, a feature or a kind speaks of. `p(x)` applies a property or feature;
 * `n.domain(xs)` and `n.pred(x)` are what a kind ranges over and which of it belongs; `g1`, `g2` are the members of a group `g`;
 * `like(xs, e)` gives `e` the type of sequence that `xs` has.
 */
export interface Entry {
  category: Category;
  pattern: string;
  types: readonly string[];
  parts: Readonly<Record<string, string>>;
  /** Of several readings the one that needs the least is preferred. */
  cost: number;
  /** For a rule that is one of several with the same pattern. */
  choice?: Choice;
}

/** What has to be decided between rules that read the same words, and why somebody could mean this one. */
export interface Choice {
  question: string;
  rationale: string;
}

export const value = (pattern: string, type: string, meaning: string, cost = 1): Entry => ({
  category: "V",
  pattern,
  types: [type],
  parts: { v: meaning },
  cost,
});

/** A plural: its type is `list` of the named element. */
export const plural = (pattern: string, element: string, meaning: string, cost = 1): Entry => ({
  category: "L",
  pattern,
  types: [`list[${element}]`],
  parts: { v: meaning },
  cost,
});

/** A property, usable after `is` and after its noun. */
export const property = (pattern: string, subject: string, meaning: string, cost = 1): Entry => ({
  category: "P",
  pattern,
  types: [subject],
  parts: { p: meaning },
  cost,
});

/** An adjective, usable after `is` and before its noun. */
export const adjective = (pattern: string, subject: string, meaning: string, cost = 1): Entry => ({
  category: "A",
  pattern,
  types: [subject],
  parts: { p: meaning },
  cost,
});

export const feature = (pattern: string, subject: string, result: string, meaning: string, cost = 1): Entry => ({
  category: "K",
  pattern,
  types: [subject, result],
  parts: { k: meaning },
  cost,
});

/** A kind of thing: what the container is, what a thing is, what is ranged over, and what belongs. */
export const kind = (
  pattern: string,
  container: string,
  element: string,
  domain = "_",
  belongs = "True",
  cost = 1,
): Entry => ({ category: "N", pattern, types: [container, element], parts: { domain, pred: belongs }, cost });

export const claim = (pattern: string, meaning: string, cost = 1): Entry => ({
  category: "C",
  pattern,
  types: ["bool"],
  parts: { v: meaning },
  cost,
});

export const request = (pattern: string, type: string, meaning: string, cost = 1): Entry => ({
  category: "S",
  pattern,
  types: [type],
  parts: { v: meaning },
  cost,
});

export const entry = (
  category: Category,
  pattern: string,
  types: readonly string[],
  parts: Readonly<Record<string, string>>,
  cost = 1,
): Entry => ({ category, pattern, types, parts, cost });

/** Something that can be done with a thing, as it stands after "to": a verb without its object. */
export const action = (pattern: string, subject: string, result: string, meaning: string, cost = 1): Entry => ({
  category: "F",
  pattern,
  types: [subject, result],
  parts: { k: meaning },
  cost,
});

/** What a thing can be converted to. */
export const conversion = (pattern: string, subject: string, result: string, meaning: string, cost = 1): Entry => ({
  category: "CV",
  pattern,
  types: [subject, result],
  parts: { k: meaning },
  cost,
});
