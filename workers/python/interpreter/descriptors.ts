import { ERRNO, SystemError } from "./errno.ts";
import type { FileNode, FileTree, TreeNode } from "./file-tree.ts";

/** Flags of `open`, from musl's generic fcntl.h. */
const OPEN = { accessMode: 3, writeOnly: 1, create: 0o100, exclusive: 0o200, truncate: 0o1000, append: 0o2000 };
const OPEN_DIRECTORY = 0o200000;
const LIMIT = 256;

export interface Descriptor {
  node: TreeNode;
  path: string;
  flags: number;
  position: number;
}

/** The table of open files of one run. 0, 1 and 2 are open to nothing. */
export class Descriptors {
  readonly #tree: FileTree;
  readonly #open = new Map<number, Descriptor>();

  constructor(tree: FileTree) {
    this.#tree = tree;
    const device = tree.find("/dev/null");
    for (const number of [0, 1, 2])
      this.#open.set(number, { node: device, path: "/dev/null", flags: number === 0 ? 0 : 1, position: 0 });
  }

  get(number: number): Descriptor {
    const found = this.#open.get(number);
    if (found === undefined) throw new SystemError(ERRNO.EBADF);
    return found;
  }

  /** A regular file that is open for reading or writing. */
  file(number: number): Descriptor & { node: FileNode } {
    const descriptor = this.get(number);
    if (descriptor.node.kind === "directory") throw new SystemError(ERRNO.EISDIR);
    if (descriptor.node.kind === "null") throw new SystemError(ERRNO.ESPIPE);
    return descriptor as Descriptor & { node: FileNode };
  }

  open(path: string, flags: number): number {
    const node = this.#target(path, flags);
    const writes = (flags & OPEN.accessMode) !== 0;
    if (node.kind === "directory" && writes) throw new SystemError(ERRNO.EISDIR);
    if (node.kind !== "directory" && (flags & OPEN_DIRECTORY) !== 0) throw new SystemError(ERRNO.ENOTDIR);
    if (node.kind === "file" && writes) {
      if (node.readOnly) throw new SystemError(ERRNO.EROFS);
      if ((flags & OPEN.truncate) !== 0) this.#tree.resize(node, 0);
    }
    return this.#add({ node, path, flags, position: 0 }, 0);
  }

  duplicate(number: number, least: number): number {
    // The copy shares its position with the original, as POSIX has it.
    return this.#add(this.get(number), least);
  }

  duplicateTo(number: number, target: number): number {
    if (target < 0 || target >= LIMIT) throw new SystemError(ERRNO.EBADF);
    this.#open.set(target, this.get(number));
    return target;
  }

  close(number: number): void {
    if (!this.#open.delete(number)) throw new SystemError(ERRNO.EBADF);
  }

  read(number: number, into: Uint8Array, position: number | null): number {
    const descriptor = this.get(number);
    if ((descriptor.flags & OPEN.accessMode) === OPEN.writeOnly) throw new SystemError(ERRNO.EBADF);
    if (descriptor.node.kind === "directory") throw new SystemError(ERRNO.EISDIR);
    if (descriptor.node.kind === "null") return 0;
    const { data, size } = descriptor.node;
    const from = position ?? descriptor.position;
    const count = Math.max(0, Math.min(into.length, size - from));
    into.set(data.subarray(from, from + count));
    if (position === null) descriptor.position += count;
    return count;
  }

  write(number: number, from: Uint8Array, position: number | null): number {
    const descriptor = this.get(number);
    if ((descriptor.flags & OPEN.accessMode) === 0) throw new SystemError(ERRNO.EBADF);
    const { node } = descriptor;
    if (node.kind === "directory") throw new SystemError(ERRNO.EISDIR);
    if (node.kind === "null") return from.length;
    if (position === null && (descriptor.flags & OPEN.append) !== 0) descriptor.position = node.size;
    const at = position ?? descriptor.position;
    if (at + from.length > node.size) this.#tree.resize(node, at + from.length);
    node.data.set(from, at);
    if (position === null) descriptor.position = at + from.length;
    return from.length;
  }

  seek(number: number, offset: number, whence: number): number {
    const descriptor = this.get(number);
    if (descriptor.node.kind === "null") throw new SystemError(ERRNO.ESPIPE);
    const size = descriptor.node.kind === "file" ? descriptor.node.size : 0;
    const base = [0, descriptor.position, size][whence];
    if (base === undefined || base + offset < 0) throw new SystemError(ERRNO.EINVAL);
    descriptor.position = base + offset;
    return descriptor.position;
  }

  #target(path: string, flags: number): TreeNode {
    try {
      const node = this.#tree.find(path);
      if ((flags & OPEN.create) !== 0 && (flags & OPEN.exclusive) !== 0) throw new SystemError(ERRNO.EEXIST);
      return node;
    } catch (error) {
      if (!(error instanceof SystemError) || error.errno !== ERRNO.ENOENT || (flags & OPEN.create) === 0) throw error;
      return this.#tree.makeFile(path);
    }
  }

  #add(descriptor: Descriptor, least: number): number {
    for (let number = Math.max(0, least); number < LIMIT; number += 1) {
      if (this.#open.has(number)) continue;
      this.#open.set(number, descriptor);
      return number;
    }
    throw new SystemError(ERRNO.EMFILE);
  }
}
