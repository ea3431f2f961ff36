import { describe, expect, it } from "vitest";
import { irWith, openHole } from "../src/holes/holes.fixture.ts";
import { bodyOf, holesOf, send, start } from "./hole-client.ts";

/** What a code beside a contract suggests, from the outside: the real Worker, queue, solver and sandbox, and no model. */

const CODE = `
def growth(rate: float, years: int) -> float:
    """What a sum grows to.

    :pre: 0 < rate
    """
    return (1 + rate) ** years


def instalment(total: int, rate: float, parts: int) -> int:
    if parts < 1:
        raise ValueError("nothing to pay")
    return total // parts
`;

const before = openHole("before", { subject: "precondition 1 of instalment" });
const type = openHole("type", { clause: "signature", kind: "type", subject: "return" });
const ir = irWith(
  { name: "instalment", parameters: { total: "int", rate: "float", parts: "int" }, returns: null },
  before,
  type,
);

describe("a resolve run with code", { timeout: 60_000 }, () => {
  it("suggests what the code needs, what it returns, and what functions beside it say", async () => {
    const run = await start({ graph: "resolve", input: { ir, code: CODE } });
    const holes = await holesOf(run);
    const suggested = (id: string) => holes.find((hole) => hole.id === id)?.suggestions ?? [];
    const values = suggested(before.id).map(({ value }) => value);
    expect(values).toContain("parts >= 1");
    expect(values).toContain("0 < rate");
    expect(suggested(before.id).find(({ value }) => value === "0 < rate")?.rationale).toContain("`growth` says so.");
    expect(suggested(type.id)[0]?.value).toBe("int");
  });

  it("is refused when the code has no such function", async () => {
    const run = await start({ graph: "resolve", input: { ir, code: "def other(): ...\n" } });
    expect(run).toMatchObject({ status: "failed", error: { code: "function_not_found" } });
    const empty = await send("/v1/runs", { graph: "resolve", input: { ir, code: "" } });
    expect([empty.status, (await bodyOf(empty)).code]).toEqual([422, "invalid_request"]);
  });
});
