import { describe, expect, it } from "vitest";
import { LIMITS } from "../../graphs/run.ts";
import { call, ORIGIN, post, problemOf, SOLVE } from "../testing.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const send = (body: BodyInit, headers: Record<string, string> = JSON_TYPE) =>
  call("/v1/runs", { method: "POST", headers, body });
const reverse = (input: object) => post("/v1/runs", { graph: "reverse", input });

/** Status, code and the places that the problem names. */
async function told(response: Response) {
  const { status, code, errors } = await problemOf(response);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(status).toBe(response.status);
  return [status, code, ...errors.map(({ pointer, parameter }) => pointer ?? parameter)];
}

describe("a body that is not JSON", () => {
  const cases: [string, BodyInit][] = [
    ["cut off", '{"graph": "rev'],
    ["empty", ""],
    ["binary", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 255, 254])],
    ["not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
    ["nested 100,000 deep and cut off", "[".repeat(100_000)],
    ["with a trailing comma", '{"graph": "solve",}'],
    ["NaN", "NaN"],
  ];
  for (const [name, body] of cases) {
    it(`(${name}) is 400`, async () => expect(await told(await send(body))).toEqual([400, "invalid_json", ""]));
  }
});

describe("a content type that is not JSON in UTF-8", () => {
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/jsonx",
  ]) {
    it(`(${type}) is 415`, async () =>
      expect(await told(await send(JSON.stringify(SOLVE), { "Content-Type": type }))).toEqual([
        415,
        "unsupported_media_type",
        "Content-Type",
      ]));
  }

  it("(missing) is 415", async () =>
    expect((await told(await send(new TextEncoder().encode(JSON.stringify(SOLVE)), {})))[0]).toBe(415));

  it("is not what `application/json; charset=UTF-8` is", async () =>
    expect((await send(JSON.stringify(SOLVE), { "Content-Type": "application/json; charset=UTF-8" })).status).toBe(
      202,
    ));
});

describe("a body that is too large", () => {
  it("is 413 by its Content-Length", async () =>
    expect(await told(await send("x".repeat(10_000_000)))).toEqual([413, "body_too_large", ""]));

  it("is 413 while it is read, long before its end", async () => {
    let sent = 0;
    const chunk = new Uint8Array(64 * 1024);
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        if (sent > 100_000_000) controller.close();
        else controller.enqueue(chunk);
      },
    });
    expect(await told(await send(endless))).toEqual([413, "body_too_large", ""]);
    expect(sent).toBeLessThan(70_000_000);
  });
});

describe("a source at the limit", () => {
  const line = "# é\n"; // 5 bytes
  it("of UTF-8 bytes is taken, and one byte more is 413 that points at it", async () => {
    const source = line.repeat(LIMITS.source_bytes / 5 + 1);
    const fits = new TextDecoder()
      .decode(new TextEncoder().encode(source).slice(0, LIMITS.source_bytes))
      .replaceAll("\ufffd", "#");
    const exact = fits.padEnd(fits.length + LIMITS.source_bytes - new TextEncoder().encode(fits).length, "#");
    expect(new TextEncoder().encode(exact).length).toBe(LIMITS.source_bytes);
    expect((await reverse({ source: exact })).status).toBe(202);
    expect(await told(await reverse({ source: `${exact}#` }))).toEqual([413, "source_too_large", "/input/source"]);
  });
});

describe("a request that the schema refuses is 422 and points at what is wrong:", () => {
  const cases: [string, unknown, string[]][] = [
    ["an unknown graph", { graph: "sideways", input: {} }, ["/graph"]],
    ["no graph", { input: {} }, ["/graph"]],
    ["no object", [1], [""]],
    ["a missing field", { graph: "reverse", input: {} }, ["/input/source"]],
    ["a wrong type", { graph: "reverse", input: { source: 5 } }, ["/input/source"]],
    ["unknown fields", { graph: "solve", input: { smtlib: "x", "a/b~": 1 }, more: 1 }, ["/input/a~1b~0", "/more"]],
    ["a budget out of range", { ...SOLVE, budget: { deadline_s: 0 } }, ["/budget/deadline_s"]],
    ["a tag that is too long", { ...SOLVE, tags: ["a", "x".repeat(101)] }, ["/tags/1"]],
    ["a NUL in a path", { graph: "reverse", input: { source: "", path: "a\0b" } }, ["/input/path"]],
    ["a NUL in a script", { graph: "solve", input: { smtlib: "(check-sat)\0" } }, ["/input/smtlib"]],
    ["a NUL in a tag", { ...SOLVE, tags: ["a\0"] }, ["/tags/0"]],
    ["an own __proto__", JSON.parse('{"graph": "solve", "input": {"smtlib": "x"}, "__proto__": {}}'), ["/__proto__"]],
  ];
  for (const [name, body, pointers] of cases) {
    it(name, async () =>
      expect(await told(await post("/v1/runs", body))).toEqual([422, "invalid_request", ...pointers]),
    );
  }

  it("a lone surrogate, which no UTF-8 text can hold", async () => {
    const body = '{"graph": "reverse", "input": {"source": "x = \\"\\ud800\\""}}';
    expect(await told(await send(body))).toEqual([422, "invalid_request", "/input/source"]);
  });

  it("but not a surrogate pair", async () => {
    const body = '{"graph": "reverse", "input": {"source": "x = \\"\\ud83d\\ude00\\""}}';
    expect((await send(body)).status).toBe(202);
  });

  it("a body of ten thousand unknown fields, of which not all are listed", async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 1]));
    const { errors } = await problemOf(await post("/v1/runs", { ...SOLVE, ...fields }));
    expect(errors).toHaveLength(51);
    expect(errors.at(-1)?.detail).toBe("and 9950 more");
  });
});

describe("addresses and methods", () => {
  it("that do not exist are 404 and 405 with the methods that do", async () => {
    expect(await told(await call("/v2/runs"))).toEqual([404, "not_found"]);
    expect(await told(await call("/v1/nothing"))).toEqual([404, "not_found"]);
    const response = await call("/v1/runs", { method: "PATCH" });
    expect(response.headers.get("Allow")).toBe("POST, GET, HEAD");
    expect(await told(response)).toEqual([405, "method_not_allowed"]);
  });

  it("of runs that cannot exist are 404", async () => {
    for (const id of ["run_0000000000", "nonsense", "run_%00", "x".repeat(3000)]) {
      expect(await told(await call(`/v1/runs/${id}`))).toEqual([404, "run_not_found"]);
    }
  });
});

describe("every answer", () => {
  it("carries a request id: the caller's when it is harmless, else a new one", async () => {
    const ask = async (id: string) =>
      (await call("/nothing", { headers: { "X-Request-Id": id } })).headers.get("X-Request-Id");
    expect(await ask("abc-123")).toBe("abc-123");
    expect(await ask("a b<script>")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask("x".repeat(300))).toMatch(/^[0-9a-f-]{36}$/);
    expect((await call("/livez")).headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("that is a problem names its request, and its type is a page that exists", async () => {
    const response = await post("/v1/runs", {});
    const { type, request_id, instance } = await problemOf(response);
    expect(request_id).toBe(response.headers.get("X-Request-Id"));
    expect(instance).toBe("/v1/runs");
    const page = await call(type.replace(ORIGIN, ""));
    expect([page.status, page.headers.get("Content-Type")]).toEqual([200, "text/html; charset=UTF-8"]);
  });
});
