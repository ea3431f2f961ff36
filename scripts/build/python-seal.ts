import type { PythonExports } from "../../workers/python/interpreter/exports.ts";
import type { LinearMemory } from "../../workers/python/interpreter/linear-memory.ts";
import { BuildError } from "./solver-wasm.ts";

/** Built-in modules that reach past Python's own rules: native calls, raw memory, tests of the C API. */
const MODULES = [
  "_ctypes",
  "_posixsubprocess",
  "_remote_debugging",
  "_testbuffer",
  "_testcapi",
  "_testclinic",
  "_testclinic_limited",
  "_testinternalcapi",
  "_testlimitedcapi",
  "_xxtestfuzz",
  "faulthandler",
  "mmap",
  "xxsubtype",
];

/** Functions that find objects nobody gave them, or that have Python call them in the middle of the host's work. */
const FUNCTIONS = ["get_objects", "get_referrers", "unfreeze", "addaudithook", "register_callback"];

/** `struct _inittab { const char *name; PyObject *(*initfunc)(void); }` */
const INITTAB_ENTRY = 8;
/** `struct PyMethodDef { const char *ml_name; PyCFunction ml_meth; int ml_flags; const char *ml_doc; }` */
const METHOD_ENTRY = 16;

/**
 * Takes modules and functions out of CPython's own tables, before it starts: there is then no name by which a program could get them, not even by making a
 * built-in module anew. Throws BuildError when one is not where it is expected.
 */
export function seal(memory: LinearMemory, exports: PythonExports): void {
  const table = memory.view.getUint32(exports.PyImport_Inittab.value, true);
  for (const name of MODULES) {
    let entry = table;
    while (entryName(memory, entry) !== name) {
      if (entryName(memory, entry) === null) throw new BuildError(`CPython has no built-in module ${name}`);
      entry += INITTAB_ENTRY;
    }
    removeEntry(memory, entry, INITTAB_ENTRY);
  }
  for (const name of FUNCTIONS) {
    const entries = methodEntries(memory, name);
    if (entries.length === 0) throw new BuildError(`CPython has no built-in function ${name}`);
    for (const entry of entries) removeEntry(memory, entry, METHOD_ENTRY);
  }
}

function entryName(memory: LinearMemory, entry: number): string | null {
  const name = memory.view.getUint32(entry, true);
  return name === 0 ? null : memory.string(name);
}

/** Moves the entries after this one up, the closing one of zeros included. */
function removeEntry(memory: LinearMemory, entry: number, size: number): void {
  let end = entry;
  while (memory.view.getUint32(end, true) !== 0) end += size;
  memory.bytes.copyWithin(entry, entry + size, end + size);
}

/** Words of static memory that point at the name and are followed by what a method table holds: a function's index and flags. */
function methodEntries(memory: LinearMemory, name: string): number[] {
  const wanted = Buffer.from(`${name}\0`);
  const bytes = Buffer.from(memory.bytes.buffer, memory.bytes.byteOffset, memory.bytes.byteLength);
  const addresses = new Set<number>();
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) addresses.add(at);
  const words = new Uint32Array(memory.bytes.buffer, 0, memory.bytes.byteLength >>> 2);
  const found: number[] = [];
  words.forEach((word, index) => {
    const flags = words[index + 2] ?? 0;
    if (addresses.has(word) && (words[index + 1] ?? 0) > 0 && flags > 0 && flags < 0x400) found.push(index * 4);
  });
  return found;
}
