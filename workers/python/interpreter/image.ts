/** Bytes of a page, as the image is cut. */
const PAGE = 4096;
const MAGIC = 0x4c494d47;

/** What the host calls in a started interpreter, by address. */
export const PIN_NAMES = [
  "none",
  /** `sys.modules`. */
  "modules",
  /** A copy of the builtins' namespace that no program has seen. */
  "builtins",
  "isinstance",
  // Functions of harness/support.py.
  "prepare",
  "new_module",
  "signature_of",
  "bind",
  "deepcopy",
  "same",
  "literal",
  "classes_of",
] as const;
export type Pins = Record<(typeof PIN_NAMES)[number], number>;

interface Facts {
  /** CPython's version. */
  version: string;
  /** The stack pointer. */
  stack: number;
  pins: Pins;
}

/** The memory of a started interpreter, without what is zero, and where its things are. */
export interface Image extends Facts {
  /** Stretches by ascending address; whatever lies between them is zero. */
  runs: { address: number; bytes: Uint8Array }[];
}

/**
 * What a new instance of the module has in its memory is taken off by exclusive or, so that the image holds only what starting changed.
 * Layout: magic, length of the header, the header as JSON with the numbers of the pages, and at the next page the pages one after the other.
 */
export function encodeImage(memory: Uint8Array, initial: Uint8Array, facts: Facts): Uint8Array {
  const changed = memory.slice();
  for (let index = 0; index < initial.length; index += 1) changed[index] = (memory[index] ?? 0) ^ (initial[index] ?? 0);
  const pages = pagesOf(changed);
  const header = new TextEncoder().encode(JSON.stringify({ ...facts, pages }));
  const start = Math.ceil((8 + header.length) / PAGE) * PAGE;
  const encoded = new Uint8Array(start + pages.length * PAGE);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  encoded.set(header, 8);
  pages.forEach((page, index) => {
    encoded.set(changed.subarray(page * PAGE, (page + 1) * PAGE), start + index * PAGE);
  });
  return encoded;
}

/** Decodes in place, to save the memory: the bytes are not an encoded image any more. `initial` is the memory of a new instance. */
export function decodeImage(encoded: Uint8Array, initial: Uint8Array): Image {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("not an image of the interpreter");
  view.setUint32(0, 0, true);
  const length = view.getUint32(4, true);
  const { pages, ...facts }: Facts & { pages: number[] } = JSON.parse(
    new TextDecoder().decode(encoded.subarray(8, 8 + length)),
  );
  const start = Math.ceil((8 + length) / PAGE) * PAGE;
  const contents = new Map<number, Uint8Array>();
  for (const page of pagesOf(initial)) contents.set(page, initial.subarray(page * PAGE, (page + 1) * PAGE));
  pages.forEach((page, index) => {
    const bytes = encoded.subarray(start + index * PAGE, start + (index + 1) * PAGE);
    const under = contents.get(page);
    if (under !== undefined) exclusiveOr(bytes, under);
    contents.set(page, bytes);
  });
  return { ...facts, runs: joined(contents) };
}

function pagesOf(memory: Uint8Array): number[] {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength >>> 2);
  const perPage = PAGE >>> 2;
  const pages: number[] = [];
  for (let page = 0; page * perPage < words.length; page += 1)
    if (words.subarray(page * perPage, (page + 1) * perPage).some((word) => word !== 0)) pages.push(page);
  return pages;
}

function exclusiveOr(into: Uint8Array, other: Uint8Array): void {
  const target = new Uint32Array(into.buffer, into.byteOffset, into.byteLength >>> 2);
  const source = new Uint32Array(other.buffer, other.byteOffset, other.byteLength >>> 2);
  for (let index = 0; index < target.length; index += 1) target[index] = (target[index] ?? 0) ^ (source[index] ?? 0);
}

/** Pages that follow each other, in memory and in the buffer they lie in, become one stretch. */
function joined(contents: Map<number, Uint8Array>): Image["runs"] {
  const runs: Image["runs"] = [];
  for (const [page, bytes] of [...contents].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    const follows =
      last !== undefined &&
      last.address + last.bytes.length === page * PAGE &&
      last.bytes.buffer === bytes.buffer &&
      last.bytes.byteOffset + last.bytes.length === bytes.byteOffset;
    if (follows) last.bytes = new Uint8Array(bytes.buffer, last.bytes.byteOffset, last.bytes.length + bytes.length);
    else runs.push({ address: page * PAGE, bytes });
  }
  return runs;
}
