import { readSExpressions, type SExpression } from "./s-expression.ts";
import type { Term } from "./term.ts";

/**
 * Rewrites quantifiers over positions, `0 <= i < length`, so that the solver finds its instances: an index that cannot be negative is used as it
 * stands, an item of a prefix is that of the whole, and what a conjunct implies by itself is not said a second time. Every rewritten
 * term is equivalent to the one it replaces, whatever the values of its constants.
 */
export function simplifyPositions(term: Term): Term {
  if (!/\((?:forall|exists) |\(seq\.len \(/.test(term)) return term;
  const [read, ...others] = readSExpressions(term);
  if (read === undefined || others.length > 0) return term;
  return print(rewrite(read, NOWHERE));
}

/** The bound variables in scope that are positions: none is negative, and each is below its limit. */
type Positions = ReadonlyMap<string, string>;
const NOWHERE: Positions = new Map();

function rewrite(expression: SExpression, positions: Positions): SExpression {
  if (typeof expression === "string") return expression;
  const [head, first, second] = expression;
  if (
    (head === "forall" || head === "exists") &&
    first !== undefined &&
    second !== undefined &&
    expression.length === 3
  )
    return [head, first, rewrite(second, within(first, head, second, positions))];
  const parts = expression.map((part) => rewrite(part, positions));
  switch (head) {
    case "py.index": // (py.index i n) is i unless i is negative
      return isPosition(parts[1], positions) ? (parts[1] ?? parts) : parts;
    case "py.in_bounds": // -n <= i holds of i >= 0 if n >= 0, and i < n fails if n < 0
      return isPosition(parts[1], positions) ? ["<", ...parts.slice(1)] : parts;
    case "<":
      return isPosition(parts[1], positions) ? ["<", parts[1] ?? "", limit(parts[2] ?? "")] : parts;
    case "seq.nth":
      return itemOfPrefix(parts, positions) ?? itemOfParts(parts, positions) ?? parts;
    case "seq.len":
      return lengthOfParts(parts[1] ?? "") ?? parts;
    case "and":
      return conjunction(parts);
    default:
      return parts;
  }
}

const isPosition = (term: SExpression | undefined, positions: Positions): boolean =>
  typeof term === "string" && positions.has(term);

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

/** For `i >= 0`, `i < max(b - a, 0)` is `i < b - a`. */
function limit(term: SExpression): SExpression {
  if (!Array.isArray(term) || term[0] !== "py.range_length" || term[3] !== "1") return term;
  const [, start, stop] = term;
  if (start === undefined || stop === undefined) return term;
  return start === "0" ? stop : ["-", stop, start];
}

/** The item at `i` of `xs[:k]` is that of `xs`, where `i` is below `k` as it is clamped to the length. */
function itemOfPrefix([, sequence, index]: SExpression[], positions: Positions): SExpression | null {
  if (!Array.isArray(sequence) || sequence[0] !== "seq.extract" || typeof index !== "string") return null;
  const [, whole, from, count] = sequence;
  if (whole === undefined || from !== "0" || !Array.isArray(count) || count[0] !== "py.clamp") return null;
  if (print(count[2] ?? "") !== print(["seq.len", whole]) || positions.get(index) !== print(count)) return null;
  return ["seq.nth", whole, index];
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

/** The item at `i >= 0` of a concatenation is that of its first part where that has one. */
function itemOfParts([, sequence, index]: SExpression[], positions: Positions): SExpression | null {
  if (!Array.isArray(sequence) || sequence[0] !== "seq.++" || !isPosition(index, positions)) return null;
  const [first, ...rest] = sequence.slice(1);
  if (first === undefined || index === undefined || rest.length === 0) return null;
  const before = lengthOfParts(first) ?? ["seq.len", first];
  const [second, ...others] = rest;
  const isLast = print(positions.get(String(index)) ?? "") === print(["seq.len", sequence]);
  const item = Array.isArray(second) && second[0] === "seq.unit" ? second[1] : undefined;
  const after: SExpression =
    item === undefined
      ? ["seq.nth", sequence, index]
      : isLast && others.length === 0
        ? item
        : ["ite", ["=", index, before], item, ["seq.nth", sequence, index]];
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
