import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { writeAtomically } from "./solver-wasm.ts";

/** What the last bundle was made of: paths relative to the root, with SHA-256. */
interface Stamp {
  inputs: Record<string, string>;
}

/**
 * Bundles `workers/solver/index.ts` to `workers/solver/dist/index.js` with `z3.wasm` beside it: the auxiliary Worker of the tests.
 * Does nothing when every source it was made of is unchanged. Answers whether it wrote.
 */
export async function bundleSolver(root: string): Promise<boolean> {
  const directory = join(root, "workers/solver");
  const dist = join(directory, "dist");
  const wasmChanged = placeWasm(join(directory, "z3.wasm"), join(dist, "z3.wasm"));
  const stampPath = join(dist, "inputs.json");
  const bundle = join(dist, "index.js");
  if (existsSync(bundle) && isCurrent(root, stampPath)) return wasmChanged;

  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(directory, "index.ts")],
    outfile: bundle,
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*", "*.wasm"],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error("esbuild produced no output for workers/solver/index.ts");
  writeAtomically(bundle, output.text);
  const inputs: Stamp["inputs"] = {};
  for (const path of Object.keys(result.metafile.inputs))
    inputs[relative(root, join(root, path))] = hashOf(join(root, path));
  writeAtomically(stampPath, JSON.stringify({ inputs }, null, 2));
  return true;
}

function isCurrent(root: string, stampPath: string): boolean {
  if (!existsSync(stampPath)) return false;
  const stamp: Stamp = JSON.parse(readFileSync(stampPath, "utf8"));
  return Object.entries(stamp.inputs).every(([path, hash]) => {
    const absolute = join(root, path);
    return existsSync(absolute) && hashOf(absolute) === hash;
  });
}

/** Hard link where the file system allows it: 30 MB need not be stored twice. */
function placeWasm(from: string, to: string): boolean {
  if (existsSync(to) && statSync(to).ino === statSync(from).ino) return false;
  mkdirSync(join(to, ".."), { recursive: true });
  const partial = `${to}.${process.pid}.partial`;
  try {
    linkSync(from, partial);
  } catch (error) {
    if (!isLinkRefusal(error)) throw error;
    if (existsSync(to) && hashOf(to) === hashOf(from)) return false;
    copyFileSync(from, partial);
  }
  renameSync(partial, to);
  return true;
}

const isLinkRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["EPERM", "EXDEV", "ENOTSUP", "EMLINK", "ENOSYS"].includes(String(error.code));

const hashOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
