import type { Pointer } from "./z3-exports.ts";

const decoder = new TextDecoder();
const PAGE_BYTES = 65536;
/** Largest step by which the heap grows ahead of a request. */
const GROWTH_STEP_BYTES = 8 * 1024 * 1024;

/** Z3's linear memory with views that follow its growth. Grows only up to `maximumPages`; a refusal is how Z3 learns it is out of memory. */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  readonly #limit: number;
  bytes: Uint8Array;
  words: Uint32Array;
  /** Whether growth was refused since the flag was last cleared. */
  refused = false;

  constructor(initialPages: number, maximumPages: number) {
    this.memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
    this.#limit = maximumPages * PAGE_BYTES;
    this.bytes = new Uint8Array(this.memory.buffer);
    this.words = new Uint32Array(this.memory.buffer);
  }

  #renewViews(): void {
    this.bytes = new Uint8Array(this.memory.buffer);
    this.words = new Uint32Array(this.memory.buffer);
  }

  word(address: Pointer): number {
    return this.words[address >>> 2] ?? 0;
  }

  setWord(address: Pointer, value: number): void {
    this.words[address >>> 2] = value;
  }

  /** The NUL-terminated UTF-8 string at `address`. Ill-formed bytes become U+FFFD. */
  string(address: Pointer): string {
    if (address === 0) return "";
    const end = this.bytes.indexOf(0, address);
    return this.text(address, end - address);
  }

  text(address: Pointer, length: number): string {
    return decoder.decode(this.bytes.subarray(address, address + length));
  }

  /** Emscripten's `emscripten_resize_heap`: makes at least `requested` bytes available. */
  growTo(requested: number): boolean {
    const current = this.memory.buffer.byteLength;
    if (requested > this.#limit) return this.#refuse();
    const ahead = Math.min(this.#limit, Math.max(requested, current + Math.min(current >> 2, GROWTH_STEP_BYTES)));
    if (!this.#grow(ahead - current) && !this.#grow(requested - current)) return this.#refuse();
    return true;
  }

  #grow(bytes: number): boolean {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE_BYTES));
    } catch (error) {
      if (error instanceof RangeError) return false; // the engine's answer when it has no room
      throw error;
    }
    this.#renewViews();
    return true;
  }

  #refuse(): boolean {
    this.refused = true;
    return false;
  }
}
