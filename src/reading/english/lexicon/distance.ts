import { type Entry, value } from "../entry.ts";

/** A rule with this cost is offered beside its rivals and never claimed. */
const OFFERED = 30;
const THING = "(=number|=element|=item|=value|=integer|=float|=one)";
const IN = "(in | of | from | among | out of)";
const BE = "((that|which) be (the)?)?";

const EXTREMES: readonly (readonly [words: string, call: "min" | "max", equally: string, joint: string])[] = [
  ["(closest|nearest)", "min", "close", "(to)"],
  ["(farthest|furthest)", "max", "far", "(from | away from | to)"],
];

/**
 * The element of a collection at the least or greatest distance to a point. One on each side can be equally far, and no usage decides between them:
 * the first one and the larger one are readings of the same weight.
 */
export const DISTANCES: readonly Entry[] = EXTREMES.flatMap(([words, call, equally, joint]) => {
  const patterns = [
    `${words} ${THING} ${joint} {k:num} <it:coll[num]>`,
    `${THING} ${BE} ${words} ${joint} {k:num} <it:coll[num]>`,
    `${words} ${THING}? ${joint} {k:num} ${IN} {xs:coll[num]}`,
    `${words} ${THING} ${IN} {xs:coll[num]} ${joint} {k:num}`,
    `${THING} ${BE} ${words} ${joint} {k:num} ${IN} {xs:coll[num]}`,
    `${THING} ${IN} {xs:coll[num]} ${BE} ${words} ${joint} {k:num}`,
  ];
  const question = `Which one counts when several are equally ${equally}?`;
  const readings = [
    [`${call}(xs, key=lambda x: abs(x - k))`, `The first one counts, as with ${call} and a key in Python.`],
    [
      `max(x for x in xs if abs(x - k) == ${call}(abs(y - k) for y in xs))`,
      `The larger one counts, wherever it stands.`,
    ],
  ] as const;
  return patterns.flatMap((pattern) =>
    readings.map(([meaning, rationale]) => ({
      ...value(pattern, "num", pattern.includes("<it:") ? meaning.replaceAll("xs", "it") : meaning, OFFERED),
      choice: { question, rationale },
    })),
  );
});
