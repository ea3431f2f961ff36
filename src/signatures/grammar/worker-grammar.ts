import wasm from "./xgrammar.wasm";
import { XgrammarCheck } from "./xgrammar-check.ts";

/** XGrammar of this Worker. Only what is bundled for workerd can import it: there, a `.wasm` file is a compiled module. */
export const workerGrammar = new XgrammarCheck(wasm);
