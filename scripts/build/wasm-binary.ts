/** Reader and writer of the WebAssembly binary format, as far as patching needs it (https://webassembly.github.io/spec/core/binary/). */

/** Section ids of the specification that the patch touches. */
export const SECTION = { custom: 0, import: 2, code: 10 } as const;

/** A section's id and contents, without its id byte and length. */
export interface Section {
  id: number;
  contents: Buffer;
}

/** Sequential reader over one buffer; every `read` moves on. */
export class BinaryReader {
  readonly bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  get done(): boolean {
    return this.position >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.position];
    if (value === undefined) throw new RangeError(`unexpected end of the binary at byte ${this.position}`);
    this.position += 1;
    return value;
  }

  /** Unsigned LEB128. */
  unsigned(): number {
    let result = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      result += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return result;
      scale *= 128;
    }
  }

  take(length: number): Buffer {
    if (this.position + length > this.bytes.length)
      throw new RangeError(`unexpected end of the binary at byte ${this.position}`);
    const part = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return part;
  }

  /** A length-prefixed UTF-8 name. */
  name(): string {
    return this.take(this.unsigned()).toString("utf8");
  }
}

/** Unsigned LEB128 in its shortest form. */
export function unsignedLeb128(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** Splits a module into sections. Throws RangeError on a truncated module and Error when the magic number is absent. */
export function readSections(module: Buffer): { preamble: Buffer; sections: Section[] } {
  const preamble = module.subarray(0, 8);
  if (preamble.toString("latin1") !== "\0asm\x01\0\0\0") throw new Error("not a WebAssembly 1 module");
  const reader = new BinaryReader(module, 8);
  const sections: Section[] = [];
  while (!reader.done) {
    const id = reader.byte();
    sections.push({ id, contents: reader.take(reader.unsigned()) });
  }
  return { preamble, sections };
}

export function writeModule(preamble: Buffer, sections: Section[]): Buffer {
  const parts = [preamble];
  for (const { id, contents } of sections) parts.push(Buffer.from([id]), unsignedLeb128(contents.length), contents);
  return Buffer.concat(parts);
}
