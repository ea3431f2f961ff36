/** The shortest secret of a deployment, in characters: Standard Webhooks asks for 24 bytes at least ("Signature scheme"). */
export const LEAST_SECRET = 24;
/** Local development signs with keys that follow from this, and so they protect nothing. */
const DEVELOPMENT_SECRET = "lift local development, not a secret";
/** As long as the hash, which is the most that HMAC-SHA-256 makes use of (RFC 2104, section 3). */
const KEY_BITS = 256;

export interface SigningKey {
  bytes: Uint8Array<ArrayBuffer>;
  /** `development` where no secret is configured: anybody can compute it. */
  source: "configured" | "development";
}

/**
 * The key that signs a tenant's events: HKDF-SHA-256 (RFC 5869) of the deployment's secret, so that there is nothing to store and no tenant learns another's. Null when none is configured, or too short
 * a one, and the server is not a `local` one.
 */
export async function signingKey(
  env: { LIFT_WEBHOOK_SECRET?: string },
  tenant: string,
  { local }: { local: boolean },
): Promise<SigningKey | null> {
  const configured = env.LIFT_WEBHOOK_SECRET ?? "";
  if (configured.length >= LEAST_SECRET) return { bytes: await derive(configured, tenant), source: "configured" };
  if (configured !== "" || !local) return null;
  return { bytes: await derive(DEVELOPMENT_SECRET, tenant), source: "development" };
}

/** A key as a receiver's library takes it. */
export function shownKey({ bytes }: SigningKey): string {
  return `whsec_${base64(bytes)}`;
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

async function derive(secret: string, tenant: string): Promise<Uint8Array<ArrayBuffer>> {
  const utf8 = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), "HKDF", false, ["deriveBits"]);
  const info = utf8.encode(`lift webhooks v1 ${tenant}`);
  const params = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, KEY_BITS));
}
