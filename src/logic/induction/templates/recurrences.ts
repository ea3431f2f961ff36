import type { Expression } from "../../../ir/expression/ast.ts";
import {
  add,
  and,
  at,
  binary,
  call,
  compare,
  implies,
  integer,
  integerOf,
  multiply,
  name,
  not,
  or,
  over,
  subtract,
  upTo,
} from "../build.ts";
import {
  addedTo,
  atTurn,
  closedForm,
  conditionOf,
  finished,
  type LoopContext,
  mentions,
  nextValues,
  overItems,
  someTurn,
  typeOf,
} from "../context.ts";
import type { Way } from "../flow.ts";

/** What the next value of each changed name says of its value after a number of turns. */
export function recurrenceCandidates(context: LoopContext): Expression[] {
  const names = new Set(context.site.changed.map((known) => known.name));
  return [...names].flatMap((wanted) => {
    const values = nextValues(context, wanted);
    if (values === null || values.every(({ value }) => value.kind === "name" && value.name === wanted)) return [];
    return [
      ...closed(context, wanted),
      ...multiples(context, wanted, values),
      ...steps(context, wanted, values),
      ...sums(context, wanted, values),
      ...last(context, wanted, values),
      ...chosen(context, wanted, values),
      ...flags(context, wanted, values),
    ];
  });
}

type Values = { way: Way; value: Expression }[];

/** `x == start + step * counter`. */
function closed(context: LoopContext, wanted: string): Expression[] {
  const value = closedForm(context, wanted, context.counter);
  return value === null ? [] : [compare(name(wanted), "==", value)];
}

/** What does not change of `x` modulo the step when `x` goes by multiples of a number. */
function multiples(context: LoopContext, wanted: string, values: Values): Expression[] {
  const amounts = values.map(({ value }) => {
    const added = addedTo(wanted, value);
    return added === null ? null : integerOf(added);
  });
  const known = amounts.filter((amount) => amount !== null);
  const start = context.code.start(wanted);
  if (known.length < amounts.length || start === null) return [];
  const divisor = known.reduce((a, b) => gcd(a, b), 0n);
  if (divisor < 2n) return [];
  return [compare(binary(name(wanted), "%", integer(divisor)), "==", binary(start, "%", integer(divisor)))];
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** Bounds of what constant steps, different from way to way, can add up to. */
function steps(context: LoopContext, wanted: string, values: Values): Expression[] {
  const amounts = values.map(({ value }) => {
    const added = addedTo(wanted, value);
    return added === null ? null : integerOf(added);
  });
  const known = amounts.filter((amount) => amount !== null);
  const start = context.code.start(wanted);
  const [first] = known;
  if (known.length < amounts.length || first === undefined || start === null) return [];
  const [least, most] = known.reduce(
    ([low, high], next) => [next < low ? next : low, next > high ? next : high],
    [first, first],
  );
  if (least === most) return [];
  return [
    compare(name(wanted), ">=", add(start, multiply(integer(least), context.counter))),
    compare(name(wanted), "<=", add(start, multiply(integer(most), context.counter))),
  ];
}

/** `x == start + sum(step of each finished turn)`, and its polynomial where the step is linear in the turn's number. */
function sums(context: LoopContext, wanted: string, values: Values): Expression[] {
  const start = context.code.start(wanted);
  if (start === null) return [];
  const turn = name(context.turn);
  const parts: { condition: Expression | null; amount: Expression }[] = [];
  for (const { way, value } of values) {
    const added = addedTo(wanted, value);
    const amount = added === null ? null : atTurn(context, added, turn);
    const condition = conditionOf(way);
    const when = condition === null ? null : atTurn(context, condition, turn);
    if (amount === null) return [];
    if (integerOf(amount) === 0n) continue;
    if (when === null || way.within.length > 0) return [];
    parts.push({ condition: way.conditions.length === 0 ? null : when, amount });
  }
  const [only, ...others] = parts;
  if (only === undefined || mentions(only.amount, wanted)) return [];
  const found: Expression[] = [];
  const total = (sum: Expression) => compare(name(wanted), "==", add(start, sum));
  if (others.length === 0) {
    if (!mentions(only.amount, context.turn) && only.condition === null) return [];
    const conditions = only.condition === null ? [] : [only.condition];
    const byItem = conditions.length === 0 ? null : overItems(context, [only.amount, ...conditions]);
    const [amountOfItem, ...conditionsOfItem] = byItem?.parts ?? [];
    if (byItem !== null && amountOfItem !== undefined)
      found.push(total(over("sum", amountOfItem, [byItem.range], conditionsOfItem)));
    else found.push(total(over("sum", only.amount, [finished(context)], conditions)));
    const { amount } = only;
    if (
      only.condition === null &&
      amount.kind === "subscript" &&
      amount.index.kind === "name" &&
      amount.index.name === context.turn
    )
      found.push(total(call("sum", upTo(amount.object, context.counter))));
    if (only.condition === null) found.push(...polynomial(context, wanted, start, only.amount));
    if (integerOf(only.amount) === null)
      found.push(
        implies(
          over("all", compare(only.amount, ">=", integer(0)), [finished(context)]),
          compare(name(wanted), ">=", start),
        ),
      );
    return found;
  }
  const amount = parts.reduceRight<Expression>(
    (otherwise, part) => ({
      kind: "conditional",
      test: part.condition ?? { kind: "boolean", value: true },
      body: part.amount,
      otherwise,
    }),
    integer(0),
  );
  return [total(over("sum", amount, [finished(context)]))];
}

/** The sum of `a * turn + b` over the finished turns, without division: twice the value. */
function polynomial(context: LoopContext, wanted: string, start: Expression, amount: Expression): Expression[] {
  const linear = linearIn(amount, context.turn);
  if (linear === null) return [];
  const { counter } = context;
  const triangle = binary(counter, "*", subtract(counter, integer(1)));
  const twice = add(multiply(linear.factor, triangle), multiply(integer(2), multiply(linear.constant, counter)));
  return [compare(multiply(integer(2), subtract(name(wanted), start)), "==", twice)];
}

/** `factor * turn + constant` for expressions made by addition and multiplication by what is free of the turn. */
function linearIn(expression: Expression, turn: string): { factor: Expression; constant: Expression } | null {
  if (!mentions(expression, turn)) return { factor: integer(0), constant: expression };
  if (expression.kind === "name") return { factor: integer(1), constant: integer(0) };
  if (expression.kind !== "binary") return null;
  const { operator, left, right } = expression;
  const [a, b] = [linearIn(left, turn), linearIn(right, turn)];
  if (a === null || b === null) return null;
  switch (operator) {
    case "+":
      return { factor: add(a.factor, b.factor), constant: add(a.constant, b.constant) };
    case "-":
      return { factor: subtract(a.factor, b.factor), constant: subtract(a.constant, b.constant) };
    case "*": {
      if (mentions(left, turn) && mentions(right, turn)) return null;
      const [scale, inner] = mentions(left, turn) ? [right, a] : [left, b];
      return { factor: multiply(scale, inner.factor), constant: multiply(scale, inner.constant) };
    }
    default:
      return null;
  }
}

/** `implies(counter > 0, x == value of the last turn)` for a value that does not depend on the one before. */
function last(context: LoopContext, wanted: string, values: Values): Expression[] {
  const before = subtract(context.counter, integer(1));
  const found = values.map(({ value }) => (mentions(value, wanted) ? null : atTurn(context, value, before)));
  const [only] = found;
  if (only === undefined || only === null || found.some((value) => value === null)) return [];
  if (
    new Set(found.map((value) => JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}` : part))))
      .size > 1
  )
    return [];
  return [implies(compare(context.counter, ">", integer(0)), compare(name(wanted), "==", only))];
}

/** A name that keeps its value or takes that of a turn: which it can be, and how it compares with those of all turns. */
function chosen(context: LoopContext, wanted: string, values: Values): Expression[] {
  const turn = name(context.turn);
  const range = finished(context);
  const taken: { value: Expression; when: Expression | null }[] = [];
  for (const { way, value } of values) {
    if (value.kind === "name" && value.name === wanted) continue;
    for (const part of alternatives(value, wanted)) {
      if (mentions(part, wanted)) return [];
      const at_ = atTurn(context, part, turn);
      if (at_ === null) return [];
      const usable = way.conditions.filter((condition) => condition !== null && !mentions(condition, wanted));
      const conditions = usable.map((condition) => (condition === null ? null : atTurn(context, condition, turn)));
      const known = conditions.filter((condition) => condition !== null);
      taken.push({ value: at_, when: known.length === 0 ? null : and(...known) });
    }
  }
  if (taken.length === 0) return [];
  const start = context.code.start(wanted);
  const variable = name(wanted);
  const found: Expression[] = [];
  const isOne = taken.map(({ value }) => someTurn(context, compare(variable, "==", value)));
  const isOneWhen = taken.map(({ value, when }) =>
    someTurn(context, when === null ? compare(variable, "==", value) : and(when, compare(variable, "==", value))),
  );
  if (start !== null) {
    found.push(or(compare(variable, start.kind === "none" ? "is" : "==", start), ...isOne));
    if (taken.some(({ when }) => when !== null))
      found.push(or(compare(variable, start.kind === "none" ? "is" : "==", start), ...isOneWhen));
    const atStart = closedTurn(
      start,
      context,
      taken.map(({ value }) => value),
    );
    if (atStart !== null) found.push(implies(compare(context.counter, ">", integer(0)), or(...isOne)));
  }
  found.push(implies(compare(context.counter, ">", integer(0)), or(...isOne)));
  const type = typeOf(context, wanted);
  if (type?.kind === "int" || type?.kind === "str")
    for (const { value } of taken)
      for (const operator of [">=", "<="] as const)
        found.push(over("all", compare(variable, operator, value), [range]));
  return found;
}

/** The parts of `max(a, b)`, `min(a, b)` and `a if c else b` other than the name itself. */
function alternatives(value: Expression, wanted: string): Expression[] {
  const parts =
    value.kind === "conditional"
      ? [value.body, value.otherwise]
      : value.kind === "call" && value.callee.kind === "name" && ["max", "min"].includes(value.callee.name)
        ? value.arguments
        : null;
  if (parts === null) return [value];
  return parts
    .filter((part) => !(part.kind === "name" && part.name === wanted))
    .flatMap((part) => alternatives(part, wanted));
}

/** The first item where the name starts with it, as in `best = xs[0]`. */
function closedTurn(start: Expression, { turn }: LoopContext, values: Expression[]): Expression | null {
  const [only] = values;
  if (only?.kind !== "subscript" || start.kind !== "subscript" || !mentions(only.index, turn)) return null;
  return at(only.object, integer(0));
}

/** A flag that some turns set: it says whether one of them was so. */
function flags(context: LoopContext, wanted: string, values: Values): Expression[] {
  const start = context.code.start(wanted);
  if (start?.kind !== "boolean") return [];
  const turn = name(context.turn);
  const setting: Expression[] = [];
  for (const { way, value } of values) {
    if (value.kind === "name" && value.name === wanted) continue;
    if (value.kind !== "boolean" || value.value === start.value || way.within.length > 0) return [];
    const condition = conditionOf(way);
    const when = condition === null || mentions(condition, wanted) ? null : atTurn(context, condition, turn);
    if (when === null) return [];
    setting.push(when);
  }
  if (setting.length === 0) return [];
  const anySet = someTurn(context, or(...setting));
  const noneSet = over("all", not(or(...setting)), [finished(context)]);
  const variable = name(wanted);
  return start.value
    ? [compare(variable, "==", noneSet), implies(variable, noneSet), or(variable, anySet)]
    : [compare(variable, "==", anySet), or(variable, noneSet), implies(variable, anySet)];
}
