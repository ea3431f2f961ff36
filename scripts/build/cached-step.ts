import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "./solver-wasm.ts";

export interface Step {
  /** File that remembers what the outputs were made of. */
  stamp: string;
  /** Known beforehand; a step may find out about more while it works. */
  sources: string[];
  outputs: string[];
  /** Answers further sources. */
  make(): string[] | Promise<string[]>;
}

/** SHA-256 by path from the root. */
type Stamp = Record<string, string>;

/** Makes the outputs unless they are there and every source is as it was. Paths are relative to `root`. Answers whether it made them. */
export async function cachedStep(root: string, step: Step): Promise<boolean> {
  const hashOf = (path: string): string =>
    createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex");
  const stampPath = join(root, step.stamp);
  const old: Stamp = existsSync(stampPath) ? JSON.parse(readFileSync(stampPath, "utf8")) : {};
  const current =
    step.sources.every((path) => old[path] !== undefined) &&
    Object.entries(old).every(([path, hash]) => existsSync(join(root, path)) && hashOf(path) === hash) &&
    step.outputs.every((path) => existsSync(join(root, path)));
  if (current) return false;
  const found = await step.make();
  const stamp = Object.fromEntries([...new Set([...step.sources, ...found])].map((path) => [path, hashOf(path)]));
  writeAtomically(stampPath, JSON.stringify(stamp, null, 2));
  return true;
}
