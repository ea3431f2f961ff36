import { BUILTINS } from "./builtins.ts";
import { CHANCE_AND_TIME } from "./chance-and-time.ts";
import { DATA } from "./data.ts";
import type { EffectCode, LibraryClass, LibraryModule, LibraryTable, NamesByCode } from "./format.ts";
import { NETWORK } from "./network.ts";
import { OPERATING_SYSTEM } from "./operating-system.ts";
import { STANDARD_MODULES } from "./standard-modules.ts";

/** What the tables say about one name. */
export interface LibraryFact {
  path: string;
  kind: "module" | "function" | "class" | "object" | "exception" | "method";
  /** What calling it does. */
  codes: EffectCode[];
  /** Whether calling it changes the receiver (methods) or the first argument (functions). */
  mutates: boolean;
  /** Class path of the result of a call, of the object itself for `object`, or of the class for `class`. */
  gives: string | null;
  /** Whether the result is, or is part of, the receiver. */
  exposes: boolean;
  callsBack: boolean;
  /** False where the tables know the module or class but not this name, and cannot vouch for it. */
  known: boolean;
}

const TABLE: LibraryTable = { ...BUILTINS, ...OPERATING_SYSTEM, ...NETWORK, ...CHANCE_AND_TIME, ...DATA };
const MODULE_ALIASES: ReadonlyMap<string, string> = new Map([
  ["posixpath", "os.path"],
  ["ntpath", "os.path"],
  ["xml.etree.cElementTree", "xml.etree.ElementTree"],
]);

interface ModuleIndex {
  module: LibraryModule;
  codes: Map<string, EffectCode[]>;
  mutates: Set<string>;
  callsBack: Set<string>;
}
interface ClassIndex {
  path: string;
  entry: LibraryClass;
  codes: Map<string, EffectCode[]>;
  mutates: Set<string>;
  exposes: Set<string>;
}

const words = (text: string | undefined): string[] => (text ? text.split(" ") : []);

function codesByName(names: NamesByCode | undefined): Map<string, EffectCode[]> {
  const codes = new Map<string, EffectCode[]>();
  for (const [code, list] of Object.entries(names ?? {})) {
    for (const name of words(list)) codes.set(name, [...(codes.get(name) ?? []), code as EffectCode]);
  }
  return codes;
}

const modules = new Map<string, ModuleIndex>();
const classes = new Map<string, ClassIndex>();
const exceptionBases = new Map<string, string>();
for (const [name, module] of Object.entries(TABLE)) {
  modules.set(name, {
    module,
    codes: codesByName(module.effects),
    mutates: new Set(words(module.mutates)),
    callsBack: new Set(words(module.calls_back)),
  });
  for (const [className, entry] of Object.entries(module.classes ?? {})) {
    const path = `${name}.${className}`;
    classes.set(path, {
      path,
      entry,
      codes: codesByName(entry.effects),
      mutates: new Set(words(entry.mutates)),
      exposes: new Set(words(entry.exposes)),
    });
  }
  for (const [exception, base] of Object.entries(module.exceptions ?? {}))
    exceptionBases.set(`${name}.${exception}`, base);
}

/** Base class path of a library exception; null for names that are none. Built-in bases carry the prefix `builtins.`. */
export function libraryExceptionBase(path: string): string | null {
  return exceptionBases.get(path) ?? null;
}

export function isLibraryModule(path: string): boolean {
  return modules.has(MODULE_ALIASES.get(path) ?? path);
}

export function isStandardModule(path: string): boolean {
  return STANDARD_MODULES.has(path.split(".")[0] ?? path);
}

const NOTHING = { codes: [], mutates: false, gives: null, exposes: false, callsBack: false, known: true };

/** What is known about a full dotted path such as `os.path.join`, `sys.stdout.buffer.write` or `pathlib.Path.cwd`; null when no table has its module. */
export function factOf(path: string): LibraryFact | null {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join(".");
    const index = modules.get(MODULE_ALIASES.get(prefix) ?? prefix);
    if (index) return factIn(MODULE_ALIASES.get(prefix) ?? prefix, index, parts.slice(length), 0);
  }
  return null;
}

function factIn(moduleName: string, index: ModuleIndex, rest: string[], depth: number): LibraryFact | null {
  const [name, ...more] = rest;
  if (name === undefined) return { ...NOTHING, path: moduleName, kind: "module" };
  const path = `${moduleName}.${name}`;
  const alias = index.module.aliases?.[name];
  if (alias !== undefined && alias !== path && depth < 4) return factOf([alias, ...more].join("."));
  const gives = index.module.returns?.[name] ?? null;
  if (more.length > 0) {
    const owner = classes.has(path) ? path : gives;
    return owner === null ? null : memberFact(owner, more);
  }
  if (exceptionBases.has(path)) return { ...NOTHING, path, kind: "exception" };
  const entry = classes.get(path);
  const codes = index.codes.get(name) ?? [];
  if (entry) {
    return {
      ...NOTHING,
      path,
      kind: "class",
      gives: path,
      codes: [...(words(entry.entry.create) as EffectCode[]), ...codes],
    };
  }
  const called =
    gives === null || codes.length > 0 || !classes.get(gives)?.path.includes("<") || index.callsBack.has(name);
  return {
    path,
    kind: called ? "function" : "object",
    codes,
    mutates: index.mutates.has(name),
    gives,
    exposes: false,
    callsBack: index.callsBack.has(name),
    known: index.module.others === "pure" || codes.length > 0 || gives !== null || index.mutates.has(name),
  };
}

function memberFact(owner: string, [name, ...more]: string[]): LibraryFact | null {
  if (name === undefined) return null;
  const fact = methodFact(owner, name);
  if (more.length === 0) return fact;
  return fact?.gives ? memberFact(fact.gives, more) : null;
}

/** What is known about a method or attribute of the instances of a library class; null when no table has the class. */
export function methodFact(classPath: string, name: string): LibraryFact | null {
  let known = false;
  const seen = new Set<string>();
  for (let path: string | undefined = classPath; path !== undefined && !seen.has(path); ) {
    seen.add(path);
    const index = classes.get(path);
    if (!index) break;
    const codes = index.codes.get(name);
    const gives = index.entry.returns?.[name];
    const mutates = index.mutates.has(name);
    const exposes = index.exposes.has(name);
    if (codes || gives !== undefined || mutates || exposes) {
      return {
        path: `${classPath}.${name}`,
        kind: "method",
        codes: codes ?? [],
        mutates,
        gives: gives ?? null,
        exposes,
        callsBack: false,
        known: true,
      };
    }
    known ||= index.entry.others === "pure";
    path = index.entry.base;
  }
  if (!classes.has(classPath)) return null;
  return { ...NOTHING, path: `${classPath}.${name}`, kind: "method", known };
}

export function isLibraryClass(path: string): boolean {
  return classes.has(path);
}

/** Class path of the elements that iterating over an instance gives. */
export function elementsOf(classPath: string): string | null {
  const index = classes.get(classPath);
  return index?.entry.elements ?? (index?.entry.base ? elementsOf(index.entry.base) : null);
}

/** True when one class is the other or, in the tables, derives from it. */
export function isSubclass(classPath: string, ancestor: string): boolean {
  for (let path: string | undefined = classPath; path !== undefined; path = classes.get(path)?.entry.base) {
    if (path === ancestor) return true;
  }
  return false;
}

const owners = new Map<string, string[]>();
for (const [name, index] of modules) {
  if (name === "builtins" || !isStandardModule(name)) continue;
  const names = new Set([...index.codes.keys(), ...index.mutates, ...Object.keys(index.module.classes ?? {})]);
  for (const own of names) if (!own.startsWith("<")) owners.set(own, [...(owners.get(own) ?? []), name]);
}

/** The only standard module that has a function or class of this name with a known effect; null when none or several have. */
export function onlyOwner(name: string): string | null {
  const found = owners.get(name);
  return found?.length === 1 && found[0] !== undefined ? found[0] : null;
}
