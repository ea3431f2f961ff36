/** Error numbers of the WASI ABI, which Emscripten's libc uses (emscripten/system/lib/libc/musl/arch/emscripten/bits/errno.h). */
export const ERRNO = {
  EACCES: 2,
  EBADF: 8,
  EEXIST: 20,
  EHOSTUNREACH: 23,
  EINVAL: 28,
  EISDIR: 31,
  EMFILE: 33,
  ENOENT: 44,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTTY: 59,
  EPERM: 63,
  ERANGE: 68,
  EROFS: 69,
  ESPIPE: 70,
} as const;

/** A system call failed; `errno` is what the program sees. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  readonly errno: number;

  constructor(errno: number) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}
