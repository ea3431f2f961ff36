/** XGrammar's Emscripten module, as `npm run build` takes it out of @mlc-ai/web-xgrammar. Only what is used is declared; everything with `delete` lives in its memory. */

export interface EmbindObject {
  delete(): void;
}

export interface CompiledGrammar extends EmbindObject {
  readonly brand?: "compiled";
}

export interface GrammarCompiler extends EmbindObject {
  /** Aborts the module on a schema it cannot express. `indent` and `separators` only count when `anyWhitespace` is false. */
  CompileJSONSchema(
    schema: string,
    anyWhitespace: boolean,
    indent: number | undefined,
    separators: undefined,
    strictMode: boolean,
    maxWhitespace: number | undefined,
  ): CompiledGrammar;
}

export interface GrammarMatcher extends EmbindObject {
  /** All or nothing: a refused text leaves the state as it was. */
  AcceptString(text: string, verbose: boolean): boolean;
  IsTerminated(): boolean;
  /** Takes back the last accepted texts. */
  Rollback(count: number): void;
  /** The text that must come next, as far as there is only one; empty otherwise. */
  FindJumpForwardString(): string;
}

export interface XgrammarModule {
  readonly HEAP8: Int8Array;
  vecStringFromJSArray(items: readonly string[]): EmbindObject;
  readonly TokenizerInfo: new (
    vocabulary: EmbindObject,
    type: "RAW",
    vocabularySize: undefined,
    stopTokens: undefined,
    prependSpace: boolean,
  ) => EmbindObject;
  readonly GrammarCompiler: new (tokenizer: EmbindObject, threads: 1, cache: boolean) => GrammarCompiler;
  readonly GrammarMatcher: new (
    grammar: CompiledGrammar,
    stopTokens: undefined,
    terminateWithoutStopToken: boolean,
    rollback: -1,
  ) => GrammarMatcher;
}

export interface XgrammarOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
  print(line: string): void;
  printErr(line: string): void;
}

/** Completes `options` into the module: before it returns when `instantiateWasm` is synchronous. Rejects when the module aborts while it starts. */
declare function start<Options extends XgrammarOptions>(options: Options): Promise<Options & XgrammarModule>;
export default start;
