/**
 * Identity of the solver's WebAssembly: what the build script reads, what it must produce, and the memory both sides agree on.
 * Input hash: `build/z3-built.wasm` of npm z3-solver 5.2.0 (its engine answers `(get-info :version)` with 5.1.0).
 */
export const Z3_BUILD = {
  package: "z3-solver",
  package_version: "5.2.0",
  input_sha256: "2765f5443a5a3a41aace71a82dd954e3b8c885a7d621b50122b1aede0dc8348a",
  output_sha256: "c31d1330b04a2cead792064b3b9e51b5cff71211a4bd067f83879b27d3fd6d20",
  /** 64 KiB pages that the import section asks for: 24 MiB to start, never above 96 MiB. */
  initial_pages: 384,
  maximum_pages: 1536,
} as const;

/**
 * 64 KiB pages a check may use: 64 MiB, of which Z3's untouched stack reserve is 20 MiB. With the snapshot (about 10 MiB) and V8's own
 * heap it stays below the 128 MB of one Workers isolate (https://developers.cloudflare.com/workers/platform/limits/).
 */
export const HEAP_PAGES = 1024;
