import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PYTHON_BUILD } from "../workers/python/python-build.ts";
import { bundlePython } from "./build/python-bundle.ts";
import { makeImage } from "./build/python-image.ts";
import { makeParts, sha256 } from "./build/python-parts.ts";
import { BuildError, writeAtomically } from "./build/solver-wasm.ts";

/**
 * `npm run build`, second half: CPython with fuel, the image of a started interpreter and the bundles. Quick when nothing they are made of has changed;
 * exit code 1 with the reason where something is not as expected.
 */
const root = join(import.meta.dirname, "..");
const dist = join(root, "workers/python/dist");
const stampPath = join(dist, "inputs.json");
const OUTPUTS = ["python.wasm", "trampoline.wasm", "library.bin", "image.bin", "guest.txt", "index.js"];

interface Stamp {
  /** SHA-256 by path from the root. */
  inputs: Record<string, string>;
}

try {
  if (!isCurrent()) await build();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`Cannot build the Python sandbox. ${error.message}`);
  process.exitCode = 1;
}

async function build(): Promise<void> {
  const parts = makeParts(root);
  const image = makeImage(root, parts);
  writeAtomically(join(dist, "python.wasm"), parts.python);
  writeAtomically(join(dist, "trampoline.wasm"), parts.trampoline);
  writeAtomically(join(dist, "library.bin"), parts.library);
  writeAtomically(join(dist, "image.bin"), Buffer.from(image));
  const bundled = await bundlePython(root);
  const inputs: Stamp["inputs"] = {};
  for (const path of [...bundled, ...made()]) inputs[path] = sha256(readFileSync(join(root, path)));
  writeAtomically(stampPath, JSON.stringify({ inputs }, null, 2));
  console.log("built workers/python/dist");
}

/** What the image is made of, beside what is bundled. */
function made(): string[] {
  const below = (directory: string): string[] =>
    readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const scripts = ["meter-wasm", "python-bundle", "python-image", "python-parts", "wasm-binary"];
  return [
    ...below("workers/python/harness"),
    ...scripts.map((name) => `scripts/build/${name}.ts`),
    "scripts/build-python.ts",
    ...Object.keys(PYTHON_BUILD.input_sha256).map((name) => `node_modules/${PYTHON_BUILD.package}/${name}`),
  ];
}

function isCurrent(): boolean {
  if (!existsSync(stampPath) || !OUTPUTS.every((name) => existsSync(join(dist, name)))) return false;
  const stamp: Stamp = JSON.parse(readFileSync(stampPath, "utf8"));
  const known = Object.keys(stamp.inputs);
  return (
    made().every((path) => known.includes(path)) &&
    Object.entries(stamp.inputs).every(([path, hash]) => {
      const absolute = join(root, path);
      return existsSync(absolute) && sha256(readFileSync(absolute)) === hash;
    })
  );
}
