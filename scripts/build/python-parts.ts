import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MEMORY_LIMIT } from "../../workers/python/interpreter/limits.ts";
import { PYTHON_BUILD } from "../../workers/python/python-build.ts";
import { MeterError, meterWasm } from "./meter-wasm.ts";
import { BuildError } from "./solver-wasm.ts";

const PAGE = 65_536;

export const WHAT_TO_DO = [
  `Install exactly ${PYTHON_BUILD.package}@${PYTHON_BUILD.package_version} (npm ci).`,
  "To move to another version: pin the new hashes in workers/python/python-build.ts, run the tests of workers/python, and look at what its imports gained.",
].join("\n");

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** CPython's wasm with fuel, the wasm it calls mistyped functions through, and its library, all from the npm package. Throws BuildError. */
export function makeParts(root: string): { python: Buffer; trampoline: Buffer; library: Buffer } {
  const read = (name: keyof typeof PYTHON_BUILD.input_sha256): Buffer => {
    const path = join(root, "node_modules", PYTHON_BUILD.package, name);
    const bytes = readFileSync(path);
    const found = sha256(bytes);
    if (found !== PYTHON_BUILD.input_sha256[name])
      throw new BuildError(`${path} has SHA-256 ${found}, expected ${PYTHON_BUILD.input_sha256[name]}.\n${WHAT_TO_DO}`);
    return bytes;
  };
  const python = meter(read("pyodide.asm.wasm"));
  const trampoline = trampolineOf(read("pyodide.asm.mjs").toString("utf8"));
  return { python, trampoline, library: read("python_stdlib.zip") };
}

function meter(wasm: Buffer): Buffer {
  let metered: Buffer;
  try {
    metered = meterWasm(wasm, { maximumPages: MEMORY_LIMIT / PAGE }).module;
  } catch (error) {
    if (!(error instanceof MeterError || error instanceof RangeError)) throw error;
    throw new BuildError(`Pyodide's wasm does not have the expected shape: ${error.message}.\n${WHAT_TO_DO}`);
  }
  if (!WebAssembly.validate(new Uint8Array(metered)))
    throw new BuildError(`The metered module is not valid.\n${WHAT_TO_DO}`);
  const produced = sha256(metered);
  if (produced !== PYTHON_BUILD.output_sha256)
    throw new BuildError(
      `The metered module has SHA-256 ${produced}, expected ${PYTHON_BUILD.output_sha256}.\n${WHAT_TO_DO}`,
    );
  return metered;
}

/** Pyodide carries this small module as hexadecimal text; its source is CPython's Python/emscripten_trampoline_inner.c. */
function trampolineOf(loader: string): Buffer {
  const [, hex] = /hexStringToUTF8Array\("([0-9a-f]+)"\)/.exec(loader) ?? [];
  const wasm = Buffer.from(hex ?? "", "hex");
  if (!WebAssembly.validate(new Uint8Array(wasm)))
    throw new BuildError(`Pyodide's loader holds no trampoline.\n${WHAT_TO_DO}`);
  return wasm;
}
