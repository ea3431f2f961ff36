import { basename, join } from "node:path";
import type { Plugin } from "esbuild";
import { writeAtomically } from "./solver-wasm.ts";

/** What the build makes is loaded as modules of their own and lies beside the bundle. */
const artefacts: Plugin = {
  name: "artefacts",
  setup({ onResolve }) {
    onResolve({ filter: /\/dist\/[^/]+$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }));
  },
};

/** Bundles the guest, which the Worker hands to the loader as text, and the Worker itself for the tests. Answers the sources, by path from the root. */
export async function bundlePython(root: string): Promise<string[]> {
  const directory = join(root, "workers/python");
  const guest = await bundle(root, join(directory, "guest.ts"), join(directory, "dist/guest.txt"));
  const worker = await bundle(root, join(directory, "index.ts"), join(directory, "dist/index.js"));
  return [...new Set([...guest, ...worker])];
}

async function bundle(root: string, entry: string, outfile: string): Promise<string[]> {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*"],
    plugins: [artefacts],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild produced no output for ${entry}`);
  writeAtomically(outfile, output.text);
  return Object.keys(result.metafile.inputs);
}
