/**
 * The rules that turn uses into claims. `confidence` estimates the share of a rule's claims that agree with the author's annotation. Where
 * a rule made claims on published annotated functions with their annotations hidden, it follows their count, rounded and pulled towards
 * 0.92 below twenty claims (a refinement such as `list[int]` for `list` counts as agreement); the rules that made none there carry a
 * judged value. Rules below `CLAIM_THRESHOLD` steer the analysis but are not told.
 */
export const CLAIM_THRESHOLD = 0.88;

export interface Rule {
  confidence: number;
  /** What was seen; the sentence "… because it …" is made of it. */
  seen: string;
}

/** Demands that settle what a value is, strongest first. The key is the rule's slug. */
export const SETTLING_RULES: Record<string, Rule> = {
  "isinstance-guard": { confidence: 0.97, seen: "is rejected with an exception when it is anything else" },
  "default-bool": { confidence: 0.96, seen: "has a bool as its default" },
  "default-str": { confidence: 0.96, seen: "has a string as its default" },
  "default-bytes": { confidence: 0.95, seen: "has bytes as its default" },
  "default-float": { confidence: 0.96, seen: "has a float as its default" },
  "default-int": { confidence: 0.97, seen: "has an int as its default" },
  "argument-int": { confidence: 0.98, seen: "is passed where only an int is accepted" },
  index: { confidence: 0.96, seen: "is used as an index" },
  "slice-bound": { confidence: 0.95, seen: "is used as a slice bound" },
  shift: { confidence: 0.97, seen: "is shifted bitwise" },
  bitwise: { confidence: 0.97, seen: "is combined bitwise with an int" },
  inverted: { confidence: 0.95, seen: "is inverted bitwise" },
  "modular-power": { confidence: 0.95, seen: "takes part in a modular power" },
  "parsed-with-base": { confidence: 0.95, seen: "is parsed as digits of a given base" },
  "argument-Character": { confidence: 0.95, seen: "is passed to ord()" },
  "argument-str": { confidence: 0.94, seen: "is passed where a string is expected" },
  "method-of-str": { confidence: 0.95, seen: "is asked for a method of strings" },
  "concatenation-with-str": { confidence: 0.94, seen: "is concatenated with a string" },
  "format-with-str": { confidence: 0.93, seen: "is a format with a string to fill in" },
  "membership-in-str": { confidence: 0.93, seen: "is looked for in a string" },
  "elements-of-str": { confidence: 0.93, seen: "is joined as strings" },
  "method-of-bytes": { confidence: 0.92, seen: "is asked for a method of bytes" },
  "concatenation-with-bytes": { confidence: 0.95, seen: "is concatenated with bytes" },
  "argument-bytes": { confidence: 0.93, seen: "is passed where bytes are expected" },
  "method-of-int": { confidence: 0.94, seen: "is asked for a method of ints" },
  "method-of-float": { confidence: 0.92, seen: "is asked for a method of floats" },
  "method-of-dict": { confidence: 0.92, seen: "is asked for a method of dicts" },
  "method-of-set": { confidence: 0.9, seen: "is asked for a method of sets" },
  "method-of-list": { confidence: 0.93, seen: "is asked for a method of lists" },
  "argument-list": { confidence: 0.92, seen: "is passed where only a list is accepted" },
  "concatenation-with-list": { confidence: 0.93, seen: "is concatenated with a list" },
  "slice-assignment": { confidence: 0.92, seen: "has a slice assigned" },
  "item-assignment": { confidence: 0.92, seen: "has an item assigned by position" },
  "key-assignment": { confidence: 0.92, seen: "has an item assigned by key" },
  "equality-with-str-literal": { confidence: 0.9, seen: "is compared with a string literal" },
  "order-with-str-literal": { confidence: 0.92, seen: "is ordered against a string literal" },
  "equality-with-str-value": { confidence: 0.9, seen: "is compared with a string" },
  "order-with-str-value": { confidence: 0.9, seen: "is ordered against a string" },
  repetition: { confidence: 0.95, seen: "says how often a sequence is repeated" },
  modulo: { confidence: 0.96, seen: "is reduced modulo an int" },
  modulus: { confidence: 0.94, seen: "is the modulus of an int" },
  "floor-division": { confidence: 0.94, seen: "is floor-divided with an int" },
  "argument-of-function": { confidence: 0.92, seen: "is passed to a function of this file that takes it" },
  "compared-by-max-with-int": { confidence: 0.92, seen: "is compared with an int by min() or max()" },
  "compared-by-max-with-str": { confidence: 0.9, seen: "is compared with a string by min() or max()" },
  "equality-with-int-value": { confidence: 0.93, seen: "is compared with an int" },
  "order-with-int-value": { confidence: 0.89, seen: "is ordered against an int" },
  "order-with-float-value": { confidence: 0.85, seen: "is ordered against a float" },
  "argument-int-of-result": {
    confidence: 0.96,
    seen: "enters arithmetic whose result is passed where only an int is accepted",
  },
  "index-of-result": { confidence: 0.95, seen: "enters arithmetic whose result is used as an index" },
  "slice-bound-of-result": { confidence: 0.93, seen: "enters arithmetic whose result is used as a slice bound" },
  "shift-of-result": { confidence: 0.93, seen: "enters arithmetic whose result is shifted bitwise" },
  "bitwise-of-result": { confidence: 0.93, seen: "enters arithmetic whose result is combined bitwise" },
  "modulo-of-result": { confidence: 0.93, seen: "enters arithmetic whose result is reduced modulo an int" },
  "modulus-of-result": { confidence: 0.92, seen: "enters arithmetic whose result is a modulus" },
  "floor-division-of-result": { confidence: 0.93, seen: "enters arithmetic whose result is floor-divided" },
  "repetition-of-result": {
    confidence: 0.93,
    seen: "enters arithmetic whose result says how often a sequence is repeated",
  },
  "equality-with-int-value-of-result": {
    confidence: 0.9,
    seen: "enters arithmetic whose result is compared with an int",
  },
};

/** Rules that weigh several uses. */
export const WEIGHING_RULES: Record<string, Rule> = {
  "number-with-floats": { confidence: 0.92, seen: "enters arithmetic with floats" },
  "number-in-float-function": { confidence: 0.92, seen: "passes an argument on to a function of floats" },
  "number-in-float-result": { confidence: 0.8, seen: "enters arithmetic in a function that returns floats" },
  "number-with-ints": { confidence: 0.9, seen: "enters arithmetic with ints only" },
  "number-converted": { confidence: 0.88, seen: "is converted and carries the name of a count or position" },
  "number-counting-name": { confidence: 0.92, seen: "is a number and carries the name of a count or position" },
  characters: { confidence: 0.95, seen: "is taken apart into single characters" },
  "iterated-strings": { confidence: 0.9, seen: "is iterated over as strings of one character" },
  "integers-inside": { confidence: 0.88, seen: "is iterated over or indexed, and its elements are used as ints" },
  "only-tested": { confidence: 0.8, seen: "is only ever tested for truth" },
  called: { confidence: 0.8, seen: "is called" },
  "examples-mixed": { confidence: 0.6, seen: "is given values of several types by the examples in the documentation" },
  "examples-containers": {
    confidence: 0.8,
    seen: "is given containers of this type by the examples in the documentation",
  },
  examples: { confidence: 0.93, seen: "is given values of this type by every example in the documentation" },
  "observed-calls": { confidence: 0.93, seen: "is given values of this type by every call in the file" },
};

/** Returns: what the returned expressions are rests on the semantics of the language, and on the claims about parameters they use. */
export const RETURN_RULES: Record<string, Rule> = {
  "returned-values": { confidence: 0.97, seen: "Every way out of the function returns this type" },
  "returned-from-parameters": {
    confidence: 0.92,
    seen: "Every way out of the function returns this type, given what its parameters are",
  },
  "returned-from-examples": {
    confidence: 0.9,
    seen: "Every way out of the function returns this type, if it is called as in its examples",
  },
  "returns-nothing": { confidence: 0.97, seen: "No way out of the function returns a value" },
  "yielded-values": { confidence: 0.93, seen: "The function is a generator of these values" },
};

export function confidenceOf(rule: string): number {
  return (SETTLING_RULES[rule] ?? WEIGHING_RULES[rule] ?? RETURN_RULES[rule])?.confidence ?? 0;
}

export function seenBy(rule: string): string {
  return (SETTLING_RULES[rule] ?? WEIGHING_RULES[rule] ?? RETURN_RULES[rule])?.seen ?? rule;
}
