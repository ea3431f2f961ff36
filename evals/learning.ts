import { parseArgs } from "node:util";
import { type Asked, simulate } from "../src/graphs/holes/simulation/learning.ts";

/**
 * `npm run eval:learning -- [--people N] [--questions N] [--seed N]`: what suggestions learn from simulated people with hidden tastes, offline and without a solver. For people who always follow their taste, for those who do not one time
 * in five, and for those who have none; each with and without learning, on the same contracts. What is not suggested counts as the place after the last suggestion. Ends with 1 where a consistent person's answer does not move up.
 */
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "12" },
    questions: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
  },
});
const people = Array.from({ length: Number(values.people) }, (_, index) => Number(values.seed) + index);
const questions = Number(values.questions);

const PHASES = [
  { name: "first", of: (earlier: number) => earlier === 0 },
  { name: "2nd", of: (earlier: number) => earlier === 1 },
  { name: "3rd to 5th", of: (earlier: number) => earlier >= 2 && earlier <= 4 },
  { name: "6th and later", of: (earlier: number) => earlier >= 5 },
];

const rows: Record<string, string | number>[] = [];
const means = new Map<string, number>();
for (const whim of [0, 0.2, 1]) {
  for (const learns of [false, true]) {
    const asked: Asked[] = [];
    for (const seed of people) asked.push(...(await simulate({ seed, questions, whim, learns })));
    for (const { name, of } of PHASES) {
      const own = asked.filter(({ earlier }) => of(earlier));
      const share = (is: (one: Asked) => boolean) => Number((own.filter(is).length / own.length).toFixed(3));
      const mean = own.reduce((sum, { rank, shown }) => sum + (rank ?? shown + 1), 0) / own.length;
      means.set(`${whim} ${learns} ${name}`, mean);
      rows.push({
        whim,
        learns: String(learns),
        "question of its kind": name,
        questions: own.length,
        "mean rank": Number(mean.toFixed(2)),
        first: share(({ rank }) => rank === 1),
        "within 3": share(({ rank }) => rank !== null && rank <= 3),
        "not suggested": share(({ rank }) => rank === null),
      });
    }
  }
}
console.table(rows);
const [first, last] = ["0 true first", "0 true 6th and later"].map((key) => means.get(key) ?? Number.NaN);
if (first === undefined || last === undefined || !(last < first)) {
  console.error(`the mean rank went from ${first} to ${last}`);
  process.exitCode = 1;
}
