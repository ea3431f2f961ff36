import type { ComparisonOperator } from "../../ir/expression/ast.ts";
import { python } from "../smt/prelude.ts";
import { and, apply, equal, FALSE, integer, not, or, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { asInteger, asReal, isNumeric } from "./arithmetic.ts";
import { decode, numberAs } from "./codec.ts";
import { equalDicts, hasKey } from "./dict.ts";
import type { Fresh } from "./fresh.ts";
import { isHashable, isSetValue } from "./key.ts";
import { type Ordering, orderedSequences } from "./order.ts";
import { asSet, hasMember, sameElement } from "./set.ts";
import { orderedSets } from "./set-algebra.ts";
import { boolean, lengthOf, type Meaning, opaqueUse, type Pure, raises, type Symbolic, total } from "./value.ts";

/** One link of a comparison between values of known types. */
export function compare(operator: ComparisonOperator, left: Pure, right: Pure, fresh: Fresh): Meaning {
  switch (operator) {
    case "==":
      return total(boolean(equals(left, right, fresh)));
    case "!=":
      return total(boolean(not(equals(left, right, fresh))));
    case "is":
      return total(boolean(identical(left, right)));
    case "is not":
      return total(boolean(not(identical(left, right))));
    case "in":
      return contains(right, left, fresh);
    case "not in": {
      const found = contains(right, left, fresh);
      return {
        ...found,
        value: found.value.map(({ guard, value }) => ({
          guard,
          value: value.kind === "bool" ? boolean(not(value.term)) : value,
        })),
      };
    }
    default:
      return ordered(operator, left, right, fresh);
  }
}

/** Python's `==`: never raises for built-in types, false between unrelated ones. */
export function equals(left: Pure, right: Pure, fresh: Fresh): Term {
  for (const side of [left, right]) {
    if (side.kind === "opaque" && left.kind !== "none" && right.kind !== "none") throw opaqueUse(side);
    if (side.kind === "items") throw new UnsupportedConstruct("comparison_of_iterator");
  }
  if (isSet(left) || isSet(right)) return isSet(left) && isSet(right) ? equalSets(left, right, fresh) : FALSE;
  if (left.kind === "dict" && right.kind === "dict") {
    const equality = equalDicts(left, right);
    if (equality === null) throw new UnsupportedConstruct("comparison_of_dicts");
    return equality;
  }
  if (left.kind === "opaque" || right.kind === "opaque") {
    // None against an object: another class may define equality with None, so only identity is known.
    throw new UnsupportedConstruct("comparison_with_none");
  }
  if (isNumeric(left) && isNumeric(right)) {
    if (left.kind === right.kind) return equal(left.term, right.term);
    if (left.kind === "float" || right.kind === "float") return equal(asReal(left), asReal(right));
    return equal(asInteger(left), asInteger(right));
  }
  if (left.kind === "str" && right.kind === "str") return equal(left.term, right.term);
  if (left.kind === "none" && right.kind === "none") return TRUE;
  if (left.kind === "range" && right.kind === "range") return equalRanges(left, right);
  if (isSequence(left) && isSequence(right)) return equalSequences(left, right, fresh);
  return FALSE;
}

const isSet = (value: Pure): boolean => value.kind === "set" || (value.kind === "fixed" && value.flavour === "set");

function equalSets(left: Pure, right: Pure, fresh: Fresh): Term {
  const [a, b] = [asSet(left, fresh), asSet(right, fresh)];
  if (a === null || b === null) {
    const other = a ?? b;
    return other === null ? TRUE : equal(lengthOf(other), "0");
  }
  if (!sameElement(a, b)) throw new UnsupportedConstruct("comparison_of_sets_of_other_types");
  return equal(a.members, b.members);
}

/** Ranges are equal when they have the same items. */
function equalRanges(left: Pure & { kind: "range" }, right: Pure & { kind: "range" }): Term {
  const length = lengthOf(left);
  return and(
    equal(length, lengthOf(right)),
    or(
      equal(length, "0"),
      and(equal(left.start, right.start), or(equal(length, "1"), left.step === right.step ? TRUE : FALSE)),
    ),
  );
}

type SequenceLike = Pure & { kind: "sequence" | "fixed" };
const isSequence = (value: Pure): value is SequenceLike => value.kind === "sequence" || value.kind === "fixed";

function equalSequences(left: SequenceLike, right: SequenceLike, fresh: Fresh): Term {
  if (left.flavour === "either" || right.flavour === "either") {
    if (
      left.flavour !== right.flavour ||
      left.kind !== "sequence" ||
      right.kind !== "sequence" ||
      left.term !== right.term
    )
      throw new UnsupportedConstruct("comparison_of_unknown_sequences");
    return TRUE;
  }
  if (left.flavour !== right.flavour) return FALSE;
  if (left.kind === "fixed" && right.kind === "fixed") {
    if (left.items.length !== right.items.length) return FALSE;
    return and(...left.items.map((item, index) => equalValues(item, right.items[index] ?? [], fresh)));
  }
  if (left.kind === "sequence" && right.kind === "sequence") {
    if (isExact(left) && isExact(right) && left.element.kind === right.element.kind)
      return equal(left.term, right.term);
    return and(
      equal(lengthOf(left), lengthOf(right)),
      fresh.forAll(lengthOf(left), (index) =>
        equalValues(
          decode(left.element, apply("seq.nth", left.term, index)),
          decode(right.element, apply("seq.nth", right.term, index)),
          fresh,
        ),
      ),
    );
  }
  const [sequence, fixed] = left.kind === "sequence" ? [left, right] : [right, left];
  if (sequence.kind !== "sequence" || fixed.kind !== "fixed") return FALSE;
  return and(
    equal(lengthOf(sequence), String(fixed.items.length)),
    ...fixed.items.map((item, index) =>
      equalValues(decode(sequence.element, apply("seq.nth", sequence.term, String(index))), item, fresh),
    ),
  );
}

/** Whether equal terms and equal Python values are the same for the elements: not for unions, in which `1 == True`, nor nested ones. */
const isExact = (value: Pure & { kind: "sequence" }) =>
  ["int", "bool", "float", "str", "none"].includes(value.element.kind);

export function equalValues(left: Symbolic, right: Symbolic, fresh: Fresh): Term {
  return or(
    ...left.flatMap((first) =>
      right.map((second) =>
        and(first.guard, second.guard, first.guard === FALSE ? FALSE : equals(first.value, second.value, fresh)),
      ),
    ),
  );
}

/** `is` against None, True and False, which are single objects; identity of anything else depends on the implementation. */
function identical(left: Pure, right: Pure): Term {
  if (left.kind === "none" || right.kind === "none") {
    const other = left.kind === "none" ? right : left;
    if (other.kind === "opaque" && other.name === null) throw opaqueUse(other);
    return left.kind === right.kind ? TRUE : FALSE;
  }
  if (left.kind === "bool" && right.kind === "bool") return equal(left.term, right.term);
  throw new UnsupportedConstruct("operator:is");
}

export function ordered(operator: Ordering, left: Pure, right: Pure, fresh: Fresh): Meaning {
  for (const side of [left, right]) {
    if (side.kind === "opaque") throw opaqueUse(side);
    if (side.kind === "items") throw new UnsupportedConstruct(`operator:${operator}`);
  }
  if (isSet(left) && isSet(right)) return orderedSets(operator, left, right, fresh);
  if (isSet(left) || isSet(right)) return raises("TypeError");
  if (isNumeric(left) && isNumeric(right)) {
    const real = left.kind === "float" || right.kind === "float";
    const [a, b] = real ? [asReal(left), asReal(right)] : [asInteger(left), asInteger(right)];
    return total(boolean(apply(operator, a, b)));
  }
  if (left.kind === "str" && right.kind === "str") {
    const [a, b] = operator === "<" || operator === "<=" ? [left, right] : [right, left];
    return total(boolean(apply(operator.length === 1 ? "str.<" : "str.<=", a.term, b.term)));
  }
  if (isSequence(left) && isSequence(right)) {
    if (left.flavour !== "either" && right.flavour !== "either" && left.flavour !== right.flavour)
      return raises("TypeError");
    return orderedSequences(operator, left, right, fresh);
  }
  return raises("TypeError");
}

/** `item in container`. */
function contains(container: Pure, item: Pure, fresh: Fresh): Meaning {
  switch (container.kind) {
    case "opaque":
      throw opaqueUse(container);
    case "str":
      if (item.kind === "opaque") throw opaqueUse(item);
      return item.kind === "str"
        ? total(boolean(apply("str.contains", container.term, item.term)))
        : raises("TypeError");
    case "range":
      return total(boolean(inRange(container, item)));
    case "fixed": {
      if (container.flavour === "set" && !isSetValue(item) && !isHashable(item)) return raises("TypeError");
      return total(
        boolean(
          or(...container.items.map((candidate) => equalValues(candidate, [{ guard: TRUE, value: item }], fresh))),
        ),
      );
    }
    case "sequence": // a quantifier over positions: Z3 instantiates it together with those of `all` and `any`, unlike `seq.contains`
      return total(
        boolean(
          fresh.exists(lengthOf(container), (index) =>
            equalValues(
              decode(container.element, apply("seq.nth", container.term, index)),
              [{ guard: TRUE, value: item }],
              fresh,
            ),
          ),
        ),
      );
    case "items":
      if (container.view !== true) throw new UnsupportedConstruct("operator:in");
      return total(
        boolean(
          fresh.exists(container.length, (index) =>
            equalValues(container.at(index).value, [{ guard: TRUE, value: item }], fresh),
          ),
        ),
      );
    case "dict":
      return hasKey(container, item);
    case "set":
      return hasMember(container, item);
    default:
      return raises("TypeError");
  }
}

function inRange(range: Pure & { kind: "range" }, item: Pure): Term {
  if (item.kind === "opaque") throw opaqueUse(item);
  const number = numberAs({ kind: "int" }, item);
  if (number === null) return FALSE;
  const { start, stop, step } = range;
  const x = number.term;
  const bounds =
    step > 0n ? and(apply("<=", start, x), apply("<", x, stop)) : and(apply("<", stop, x), apply("<=", x, start));
  const stride = step === 1n || step === -1n ? TRUE : equal(python("py.mod", apply("-", x, start), integer(step)), "0");
  return and(number.possible, bounds, stride);
}
