import { PRELUDE } from "../../src/logic/smt/prelude.ts";
import { readSExpressions, type SExpression } from "../../src/logic/smt/s-expression.ts";
import type { Term } from "../../src/logic/smt/term.ts";

/**
 * Values of ground SMT-LIB terms over Int, Bool, String, Seq, arrays and datatypes, for speed: what it cannot decide it leaves to a solver. A term whose value
 * SMT-LIB leaves open (`(div x 0)`, an item beyond the end, a field of another constructor) has none, unless the value does not matter
 * (`(and false t)`). Unbounded quantifiers are not evaluated.
 */
type Value =
  | bigint
  | boolean
  | string
  | Rational
  | Value[]
  | { constructor_: string; fields: Value[] }
  | { otherwise: Value; entries: ReadonlyMap<string, Value> };

/** A real in lowest terms, with a positive denominator. */
interface Rational {
  numerator: bigint;
  denominator: bigint;
}

export interface Definition {
  symbol: Term;
  term: Term | null;
  parameters?: readonly { name: Term; sort: Term }[];
}

/** Terms evaluated for one truth value before it is left to a solver. */
const MAX_STEPS = 1_000_000;

class Undetermined extends Error {}

/** SMT-LIB lets a model choose the value. */
class Unspecified extends Undetermined {}

type Scope = { name: string; value: Value; outer: Scope } | null;

interface Routine {
  parameters: string[];
  body: SExpression;
}

const LIBRARY = new Map<string, Routine>(
  readSExpressions(PRELUDE.join("\n")).map((definition) => {
    const [, name, parameters, , body] = definition as SExpression[];
    return [
      String(name),
      { parameters: (parameters as SExpression[][]).map(([own]) => String(own)), body: body ?? "" },
    ];
  }),
);

/** Evaluates terms over the definitions; constants without a term have no value. */
export class Ground {
  readonly #definitions: Map<string, SExpression>;
  readonly #routines = new Map(LIBRARY);
  readonly #known = new Map<string, Value>();

  readonly #free: Value | null;
  #steps = 0;

  /** With `free` given, that is what SMT-LIB leaves open: one of the ways to read the terms, the same for all of them. */
  constructor(definitions: readonly Definition[], free: Value | null = null) {
    this.#free = free;
    this.#definitions = new Map();
    for (const { symbol, term, parameters } of definitions) {
      if (term === null) continue;
      const body = parsed(term);
      if (parameters === undefined) this.#definitions.set(symbol, body);
      else this.#routines.set(symbol, { parameters: parameters.map(({ name }) => name), body });
    }
  }

  /** The truth value of a term; null when it is not determined here. */
  truth(term: Term): boolean | null {
    this.#steps = 0;
    try {
      return asBoolean(this.#evaluate(parsed(term), null));
    } catch (error) {
      if (!(error instanceof Undetermined || error instanceof RangeError)) throw error;
      return null;
    }
  }

  #evaluate(term: SExpression, scope: Scope): Value {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new Undetermined("too long");
    if (typeof term === "string") return this.#atom(term, scope);
    const [head, ...parts] = term;
    if (typeof head !== "string") return this.#indexed(head ?? [], parts, scope);
    switch (head) {
      case "let": {
        let inner = scope;
        for (const [name, value] of parts[0] as SExpression[][])
          inner = { name: String(name), value: this.#evaluate(value ?? "", scope), outer: inner };
        return this.#evaluate(parts[1] ?? "", inner);
      }
      case "and":
        return this.#junction(parts, scope, false);
      case "or":
        return this.#junction(parts, scope, true);
      case "=>":
        return this.#junction([...parts.slice(0, -1).map((part) => ["not", part]), parts.at(-1) ?? ""], scope, true);
      case "ite":
        return this.#evaluate((asBoolean(this.#evaluate(parts[0] ?? "", scope)) ? parts[1] : parts[2]) ?? "", scope);
      case "forall":
        return Array.isArray(parts[1]) && parts[1][0] === "not"
          ? !this.#some([parts[0] ?? "", parts[1][1] ?? ""], scope, "and")
          : !this.#some(parts, scope, "=>");
      case "exists":
        return this.#some(parts, scope, "and");
      case "as":
        if (parts[0] === "seq.empty") return [];
        throw new Undetermined(String(parts[0]));
    }
    const routine = this.#routines.get(head);
    const operands = parts.map((part) => this.#evaluate(part, scope));
    if (routine === undefined) {
      try {
        return apply(head, operands);
      } catch (error) {
        if (!(error instanceof Unspecified) || this.#free === null) throw error;
        return this.#free;
      }
    }
    const inner = routine.parameters.reduce<Scope>((outer, name, index) => {
      const value = operands[index];
      if (value === undefined) throw new Undetermined(head);
      return { name, value, outer };
    }, null);
    return this.#evaluate(routine.body, inner);
  }

  #atom(text: string, scope: Scope): Value {
    for (let at = scope; at !== null; at = at.outer) if (at.name === text) return at.value;
    if (/^\d+$/.test(text)) return BigInt(text);
    const [, whole, fraction] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
    if (whole !== undefined && fraction !== undefined)
      return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
    if (text.startsWith('"')) return unescaped(text);
    if (text === "true" || text === "false") return text === "true";
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const definition = this.#definitions.get(text);
    if (definition === undefined) {
      if (/ (new \d+|none)\|$/.test(text)) return { constructor_: text, fields: [] };
      throw new Undetermined(text);
    }
    const value = this.#evaluate(definition, null);
    this.#known.set(text, value);
    return value;
  }

  /** A conjunction (`decisive` false) or disjunction: one decisive part is enough, whatever the others are. */
  #junction(parts: SExpression[], scope: Scope, decisive: boolean): boolean {
    let open: Undetermined | null = null;
    for (const part of parts) {
      try {
        if (asBoolean(this.#evaluate(part, scope)) === decisive) return decisive;
      } catch (error) {
        if (!(error instanceof Undetermined)) throw error;
        open = error;
      }
    }
    if (open !== null) throw open;
    return !decisive;
  }

  #indexed(head: SExpression[] | string, parts: SExpression[], scope: Scope): Value {
    const [kind, name, argument] = head;
    if (kind === "_" && name === "map" && typeof argument === "string")
      return pointwise(
        argument,
        parts.map((part) => this.#evaluate(part, scope)),
      );
    const [operand] = parts.map((part) => this.#evaluate(part, scope));
    if (operand === undefined) throw new Undetermined("nothing");
    if (kind === "_" && name === "is" && typeof operand === "object" && "constructor_" in operand)
      return operand.constructor_ === argument;
    if (kind === "as" && name === "const") return { otherwise: operand, entries: new Map() };
    throw new Undetermined(String(name));
  }

  /** Whether some position within the stated bounds makes the rest of the body true (`and`) or false (`=>`). */
  #some([variables, body]: SExpression[], scope: Scope, shape: "=>" | "and"): boolean {
    const [only, ...more] = variables as SExpression[][];
    if (only === undefined || more.length > 0 || only[1] !== "Int" || !Array.isArray(body) || body[0] !== shape)
      throw new Undetermined("quantifier");
    const name = String(only[0]);
    const guards = conjuncts(shape === "=>" ? (body[1] ?? "") : body);
    let [low, high]: [bigint | null, bigint | null] = [null, null];
    for (const guard of guards) {
      if (!Array.isArray(guard) || (guard[0] !== "<=" && guard[0] !== "<") || guard.length !== 3) continue;
      const [operator, left, right] = guard;
      const step = operator === "<" ? 1n : 0n;
      if (right === name && !mentions(left ?? "", name)) low = asInteger(this.#evaluate(left ?? "", scope)) + step;
      else if (left === name && !mentions(right ?? "", name))
        high = asInteger(this.#evaluate(right ?? "", scope)) - step;
    }
    if (low === null || high === null || high - low > 1000n) throw new Undetermined("unbounded");
    let open: Undetermined | null = null;
    for (let value = low; value <= high; value += 1n) {
      try {
        if (asBoolean(this.#evaluate(body, { name, value, outer: scope })) === (shape === "and")) return true;
      } catch (error) {
        if (!(error instanceof Undetermined)) throw error;
        open = error;
      }
    }
    if (open !== null) throw open;
    return false;
  }
}

const trees = new Map<Term, SExpression>();

/** The tree of a term; the same terms are asked for again with every input. */
function parsed(term: Term): SExpression {
  const known = trees.get(term);
  if (known !== undefined) return known;
  if (trees.size > 50_000) trees.clear();
  const [tree] = readSExpressions(term);
  if (tree === undefined) throw new Undetermined("an empty term");
  trees.set(term, tree);
  return tree;
}

function conjuncts(term: SExpression): SExpression[] {
  return Array.isArray(term) && term[0] === "and" ? term.slice(1).flatMap(conjuncts) : [term];
}

function mentions(term: SExpression, name: string): boolean {
  return Array.isArray(term) ? term.some((part) => mentions(part, name)) : term === name;
}

function apply(head: string, operands: Value[]): Value {
  const [first, second, third] = operands;
  const integers = () => operands.map(asInteger);
  const chain = (holds: (left: bigint, right: bigint) => boolean) =>
    integers().every((value, index, all) => index === 0 || holds(all[index - 1] ?? 0n, value));
  if (isRational(first) || head === "to_real") return real(head, operands);
  switch (head) {
    case "not":
      return !asBoolean(first);
    case "=":
      return operands.every((value) => key(value) === key(first));
    case "distinct":
      return new Set(operands.map(key)).size === operands.length;
    case "xor":
      return asBoolean(first) !== asBoolean(second);
    case "+":
      return integers().reduce((left, right) => left + right);
    case "*":
      return integers().reduce((left, right) => left * right);
    case "-":
      return operands.length === 1 ? -asInteger(first) : integers().reduce((left, right) => left - right);
    case "<":
      return chain((left, right) => left < right);
    case "<=":
      return chain((left, right) => left <= right);
    case ">":
      return chain((left, right) => left > right);
    case ">=":
      return chain((left, right) => left >= right);
    case "div":
      return divided(asInteger(first), asInteger(second))[0];
    case "mod":
      return divided(asInteger(first), asInteger(second))[1];
    case "abs":
      return asInteger(first) < 0n ? -asInteger(first) : asInteger(first);
    case "str.len":
      return BigInt(points(first).length);
    case "str.++":
      return operands.map(asText).join("");
    case "str.at":
      return piece(points(first), asInteger(second), 1n).join("");
    case "str.substr":
      return piece(points(first), asInteger(second), asInteger(third)).join("");
    case "str.prefixof":
      return asText(second).startsWith(asText(first));
    case "str.suffixof":
      return asText(second).endsWith(asText(first));
    case "str.contains":
      return asText(first).includes(asText(second));
    case "str.<":
      return before(points(first), points(second));
    case "str.<=":
      return asText(first) === asText(second) || before(points(first), points(second));
    case "str.to_code":
      return points(first).length === 1 ? BigInt(points(first)[0]?.codePointAt(0) ?? 0) : -1n;
    case "str.from_code": {
      const code = asInteger(first);
      return code >= 0n && code <= 0x2ffffn ? String.fromCodePoint(Number(code)) : "";
    }
    case "str.from_int":
      return asInteger(first) < 0n ? "" : String(asInteger(first));
    case "str.to_int":
      return /^[0-9]+$/.test(asText(first)) ? BigInt(asText(first)) : -1n;
    case "str.is_digit":
      return /^[0-9]$/.test(asText(first));
    case "str.replace":
      return asText(second) === ""
        ? asText(third) + asText(first)
        : asText(first).replace(asText(second), () => asText(third));
    case "str.replace_all":
      return asText(second) === "" ? asText(first) : asText(first).replaceAll(asText(second), () => asText(third));
    case "str.indexof":
      return indexOf(points(first), points(second), asInteger(third));
    case "seq.len":
      return BigInt(asSequence(first).length);
    case "seq.unit":
      return first === undefined ? [] : [first];
    case "seq.++":
      return operands.flatMap(asSequence);
    case "seq.nth": {
      const [items, index] = [asSequence(first), asInteger(second)];
      const item = index >= 0n && index < BigInt(items.length) ? items[Number(index)] : undefined;
      if (item === undefined) throw new Unspecified("beyond the end");
      return item;
    }
    case "seq.at":
      return piece(asSequence(first), asInteger(second), 1n);
    case "seq.extract":
      return piece(asSequence(first), asInteger(second), asInteger(third));
    case "seq.contains":
      return asSequence(second).length === 0 || indexOf(asSequence(first), asSequence(second), 0n) >= 0n;
    case "seq.indexof":
      return indexOf(asSequence(first), asSequence(second), third === undefined ? 0n : asInteger(third));
    case "seq.prefixof":
      return key(asSequence(second).slice(0, asSequence(first).length)) === key(first ?? []);
    case "select":
    case "store":
      return array(head, first, second, third);
  }
  return data(head, operands);
}

const isRational = (value: Value | undefined): value is Rational => typeof value === "object" && "numerator" in value;

function rational(numerator: bigint, denominator: bigint): Rational {
  if (denominator < 0n) return rational(-numerator, -denominator);
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

function asRational(value: Value | undefined): Rational {
  if (typeof value === "bigint") return { numerator: value, denominator: 1n };
  if (!isRational(value)) throw new Undetermined("not a real");
  return value;
}

const difference = (left: Rational, right: Rational): bigint =>
  left.numerator * right.denominator - right.numerator * left.denominator;

/** Operations whose first operand is a real, and `to_real`. */
function real(head: string, operands: Value[]): Value {
  const numbers = () => operands.map(asRational);
  const [first] = operands;
  const chain = (holds: (difference: bigint) => boolean) =>
    numbers().every((value, index, all) => index === 0 || holds(difference(all[index - 1] ?? value, value)));
  switch (head) {
    case "to_real":
      return asRational(first);
    case "to_int": {
      const { numerator, denominator } = asRational(first);
      return divided(numerator, denominator)[0];
    }
    case "is_int":
      return asRational(first).denominator === 1n;
    case "=":
      return chain((by) => by === 0n);
    case "distinct":
      return new Set(numbers().map(key)).size === operands.length;
    case "<":
      return chain((by) => by < 0n);
    case "<=":
      return chain((by) => by <= 0n);
    case ">":
      return chain((by) => by > 0n);
    case ">=":
      return chain((by) => by >= 0n);
    case "+":
      return numbers().reduce((a, b) =>
        rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
      );
    case "-": {
      const negated = ({ numerator, denominator }: Rational) => rational(-numerator, denominator);
      const [start, ...rest] = numbers();
      if (start === undefined) throw new Undetermined(head);
      if (rest.length === 0) return negated(start);
      return rest.reduce((a, b) => rational(difference(a, b), a.denominator * b.denominator), start);
    }
    case "*":
      return numbers().reduce((a, b) => rational(a.numerator * b.numerator, a.denominator * b.denominator));
    case "/":
      return numbers().reduce((a, b) => {
        if (b.numerator === 0n) throw new Unspecified("division by zero");
        return rational(a.numerator * b.denominator, a.denominator * b.numerator);
      });
    case "seq.unit":
      return [asRational(first)];
  }
  return data(head, operands);
}

function array(head: string, first: Value | undefined, at: Value | undefined, value: Value | undefined): Value {
  if (typeof first !== "object" || !("entries" in first) || !("otherwise" in first) || at === undefined)
    throw new Undetermined(head);
  if (head === "select") return first.entries.get(key(at)) ?? first.otherwise;
  if (value === undefined) throw new Undetermined(head);
  const entries = new Map(first.entries);
  // Equal arrays have equal entries.
  if (key(value) === key(first.otherwise)) entries.delete(key(at));
  else entries.set(key(at), value);
  return { otherwise: first.otherwise, entries };
}

/** `((_ map f) a b)`. */
function pointwise(head: string, arrays: Value[]): Value {
  const parts = arrays.map((part) => {
    if (typeof part !== "object" || !("entries" in part) || !("otherwise" in part)) throw new Undetermined("map");
    return part;
  });
  const applied = (values: Value[]): Value => {
    if (head === "and") return values.every(asBoolean);
    if (head === "or") return values.some(asBoolean);
    return apply(head, values);
  };
  const otherwise = applied(parts.map((part) => part.otherwise));
  const entries = new Map<string, Value>();
  for (const at of new Set(parts.flatMap((part) => [...part.entries.keys()]))) {
    const value = applied(parts.map((part) => part.entries.get(at) ?? part.otherwise));
    if (key(value) !== key(otherwise)) entries.set(at, value);
  }
  return { otherwise, entries };
}

/** Constructors and selectors, which their names tell apart: see `sort.ts`. */
function data(head: string, operands: Value[]): Value {
  if (/ (new \d+|some)\|$/.test(head)) return { constructor_: head, fields: operands };
  const [owner] = operands;
  const field = / (?:field (\d+)|value)\|$/.exec(head);
  if (field === null || typeof owner !== "object" || !("constructor_" in owner)) throw new Undetermined(head);
  const wanted = Number(field[1] ?? 0);
  const of = Number(/ new (\d+)\|$/.exec(owner.constructor_)?.[1] ?? 0);
  const value = of === 0 ? owner.fields[wanted] : wanted === of ? owner.fields[0] : undefined;
  if (value === undefined) throw new Unspecified(head);
  return value;
}

/** SMT-LIB's division, whose remainder is never negative. */
function divided(left: bigint, right: bigint): [bigint, bigint] {
  if (right === 0n) throw new Unspecified("division by zero");
  const size = right < 0n ? -right : right;
  const rest = ((left % size) + size) % size;
  return [(left - rest) / right, rest];
}

function piece<Item>(items: Item[], start: bigint, length: bigint): Item[] {
  if (start < 0n || start >= BigInt(items.length) || length <= 0n) return [];
  return items.slice(Number(start), Number(start) + Number(length));
}

function indexOf(items: Value[], part: Value[], from: bigint): bigint {
  if (from < 0n || from > BigInt(items.length)) return -1n;
  for (let at = Number(from); at + part.length <= items.length; at += 1)
    if (key(items.slice(at, at + part.length)) === key(part)) return BigInt(at);
  return -1n;
}

function before(left: string[], right: string[]): boolean {
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return false;
    if (character !== other) return (character.codePointAt(0) ?? 0) < (other.codePointAt(0) ?? 0);
  }
  return left.length < right.length;
}

/** Equal values have equal keys. */
function key(value: Value | undefined): string {
  if (value === undefined) throw new Undetermined("nothing");
  if (typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "string") return JSON.stringify(value);
  if ("numerator" in value) return `${value.numerator}/${value.denominator}`;
  if (Array.isArray(value)) return `[${value.map(key).join(",")}]`;
  if ("fields" in value) return `(${value.constructor_} ${value.fields.map(key).join(",")})`;
  const entries = [...value.entries].map(([at, entry]) => `${at}:${key(entry)}`).sort();
  return `{${key(value.otherwise)}|${entries.join(",")}}`;
}

function asBoolean(value: Value | undefined): boolean {
  if (typeof value !== "boolean") throw new Undetermined("not a truth value");
  return value;
}

function asInteger(value: Value | undefined): bigint {
  if (typeof value !== "bigint") throw new Undetermined("not an integer");
  return value;
}

function asText(value: Value | undefined): string {
  if (typeof value !== "string") throw new Undetermined("not a text");
  return value;
}

function asSequence(value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw new Undetermined("not a sequence");
  return value;
}

const points = (value: Value | undefined): string[] => [...asText(value)];

function unescaped(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll('""', '"')
    .replaceAll(/\\u\{([0-9a-fA-F]{1,5})\}|\\u([0-9a-fA-F]{4})/g, (_, braced, plain) =>
      String.fromCodePoint(Number.parseInt(braced ?? plain, 16)),
    );
}
