import type { Form, Term } from "./candidate.ts";
import { isNamed, rangesOf } from "./named-quantities.ts";

/** What is asked of one number that comes in: sign and range first. */
export function ofNumber({ text, name, type }: Term, landmarks: readonly string[]): Form[] {
  const isInteger = type.kind === "int";
  return [
    ...rangesOf(name, text),
    [`${text} >= 0`, 10, "Sizes and counts are not negative."],
    [
      `${text} > 0`,
      isNamed(name, "positive") ? 15 : 9,
      "Sizes, lengths and divisors are positive.",
      "positive natural",
    ],
    [`${text} != 0`, isNamed(name, "divisor") ? 12 : 2, "A divisor is not zero.", "divide division quotient divisor"],
    [`${text} <= 0`, 0.2, "It counts downwards.", "negative"],
    ...(isInteger
      ? ([
          [`${text} > 1`, 2, "Numbers below two are a case of their own.", "prime factor divisor"],
          [`${text} > 2`, 0.4, "Small numbers are a case of their own."],
          [`${text} % 2 == 0`, 0.5, "It is even.", "even"],
          [`${text} % 2 == 1`, 0.4, "It is odd.", "odd"],
        ] as const)
      : ([[`0 <= ${text} <= 1`, 1, "It is a share.", "probability fraction"]] as const)),
    ...landmarks.flatMap((landmark): Form[] => [
      [`${text} <= ${landmark}`, 0.6, `${landmark} stands in the contract.`],
      [`0 <= ${text} <= ${landmark}`, 0.5, `${landmark} stands in the contract.`],
      [`${text} >= ${landmark}`, 0.4, `${landmark} stands in the contract.`],
    ]),
  ];
}

/** What is said of a number that is returned. */
export const ofResultNumber = ({ text, name }: Term): Form[] => [
  ...rangesOf(name, text),
  [`${text} >= 0`, 10, "It is a size, a count or a distance.", "count length distance how many"],
  [`${text} > 0`, 3, "It is a positive quantity.", "positive"],
  [`${text} != 0`, 0.4, "It is never zero."],
  [`${text} in (0, 1)`, 0.3, "It stands for a truth value."],
  [`${text} in (-1, 0, 1)`, 0.3, "It is a sign.", "sign compare"],
  [`${text} >= -1`, 0.8, "-1 stands for none.", "index find search position"],
  [`${text} % 2 == 0`, 0.4, "It is even.", "even"],
  [`0 <= ${text} <= 9`, 0.3, "It is a digit.", "digit"],
  [`0 <= ${text} <= 1`, 0.3, "It is a share.", "probability fraction ratio"],
];
