import { type PythonType, typeName } from "../../../logic/types/python-type.ts";
import type { Form, Term } from "./candidate.ts";
import { elementOf, isHashable } from "./collection.ts";

const isNumber = ({ type }: Term) => type.kind === "int" || type.kind === "float";
const isText = ({ type }: Term) => type.kind === "str";
const isCollection = ({ type }: Term) => ["sequence", "set", "dict"].includes(type.kind);
const hasLength = (term: Term) => isText(term) || isCollection(term);
const sameType = (one: PythonType, other: PythonType) => typeName(one) === typeName(other);

/** What ties a result to one parameter. */
export function ofResultAnd(result: Term, parameter: Term): Form[] {
  const found: Form[] = [];
  if (isNumber(result) && isNumber(parameter)) found.push(...numberOfNumber(result.text, parameter.text));
  if (isNumber(result) && hasLength(parameter)) found.push(...numberOfCollection(result, parameter));
  if (hasLength(result) && hasLength(parameter)) found.push(...collectionOfCollection(result, parameter));
  if (hasLength(result) && parameter.type.kind === "int") found.push(...collectionOfNumber(result, parameter.text));
  if (isText(result) && isText(parameter)) found.push(...textOfText(result.text, parameter.text));
  if (isText(result) && parameter.type.kind === "int")
    found.push(
      [`${result.text} == str(${parameter.text})`, 0.4, `It is ${parameter.text} as text.`],
      [`int(${result.text}, 2) == ${parameter.text}`, 0.2, `It is ${parameter.text} in binary.`, "binary"],
    );
  const element = elementOf(parameter.type);
  if (!isNumber(result) && element !== null && element.kind !== "opaque" && sameType(result.type, element))
    found.push([`${result.text} in ${parameter.text}`, 3, `The result is one of ${parameter.text}.`, "choose pick"]);
  if (!isNumber(result) && sameType(result.type, parameter.type))
    found.push([`${result.text} == ${parameter.text}`, 0.3, `The result is ${parameter.text} itself.`, "identity"]);
  return found;
}

const numberOfNumber = (r: string, n: string): Form[] => [
  [`${r} >= ${n}`, 1.5, `The result is at least ${n}.`, "next ceil least"],
  [`${r} <= ${n}`, 1.5, `The result is at most ${n}.`, "largest floor most divisor"],
  [`${r} < ${n}`, 0.8, `The result is below ${n}.`, "largest proper previous mod modulo remainder"],
  [`${r} > ${n}`, 0.6, `The result is above ${n}.`, "next"],
  [`${r} == ${n}`, 0.4, `The result is ${n} itself.`, "identity"],
  [`0 <= ${r} < ${n}`, 0.8, `The result is a remainder of ${n}.`, "mod modulo remainder rand"],
  [`1 <= ${r} <= ${n}`, 0.4, `The result is between 1 and ${n}.`, "divisor"],
  [`${n} % ${r} == 0`, 0.4, `The result divides ${n}.`, "divisor factor gcd"],
  [`${r} % ${n} == 0`, 0.3, `The result is a multiple of ${n}.`, "multiple lcm"],
  [`${r} == abs(${n})`, 0.4, `The result is ${n} without its sign.`, "abs absolute"],
  [`${r} == -${n}`, 0.2, `The result is ${n} with the other sign.`, "negate negative"],
  [`${r} == ${n} + 1`, 0.4, `The result is one more than ${n}.`, "next increment successor"],
  [`${r} == ${n} - 1`, 0.2, `The result is one less than ${n}.`, "previous decrement"],
  [`${r} == 2 * ${n}`, 0.3, `The result is twice ${n}.`, "double twice"],
  [`${r} == ${n} // 2`, 0.2, `The result is half of ${n}.`, "half halve"],
  [`${r} == ${n} * ${n}`, 0.3, `The result is the square of ${n}.`, "square area"],
  [`${r} == ${n} ** 3`, 0.15, `The result is the cube of ${n}.`, "cube volume"],
  [`${r} == ${n} % 10`, 0.2, `The result is the last digit of ${n}.`, "last digit unit"],
  [`${r} == ${n} * (${n} + 1) // 2`, 0.2, `The result is the sum up to ${n}.`, "sum triangle triangular"],
  [`${r} * ${r} <= ${n} < (${r} + 1) * (${r} + 1)`, 0.1, `The result is the root of ${n}.`, "sqrt root squareroot"],
];

function numberOfCollection(result: Term, { text, type, name }: Term): Form[] {
  const r = result.text;
  const element = elementOf(type);
  const numbers = element !== null && (element.kind === "int" || element.kind === "float");
  const isInteger = result.type.kind === "int";
  return [
    ...(isInteger
      ? ([
          [`0 <= ${r} <= len(${text})`, 3, `The result counts in ${name}.`, "count how many length longest"],
          [`${r} <= len(${text})`, 3, `The result counts in ${name}.`, "count how many length longest"],
          [`0 <= ${r} < len(${text})`, 1, `The result is an index of ${name}.`, "index position find search"],
          [`-1 <= ${r} < len(${text})`, 0.8, "It is an index, or -1 for none.", "index position find search"],
          [`${r} == len(${text})`, 1.5, `The result is the length of ${name}.`, "length size len"],
        ] as const)
      : []),
    ...(isInteger && (type.kind === "str" || isHashable(element))
      ? ([
          [`${r} == len(set(${text}))`, 0.8, "The result counts what is different.", "distinct unique different"],
          [`${r} <= len(set(${text}))`, 0.5, "The result counts what is different.", "distinct unique different"],
        ] as const)
      : []),
    ...(isInteger && type.kind === "str"
      ? ([[`${r} == len(${text}.split())`, 0.4, "The result counts words.", "word"]] as const)
      : []),
    ...(numbers && type.kind !== "dict" ? ofNumbers(r, text, name) : []),
  ];
}

const ofNumbers = (r: string, text: string, name: string): Form[] => [
  [`${r} in ${text}`, 3, `The result is an element of ${name}.`, "max min largest smallest choose find majority"],
  [`${r} == max(${text})`, 1, `The result is the largest of ${name}.`, "max maximum largest greatest biggest"],
  [`${r} == min(${text})`, 1, `The result is the smallest of ${name}.`, "min minimum smallest least"],
  [`all(${r} >= x for x in ${text})`, 1, `No element of ${name} is larger.`, "max maximum largest greatest"],
  [`all(${r} <= x for x in ${text})`, 1, `No element of ${name} is smaller.`, "min minimum smallest least"],
  [`${r} == sum(${text})`, 1, `The result is the sum of ${name}.`, "sum total add"],
  [`${r} <= sum(${text})`, 0.3, `The result is at most the sum of ${name}.`, "sum"],
  [`min(${text}) <= ${r} <= max(${text})`, 0.8, `The result lies among ${name}.`, "mean average median"],
  [`${r} == sum(${text}) / len(${text})`, 0.3, `The result is the mean of ${name}.`, "mean average"],
  [`${r} == max(${text}) - min(${text})`, 0.3, `The result is the spread of ${name}.`, "difference spread range"],
  [`${r} == sum(x * x for x in ${text})`, 0.2, `The result is the sum of squares.`, "square squares"],
];

function collectionOfCollection(result: Term, { text, type, name }: Term): Form[] {
  const r = result.text;
  const inside = elementOf(result.type);
  const outside = elementOf(type);
  const comparable = inside !== null && outside !== null && sameType(inside, outside) && inside.kind !== "opaque";
  const sequences = result.type.kind === "sequence" && type.kind === "sequence";
  const alike = result.type.kind === type.kind;
  return [
    [`len(${r}) == len(${text})`, alike ? 6 : 4, `The result is as long as ${name}.`, "each every map transform shift"],
    [`len(${r}) <= len(${text})`, alike ? 4 : 3, `The result is a part of ${name}.`, "filter remove unique longest"],
    [`len(${r}) >= len(${text})`, 0.6, `The result holds more than ${name}.`, "add append insert extend"],
    [`len(${r}) == len(${text}) + 1`, 0.6, "The result is one longer.", "append insert add push prefix"],
    [`len(${r}) == len(${text}) - 1`, 0.6, "The result is one shorter.", "pair pairs adjacent consecutive remove pop"],
    [`len(${r}) == 2 * len(${text})`, 0.3, "The result is twice as long.", "double duplicate repeat"],
    [
      `implies(len(${text}) == 0, len(${r}) == 0)`,
      0.8,
      `Nothing comes of an empty ${name}.`,
      "parse split filter each",
    ],
    ...(comparable && isCollection(result)
      ? ([
          [
            `all(x in ${text} for x in ${r})`,
            3,
            `Everything in the result comes from ${name}.`,
            "filter remove unique common",
          ],
          [`all(x in ${r} for x in ${text})`, 1, `Everything in ${name} is in the result.`, "add append insert union"],
          [`set(${r}) == set(${text})`, isHashable(inside) ? 1 : 0, "Nothing is lost or new.", "unique distinct"],
        ] as const)
      : []),
    ...(sequences ? sequenceOfSequence(r, text, name, comparable && isOrdered(inside)) : []),
    ...(result.type.kind === "dict" && isHashable(outside)
      ? ([
          [`set(${r}) == set(${text})`, 1.5, `The keys are what is in ${name}.`, "count frequency group"],
          [`sum(${r}.values()) == len(${text})`, 0.8, "The counts add up.", "count frequency histogram"],
        ] as const)
      : []),
  ];
}

const isOrdered = (type: PythonType | null) => type !== null && ["int", "float", "str", "bool"].includes(type.kind);

const sequenceOfSequence = (r: string, text: string, name: string, ordered: boolean): Form[] => [
  [`${r} == ${text}[::-1]`, 0.6, `The result is ${name} backwards.`, "reverse reversed"],
  [`${r}[:len(${text})] == ${text}`, 0.3, `The result begins with ${name}.`, "append extend duplicate"],
  [`${r}[-len(${text}):] == ${text}`, 0.1, `The result ends with ${name}.`, "duplicate"],
  ...(ordered
    ? ([
        [`sorted(${r}) == sorted(${text})`, 2, "Nothing is lost or new.", "sort sorted rotate shuffle permute swap"],
        [`${r} == sorted(${text})`, 1, `The result is ${name} in order.`, "sort sorted"],
      ] as const)
    : []),
];

const collectionOfNumber = ({ text: r, type }: Term, n: string): Form[] => [
  [`len(${r}) == ${n}`, 3, `The result has ${n} items.`, "first n count make length"],
  [`len(${r}) <= ${n}`, 1.2, `The result has at most ${n} items.`, "top most up"],
  [`len(${r}) == ${n} + 1`, 0.6, `The result has ${n} + 1 items.`],
  ...(type.kind === "str"
    ? []
    : ([[`all(len(x) == ${n} for x in ${r})`, 0.4, `Every item has the length ${n}.`, "subsequence chunk"]] as const)),
];

const textOfText = (r: string, s: string): Form[] => [
  [`${r} == ${s}.lower()`, 0.6, `The result is ${s} in lower case.`, "lower lowercase"],
  [`${r} == ${s}.upper()`, 0.6, `The result is ${s} in upper case.`, "upper uppercase"],
  [`${r} == ${s}[::-1]`, 0.6, `The result is ${s} backwards.`, "reverse reversed"],
  [`${r} == ${s}.strip()`, 0.5, `The result is ${s} without blanks around it.`, "strip trim"],
  [`${r} == ${s}.swapcase()`, 0.2, "Cases are swapped.", "swap swapcase flip"],
  [`${r} == ${s}.capitalize()`, 0.2, "The first letter is large.", "capitalize"],
  [`${r} in ${s}`, 1, `The result is a part of ${s}.`, "substring longest"],
  [`${r}.startswith(${s})`, 0.8, `The result begins with ${s}.`, "prefix shortest palindrome"],
  [`${r}.endswith(${s})`, 0.3, `The result ends with ${s}.`, "suffix"],
  [`${s}.startswith(${r})`, 0.4, `The result is a beginning of ${s}.`, "prefix"],
  [`all(c in ${s} for c in ${r})`, 1.5, `Every character comes from ${s}.`, "remove filter"],
  [`sorted(${r}) == sorted(${s})`, 0.7, "No character is lost or new.", "sort reverse anagram shuffle"],
];

/** What ties a result to two parameters. */
export function ofResultAndTwo(result: Term, one: Term, other: Term): Form[] {
  const [r, a, b] = [result.text, one.text, other.text];
  const alike = sameType(one.type, other.type);
  if (isNumber(result) && isNumber(one) && isNumber(other))
    return [
      [`${r} == ${a} + ${b}`, 1.2, "The result is the sum.", "add sum plus total"],
      [`${r} == ${a} - ${b}`, 0.7, "The result is the difference.", "subtract difference minus"],
      [`${r} == abs(${a} - ${b})`, 0.3, "The result is the distance.", "distance difference"],
      [`${r} == ${a} * ${b}`, 0.9, "The result is the product.", "multiply product times area"],
      [`${r} == ${a} // ${b}`, 0.3, "The result is the quotient.", "divide div quotient"],
      [`${r} == ${a} / ${b}`, 0.3, "The result is the quotient.", "divide div ratio"],
      [`${r} == ${a} % ${b}`, 0.3, "The result is the remainder.", "mod modulo remainder"],
      [`${r} == ${a} ** ${b}`, 0.2, "The result is the power.", "power pow exponent"],
      [`${r} == max(${a}, ${b})`, 0.6, "The result is the larger one.", "max maximum larger greater"],
      [`${r} == min(${a}, ${b})`, 0.6, "The result is the smaller one.", "min minimum smaller"],
      [`${r} == ${a} or ${r} == ${b}`, 0.6, "The result is one of the two.", "max min choose larger"],
      [`${r} >= ${a} and ${r} >= ${b}`, 0.3, "The result is at least as large as both.", "max maximum lcm"],
      [`${a} % ${r} == 0 and ${b} % ${r} == 0`, 0.2, "The result divides both.", "gcd divisor"],
    ];
  const found: Form[] = [];
  if (alike && sameType(result.type, one.type) && !isNumber(result)) {
    found.push([`${r} in (${a}, ${b})`, 1, "The result is one of the two.", "choose pick longer shorter"]);
    if (hasLength(result))
      found.push([`len(${r}) == len(${a}) + len(${b})`, 1.5, "The result holds both.", "merge concat join append"]);
    if (isText(result) || result.type.kind === "sequence")
      found.push([`${r} == ${a} + ${b}`, 0.6, "The result is both in a row.", "concat join add append extend"]);
    if (isText(result) || result.type.kind === "sequence")
      found.push([`len(${r}) == len(${a}) == len(${b})`, 1, "All are of one length.", "xor pairwise zip compare"]);
    if (result.type.kind === "sequence" && isOrdered(elementOf(result.type)))
      found.push([`sorted(${r}) == sorted(${a} + ${b})`, 0.6, "Nothing is lost or new.", "merge"]);
  } else if (alike && hasLength(result) && hasLength(one))
    found.push([`len(${r}) == len(${a}) == len(${b})`, 2, "All are of one length.", "zip compare pairwise"]);
  if (isNumber(result)) found.push(...counted(r, one, other), ...counted(r, other, one));
  if (result.type.kind === "sequence") found.push(...selected(r, one, other), ...selected(r, other, one));
  return found;
}

function counted(r: string, { text, type }: Term, item: Term): Form[] {
  const element = elementOf(type);
  const isElement =
    (element !== null && element.kind !== "opaque" && sameType(element, item.type)) ||
    (type.kind === "str" && isText(item));
  if (!isElement) return [];
  return [
    [`${r} == ${text}.count(${item.text})`, 1, `The result counts ${item.text}.`, "count frequency occurrences"],
    [`implies(${item.text} not in ${text}, ${r} == 0)`, 0.6, "What is not there is not counted.", "count frequency"],
    [`implies(${r} != 0, ${item.text} in ${text})`, 0.4, "What is counted is there.", "count frequency"],
    [
      `implies(0 <= ${r} < len(${text}), ${text}[${r}] == ${item.text})`,
      0.4,
      `The result says where ${item.text} is.`,
      "index find search position",
    ],
  ];
}

/** Elements that meet a condition on the other parameter. */
function selected(r: string, { text, type }: Term, item: Term): Form[] {
  const element = elementOf(type);
  if (element?.kind === "str" && isText(item))
    return [
      [`all(x.startswith(${item.text}) for x in ${r})`, 0.6, "What is selected begins with it.", "prefix starts"],
      [`all(${item.text} in x for x in ${r})`, 0.6, "What is selected contains it.", "substring contains filter"],
      [`all(x.endswith(${item.text}) for x in ${r})`, 0.2, "What is selected ends with it.", "suffix ends"],
    ];
  if (element === null || !sameType(element, item.type) || !isNumber(item)) return [];
  return [
    [`all(x <= ${item.text} for x in ${r})`, 0.4, "What is selected is no larger.", "below smaller up limit"],
    [`all(x >= ${item.text} for x in ${r})`, 0.4, "What is selected is no smaller.", "above larger"],
    [`${item.text} in ${r}`, 1, `The result has ${item.text} in it.`, "append insert add"],
    [`${item.text} not in ${r}`, 0.5, `The result does not have ${item.text} in it.`, "remove delete"],
    [`${r} == ${text} + [${item.text}]`, 0.4, `${item.text} comes last.`, "append add push"],
  ];
}
