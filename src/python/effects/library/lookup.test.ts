import { expect, test } from "vitest";
import { elementsOf, factOf, isStandardModule, methodFact, onlyOwner } from "./lookup.ts";

test("a dotted path finds the longest module that the tables know", () => {
  expect(factOf("os.path.exists")?.codes).toEqual(["read"]);
  expect(factOf("os.remove")?.codes).toEqual(["write"]);
});

test("a path goes through objects and classes of a module", () => {
  expect(factOf("sys.stdout.buffer.write")?.codes).toEqual(["stdout"]);
  expect(factOf("datetime.datetime.now")?.codes).toEqual(["time"]);
});

test("a name of another module's function is that function", () => {
  expect(factOf("io.open")?.path).toBe("builtins.open");
});

test("a subclass has its base's methods", () => {
  expect(methodFact("collections.OrderedDict", "update")?.mutates).toBe(true);
  expect(methodFact("pathlib.PosixPath", "write_text")?.codes).toEqual(["write"]);
});

test("a module that no table has is not known", () => {
  expect(factOf("things.go")).toBeNull();
  expect(isStandardModule("things")).toBe(false);
  expect(isStandardModule("os.path")).toBe(true);
});

test("a name stands for a module only when no other one has it", () => {
  expect(onlyOwner("time_ns")).toBe("time");
  expect(onlyOwner("choice")).toBeNull();
});

test("iteration over a text gives texts", () => {
  expect(elementsOf("builtins.str")).toBe("builtins.str");
});
