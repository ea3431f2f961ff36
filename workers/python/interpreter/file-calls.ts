import type { Descriptors } from "./descriptors.ts";
import { ERRNO, SystemError } from "./errno.ts";
import type { FileTree, TreeNode } from "./file-tree.ts";
import type { LinearMemory } from "./linear-memory.ts";

/** What the system calls work on; a new one for every run. */
export interface Files {
  tree: FileTree;
  descriptors: Descriptors;
}

type Call = (...args: number[]) => number;

const AT_FDCWD = -100;
const AT_REMOVEDIR = 0x200;
const MODE = { directory: 0o040777, file: 0o100666, readOnlyFile: 0o100444, device: 0o020666 };
const DIRECTORY_ENTRY = { bytes: 280, name: 19, room: 256, directory: 4, file: 8, device: 2 };
const DUPLICATE = 0;
const GET_FLAGS = 3;
const FILE_TIME = 1_577_836_800n;

/** System calls on files as Emscripten's libc makes them: a result, or the negated error number. Offsets beyond 2^53 do not occur: a file is at most some MB. */
export function fileCalls(memory: LinearMemory, files: () => Files): Record<string, Call> {
  const at = (directory: number, path: number): string => {
    const { tree, descriptors } = files();
    const text = memory.string(path);
    if (text === "") throw new SystemError(ERRNO.ENOENT);
    return tree.resolve(text, directory === AT_FDCWD ? undefined : descriptors.get(directory).path);
  };
  const stat = (buffer: number, node: TreeNode): number => writeStat(memory, buffer >>> 0, node);
  const exists = (directory: number, path: number): number => {
    files().tree.find(at(directory, path));
    return 0;
  };
  const calls: Record<string, Call> = {
    __syscall_openat: (directory = 0, path = 0, flags = 0) => files().descriptors.open(at(directory, path), flags),
    __syscall_stat64: (path = 0, buffer = 0) => stat(buffer, files().tree.find(at(AT_FDCWD, path))),
    __syscall_lstat64: (path = 0, buffer = 0) => stat(buffer, files().tree.find(at(AT_FDCWD, path))),
    __syscall_fstat64: (number = 0, buffer = 0) => stat(buffer, files().descriptors.get(number).node),
    __syscall_newfstatat: (directory = 0, path = 0, buffer = 0) =>
      memory.string(path) === ""
        ? stat(buffer, files().descriptors.get(directory).node)
        : stat(buffer, files().tree.find(at(directory, path))),
    __syscall_faccessat: (directory = 0, path = 0) => exists(directory, path),
    __syscall_chmod: (path = 0) => exists(AT_FDCWD, path),
    __syscall_fchmodat2: (directory = 0, path = 0) => exists(directory, path),
    __syscall_utimensat: (directory = 0, path = 0) => (path === 0 ? 0 : exists(directory, path)),
    __syscall_fchmod: () => 0,
    __syscall_fdatasync: () => 0,
    __syscall_fadvise64: () => 0,
    __syscall_umask_js: () => 0o022,
    __syscall_getuid32_js: () => 0,
    __syscall_ioctl: () => -ERRNO.ENOTTY,
    __syscall_readlinkat: (directory = 0, path = 0) => exists(directory, path) || -ERRNO.EINVAL,
    __syscall_mkdirat: (directory = 0, path = 0) => {
      files().tree.makeDirectory(at(directory, path));
      return 0;
    },
    __syscall_rmdir: (path = 0) => {
      files().tree.remove(at(AT_FDCWD, path), "directory");
      return 0;
    },
    __syscall_unlinkat: (directory = 0, path = 0, flags = 0) => {
      files().tree.remove(at(directory, path), flags === AT_REMOVEDIR ? "directory" : "file");
      return 0;
    },
    __syscall_renameat: (fromDirectory = 0, from = 0, toDirectory = 0, to = 0) => {
      files().tree.rename(at(fromDirectory, from), at(toDirectory, to));
      return 0;
    },
    __syscall_chdir: (path = 0) => {
      const target = at(AT_FDCWD, path);
      if (files().tree.find(target).kind !== "directory") throw new SystemError(ERRNO.ENOTDIR);
      files().tree.workingDirectory = target;
      return 0;
    },
    __syscall_getcwd: (buffer = 0, size = 0) =>
      memory.writeString(buffer, files().tree.workingDirectory, size >>> 0) ?? -ERRNO.ERANGE,
    __syscall_getdents64: (number = 0, buffer = 0, size = 0) => listDirectory(memory, files(), number, buffer, size),
    __syscall_dup: (number = 0) => files().descriptors.duplicate(number, 0),
    __syscall_dup3: (number = 0, target = 0) => files().descriptors.duplicateTo(number, target),
    __syscall_fcntl64: (number = 0, command = 0, variadic = 0) => {
      const { descriptors } = files();
      const descriptor = descriptors.get(number);
      if (command === DUPLICATE) return descriptors.duplicate(number, memory.view.getInt32(variadic >>> 0, true));
      return command === GET_FLAGS ? descriptor.flags : 0;
    },
  };
  const sized: Record<string, (target: number, size: bigint) => number> = {
    __syscall_ftruncate64: (number, size) => truncate(files(), files().descriptors.file(number).node, size),
    __syscall_truncate64: (path, size) => truncate(files(), files().tree.find(at(AT_FDCWD, path)), size),
  };
  return Object.fromEntries(
    Object.entries({ ...calls, ...sized }).map(([name, call]) => [name, guarded(call as Call)]),
  );
}

function truncate(files: Files, node: TreeNode, size: bigint): number {
  if (node.kind !== "file" || size < 0n) throw new SystemError(ERRNO.EINVAL);
  if (size > Number.MAX_SAFE_INTEGER) throw new SystemError(ERRNO.ENOSPC);
  files.tree.resize(node, Number(size));
  return 0;
}

function guarded(call: Call): Call {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof SystemError) return -error.errno;
      throw error;
    }
  };
}

function modeOf(node: TreeNode): number {
  if (node.kind === "directory") return MODE.directory;
  if (node.kind === "null") return MODE.device;
  return node.readOnly ? MODE.readOnlyFile : MODE.file;
}

/** `struct stat` of Emscripten (96 bytes). All times are the start of 2020: a file's age tells nothing. */
function writeStat(memory: LinearMemory, buffer: number, node: TreeNode): number {
  const { view } = memory;
  const size = node.kind === "file" ? node.size : 0;
  const words = [1, modeOf(node), 1, 0, 0, 0];
  words.forEach((word, index) => {
    view.setUint32(buffer + index * 4, word, true);
  });
  view.setBigInt64(buffer + 24, BigInt(size), true);
  view.setInt32(buffer + 32, 4096, true);
  view.setInt32(buffer + 36, Math.ceil(size / 512), true);
  for (const offset of [40, 56, 72]) {
    view.setBigInt64(buffer + offset, FILE_TIME, true);
    view.setUint32(buffer + offset + 8, 0, true);
  }
  view.setBigInt64(buffer + 88, BigInt(node.id), true);
  return 0;
}

function listDirectory(memory: LinearMemory, files: Files, number: number, buffer: number, size: number): number {
  const descriptor = files.descriptors.get(number);
  if (descriptor.node.kind !== "directory") throw new SystemError(ERRNO.ENOTDIR);
  const { directory, file, device, bytes, name, room } = DIRECTORY_ENTRY;
  const entries: [string, TreeNode][] = [[".", descriptor.node], ["..", descriptor.node], ...descriptor.node.entries];
  const { view } = memory;
  let at = buffer >>> 0;
  const end = at + (size >>> 0);
  while (descriptor.position < entries.length && at + bytes <= end) {
    const entry = entries[descriptor.position];
    if (entry === undefined) break;
    descriptor.position += 1;
    view.setBigInt64(at, BigInt(entry[1].id), true);
    view.setBigInt64(at + 8, BigInt(descriptor.position), true);
    view.setInt16(at + 16, bytes, true);
    view.setInt8(at + 18, entry[1].kind === "directory" ? directory : entry[1].kind === "file" ? file : device);
    if (memory.writeString(at + name, entry[0], room) === null) throw new SystemError(ERRNO.EINVAL);
    at += bytes;
  }
  return at - (buffer >>> 0);
}
