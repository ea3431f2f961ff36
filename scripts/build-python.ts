import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PYTHON_BUILD } from "../workers/python/python-build.ts";
import { cachedStep } from "./build/cached-step.ts";
import { bundlePython } from "./build/python-bundle.ts";
import { makeImage, makeLibrary } from "./build/python-image.ts";
import { makeParts } from "./build/python-parts.ts";
import { BuildError, writeAtomically } from "./build/solver-wasm.ts";

/**
 * `npm run build`, second half: CPython with fuel, its library, the image of a started interpreter and the bundles. Each is made again only when something
 * it is made of has changed; exit code 1 with the reason where something is not as expected.
 */
const root = join(import.meta.dirname, "..");
const DIST = "workers/python/dist";
const HARNESS = "workers/python/harness";
const dist = (...names: string[]): string[] => names.map((name) => `${DIST}/${name}`);
const packaged = Object.keys(PYTHON_BUILD.input_sha256).map((name) => `node_modules/${PYTHON_BUILD.package}/${name}`);

try {
  await build();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`Cannot build the Python sandbox. ${error.message}`);
  process.exitCode = 1;
}

async function build(): Promise<void> {
  let parts: ReturnType<typeof makeParts> | null = null;
  const partsOnce = () => {
    parts ??= makeParts(root);
    return parts;
  };
  const library = await cachedStep(root, {
    stamp: `${DIST}/library.json`,
    sources: [`${HARNESS}/library.py`, ...below(`${HARNESS}/stand-ins`), ...packaged],
    outputs: dist("library.bin"),
    make() {
      write("library.bin", makeLibrary(root, partsOnce()));
      return [];
    },
  });
  if (library) console.log(`built ${DIST}/library.bin`);
  const image = await cachedStep(root, {
    stamp: `${DIST}/image.json`,
    sources: [
      ...["image.py", "hide.py", "support.py"].map((name) => `${HARNESS}/${name}`),
      ...below("workers/python/interpreter"),
      ...["meter-wasm", "python-image", "python-parts", "python-seal", "wasm-binary"].map(
        (name) => `scripts/build/${name}.ts`,
      ),
      "workers/python/python-build.ts",
      ...packaged,
      ...dist("library.bin"),
    ],
    outputs: dist("python.wasm", "trampoline.wasm", "image.bin"),
    make() {
      const { python, trampoline } = partsOnce();
      write(
        "image.bin",
        makeImage(root, { python, trampoline, library: readFileSync(join(root, DIST, "library.bin")) }),
      );
      write("python.wasm", python);
      write("trampoline.wasm", trampoline);
      return [];
    },
  });
  if (image) console.log(`built ${DIST}/image.bin and python.wasm`);
  await cachedStep(root, {
    stamp: `${DIST}/bundles.json`,
    sources: ["scripts/build/python-bundle.ts"],
    outputs: dist("guest.txt", "index.js"),
    make: () => bundlePython(root),
  });
}

function write(name: string, contents: Uint8Array): void {
  writeAtomically(join(root, DIST, name), Buffer.from(contents));
}

function below(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
