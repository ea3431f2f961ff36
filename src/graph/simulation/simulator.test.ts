import { expect, test } from "vitest";
import { soak } from "./soak.ts";

test("300 random graphs in a hostile world end, keep every invariant and, when faults are few enough, do what their program says", () => {
  const tally = soak(300, 1);
  expect(tally.runs).toBe(300);
  // The world must have been hostile and the runs diverse, or the soak says nothing.
  expect(tally.messages.dropped).toBeGreaterThan(100);
  expect(tally.messages.duplicated).toBeGreaterThan(100);
  expect(tally.crashes).toBeGreaterThan(500);
  expect(tally.reruns).toBeGreaterThan(100);
  expect(tally.reminders).toBeGreaterThan(100);
  expect(Object.keys(tally.by_status).toSorted()).toEqual(["canceled", "expired", "failed", "succeeded"]);
}, 15_000);
