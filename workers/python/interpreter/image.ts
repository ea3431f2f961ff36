/** Pages as the image is cut; the ones that are all zero are left out. */
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

interface Header {
  /** CPython's version. */
  version: string;
  stack: number;
  /** Bytes from address 0 up to the last that is not zero. */
  size: number;
  pins: Pins;
}

/** The memory of a started interpreter, without what is zero, and where its things are. */
export interface Image extends Header {
  /** Runs of pages: address and contents. */
  runs: { address: number; bytes: Uint8Array }[];
}

/** Layout: magic, length of the header, the header as JSON (padded), pages one after the other. */
export function encodeImage(memory: Uint8Array, facts: Omit<Header, "size">): Uint8Array {
  const pages: number[] = [];
  for (let page = 0; page * PAGE < memory.length; page += 1)
    if (memory.subarray(page * PAGE, (page + 1) * PAGE).some((byte) => byte !== 0)) pages.push(page);
  const size = ((pages.at(-1) ?? -1) + 1) * PAGE;
  const header = new TextEncoder().encode(JSON.stringify({ ...facts, size, pages }));
  const start = Math.ceil((8 + header.length) / PAGE) * PAGE;
  const encoded = new Uint8Array(start + pages.length * PAGE);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  encoded.set(header, 8);
  pages.forEach((page, index) => {
    encoded.set(memory.subarray(page * PAGE, (page + 1) * PAGE), start + index * PAGE);
  });
  return encoded;
}

/** The pages stay where they are: nothing is copied. */
export function decodeImage(encoded: Uint8Array): Image {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error("not an image of the interpreter");
  const length = view.getUint32(4, true);
  const header: Header & { pages: number[] } = JSON.parse(new TextDecoder().decode(encoded.subarray(8, 8 + length)));
  const { pages, ...facts } = header;
  const start = Math.ceil((8 + length) / PAGE) * PAGE;
  const runs: Image["runs"] = [];
  for (let first = 0; first < pages.length; ) {
    let last = first;
    while (pages[last + 1] === (pages[last] ?? 0) + 1) last += 1;
    const bytes = encoded.subarray(start + first * PAGE, start + (last + 1) * PAGE);
    runs.push({ address: (pages[first] ?? 0) * PAGE, bytes });
    first = last + 1;
  }
  return { ...facts, runs };
}
