import type { Definition, Operator, Term } from "./term.ts";

export type Value = bigint | boolean;
export type Assignment = ReadonlyMap<string, Value>;
export type Definitions = ReadonlyMap<string, Definition>;

/** Functions within functions deeper than this have no value. */
const MAX_DEPTH = 60;

/** The value of a term; null where SMT-LIB leaves it open (division by zero) or no value is known (a quantifier, a free name). */
export function evaluate(
  term: Term,
  assignment: Assignment,
  definitions: Definitions = new Map(),
  depth = 0,
): Value | null {
  switch (term.kind) {
    case "integer":
    case "boolean":
      return term.value;
    case "variable":
      return assignment.get(term.name) ?? null;
    case "quantified":
      return null;
    case "call": {
      const definition = definitions.get(term.callee);
      if (definition === undefined || depth > MAX_DEPTH) return null;
      const inner = new Map<string, Value>();
      for (const [index, { name }] of definition.parameters.entries()) {
        const operand = term.operands[index];
        const value = operand === undefined ? null : evaluate(operand, assignment, definitions, depth + 1);
        if (value === null) return null;
        inner.set(name, value);
      }
      return evaluate(definition.body, inner, definitions, depth + 1);
    }
    case "apply":
      return shortCut(term.operator, term.operands, (operand) => evaluate(operand, assignment, definitions, depth));
  }
}

/** Truth values decide as soon as one operand does, so that an open value elsewhere does not matter. */
function shortCut(operator: Operator, operands: readonly Term[], of: (operand: Term) => Value | null): Value | null {
  if (operator === "ite") {
    const [test, yes, no] = operands;
    if (test === undefined || yes === undefined || no === undefined) return null;
    const chosen = of(test);
    return chosen === null ? null : of(chosen === true ? yes : no);
  }
  if (operator === "and" || operator === "or" || operator === "=>") {
    let open = false;
    for (const [index, operand] of operands.entries()) {
      const value = of(operand);
      const last = index === operands.length - 1;
      if (value === null) open = true;
      else if (operator === "and" ? !value : operator === "or" ? value : last ? value : !value)
        return operator !== "and";
    }
    return open ? null : operator === "and";
  }
  const values: Value[] = [];
  for (const operand of operands) {
    const value = of(operand);
    if (value === null) return null;
    values.push(value);
  }
  return operate(operator, values);
}

/** An operator on values; null for a division by zero. `ite`, `and`, `or` and `=>` as well. */
export function operate(operator: Operator, values: readonly Value[]): Value | null {
  const numbers = values as readonly bigint[];
  const [first] = numbers;
  if (first === undefined) return null;
  switch (operator) {
    case "+":
      return numbers.reduce((sum, value) => sum + value);
    case "-":
      return numbers.length === 1 ? -first : numbers.reduce((left, right) => left - right);
    case "*":
      return numbers.reduce((product, value) => product * value);
    case "div":
    case "mod":
      return numbers.slice(1).reduce<bigint | null>((left, right) => {
        if (left === null || right === 0n) return null;
        const remainder = ((left % right) + absolute(right)) % absolute(right);
        return operator === "mod" ? remainder : (left - remainder) / right;
      }, first);
    case "abs":
      return absolute(first);
    case "=":
      return values.every((value) => value === values[0]);
    case "distinct":
      return new Set(values).size === values.length;
    case "<":
      return chained(numbers, (left, right) => left < right);
    case "<=":
      return chained(numbers, (left, right) => left <= right);
    case ">":
      return chained(numbers, (left, right) => left > right);
    case ">=":
      return chained(numbers, (left, right) => left >= right);
    case "and":
      return values.every((value) => value === true);
    case "or":
      return values.some((value) => value === true);
    case "not":
      return values[0] !== true;
    case "=>":
      return values.slice(0, -1).some((value) => value !== true) || values.at(-1) === true;
    case "xor":
      return values.filter((value) => value === true).length % 2 === 1;
    case "ite":
      return (values[0] === true ? values[1] : values[2]) ?? null;
  }
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

const chained = (values: readonly bigint[], holds: (left: bigint, right: bigint) => boolean): boolean =>
  values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined || holds(before, value);
  });
