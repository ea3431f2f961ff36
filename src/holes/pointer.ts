import { canonicalJson } from "../ir/canonical.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Segments of a JSON Pointer (RFC 6901, section 3). */
export const pointerOf = (segments: readonly string[]): string =>
  segments.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const segmentsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const textOf = (value: unknown): string => canonicalJson(value, "escape");

export const same = (a: unknown, b: unknown): boolean => a === b || textOf(a) === textOf(b);

/** What names an element of a list: its id, or its own content. */
export const keyOf = (element: unknown): string =>
  isRecord(element) && typeof element.id === "string" ? element.id : textOf(element);

/** Keys of a list; null when two elements share one. */
export function keysOf(list: readonly unknown[]): string[] | null {
  const keys = list.map(keyOf);
  return new Set(keys).size === keys.length ? keys : null;
}
