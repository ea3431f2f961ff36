import { ERRNO, SystemError } from "./errno.ts";

export interface FileNode {
  kind: "file";
  id: number;
  /** Bytes beyond `size` are spare room. */
  data: Uint8Array;
  size: number;
  /** Shared with every run: it cannot be written, truncated, moved or removed. */
  readOnly: boolean;
}

export interface DirectoryNode {
  kind: "directory";
  id: number;
  entries: Map<string, TreeNode>;
  readOnly: boolean;
}

/** `/dev/null` and the standard streams: reads are empty, writes vanish. */
export interface NullNode {
  kind: "null";
  id: number;
}

export type TreeNode = FileNode | DirectoryNode | NullNode;

/** What a run may keep in files, in bytes and in names. */
const QUOTA = { bytes: 16 << 20, nodes: 4096 };
const NAME_LIMIT = 255;
const PATH_LIMIT = 4096;

/** The files of one run: a few that are read-only and whatever the program makes. A new tree is as cheap as an empty map, so nothing is ever cleaned up. */
export class FileTree {
  readonly root: DirectoryNode;
  workingDirectory = "/tmp";
  #ids = 1;
  #nodes = 0;
  #bytes = 0;

  /** `library` is the standard library's archive; `sources` are further modules, by file name. */
  constructor(library: Uint8Array, path: string) {
    this.root = this.#directory(true);
    const parts = path.split("/").filter((part) => part !== "");
    const name = parts.pop();
    if (name === undefined) throw new Error("the library needs a path");
    let parent = this.root;
    for (const part of parts) {
      const directory = this.#directory(true);
      parent.entries.set(part, directory);
      parent = directory;
    }
    parent.entries.set(name, { kind: "file", id: this.#id(), data: library, size: library.length, readOnly: true });
    const devices = this.#directory(true);
    devices.entries.set("null", { kind: "null", id: this.#id() });
    this.root.entries.set("dev", devices);
    this.root.entries.set("tmp", this.#directory(false));
    this.root.readOnly = false;
    this.#nodes = 0;
  }

  /** Absolute, without `.`, `..` and empty parts. Symbolic links do not exist. */
  resolve(path: string, base = this.workingDirectory): string {
    if (path.length > PATH_LIMIT) throw new SystemError(ERRNO.ENOENT);
    const parts: string[] = [];
    for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
      if (part === "" || part === ".") continue;
      if (part === "..") parts.pop();
      else parts.push(part);
    }
    return `/${parts.join("/")}`;
  }

  /** Throws ENOENT or ENOTDIR. */
  find(absolute: string): TreeNode {
    let node: TreeNode = this.root;
    for (const part of absolute.split("/")) {
      if (part === "") continue;
      if (node.kind !== "directory") throw new SystemError(ERRNO.ENOTDIR);
      const next = node.entries.get(part);
      if (next === undefined) throw new SystemError(ERRNO.ENOENT);
      node = next;
    }
    return node;
  }

  makeFile(absolute: string): FileNode {
    const { parent, name } = this.#place(absolute);
    const node: FileNode = { kind: "file", id: this.#id(), data: new Uint8Array(0), size: 0, readOnly: false };
    this.#attach(parent, name, node);
    return node;
  }

  makeDirectory(absolute: string): void {
    const { parent, name } = this.#place(absolute);
    if (parent.entries.has(name)) throw new SystemError(ERRNO.EEXIST);
    this.#attach(parent, name, this.#directory(false));
  }

  remove(absolute: string, kind: "file" | "directory"): void {
    const { parent, name } = this.#place(absolute);
    const node = parent.entries.get(name);
    if (node === undefined) throw new SystemError(ERRNO.ENOENT);
    this.#mutable(parent);
    this.#mutable(node);
    if (kind === "directory") {
      if (node.kind !== "directory") throw new SystemError(ERRNO.ENOTDIR);
      if (node.entries.size > 0) throw new SystemError(ERRNO.ENOTEMPTY);
    } else if (node.kind === "directory") throw new SystemError(ERRNO.EISDIR);
    parent.entries.delete(name);
    this.#nodes -= 1;
    // The bytes stay counted: a descriptor may still hold them.
  }

  rename(from: string, to: string): void {
    const source = this.#place(from);
    const target = this.#place(to);
    const node = source.parent.entries.get(source.name);
    if (node === undefined) throw new SystemError(ERRNO.ENOENT);
    for (const touched of [source.parent, target.parent, node]) this.#mutable(touched);
    if (`${to}/`.startsWith(`${from}/`) && to !== from) throw new SystemError(ERRNO.EINVAL);
    const existing = target.parent.entries.get(target.name);
    if (existing === node) return;
    if (existing !== undefined) this.remove(to, node.kind === "directory" ? "directory" : "file");
    source.parent.entries.delete(source.name);
    target.parent.entries.set(target.name, node);
  }

  /** Makes room for `size` bytes; the bytes between the old and the new size are zero. */
  resize(node: FileNode, size: number): void {
    this.#mutable(node);
    if (size > node.data.length) {
      const capacity = Math.max(size, Math.min(node.data.length * 2, QUOTA.bytes));
      this.#bytes += capacity - node.data.length;
      if (this.#bytes > QUOTA.bytes) throw new SystemError(ERRNO.ENOSPC);
      const data = new Uint8Array(capacity);
      data.set(node.data.subarray(0, node.size));
      node.data = data;
    } else if (size < node.size) node.data.fill(0, size, node.size);
    node.size = size;
  }

  #place(absolute: string): { parent: DirectoryNode; name: string } {
    const cut = absolute.lastIndexOf("/");
    const name = absolute.slice(cut + 1);
    if (name === "") throw new SystemError(ERRNO.EACCES);
    if (name.length > NAME_LIMIT) throw new SystemError(ERRNO.ENOENT);
    const parent = this.find(absolute.slice(0, cut));
    if (parent.kind !== "directory") throw new SystemError(ERRNO.ENOTDIR);
    return { parent, name };
  }

  #attach(parent: DirectoryNode, name: string, node: TreeNode): void {
    this.#mutable(parent);
    if (this.#nodes >= QUOTA.nodes) throw new SystemError(ERRNO.ENOSPC);
    this.#nodes += 1;
    parent.entries.set(name, node);
  }

  #mutable(node: TreeNode): void {
    if (node.kind === "null" || node.readOnly) throw new SystemError(ERRNO.EROFS);
  }

  #directory(readOnly: boolean): DirectoryNode {
    return { kind: "directory", id: this.#id(), entries: new Map(), readOnly };
  }

  #id(): number {
    this.#ids += 1;
    return this.#ids;
  }
}
