/** The most linear memory an interpreter may have: with the image and the code this stays inside the 128 MB of an isolate. */
export const MEMORY_LIMIT = 80 << 20;
/** What the interpreter has when it starts (480 pages of 64 KiB, from its memory section) and a little to work with. */
export const MEMORY_LEAST = 32 << 20;
/** Setting a module up (compiling it, its imports, its top level) gets at least this much. */
export const MODULE_FUEL = 300_000_000n;
/** Letting go of what a call made, finalizers included. */
export const RELEASE_FUEL = 100_000_000n;
/** All calls of one request together, about two minutes; calls after that are `fuel_exhausted`. */
export const REQUEST_FUEL = 40_000_000_000n;
/** Texts of values that are longer are not given. */
export const VALUE_CHARACTERS = 4_000;
export const MESSAGE_CHARACTERS = 1_000;
/** A coroutine that gives way more often than this waits for something that does not come. */
export const COROUTINE_STEPS = 1_000;
