import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Z3_BUILD } from "../../workers/solver/z3-build.ts";
import { PatchError, patchZ3 } from "./patch-z3.ts";

const WHAT_TO_DO = [
  `Install exactly ${Z3_BUILD.package}@${Z3_BUILD.package_version} (npm ci).`,
  "To move to another version: check scripts/build/patch-z3.ts against it, run the solver's tests and the differential run of",
  "scripts/oracles/smt.ts, then pin the new hashes in workers/solver/z3-build.ts.",
].join("\n");

/** The build cannot go on; `message` says what is different and what to do. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes `workers/solver/z3.wasm` under `root` unless it is already there with the pinned hash. Answers whether it wrote.
 * Throws BuildError when the npm artefact, the module's shape or the result differs from what is pinned.
 */
export function buildSolverWasm(root: string): boolean {
  const output = join(root, "workers/solver/z3.wasm");
  if (existsSync(output) && sha256(readFileSync(output)) === Z3_BUILD.output_sha256) return false;

  const input = join(root, "node_modules", Z3_BUILD.package, "build/z3-built.wasm");
  if (!existsSync(input)) throw new BuildError(`${input} is missing.\n${WHAT_TO_DO}`);
  const module = readFileSync(input);
  const found = sha256(module);
  if (found !== Z3_BUILD.input_sha256)
    throw new BuildError(`${input} has SHA-256 ${found}, expected ${Z3_BUILD.input_sha256}.\n${WHAT_TO_DO}`);

  let patched: Buffer;
  try {
    patched = patchZ3(module, { initialPages: Z3_BUILD.initial_pages, maximumPages: Z3_BUILD.maximum_pages });
  } catch (error) {
    if (error instanceof PatchError || error instanceof RangeError)
      throw new BuildError(`${input} does not have the expected shape: ${error.message}.\n${WHAT_TO_DO}`);
    throw error;
  }
  if (!WebAssembly.validate(new Uint8Array(patched)))
    throw new BuildError(`The patched module is not valid.\n${WHAT_TO_DO}`);
  const produced = sha256(patched);
  if (produced !== Z3_BUILD.output_sha256)
    throw new BuildError(
      `The patched module has SHA-256 ${produced}, expected ${Z3_BUILD.output_sha256}.\n${WHAT_TO_DO}`,
    );

  writeAtomically(output, patched);
  return true;
}

/** A reader sees the old file or the whole new one. */
export function writeAtomically(path: string, contents: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}
