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
  if (rules.has("exponent")) return null;
  const counting = COUNTING_NAME.test(variable.name);
  const used = first(rules, ARITHMETIC);
  const floating = rules.get("arithmetic-with-float") ?? rules.get("argument-float");
  if (counting) {
    const converted = rules.get("converted-to-str") ?? rules.get("converted-to-int");
    if (floatingResult) return null;
    if (converted !== undefined)
      return used === undefined ? { type: INT, rule: "number-converted", evidence: converted } : null;
    const evidence = used ?? floating;
    return evidence === undefined ? null : { type: INT, rule: "number-counting-name", evidence };
  }
  if (floating !== undefined) {
    const rule = rules.has("arithmetic-with-float") ? "number-with-floats" : "number-in-float-function";
    return { type: FLOAT, rule, evidence: floating };
  }
  if (used === undefined) return null;
  if (floatingResult) return { type: FLOAT, rule: "number-in-float-result", evidence: used };
  if (
    ["true-division", "converted-to-float", "converted-to-int", "order-with-int-literal", "rounded"].some((rule) =>
      rules.has(rule),
    )
  )
    return null;
  const integral = first(rules, INTEGRAL);
  return integral === undefined ? null : { type: INT, rule: "number-with-ints", evidence: integral };
}

function first(rules: ReadonlyMap<string, Evidence>, wanted: ReadonlySet<string>): Evidence | undefined {
  return [...rules].find(([rule]) => wanted.has(rule))?.[1];
}
