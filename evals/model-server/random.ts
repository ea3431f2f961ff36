import { createHash } from "node:crypto";

/** A number in [0, 1) that depends on its arguments alone. */
export function draw(...of: readonly unknown[]): number {
  return Number.parseInt(createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 8), 16) / 2 ** 32;
}

/** One of the items, chosen by the arguments alone. */
export function choose<T>(items: readonly T[], ...of: readonly unknown[]): T | undefined {
  return items[Math.floor(draw("choose", ...of) * items.length)];
}
