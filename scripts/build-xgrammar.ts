import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cachedStep } from "./build/cached-step.ts";
import { BuildError, writeAtomically } from "./build/solver-wasm.ts";
import { splitXgrammar } from "./build/xgrammar-parts.ts";

/** `npm run build`: XGrammar as a Worker can load it, beside the code that uses it. Quick when it is already there; exit code 1 with the reason otherwise. */
const root = join(import.meta.dirname, "..");
const DIRECTORY = "src/signatures/grammar";
const PACKAGE = "node_modules/@mlc-ai/web-xgrammar/lib/index.js";

try {
  const built = await cachedStep(root, {
    stamp: `${DIRECTORY}/xgrammar.stamp.json`,
    sources: [PACKAGE, "scripts/build-xgrammar.ts", "scripts/build/xgrammar-parts.ts"],
    outputs: [`${DIRECTORY}/xgrammar.wasm`, `${DIRECTORY}/xgrammar.js`],
    make() {
      const { wasm, glue } = splitXgrammar(readFileSync(join(root, PACKAGE), "utf8"));
      writeAtomically(join(root, DIRECTORY, "xgrammar.wasm"), wasm);
      writeAtomically(join(root, DIRECTORY, "xgrammar.js"), glue);
      return [];
    },
  });
  if (built) console.log(`built ${DIRECTORY}/xgrammar.wasm`);
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`Cannot build XGrammar. ${error.message}`);
  process.exitCode = 1;
}
