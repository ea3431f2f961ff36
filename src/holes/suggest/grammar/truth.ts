import type { Form, Term } from "./candidate.ts";
import { elementOf, isHashable } from "./collection.ts";

/** What a truth value that is returned may tell of the parameters: each form is `result == (condition)`, or that a condition follows from it. */
export function ofTruth(parameters: readonly Term[]): Form[] {
  const conditions = parameters.flatMap((one, index): Form[] => [
    ...alone(one),
    ...parameters.slice(index + 1).flatMap((other) => together(one, other)),
  ]);
  return conditions.flatMap(([condition, weight, rationale, cues]): Form[] => {
    const named = cues === undefined ? ([] as const) : ([cues] as const);
    return [
      [`result == (${condition})`, weight, rationale, ...named],
      [`implies(result, ${condition})`, weight * 0.3, `True only if: ${rationale}`, ...named],
      [`implies(${condition}, result)`, weight * 0.2, `True whenever: ${rationale}`, ...named],
      [`result == (not (${condition}))`, weight * 0.1, `True unless: ${rationale}`, ...named],
    ];
  });
}

function alone({ text, type }: Term): Form[] {
  const element = elementOf(type);
  switch (type.kind) {
    case "int":
    case "float":
      return [
        [`${text} % 2 == 0`, 0.6, `${text} is even.`, "even"],
        [`${text} % 2 == 1`, 0.3, `${text} is odd.`, "odd"],
        [`${text} > 0`, 0.6, `${text} is positive.`, "positive"],
        [`${text} >= 0`, 0.3, `${text} is not negative.`, "nonnegative natural"],
        [`${text} < 0`, 0.3, `${text} is negative.`, "negative"],
        [`${text} == 0`, 0.3, `${text} is zero.`, "zero"],
        [
          `${text} > 1 and all(${text} % d != 0 for d in range(2, ${text}))`,
          0.1,
          `${text} has no divisor but 1 and itself.`,
          "prime",
        ],
      ];
    case "str":
      return [
        [`${text} == ${text}[::-1]`, 0.5, `${text} reads the same backwards.`, "palindrome"],
        [`len(${text}) > 0`, 0.5, `${text} is not empty.`, "empty"],
        [`len(${text}) == 0`, 0.4, `${text} is empty.`, "empty"],
        [`${text}.isdigit()`, 0.3, `${text} is made of digits.`, "digit numeric"],
        [`${text}.isupper()`, 0.1, `${text} is in upper case.`, "upper"],
        [`${text}.islower()`, 0.1, `${text} is in lower case.`, "lower"],
        [`len(set(${text})) == len(${text})`, 0.3, "Nothing is in it twice.", "unique distinct isogram"],
      ];
    case "sequence":
    case "set":
    case "dict":
      return [
        [`len(${text}) == 0`, 0.6, `${text} is empty.`, "empty"],
        [`len(${text}) > 0`, 0.5, `${text} is not empty.`, "empty has"],
        ...(type.kind === "sequence"
          ? ([
              [`${text} == ${text}[::-1]`, 0.4, `${text} reads the same backwards.`, "palindrome symmetric balanced"],
              [
                `all(${text}[i] <= ${text}[i + 1] for i in range(len(${text}) - 1))`,
                0.4,
                `${text} is in order.`,
                "sorted order ordered monotonic",
              ],
            ] as const)
          : []),
        ...(type.kind === "sequence" && isHashable(element)
          ? ([
              [`len(set(${text})) == len(${text})`, 0.5, "Nothing is in it twice.", "unique distinct different"],
              [`len(set(${text})) < len(${text})`, 0.4, "Something is in it twice.", "duplicate repeated"],
              [`len(set(${text})) == 1`, 0.2, "All are the same.", "same equal identical"],
            ] as const)
          : []),
        ...(element?.kind === "int"
          ? ([
              [`any(x % 2 == 1 for x in ${text})`, 0.1, "One is odd.", "odd"],
              [`any(x < 0 for x in ${text})`, 0.2, "One is negative.", "negative below"],
            ] as const)
          : []),
      ];
    default:
      return [];
  }
}

function together(one: Term, other: Term): Form[] {
  const [a, b] = [one.text, other.text];
  const isNumber = ({ type }: Term) => type.kind === "int" || type.kind === "float";
  if (isNumber(one) && isNumber(other))
    return [
      [`${a} == ${b}`, 1, "Both are the same.", "equal same compare"],
      [`${a} < ${b}`, 0.8, "The first is smaller.", "less before smaller"],
      [`${a} > ${b}`, 0.8, "The first is larger.", "greater larger after"],
      [`${a} <= ${b}`, 0.4, "The first is no larger.", "less"],
      [`${a} % ${b} == 0`, 0.4, "The second divides the first.", "divisible multiple divides"],
      [`${a} * ${b} < 0`, 0.2, "Their signs differ.", "opposite sign"],
    ];
  const found: Form[] = [];
  for (const [item, container] of [
    [one, other],
    [other, one],
  ] as const) {
    const element = elementOf(container.type);
    if (
      (element !== null && element.kind === item.type.kind && element.kind !== "opaque") ||
      (container.type.kind === "str" && item.type.kind === "str" && item === other)
    )
      found.push([`${item.text} in ${container.text}`, 1.2, "It is among them.", "contains has member find search"]);
    const comparable =
      element?.kind === "int" || element?.kind === "float" || (element?.kind === "opaque" && element.name === null);
    if (comparable && isNumber(item))
      found.push(
        [`all(x < ${item.text} for x in ${container.text})`, 0.5, "All are smaller.", "below all under"],
        [`all(x <= ${item.text} for x in ${container.text})`, 0.3, "None is larger.", "below most"],
        [`all(x > ${item.text} for x in ${container.text})`, 0.3, "All are larger.", "above greater all"],
      );
  }
  if (one.type.kind === other.type.kind && ["sequence", "str", "set", "dict"].includes(one.type.kind)) {
    found.push([`${a} == ${b}`, 0.8, "Both are the same.", "equal same"]);
    if (one.type.kind !== "dict")
      found.push(
        [`set(${a}) == set(${b})`, 0.4, "Both have the same elements.", "same chars elements"],
        [`sorted(${a}) == sorted(${b})`, 0.4, "One is an order of the other.", "anagram permutation"],
        [`set(${a}) <= set(${b})`, 0.3, "All of the first are in the second.", "subset"],
      );
    if (one.type.kind === "str") found.push([`${b} in ${a}`, 0.5, "The second is in the first.", "contains substring"]);
  }
  return found;
}
