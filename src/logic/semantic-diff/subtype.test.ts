import { describe, expect, it } from "vitest";
import { typeOfAnnotation } from "../types/annotation.ts";
import { typeName } from "../types/python-type.ts";
import { isSubtype, meet, membersNotIn } from "./subtype.ts";

const type = typeOfAnnotation;

describe("whether an annotation admits all that another does", () => {
  it.each<[string, string, boolean | null]>([
    ["int", "int", true],
    ["bool", "int", true],
    ["int", "float", true],
    ["float", "int", false],
    ["int", "int | None", true],
    ["int | None", "int", false],
    ["Optional[int]", "Union[None, str, int]", true],
    ["int", "object", true],
    ["Any", "int", null],
    ["tuple[int, str]", "tuple[object, ...]", true],
    ["tuple[int, str]", "tuple[int]", false],
    ["list[int]", "Sequence[float]", true],
    ["Sequence[int]", "list[int]", null],
    ["list[int]", "tuple[int, ...]", false],
    ["str", "list[str]", false],
    ["str", "Sequence[str]", null],
    ["dict[str, int]", "dict[str, int]", true],
    ["dict[str, int]", "dict[str, float]", null],
    ["set[int]", "list[int]", false],
    ["Account", "Account", true],
    ["Account", "Customer", null],
    ["None", "Customer", null],
  ])("%s within %s: %s", (narrow, wide, expected) => {
    expect(isSubtype(type(narrow), type(wide))).toBe(expected);
  });

  it("does not take lists for covariant", () => {
    expect(isSubtype(type("list[int]"), type("list[float]"))).toBeNull();
  });

  it("names the members that are lost, and how certain that is", () => {
    expect(membersNotIn(type("int | None | Account"), type("float"))).toEqual([
      { type: { kind: "none" }, certain: true },
      { type: { kind: "opaque", name: "Account" }, certain: false },
    ]);
  });

  it("finds the values that both admit", () => {
    const common = (a: string, b: string) => {
      const found = meet(type(a), type(b));
      return found === null ? null : typeName(found);
    };
    expect(common("int | None", "int")).toBe("int");
    expect(common("int | None", "int | str")).toBe("int");
    expect(common("int | str | None", "None | str")).toBe("None or str");
    expect(common("int | list[int]", "int | list[str]")).toBeNull();
    expect(common("int", "str")).toBeNull();
    expect(common("Account", "Customer")).toBeNull();
  });
});
