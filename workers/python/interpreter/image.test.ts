import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeImage, encodeImage, PIN_NAMES, type Pins } from "./image.ts";

const PAGES = 12;
const PAGE = 4096;
const FACTS = {
  version: "3",
  stack: 7,
  pins: Object.fromEntries(PIN_NAMES.map((name, index) => [name, index])) as Pins,
};

/** A memory in which most bytes are zero. */
const memory = fc
  .array(fc.tuple(fc.nat(PAGES * PAGE - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 30 })
  .map((writes) => {
    const bytes = new Uint8Array(PAGES * PAGE);
    for (const [at, value] of writes) bytes[at] = value;
    return bytes;
  });

describe("an image", () => {
  it("gives back the memory it was made of, over any memory that new instances have", () => {
    fc.assert(
      fc.property(memory, memory, (wanted, initial) => {
        const image = decodeImage(encodeImage(wanted, initial, FACTS), initial);
        const found = new Uint8Array(PAGES * PAGE);
        let last = 0;
        for (const { address, bytes } of image.runs) {
          expect(address).toBeGreaterThanOrEqual(last);
          found.set(bytes, address);
          last = address + bytes.length;
        }
        expect(found).toEqual(wanted);
        expect(image).toMatchObject(FACTS);
      }),
    );
  });

  it("is not decoded twice, as that would spoil it", () => {
    const encoded = encodeImage(new Uint8Array(PAGE).fill(1), new Uint8Array(PAGE), FACTS);
    decodeImage(encoded, new Uint8Array(PAGE));
    expect(() => decodeImage(encoded, new Uint8Array(PAGE))).toThrow("not an image");
  });
});
