import { describe, expect, it } from "vitest";
import { type Asked, simulate } from "./learning.ts";

const meanRank = (asked: readonly Asked[]) =>
  asked.reduce((sum, { rank, shown }) => sum + (rank ?? shown + 1), 0) / asked.length;
const later = (asked: readonly Asked[]) => asked.filter(({ earlier }) => earlier >= 3);

async function people(whim: number, learns: boolean): Promise<Asked[]> {
  const all: Asked[] = [];
  for (const seed of [1, 2, 3, 4]) all.push(...(await simulate({ seed, questions: 30, whim, learns })));
  return all;
}

describe("suggestions for a simulated person", { timeout: 60_000 }, () => {
  it("have what a consistent person means at the first place nearly always from the fourth question of a kind on, and not without learning", async () => {
    const [with_, without] = [await people(0, true), await people(0, false)];
    expect(meanRank(later(with_))).toBeLessThan(1.1);
    expect(meanRank(later(without))).toBeGreaterThan(1.5);
  });

  it("are the same for the same seed", async () => {
    const options = { seed: 7, questions: 12, whim: 0.5, learns: true };
    expect(await simulate(options)).toEqual(await simulate(options));
  });

  it("learn from somebody who follows their taste most of the time", async () => {
    expect(meanRank(later(await people(0.2, true)))).toBeLessThan(meanRank(later(await people(0.2, false))));
  });
});
