/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Canonical JSON: equal values give equal text. No white space, keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * Throws `TypeError`, with the place, on what JSON cannot hold: NaN, infinities, undefined, bigint, functions, symbols, lone surrogates, objects other than
 * plain ones and arrays, cycles. With `loneSurrogates: "escape"` these are written as `\\udXXX`, which is JSON but outside the RFC.
 * Source: RFC 8785, JSON Canonicalization Scheme.
 */
export function canonicalJson(value: unknown, loneSurrogates: "refuse" | "escape" = "refuse"): string {
  return write(value, "", { open: new Set(), loneSurrogates });
}

interface Walk {
  /** Objects around the one that is being written, to refuse cycles. */
  open: Set<object>;
  loneSurrogates: "refuse" | "escape";
}

function write(value: unknown, path: string, walk: Walk): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw refusal(path, String(value));
    return JSON.stringify(value);
  }
  if (typeof value === "string") return quote(value, path, walk);
  if (typeof value !== "object") throw refusal(path, typeof value);
  if (walk.open.has(value)) throw refusal(path, "a cycle");
  walk.open.add(value);
  const text = Array.isArray(value) ? writeArray(value, path, walk) : writeObject(value, path, walk);
  walk.open.delete(value);
  return text;
}

function writeArray(items: readonly unknown[], path: string, walk: Walk): string {
  // `Array.from` visits holes, which then are refused as undefined.
  return `[${Array.from(items, (item, index) => write(item, `${path}/${index}`, walk)).join(",")}]`;
}

function writeObject(value: object, path: string, walk: Walk): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refusal(path, `an instance of ${prototype.constructor?.name ?? "a class"}`);
  // The default order of `sort` is by UTF-16 code units, as the RFC asks.
  const keys = Object.keys(value).sort();
  const members = keys.map((key) => {
    const at = `${path}/${key}`;
    return `${quote(key, at, walk)}:${write((value as Record<string, unknown>)[key], at, walk)}`;
  });
  return `{${members.join(",")}}`;
}

function quote(text: string, path: string, walk: Walk): string {
  if (walk.loneSurrogates === "refuse" && !text.isWellFormed()) throw refusal(path, "a lone surrogate");
  return JSON.stringify(text);
}

function refusal(path: string, what: string): TypeError {
  return new TypeError(`canonical JSON cannot hold ${what} at ${path === "" ? "the root" : path}`);
}
