/** What is answered, before it is put into an API's words. */
export interface Reply {
  text: string;
  stop: "end" | "refusal" | "length";
  usage: { input: number; output: number; cache_read: number; cache_write: number };
}

/** An HTTP error in no API's words. */
export interface Refusal {
  status: number;
  type: string;
  message: string;
  headers?: Record<string, string>;
}

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tokens of a text, at four characters each as is usual for English and code. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The text in pieces as a stream delivers them. */
export function pieces(text: string): string[] {
  const size = text.length > 100_000 ? 65_536 : 16;
  const made: string[] = [];
  for (let at = 0; at < text.length; at += size) made.push(text.slice(at, at + size));
  return made;
}
