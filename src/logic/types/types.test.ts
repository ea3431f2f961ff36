import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { typeOfAnnotation } from "./annotation.ts";
import { inferType } from "./infer.ts";
import { typeName } from "./python-type.ts";

describe("typeOfAnnotation", () => {
  it.each([
    ["int", "int"],
    ["Optional[int]", "int or None"],
    ["typing.Optional[typing.List[str]]", "list[str] or None"],
    ["int | str | None", "int or str or None"],
    ["Union[int, Union[str, int]]", "int or str"],
    ["'list[int]'", "list[int]"],
    ["list", "list[object]"],
    ["Sequence[float]", "Sequence[float]"],
    ["collections.abc.Sequence[int]", "Sequence[int]"],
    ["tuple[int, ...]", "tuple[int, ...]"],
    ["Tuple[int, str]", "tuple[int, str]"],
    ["tuple[()]", "tuple[()]"],
    ["Annotated[int, 3]", "int"],
    ["dict[str, int]", "dict[str, int]"],
    ["np.ndarray", "np.ndarray"],
    ["not an annotation", "not an annotation"],
  ])("%s is %s", (source, expected) => {
    expect(typeName(typeOfAnnotation(source))).toBe(expected);
  });
});

describe("inferType", () => {
  it.each([
    [["x > 0"], "float"],
    [["0 <= x < n"], "float"],
    [["x.startswith('a')"], "str"],
    [["x == 0"], null],
    [["len(x) > 0"], null],
    [["x > 0", "x < 'a'"], null],
    [["x % 2 == 0"], null],
  ])("%s makes x %s", (texts, expected) => {
    const type = inferType("x", texts.map(parseExpression));
    expect(type === null ? null : typeName(type)).toBe(expected);
  });
});
