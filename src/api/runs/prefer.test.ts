import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointer } from "../problems/from-zod.ts";
import { hashOf, IdempotencyKey } from "./idempotency.ts";
import { matches } from "./if-none-match.ts";
import { preferredWait } from "./prefer.ts";

describe("the wait preference", () => {
  it("is read among others, quoted or with parameters, and bounded", () => {
    expect(preferredWait("wait=10")).toBe(10);
    expect(preferredWait('respond-async, Wait = "5" ; x=y')).toBe(5);
    expect(preferredWait("wait=600")).toBe(60);
    expect(preferredWait("wait=3, wait=9")).toBe(3);
  });

  it("that is absent or malformed is ignored", () => {
    for (const header of [undefined, "", "wait", "wait=", "wait=-1", "wait=1.5", "waiting=3"]) {
      expect(preferredWait(header)).toBeNull();
    }
  });
});

describe("an Idempotency-Key", () => {
  it("names the same key bare and quoted", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][ -~]{0,40}[A-Za-z0-9]$/), (key) => {
        const quoted = `"${key.replaceAll(/["\\]/g, "\\$&")}"`;
        expect(IdempotencyKey.parse(quoted)).toBe(IdempotencyKey.parse(key));
      }),
    );
  });
});

describe("the hash of a request", () => {
  it("is the same for any order of fields and different for different values", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), async (value, other) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(await hashOf({ value: turned })).toBe(await hashOf({ value }));
        expect(await hashOf({ value: [value, other] })).not.toBe(await hashOf({ value: [value, other, 0] }));
      }),
      { numRuns: 30 },
    );
  });
});

describe("pointers and entity tags", () => {
  it("escape what RFC 6901 escapes", () => {
    expect(pointer(["a/b", "m~n", 0])).toBe("/a~1b/m~0n/0");
    expect(pointer([])).toBe("");
  });

  it("match an entity tag in a list, weakly, and not a part of one", () => {
    expect(matches('"a", W/"b"', '"b"')).toBe(true);
    expect(matches('"ab"', '"b"')).toBe(false);
    expect(matches(undefined, '"b"')).toBe(false);
  });
});
