import { type Evidence, FLOAT, INT, isInstance, membersOf, type Type, type Variable } from "./type.ts";

interface NumberChoice {
  type: Type;
  rule: string;
  evidence: Evidence;
}

const ARITHMETIC = new Set([
  "arithmetic",
  "arithmetic-with-int",
  "product-with-int",
  "true-division",
  "negated",
  "rounded",
  "order-with-int-literal",
  "equality-with-int-literal",
]);
const INTEGRAL = new Set(["arithmetic-with-int", "product-with-int"]);
const OTHERWISE_USED = new Set([
  "length-taken",
  "iterated",
  "indexed-by-int",
  "indexed-by-str",
  "indexed",
  "sliced",
  "attribute",
  "called",
  "unpacked",
  "sum-between",
  "default-none",
]);

/** Names that by convention hold counts and positions; they break the tie between int and float, and say nothing alone. */
const COUNTING_NAME =
  /^(?:n|m|k|i|j|num|number|count|idx|index|row|col|column|pos|size|exponent|digits?|bits?|depth|level|steps?|iterations?)(?:_?\d+)?$|^(?:n|num|number)_|_(?:count|idx|index|size|number)$/;

/** Whether a return type is made of floats alone, or holds them. */
export function floatingIn(type: Type): boolean {
  if (membersOf(type).some((member) => isInstance(member, "complex"))) return false;
  return membersOf(type).some((member) => {
    if (isInstance(member, "float")) return true;
    if (member.kind === "tuple") return member.items.some(floatingIn);
    return member.kind === "instance" && member.args.some(floatingIn);
  });
}

/** Decides between int and float for a value that is used as a number, where the uses tell; `null` where they do not. */
export function numberOf(variable: Variable, floatingResult: boolean): NumberChoice | null {
  const rules = new Map<string, Evidence>();
  for (const evidence of variable.evidence) if (!rules.has(evidence.rule)) rules.set(evidence.rule, evidence);
  if ([...rules.keys()].some((rule) => OTHERWISE_USED.has(rule))) return null;
  const counting = COUNTING_NAME.test(variable.name);
  const used = [...rules].find(([rule]) => ARITHMETIC.has(rule))?.[1];
  if (rules.has("exponent")) return null;
  const withFloat = rules.get("arithmetic-with-float");
  if (withFloat !== undefined && !counting) return { type: FLOAT, rule: "number-with-floats", evidence: withFloat };
  const function_ = rules.get("argument-float");
  if (function_ !== undefined && !counting)
    return { type: FLOAT, rule: "number-in-float-function", evidence: function_ };
  if (used === undefined) return null;
  if (floatingResult) return counting ? null : { type: FLOAT, rule: "number-in-float-result", evidence: used };
  if (
    rules.has("true-division") ||
    rules.has("converted-to-float") ||
    withFloat !== undefined ||
    function_ !== undefined
  )
    return null;
  if (counting) return { type: INT, rule: "number-counting-name", evidence: used };
  if (rules.has("converted-to-int") || rules.has("order-with-int-literal") || rules.has("rounded")) return null;
  const integral = [...rules].find(([rule]) => INTEGRAL.has(rule))?.[1];
  return integral === undefined ? null : { type: INT, rule: "number-with-ints", evidence: integral };
}
