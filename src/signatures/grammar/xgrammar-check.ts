import type { JsonSchema } from "../json-schema.ts";
import { type GrammarCheck, GrammarError, type GrammarVerdict } from "./grammar.ts";
import { grammarSchema } from "./grammar-schema.ts";
import start, {
  type CompiledGrammar,
  type GrammarCompiler,
  type GrammarMatcher,
  type XgrammarModule,
} from "./xgrammar.js";

/** Schemas derived from IRs are many and short-lived; those of signatures are a dozen and always in use. */
const CACHED_GRAMMARS = 64;
/** A fresh instance takes 17 MB. Its memory never shrinks, so that it is replaced when grammars have made it grow to this. */
const MAX_HEAP_BYTES = 64 * 2 ** 20;
/** Characters accepted at once: the place of a refusal is then found one by one within them. */
const CHUNK = 64;

interface Engine {
  module: XgrammarModule;
  compiler: GrammarCompiler;
  /** By the text of the schema, whose order of keys counts; least recently used first. */
  grammars: Map<string, CompiledGrammar>;
  /** What the module printed, which is where it says why it aborts. */
  printed: string[];
}

/** XGrammar in this isolate, started at its first use (some 50 ms). Synchronous, so that nothing of one request waits for another's. */
export class XgrammarCheck implements GrammarCheck {
  readonly #wasm: WebAssembly.Module;
  #engine: Engine | null = null;

  constructor(wasm: WebAssembly.Module) {
    this.#wasm = wasm;
  }

  accepts(schema: JsonSchema, text: string): GrammarVerdict {
    const engine = this.#current();
    try {
      const matcher = new engine.module.GrammarMatcher(grammarOf(engine, schema), undefined, true, -1);
      const verdict = match(matcher, text);
      matcher.delete();
      return verdict;
    } catch (error) {
      // A C++ exception leaves the heap as it was in the middle of something.
      this.#engine = null;
      throw new GrammarError(`XGrammar cannot compile the schema: ${reason(engine.printed, error)}`, { cause: error });
    }
  }

  #current(): Engine {
    if (this.#engine !== null && this.#engine.module.HEAP8.length > MAX_HEAP_BYTES) this.#engine = null;
    this.#engine ??= startEngine(this.#wasm);
    return this.#engine;
  }
}

function startEngine(wasm: WebAssembly.Module): Engine {
  const printed: string[] = [];
  let failure: unknown = new Error("XGrammar did not start synchronously");
  const options = {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      const instance = new WebAssembly.Instance(wasm, imports);
      receive(instance, wasm);
      return instance.exports;
    },
    print: (line: string) => void printed.push(line),
    printErr: (line: string) => void printed.push(line),
  };
  start(options).catch((error: unknown) => {
    failure = error;
  });
  if (!isStarted(options)) throw new GrammarError(`XGrammar does not start: ${reason(printed, failure)}`);
  const vocabulary = options.vecStringFromJSArray([]);
  const tokenizer = new options.TokenizerInfo(vocabulary, "RAW", undefined, undefined, false);
  return { module: options, compiler: new options.GrammarCompiler(tokenizer, 1, false), grammars: new Map(), printed };
}

function isStarted<Options extends object>(options: Options): options is Options & XgrammarModule {
  return "GrammarCompiler" in options;
}

function grammarOf(engine: Engine, schema: JsonSchema): CompiledGrammar {
  const key = JSON.stringify(grammarSchema(schema));
  const known = engine.grammars.get(key);
  engine.grammars.delete(key);
  const grammar = known ?? engine.compiler.CompileJSONSchema(key, true, undefined, undefined, true, undefined);
  engine.grammars.set(key, grammar);
  for (const [oldest, unused] of engine.grammars) {
    if (engine.grammars.size <= CACHED_GRAMMARS) break;
    engine.grammars.delete(oldest);
    unused.delete();
  }
  return grammar;
}

function match(matcher: GrammarMatcher, text: string): GrammarVerdict {
  const units = unitsOf(text);
  let at = 0;
  for (let index = 0; index < units.length; index += CHUNK) {
    const chunk = units.slice(index, index + CHUNK);
    if (matcher.AcceptString(chunk.map(({ fed }) => fed).join(""), false)) {
      at += lengthOf(chunk);
      continue;
    }
    const refused = chunk.findIndex(({ fed }) => !matcher.AcceptString(fed, false));
    at += lengthOf(chunk.slice(0, refused));
    return { ok: false, at, incomplete: false, expected: matcher.IsTerminated() ? "the end" : expected(matcher) };
  }
  return matcher.IsTerminated() ? { ok: true } : { ok: false, at, incomplete: true, expected: expected(matcher) };
}

/** A character of the text, and how XGrammar is given it. */
interface Unit {
  character: string;
  fed: string;
}

/**
 * XGrammar 0.1.27 writes constants with `/` and DEL escaped, as its JSON library does, and accepts them in no other way; a model writes them as they are, and both are the same JSON.
 * So each is fed as its escape. Inside a string that is any text the escape is accepted too; outside of strings neither is.
 */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["/", "\\/"],
  ["\u007f", "\\u007f"],
]);

function unitsOf(text: string): Unit[] {
  let escaped = false;
  return Array.from(text, (character) => {
    const fed = escaped ? character : (ESCAPES.get(character) ?? character);
    escaped = character === "\\" && !escaped;
    return { character, fed };
  });
}

function lengthOf(units: readonly Unit[]): number {
  return units.reduce((length, { character }) => length + character.length, 0);
}

/** Where an answer is at liberty, as inside a string, a list of characters would say nothing. */
const FEW = 6;
const PRINTABLE = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index));

function expected(matcher: GrammarMatcher): string | null {
  const forced = matcher.FindJumpForwardString();
  if (forced.trim() !== "") return JSON.stringify(forced.replaceAll("\\/", "/"));
  const possible = PRINTABLE.filter((character) => {
    const accepted = matcher.AcceptString(character, false);
    if (accepted) matcher.Rollback(1);
    return accepted;
  });
  return possible.length > 0 && possible.length <= FEW
    ? possible.map((character) => `\`${character}\``).join(" or ")
    : null;
}

function reason(printed: readonly string[], error: unknown): string {
  const fatal = printed.findLast((line) => line.startsWith("[FATAL]"));
  // The line starts with a path of the machine that XGrammar was compiled on.
  if (fatal !== undefined) return fatal.replace(/^\[FATAL\] \S+: /, "");
  return error instanceof Error ? error.message : String(error);
}
