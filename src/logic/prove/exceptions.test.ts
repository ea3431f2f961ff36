import { describe, expect, it } from "vitest";
import { parseModule } from "../../python/parse.ts";
import { exceptionHierarchy } from "./exceptions.ts";

function hierarchyOf(source: string) {
  const result = parseModule(source);
  if (!result.ok) throw new Error(result.problem.message);
  return exceptionHierarchy(result.module);
}

describe("exceptionHierarchy", () => {
  it.each([
    ["ZeroDivisionError", "ArithmeticError", true],
    ["ZeroDivisionError", "ZeroDivisionError", true],
    ["ArithmeticError", "ZeroDivisionError", false],
    ["KeyError", "LookupError", true],
    ["KeyError", "IndexError", false],
    ["IOError", "OSError", true],
    ["FileNotFoundError", "IOError", true],
    ["UnicodeDecodeError", "ValueError", true],
    ["KeyboardInterrupt", "Exception", false],
    [null, "BaseException", true],
    [null, "Exception", null],
    ["ValueError", "Elsewhere", null],
    ["Elsewhere", "Exception", null],
    ["Elsewhere", "Elsewhere", true],
  ])("%s is a %s: %s", (raised, named, expected) => {
    expect(hierarchyOf("")(raised, named)).toBe(expected);
  });

  it("knows the module's own classes, and what it does not know of them", () => {
    const isSubclass = hierarchyOf(
      "class A(ValueError): pass\nclass B(A, KeyError): pass\nclass C(lib.Error): pass\nclass D(C): pass\n",
    );
    expect(isSubclass("B", "LookupError")).toBe(true);
    expect(isSubclass("B", "ArithmeticError")).toBe(false);
    expect(isSubclass("ValueError", "A")).toBe(false);
    expect(isSubclass("D", "C")).toBe(true);
    expect(isSubclass("D", "ValueError")).toBe(null);
  });

  it("lets a class of the module hide the built-in one of its name", () => {
    const isSubclass = hierarchyOf("class ValueError(KeyError): pass\n");
    expect(isSubclass("ValueError", "LookupError")).toBe(true);
    expect(isSubclass("ValueError", "ArithmeticError")).toBe(false);
  });

  it("says nothing of a class that is defined twice", () => {
    expect(hierarchyOf("class A(ValueError): pass\nclass A(KeyError): pass\n")("A", "ValueError")).toBe(null);
  });
});
