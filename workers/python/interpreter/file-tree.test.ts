import { describe, expect, it } from "vitest";
import { Descriptors } from "./descriptors.ts";
import { ERRNO, SystemError } from "./errno.ts";
import { FileTree } from "./file-tree.ts";

const OPEN = { write: 1, readWrite: 2, create: 0o100, exclusive: 0o200, truncate: 0o1000, append: 0o2000 };
const LIBRARY = "/lib/library.zip";
const bytes = (text: string) => new TextEncoder().encode(text);

function fresh() {
  const tree = new FileTree(bytes("library"), LIBRARY);
  return { tree, descriptors: new Descriptors(tree) };
}

/** The error number that the work fails with; null when it does not. */
function failure(work: () => unknown): number | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof SystemError) return error.errno;
    throw error;
  }
}

function contents(descriptors: Descriptors, path: string): string {
  const number = descriptors.open(path, 0);
  const room = new Uint8Array(100);
  return new TextDecoder().decode(room.subarray(0, descriptors.read(number, room, null)));
}

describe("the files of a run", () => {
  it("are read as they were written", () => {
    const { descriptors } = fresh();
    const number = descriptors.open("/tmp/x", OPEN.readWrite | OPEN.create);
    descriptors.write(number, bytes("hello"), null);
    descriptors.write(number, bytes("J"), 0);
    expect(descriptors.seek(number, -1, 2)).toBe(4);
    descriptors.write(number, bytes("!"), null);
    expect(contents(descriptors, "/tmp/x")).toBe("Jell!");
    descriptors.write(descriptors.open("/tmp/x", OPEN.write | OPEN.append), bytes("?"), null);
    expect(contents(descriptors, "/tmp/x")).toBe("Jell!?");
    descriptors.open("/tmp/x", OPEN.write | OPEN.truncate);
    expect(contents(descriptors, "/tmp/x")).toBe("");
  });

  it("have zeros where they were cut off and grew again", () => {
    const { tree, descriptors } = fresh();
    const number = descriptors.open("/tmp/x", OPEN.write | OPEN.create);
    descriptors.write(number, bytes("secret"), null);
    const { node } = descriptors.file(number);
    tree.resize(node, 1);
    tree.resize(node, 3);
    expect(contents(descriptors, "/tmp/x")).toBe("s\0\0");
  });

  it("are resolved like POSIX paths, without leaving the root", () => {
    const { tree } = fresh();
    expect(tree.resolve("../../a/./b//c/..")).toBe("/a/b");
    expect(tree.resolve("x", "/dev")).toBe("/dev/x");
  });

  it.each<[string, (run: ReturnType<typeof fresh>) => unknown, number]>([
    ["writing the library", ({ descriptors }) => descriptors.open(LIBRARY, OPEN.write), ERRNO.EROFS],
    ["cutting the library off", ({ tree }) => tree.resize(tree.find(LIBRARY) as never, 0), ERRNO.EROFS],
    ["removing the library", ({ tree }) => tree.remove(LIBRARY, "file"), ERRNO.EROFS],
    ["moving its directory", ({ tree }) => tree.rename("/lib", "/old"), ERRNO.EROFS],
    ["a file in its directory", ({ descriptors }) => descriptors.open("/lib/x", OPEN.write | OPEN.create), ERRNO.EROFS],
    ["a file that is not there", ({ descriptors }) => descriptors.open("/tmp/x", 0), ERRNO.ENOENT],
    ["a file below a file", ({ descriptors }) => descriptors.open(`${LIBRARY}/x`, 0), ERRNO.ENOTDIR],
    ["writing a directory", ({ descriptors }) => descriptors.open("/tmp", OPEN.write), ERRNO.EISDIR],
    ["a descriptor that is not open", ({ descriptors }) => descriptors.get(77), ERRNO.EBADF],
    [
      "removing a directory that is not empty",
      ({ tree }) => {
        tree.makeFile("/tmp/x");
        tree.remove("/tmp", "directory");
      },
      ERRNO.ENOTEMPTY,
    ],
    [
      "moving a directory into itself",
      ({ tree }) => {
        tree.makeDirectory("/tmp/d");
        tree.rename("/tmp/d", "/tmp/d/e");
      },
      ERRNO.EINVAL,
    ],
    ["more bytes than the quota", ({ tree }) => tree.resize(tree.makeFile("/tmp/x"), (16 << 20) + 1), ERRNO.ENOSPC],
    [
      "more names than the quota",
      ({ tree }) => {
        for (let n = 0; ; n += 1) tree.makeFile(`/tmp/${n}`);
      },
      ERRNO.ENOSPC,
    ],
    [
      "more descriptors than there are",
      ({ descriptors }) => {
        for (;;) descriptors.open(LIBRARY, 0);
      },
      ERRNO.EMFILE,
    ],
  ])("refuse %s", (_, work, errno) => {
    const run = fresh();
    expect(failure(() => work(run))).toBe(errno);
  });
});
