import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { shownKey, signingKey } from "./secret.ts";
import { signedHeaders } from "./sign.ts";

const env = { LIFT_WEBHOOK_SECRET: "a long secret of the deployment" };

async function keyOf(tenant: string, of: { LIFT_WEBHOOK_SECRET?: string } = env, local = false) {
  const key = await signingKey(of, tenant, { local });
  if (key === null) throw new Error("no key");
  return key;
}

describe("signatures", () => {
  it("are those of the reference library, for any body", async () => {
    const key = await keyOf("acme");
    const reference = new Webhook(shownKey(key));
    const time = fc.integer({ min: 0, max: 4e12 });
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[\w-]{1,80}$/),
        time,
        fc.string({ unit: "grapheme" }),
        async (id, at, body) => {
          const headers = await signedHeaders(key, { id, at, body });
          expect(headers["webhook-signature"]).toBe(reference.sign(id, new Date(at), body));
        },
      ),
    );
  });

  it("are accepted by the reference library, and are no longer with another body, id, time or tenant", async () => {
    const [key, other] = [await keyOf("acme"), await keyOf("other")];
    const body = JSON.stringify({ type: "run.waiting", text: "größer ≥" });
    const headers = await signedHeaders(key, { id: "evt_1", at: Date.now(), body });
    const reference = new Webhook(shownKey(key));
    expect(reference.verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => reference.verify(`${body} `, headers)).toThrow();
    expect(() => reference.verify(body, { ...headers, "webhook-id": "evt_2" })).toThrow();
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => reference.verify(body, { ...headers, "webhook-timestamp": later })).toThrow();
    expect(() => new Webhook(shownKey(other)).verify(body, headers)).toThrow();
  });
});

describe("the secret of a tenant", () => {
  it("is the same every time, and another for another tenant or deployment", async () => {
    const shown = async (tenant: string, secret = env.LIFT_WEBHOOK_SECRET) =>
      shownKey(await keyOf(tenant, { LIFT_WEBHOOK_SECRET: secret }));
    expect(await shown("acme")).toBe(await shown("acme"));
    expect(await shown("acme")).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const all = [await shown("acme"), await shown("acme2"), await shown("acme", `${env.LIFT_WEBHOOK_SECRET}!`)];
    expect(new Set(all).size).toBe(3);
  });

  it("is a development value, and says so, only on a local server without a configured one", async () => {
    expect((await keyOf("acme")).source).toBe("configured");
    expect((await keyOf("acme", env, true)).source).toBe("configured");
    expect((await keyOf("acme", {}, true)).source).toBe("development");
    expect(await signingKey({}, "acme", { local: false })).toBeNull();
    for (const local of [true, false]) {
      expect(await signingKey({ LIFT_WEBHOOK_SECRET: "too short" }, "acme", { local })).toBeNull();
    }
  });
});
