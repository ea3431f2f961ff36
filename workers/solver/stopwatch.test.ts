import { describe, expect, it } from "vitest";
import { Stopwatch, Z3Timeout } from "./stopwatch.ts";

describe("Stopwatch", () => {
  it("lets work pass until its time is over", () => {
    let now = 1000;
    const stopwatch = new Stopwatch(500, () => now);
    now = 1500;
    expect(() => stopwatch.look()).not.toThrow();
    now = 1501;
    expect(() => stopwatch.look()).toThrow(Z3Timeout);
  });

  it("gives each session the whole time", () => {
    let now = 0;
    const stopwatch = new Stopwatch(500, () => now);
    now = 10_000;
    stopwatch.start();
    expect(() => stopwatch.look()).not.toThrow();
  });
});
