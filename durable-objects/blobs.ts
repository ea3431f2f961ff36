import { createHash } from "node:crypto";
import type { ValueRef } from "../src/graph/events.ts";

/** A SQLite row in a Durable Object may hold 2 MB (platform limit); rows here stay well under 1 MB. */
export const BLOB_PART_BYTES = 900_000;
/** Largest value one channel may carry. An RPC message may hold 32 MiB (platform limit), and a claim carries several values. */
export const VALUE_BYTES = 16 * 1024 * 1024;
/** Largest database of one run. SQLite in a Durable Object may hold 10 GB (platform limit); a run that needs this much is a defect. */
export const RUN_BYTES = 512 * 1024 * 1024;

/** A value on its way into the store: its text, and the reference the journal keeps. */
export interface Value {
  ref: ValueRef;
  bytes: Uint8Array;
}

/** The value is larger than a run may store. Every value passes this one guard before anything is written. */
export class ValueTooLarge extends Error {
  override readonly name = "ValueTooLarge";
  readonly code: "value_too_large" | "run_too_large";
  readonly bytes: number;
  readonly limit: number;

  constructor(code: "value_too_large" | "run_too_large", bytes: number, limit: number) {
    super(`${code === "value_too_large" ? "a value" : "the run"} of ${bytes} bytes is larger than ${limit} bytes`);
    this.code = code;
    this.bytes = bytes;
    this.limit = limit;
  }
}

/**
 * Hashes a JSON text (SHA-256 of its UTF-8 bytes). Synchronous, so that no other request gets in between.
 * @throws ValueTooLarge above `limit` bytes
 */
export function toValue(json: string, limit: number = VALUE_BYTES): Value {
  const bytes = new TextEncoder().encode(json);
  if (bytes.length > limit) throw new ValueTooLarge("value_too_large", bytes.length, limit);
  return { ref: { hash: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length }, bytes };
}

/** Content-addressed values in rows of at most `BLOB_PART_BYTES`. Only `put` writes, inside the transaction of the event that refers to it. */
export class Blobs {
  readonly #sql: SqlStorage;
  readonly #limit: number;

  constructor(sql: SqlStorage, limit: number = RUN_BYTES) {
    this.#sql = sql;
    this.#limit = limit;
  }

  has(hash: string): boolean {
    return this.#sql.exec("SELECT 1 FROM blobs WHERE hash = ? LIMIT 1", hash).toArray().length > 0;
  }

  /** @throws ValueTooLarge when the run would outgrow its limit */
  put(value: Value): void {
    const parts = Math.max(1, Math.ceil(value.bytes.length / BLOB_PART_BYTES));
    if (parts > 1 && this.has(value.ref.hash)) return;
    const size = this.#sql.databaseSize + value.bytes.length;
    if (size > this.#limit) throw new ValueTooLarge("run_too_large", size, this.#limit);
    for (let part = 0; part < parts; part++) {
      const bytes = value.bytes.slice(part * BLOB_PART_BYTES, (part + 1) * BLOB_PART_BYTES);
      this.#sql.exec(
        "INSERT INTO blobs (hash, part, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        value.ref.hash,
        part,
        bytes,
      );
    }
  }

  /** @throws Error when the journal refers to a value that is not there, which no sequence of faults may cause */
  get(ref: ValueRef): string {
    const rows = this.#sql.exec<{ bytes: ArrayBuffer }>(
      "SELECT bytes FROM blobs WHERE hash = ? ORDER BY part",
      ref.hash,
    );
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    let text = "";
    let bytes = 0;
    for (const row of rows) {
      bytes += row.bytes.byteLength;
      text += decoder.decode(row.bytes, { stream: true });
    }
    if (bytes !== ref.bytes) throw new Error(`blob ${ref.hash} has ${bytes} bytes, the journal says ${ref.bytes}`);
    return text + decoder.decode();
  }
}
