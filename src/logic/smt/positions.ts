import { readSExpressions, type SExpression } from "./s-expression.ts";
import type { Term } from "./term.ts";

/**
 * Rewrites terms that are asserted together so that the solver finds the instances of quantifiers over positions, `0 <= i < length`: an index that
 * cannot be negative is used as it stands, an item of a prefix or of a concatenation is that of the part, and what a conjunct implies by itself is
 * not said a second time. Under `definitions` (constants that equal a term) and the other terms each is equivalent to the one it replaces.
 */
export function simplifyPositions(terms: readonly Term[], definitions: ReadonlyMap<Term, Term> = new Map()): Term[] {
  const sequences = new Map([...definitions].filter(([, term]) => term.startsWith("(seq.++ ")));
  const isConcerned = (term: Term) => CONCERNED.test(term) || [...sequences.keys()].some((name) => term.includes(name));
  if (!terms.some(isConcerned)) return [...terms];
  const read = terms.map((term) => {
    const [only, ...others] = readSExpressions(term);
    return only === undefined || others.length > 0 ? null : only;
  });
  const known = nonNegative(
    read.flatMap((term) => (term === null ? [] : conjunctsOf(term))),
    NOWHERE,
  );
  const parsed = new Map(
    [...sequences].flatMap(([name, term]) => readSExpressions(term).map((value) => [name, value] as const)),
  );
  return terms.map((term, index) => {
    const expression = read[index];
    return expression === null || expression === undefined || !isConcerned(term)
      ? term
      : print(rewrite(expression, { positions: known, sequences: parsed }));
  });
}

const CONCERNED = /\((?:forall|exists|py\.index|py\.in_bounds|py\.clamp) |\(seq\.len \(/;

/** Integers in scope that are not negative: bound variables with the limit that they are below, and constants. */
type Positions = ReadonlyMap<string, string | null>;
const NOWHERE: Positions = new Map();

interface Context {
  positions: Positions;
  /** Concatenations that have a name. */
  sequences: ReadonlyMap<string, SExpression>;
}

function rewrite(expression: SExpression, context: Context): SExpression {
  if (typeof expression === "string") return expression;
  const { positions } = context;
  const [head, first, second] = expression;
  if (
    (head === "forall" || head === "exists") &&
    first !== undefined &&
    second !== undefined &&
    expression.length === 3
  )
    return shifted([head, first, rewrite(second, { ...context, positions: within(first, head, second, positions) })]);
  if (head === "and") {
    // What a conjunct says may be used in the others; it is itself never rewritten.
    const inner = { ...context, positions: nonNegative(expression.slice(1), positions) };
    return conjunction(expression.map((part) => rewrite(part, inner)));
  }
  const parts = expression.map((part) => rewrite(part, context));
  const [, left, right] = parts;
  switch (head) {
    case "py.index": // (py.index i n) is i unless i is negative
      return isNatural(left, positions) ? (left ?? parts) : parts;
    case "py.in_bounds": // -n <= i holds of i >= 0 if n >= 0, and i < n fails if n < 0
      return isNatural(left, positions) ? ["<", ...parts.slice(1)] : parts;
    case "py.clamp": // for i >= 0 the smaller of i and n
      return isNatural(left, positions) ? ["ite", [">", left ?? "", right ?? ""], right ?? "", left ?? ""] : parts;
    case "<":
      return isNatural(left, positions) ? ["<", left ?? "", limit(right ?? "")] : parts;
    case "seq.nth": {
      const [sequence, index] = [named(left, context), right];
      return itemOfPrefix(expression, parts, positions) ?? itemOfParts(sequence, index, positions) ?? parts;
    }
    case "seq.len":
      return lengthOfParts(named(left, context)) ?? parts;
    default:
      return parts;
  }
}

const named = (sequence: SExpression | undefined, { sequences }: Context): SExpression =>
  typeof sequence === "string" ? (sequences.get(sequence) ?? sequence) : (sequence ?? "");

/** Whether an integer is surely not negative. */
function isNatural(term: SExpression | undefined, positions: Positions): boolean {
  if (term === undefined) return false;
  if (typeof term === "string") return /^\d+$/.test(term) || positions.has(term);
  const [head, ...operands] = term;
  if (head === "seq.len" || head === "str.len") return true;
  return (head === "+" || head === "*") && operands.every((operand) => isNatural(operand, positions));
}

/** Adds the constants of which a conjunct says that they are not negative. */
function nonNegative(conjuncts: readonly SExpression[], positions: Positions): Positions {
  const found = new Map(positions);
  for (const conjunct of conjuncts) {
    if (!Array.isArray(conjunct) || conjunct.length !== 3) continue;
    const [head, left, right] = conjunct;
    const name = head === "<=" && left === "0" ? right : head === ">=" && right === "0" ? left : null;
    if (typeof name === "string" && /^[^\d]/.test(name) && !found.has(name)) found.set(name, null);
  }
  return found;
}

const conjunctsOf = (term: SExpression): SExpression[] =>
  Array.isArray(term) && term[0] === "and" ? term.slice(1).flatMap(conjunctsOf) : [term];

/** The variable of a quantifier whose body begins by saying that it is a position. */
function within(bindings: SExpression, head: "forall" | "exists", body: SExpression, outer: Positions): Positions {
  const [binding, ...others] = Array.isArray(bindings) ? bindings : [];
  const [variable, sort] = Array.isArray(binding) ? binding : [];
  if (typeof variable !== "string" || sort !== "Int" || others.length > 0 || !Array.isArray(body)) return outer;
  const inner = new Map(outer);
  inner.delete(variable);
  if (body[0] !== (head === "forall" ? "=>" : "and")) return inner;
  // In `exists`, the range is a conjunct of its own or the whole body.
  const range = head === "exists" && Array.isArray(body[1]) && body[1][0] === "<=" ? body : body[1];
  if (!Array.isArray(range) || range[0] !== "and" || range.length < 3) return inner;
  const [, low, high] = range;
  if (print(low ?? "") !== `(<= 0 ${variable})` || !Array.isArray(high) || high[0] !== "<" || high[1] !== variable)
    return inner;
  return inner.set(variable, print(high[2] ?? ""));
}

/**
 * A quantifier over `0 <= i < n` that speaks of `i` only as `a + i`, as one over `a <= i < a + n`: the solver finds its instances by terms in which the
 * variable stands alone.
 */
function shifted(quantifier: SExpression[]): SExpression {
  const [head, bindings, body] = quantifier;
  const [binding] = Array.isArray(bindings) ? bindings : [];
  const variable = Array.isArray(binding) ? binding[0] : undefined;
  if (typeof variable !== "string" || !Array.isArray(body) || body.length !== 3) return quantifier;
  const [connective, range, rest] = body;
  if (connective !== (head === "forall" ? "=>" : "and") || !Array.isArray(range) || rest === undefined)
    return quantifier;
  const [conjunction, low, high, ...others] = range;
  if (conjunction !== "and" || others.length > 0 || print(low ?? "") !== `(<= 0 ${variable})`) return quantifier;
  if (!Array.isArray(high) || high[0] !== "<" || high[1] !== variable || mentions(high[2] ?? "", variable))
    return quantifier;
  const offset = offsetOf(rest, variable);
  if (offset === null) return quantifier;
  const end = high[2] ?? "";
  const from = print(offset);
  const isDifference = Array.isArray(end) && end[0] === "-" && end.length === 3 && print(end[2] ?? "") === from;
  const limited: SExpression = ["<", variable, isDifference ? (end[1] ?? "") : ["+", offset, end]];
  return [head ?? "", bindings ?? "", [connective, ["and", ["<=", offset, variable], limited], alone(rest, variable)]];
}

const mentions = (expression: SExpression, name: string): boolean =>
  typeof expression === "string" ? expression === name : expression.some((part) => mentions(part, name));

/** The one term that is added to the variable wherever it occurs; null where it occurs otherwise, or not at all. */
function offsetOf(expression: SExpression, variable: string): SExpression | null {
  const found = new Map<string, SExpression>();
  const onlyAdded = (part: SExpression): boolean => {
    if (typeof part === "string") return part !== variable;
    const [head, offset, last, ...others] = part;
    if (
      head === "+" &&
      last === variable &&
      others.length === 0 &&
      offset !== undefined &&
      !mentions(offset, variable)
    ) {
      found.set(print(offset), offset);
      return true;
    }
    return part.every(onlyAdded);
  };
  if (!onlyAdded(expression) || found.size !== 1) return null;
  const [offset] = found.values();
  return offset === undefined || bindsAny(expression, offset) ? null : offset;
}

/** Whether the expression binds a variable that the term mentions. */
function bindsAny(expression: SExpression, term: SExpression): boolean {
  if (typeof expression === "string") return false;
  const [head, bindings] = expression;
  const bound = (head === "forall" || head === "exists") && Array.isArray(bindings) ? bindings : [];
  if (bound.some((binding) => Array.isArray(binding) && typeof binding[0] === "string" && mentions(term, binding[0])))
    return true;
  return expression.some((part) => bindsAny(part, term));
}

function alone(expression: SExpression, variable: string): SExpression {
  if (typeof expression === "string") return expression;
  return expression[0] === "+" && expression.length === 3 && expression[2] === variable
    ? variable
    : expression.map((part) => alone(part, variable));
}

/** For `i >= 0`, `i < max(b - a, 0)` is `i < b - a`. */
function limit(term: SExpression): SExpression {
  if (!Array.isArray(term) || term[0] !== "py.range_length" || term[3] !== "1") return term;
  const [, start, stop] = term;
  if (start === undefined || stop === undefined) return term;
  return start === "0" ? stop : ["-", stop, start];
}

/** The item at `i` of `xs[:k]` is that of `xs`, where `i` is below `k` as it is clamped to the length. */
function itemOfPrefix(
  [, sequence, index]: SExpression[],
  [, rewritten]: SExpression[],
  positions: Positions,
): SExpression | null {
  if (!Array.isArray(sequence) || sequence[0] !== "seq.extract" || typeof index !== "string") return null;
  const [, whole, from, count] = sequence;
  if (whole === undefined || from !== "0" || !Array.isArray(count) || count[0] !== "py.clamp") return null;
  if (print(count[2] ?? "") !== print(["seq.len", whole]) || positions.get(index) !== print(count)) return null;
  return ["seq.nth", Array.isArray(rewritten) ? (rewritten[1] ?? whole) : whole, index];
}

/** The length of a concatenation is the sum of its parts'. */
function lengthOfParts(sequence: SExpression): SExpression | null {
  if (!Array.isArray(sequence)) return null;
  const [head, ...parts] = sequence;
  if (head === "seq.unit") return "1";
  if (head === "as" && parts[0] === "seq.empty") return "0";
  if (head !== "seq.++") return null;
  return ["+", ...parts.map((part) => lengthOfParts(part) ?? ["seq.len", part])];
}

/** The item at `i >= 0` of a concatenation is that of its first part where that has one, and its second where that is one item and next. */
function itemOfParts(sequence: SExpression, index: SExpression | undefined, positions: Positions): SExpression | null {
  if (!Array.isArray(sequence) || sequence[0] !== "seq.++" || index === undefined || !isNatural(index, positions))
    return null;
  const [first, second] = sequence.slice(1);
  if (first === undefined) return null;
  const before = lengthOfParts(first) ?? ["seq.len", first];
  const beyond: SExpression = ["seq.nth", sequence, index];
  const item = Array.isArray(second) && second[0] === "seq.unit" ? second[1] : undefined;
  const after: SExpression = item === undefined ? beyond : ["ite", ["=", index, before], item, beyond];
  return ["ite", ["<", index, before], ["seq.nth", first, index], after];
}

/** Leaves out conjuncts "each step is defined unless an earlier one stopped" beside one by which each step is defined. */
function conjunction(parts: SExpression[]): SExpression {
  const shapes = parts.map((part) => universal(part));
  const kept = parts.filter((_, index) => {
    const weak = shapes[index];
    if (weak === null || weak === undefined || !Array.isArray(weak.body) || weak.body[0] !== "or") return true;
    const [, alternative] = weak.body;
    return !shapes.some(
      (strong, other) =>
        other !== index &&
        strong !== null &&
        canonical(["quantified", strong.variable, strong.range]) ===
          canonical(["quantified", weak.variable, weak.range]) &&
        conjuncts(strong.body).some(
          (conjunct) =>
            canonical(["quantified", strong.variable, conjunct]) ===
            canonical(["quantified", weak.variable, alternative ?? ""]),
        ),
    );
  });
  return kept.length === 2 ? (kept[1] ?? "true") : kept;
}

const conjuncts = (body: SExpression): SExpression[] =>
  Array.isArray(body) && body[0] === "and" ? [body, ...body.slice(1)] : [body];

function universal(expression: SExpression): { variable: SExpression; range: SExpression; body: SExpression } | null {
  if (!Array.isArray(expression) || expression[0] !== "forall") return null;
  const [, bindings, body] = expression;
  const [binding] = Array.isArray(bindings) && bindings.length === 1 ? bindings : [];
  if (!Array.isArray(binding) || !Array.isArray(body) || body[0] !== "=>" || body.length !== 3) return null;
  const [variable] = binding;
  const [, range, consequence] = body;
  if (variable === undefined || range === undefined || consequence === undefined) return null;
  return { variable, range, body: consequence };
}

/** The text with bound variables named by the order in which they are bound; equal only for equivalent terms. */
function canonical(expression: SExpression): string {
  const names = new Map<string, string>();
  const bind = (variable: SExpression | undefined) => {
    if (typeof variable === "string" && !names.has(variable)) names.set(variable, `bound ${names.size}`);
  };
  const visit = (part: SExpression): string => {
    if (typeof part === "string") return names.get(part) ?? part;
    const [head, first] = part;
    if (head === "quantified") bind(first);
    if ((head === "forall" || head === "exists") && Array.isArray(first))
      for (const binding of first) if (Array.isArray(binding)) bind(binding[0]);
    return `(${part.map(visit).join(" ")})`;
  };
  return visit(expression);
}

function print(expression: SExpression): string {
  return typeof expression === "string" ? expression : `(${expression.map(print).join(" ")})`;
}
