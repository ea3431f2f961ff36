import { z } from "zod";

/** A place in a list that is ordered newest first, then by id descending. */
export const Position = z.tuple([z.int().nonnegative(), z.string().min(1).max(120)]);
export type Position = z.infer<typeof Position>;

/** Opaque to clients: base64url of the position as JSON. */
export function encodeCursor(position: Position): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Null when the text is not a cursor of ours. */
export function decodeCursor(text: string): Position | null {
  if (!/^[A-Za-z0-9_-]{1,400}$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(
      Uint8Array.from(binary, (char) => char.charCodeAt(0)),
    );
    const position = Position.safeParse(JSON.parse(json));
    return position.success ? position.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}

/** What a list answers: `next` is where the following page starts, null at the end. */
export interface Page<Row> {
  rows: Row[];
  next: Position | null;
}

/** Makes a page of `limit` out of up to `limit + 1` rows. */
export function page<Row>(rows: Row[], limit: number, position: (row: Row) => Position): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? position(last) : null };
}
