const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Views of the interpreter's memory that stay right when it grows. Addresses are unsigned. */
export class LinearMemory {
  #memory: WebAssembly.Memory | null = null;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));

  /** The module exports its memory, while its imports already need this. */
  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  get bytes(): Uint8Array {
    this.#refresh();
    return this.#bytes;
  }

  get view(): DataView {
    this.#refresh();
    return this.#view;
  }

  get size(): number {
    return this.#attached().buffer.byteLength;
  }

  /** Whether the engine gave the pages. */
  grow(pages: number): boolean {
    try {
      this.#attached().grow(pages);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  slice(address: number, length: number): Uint8Array {
    return this.bytes.subarray(address >>> 0, (address >>> 0) + (length >>> 0));
  }

  /** UTF-8 up to the first zero byte. */
  string(address: number): string {
    const start = address >>> 0;
    return decoder.decode(this.bytes.subarray(start, this.bytes.indexOf(0, start)));
  }

  text(address: number, length: number): string {
    return decoder.decode(this.slice(address, length));
  }

  /** Writes UTF-8 and a zero byte; answers the bytes written, or null where `room` is too small. */
  writeString(address: number, text: string, room: number): number | null {
    const encoded = encoder.encode(text);
    if (encoded.length + 1 > room) return null;
    this.bytes.set(encoded, address >>> 0);
    this.bytes[(address >>> 0) + encoded.length] = 0;
    return encoded.length + 1;
  }

  #attached(): WebAssembly.Memory {
    if (this.#memory === null) throw new Error("the interpreter called its host before it had a memory");
    return this.#memory;
  }

  #refresh(): void {
    const { buffer } = this.#attached();
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
