import { BuildError } from "./solver-wasm.ts";

/** XGrammar's package split into what a Worker can load: the module as bytes, and the code around it as an ES module that is given the instance. */
export interface XgrammarParts {
  wasm: Buffer;
  glue: string;
}

/**
 * Takes `lib/index.js` of @mlc-ai/web-xgrammar apart. The package embeds its WebAssembly as base64 and compiles it when it runs, which workerd forbids;
 * it also looks for Node or a browser to load files with. Both go: Emscripten's factory takes the instance through `instantiateWasm`, as its own documentation has it.
 * Throws BuildError when the package no longer looks as expected.
 */
export function splitXgrammar(source: string): XgrammarParts {
  const embedded = /wasmBinaryFile="data:application\/octet-stream;base64,([^"]*)"/.exec(source);
  if (embedded?.[1] === undefined) throw unexpected("no embedded WebAssembly");
  const start = source.indexOf("async function(moduleArg = {})");
  const last = source.indexOf("return moduleArg.ready", start);
  const end = source.indexOf("}", last) + 1;
  if (start < 0 || last < 0) throw unexpected("no module factory");
  const factory = source
    .slice(start, end)
    .replace(embedded[0], 'wasmBinaryFile="xgrammar.wasm"')
    .replace(
      /var ENVIRONMENT_IS_WEB=[^;]*;var ENVIRONMENT_IS_WORKER=[^;]*;var ENVIRONMENT_IS_NODE=[^;]*;/,
      "const ENVIRONMENT_IS_WORKER=false,ENVIRONMENT_IS_NODE=false;",
    );
  const loading = factory.indexOf("if(ENVIRONMENT_IS_NODE){const{createRequire");
  const loaded = factory.indexOf('var out=Module["print"]');
  if (loading < 0 || loaded < loading) throw unexpected("no environment to remove");
  const glue = `${factory.slice(0, loading)}${factory.slice(loaded)}`;
  if (/ENVIRONMENT_IS_WEB|\brequire\(|\bimport\(|\bdocument\./.test(glue))
    throw unexpected("it still looks for an environment");
  return { wasm: Buffer.from(embedded[1], "base64"), glue: `export default ${glue};\n` };
}

function unexpected(what: string): BuildError {
  return new BuildError(`@mlc-ai/web-xgrammar is not as expected: ${what}. Is it the pinned version?`);
}
