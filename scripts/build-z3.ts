import { join } from "node:path";
import { bundleSolver } from "./build/solver-bundle.ts";
import { BuildError, buildSolverWasm } from "./build/solver-wasm.ts";

/** `npm run build`: the solver's wasm and its bundle for the tests. Quick when both are already right; exit code 1 with the reason otherwise. */
const root = join(import.meta.dirname, "..");
try {
  if (buildSolverWasm(root)) console.log("built workers/solver/z3.wasm");
  if (await bundleSolver(root)) console.log("built workers/solver/dist");
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`Cannot build the solver. ${error.message}`);
  process.exitCode = 1;
}
