import type { BinaryOperator } from "../../ir/expression/ast.ts";
import { and, apply, equal, FALSE, ite, not, type Term, TRUE } from "../smt/term.ts";
import { UnsupportedConstruct } from "../unsupported.ts";
import { emptySequence } from "./codec.ts";
import type { Fresh } from "./fresh.ts";
import { lists, recursion } from "./loop.ts";
import type { Ordering } from "./order.ts";
import { asSet, type SetValue, sameElement } from "./set.ts";
import { boolean, type Meaning, type Pure, raises, total } from "./value.ts";

export const isSet = (value: Pure): boolean =>
  value.kind === "set" || (value.kind === "fixed" && value.flavour === "set");

const EMPTY: Pure = { kind: "fixed", flavour: "set", items: [] };

/** `|`, `&`, `-` and `^` of two sets. */
export function setOperation(operator: BinaryOperator, left: Pure, right: Pure, fresh: Fresh): Meaning {
  if (!["|", "&", "-", "^"].includes(operator) || !isSet(left) || !isSet(right)) return raises("TypeError");
  const [a, b] = [asSet(left, fresh), asSet(right, fresh)];
  if (a === null) return total(operator === "|" || operator === "^" ? right : EMPTY);
  if (b === null) return total(operator === "&" ? EMPTY : left);
  if (!sameElement(a, b)) throw new UnsupportedConstruct("sets_of_other_types");
  const inB = (item: Term) => apply("select", b.members, item);
  const inA = (item: Term) => apply("select", a.members, item);
  const map = (connective: string, x: Term, y: Term) => apply(`(_ map ${connective})`, x, y);
  const none = apply("(_ map not)", b.members);
  switch (operator) {
    case "|":
      return whole(
        a,
        apply(
          "seq.++",
          a.items,
          kept(b, (item) => not(inA(item)), fresh),
        ),
        map("or", a.members, b.members),
      );
    case "&":
      return whole(a, kept(a, inB, fresh), map("and", a.members, b.members));
    case "-":
      return whole(
        a,
        kept(a, (item) => not(inB(item)), fresh),
        map("and", a.members, none),
      );
    default:
      return whole(
        a,
        apply(
          "seq.++",
          kept(a, (item) => not(inB(item)), fresh),
          kept(b, (item) => not(inA(item)), fresh),
        ),
        map("xor", a.members, b.members),
      );
  }
}

const whole = (like: SetValue, items: Term, members: Term): Meaning => total({ ...like, items, members });

/** The items of a set that meet a condition. */
function kept(set: SetValue, condition: (item: Term) => Term, fresh: Fresh): Term {
  const { empty, join } = lists(set.element);
  const filtered = recursion(
    { kind: "sequence", flavour: "list", element: set.element },
    empty,
    (state, index) => {
      const item = apply("seq.nth", set.items, index);
      return join(state, ite(condition(item), apply("seq.unit", item), emptySequence(set.element)));
    },
    fresh,
  );
  return filtered(apply("seq.len", set.items));
}

/** `<=` and its like of two sets: inclusion. */
export function orderedSets(operator: Ordering, left: Pure, right: Pure, fresh: Fresh): Meaning {
  const [a, b] = operator.startsWith("<")
    ? [asSet(left, fresh), asSet(right, fresh)]
    : [asSet(right, fresh), asSet(left, fresh)];
  const strict = operator.length === 1;
  const isEmpty = (set: SetValue): Term => equal(apply("seq.len", set.items), "0");
  if (a === null) return total(boolean(!strict ? TRUE : b === null ? FALSE : not(isEmpty(b))));
  if (b === null) return total(boolean(strict ? FALSE : isEmpty(a)));
  if (!sameElement(a, b)) throw new UnsupportedConstruct("sets_of_other_types");
  const included = equal(apply("(_ map or)", a.members, b.members), b.members);
  return total(boolean(strict ? and(included, not(equal(a.members, b.members))) : included));
}
