import fc from "fast-check";
import { expect, it } from "vitest";
import { eventData } from "./server-sent-events.ts";

async function read(text: string, cuts: readonly number[]): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let index = 1; index < places.length; index++)
        controller.enqueue(bytes.slice(places[index - 1], places[index]));
      controller.close();
    },
  });
  const read: string[] = [];
  for await (const data of eventData(body)) read.push(data);
  return read;
}

it("the data of events is the same however the stream is cut into chunks", async () => {
  const line = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
      fc.constantFrom("\n", "\r\n"),
      fc.array(fc.nat(500), { maxLength: 8 }),
      async (events, end, cuts) => {
        const text = events
          .map((lines) => `event: x${end}${lines.map((one) => `data: ${one}${end}`).join("")}${end}`)
          .join(`: ping${end}`);
        expect(await read(text, cuts)).toEqual(events.map((lines) => lines.join("\n")));
      },
    ),
  );
});

it("an event that the stream ends within is not one", async () => {
  expect(await read("data: a\n\ndata: b\n", [])).toEqual(["a"]);
});
