/** 256 random bits, so that a plain hash is a safe way to store one. */
const SECRET_BYTES = 32;
const PREFIX = "lift_";
/** Characters of a key that are kept for recognition. */
const SHOWN = PREFIX.length + 6;

export function newSecret(): string {
  return PREFIX + base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

export function shownPrefix(secret: string): string {
  return secret.slice(0, SHOWN);
}

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

export async function sha256Hex(text: string): Promise<string> {
  return Array.from(await sha256(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Compares digests, so that neither length nor content of the secret shows in the time it takes. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(one), sha256(other)]);
  return crypto.subtle.timingSafeEqual(a, b);
}
