import { describe, expect, it } from "vitest";
import { printExpression } from "../../ir/expression/print.ts";
import { typeOfAnnotation } from "../types/annotation.ts";
import { typeGuard } from "./guard.ts";

const guardOf = (annotation: string, later = false) =>
  typeGuard("v", typeOfAnnotation(annotation), later)?.map((part) => printExpression(part)) ?? null;

describe("typeGuard", () => {
  it.each([
    ["int", ["isinstance(v, int)"]],
    ["Any", []],
    ["Optional[str]", ["isinstance(v, str) or v is None"]],
    ["list[int]", ["isinstance(v, list)", "all(isinstance(x, int) for x in v)"]],
    ["tuple[int, str]", ["isinstance(v, tuple)", "len(v) == 2", "isinstance(v[0], int)", "isinstance(v[1], str)"]],
    [
      "list[list[int]]",
      ["isinstance(v, list)", "all(isinstance(x, list) and all(isinstance(item, int) for item in x) for x in v)"],
    ],
    ["np.ndarray", null],
    ["list[Kettle]", null],
  ])("of %s", (annotation, expected) => {
    expect(guardOf(annotation)).toEqual(expected);
  });

  it("speaks of the object on entry where the function may have changed it since", () => {
    expect(guardOf("list[int]", true)).toEqual(["isinstance(old(v), list)", "all(isinstance(x, int) for x in old(v))"]);
    expect(guardOf("int", true)).toEqual(["isinstance(v, int)"]);
  });
});
