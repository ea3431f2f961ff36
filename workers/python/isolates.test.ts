import { describe, expect, it } from "vitest";
import { Isolates } from "./isolates.ts";

describe("isolates", () => {
  it("serve one tenant each, and the same again", async () => {
    const isolates = new Isolates("epoch");
    const names = await Promise.all(["a", "b", "a", "c"].map((tenant) => isolates.take(tenant)));
    expect(names[0]).toBe(names[2]);
    expect(new Set(names).size).toBe(3);
  });

  it("say nothing of the tenant's name", async () => {
    expect(await new Isolates("epoch").take("secret")).toMatch(/^epoch-[0-9a-f]{64}-0$/);
  });

  it("are given up after a thousand requests", async () => {
    const isolates = new Isolates("epoch");
    const names = new Set<string>();
    for (let request = 0; request < 2001; request += 1) names.add(await isolates.take("a"));
    expect(names.size).toBe(3);
  });

  it("are given up once when they are retired, however many requests found them bad", async () => {
    const isolates = new Isolates("epoch");
    const first = await isolates.take("a");
    isolates.retire("a", first);
    isolates.retire("a", first);
    const second = await isolates.take("a");
    expect(second).toMatch(/-1$/);
    expect(await isolates.take("a")).toBe(second);
  });
});
