import { readSExpressions, type SExpression } from "../smt/s-expression.ts";
import type { Term } from "../smt/term.ts";
import type { PythonType } from "../types/python-type.ts";

/** The type of a declared constant; null for anything else. */
export type TypeOf = (symbol: Term) => PythonType | null;

/**
 * Whether the term makes a sequence of items that are, or may be, text or sequences themselves. Of an item that is neither surely a number nor a truth
 * value the answer is yes.
 */
export function makesTextItems(term: Term, typeOf: TypeOf): boolean {
  if (!term.includes("(seq.unit ")) return false;
  const pending: SExpression[] = readSExpressions(term);
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (!Array.isArray(part)) continue;
    if (part[0] === "seq.unit" && !isScalar(part[1] ?? "", typeOf)) return true;
    pending.push(...part);
  }
  return false;
}

/** Functions whose values are numbers or truth values. */
const SCALAR = new Set([
  ...["+", "-", "*", "/", "div", "mod", "abs", "to_int", "to_real"],
  ...["and", "or", "not", "=>", "=", "<", "<=", ">", ">=", "xor", "distinct", "forall", "exists"],
  ...["seq.len", "str.len", "str.to_code", "str.to_int", "str.contains", "str.prefixof", "str.suffixof"],
  ...["py.floordiv", "py.mod", "py.real.floordiv", "py.real.mod", "py.trunc", "py.abs", "py.real.abs", "py.int"],
  ...["py.index", "py.in_bounds", "py.clamp", "py.range_length"],
]);

function isScalar(item: SExpression, typeOf: TypeOf): boolean {
  if (typeof item === "string") return /^\d|^true$|^false$/.test(item) || BOUND.test(item) || isNumber(typeOf(item));
  const [head, first, second, third] = item;
  if (typeof head !== "string") return false;
  if (head === "ite") return isScalar(second ?? "", typeOf) && isScalar(third ?? "", typeOf);
  if (head === "seq.nth") return hasScalars(first ?? "", typeOf);
  return SCALAR.has(head);
}

/** Whether the items of a sequence are numbers or truth values. */
function hasScalars(sequence: SExpression, typeOf: TypeOf): boolean {
  if (typeof sequence === "string") {
    const type = typeOf(sequence);
    return type?.kind === "sequence" && isNumber(type.element);
  }
  const [head, first, second] = sequence;
  switch (head) {
    case "seq.unit":
      return isScalar(first ?? "", typeOf);
    case "seq.extract":
    case "seq.++":
      return hasScalars(first ?? "", typeOf);
    case "ite":
      return hasScalars(second ?? "", typeOf);
    default:
      return false;
  }
}

const isNumber = (type: PythonType | null): boolean =>
  type !== null && ["int", "bool", "float", "none", "opaque"].includes(type.kind);

/** Positions, as quantifiers and recursive functions bind them. */
const BOUND = /(?:^|\.)[in]!\d+$/;
