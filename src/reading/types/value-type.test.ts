import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { join, printValueType, typeOfLiteral, typeOfLiterals } from "./value-type.ts";

describe("typeOfLiterals", () => {
  it.each([
    [["1", "-2"], "int"],
    [["1", "2.5"], "float"],
    [["True", "1"], "bool | int"],
    [["[1]", "[]"], "list[int]"],
    [["[]"], "list"],
    [["[1, 'a']"], "list[int | str]"],
    [["None", "'a'"], "str | None"],
    [["(1, 'a')", "(2, 'b')"], "tuple[int, str]"],
    [["(1, 2)", "(1, 2, 3)"], "tuple[int, ...]"],
    [["{'a': [1]}", "{}"], "dict[str, list[int]]"],
    [["{1}", "set()"], "set[int]"],
    [["()"], "tuple[()]"],
  ])("of %j is %s", (literals, type) => {
    expect(typeOfLiterals(literals)).toBe(type);
  });

  it.each([[[]], [["x"]], [["1", "f(2)"]]])("of %j is not known", (literals) => {
    expect(typeOfLiterals(literals)).toBeNull();
  });

  it("does not depend on the order of the literals, up to the order of a union", () => {
    const leaf = fc.constantFrom("1", "2.5", "'a'", "None", "True", "[]", "{}", "()");
    const literal = fc.oneof(
      leaf,
      fc.array(leaf, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      fc.array(leaf, { minLength: 2, maxLength: 3 }).map((items) => `(${items.join(", ")})`),
    );
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), (literals) => {
        const types = literals.map((text) => typeOfLiteral(parseExpression(text)) ?? { kind: "never" as const });
        const words = (text: string) => (text.match(/\w+|\.\.\./g) ?? []).sort().join();
        const forward = types.reduce(join);
        const backward = types.toReversed().reduce(join);
        expect(words(printValueType(forward))).toBe(words(printValueType(backward)));
        expect(words(printValueType(join(forward, backward)))).toBe(words(printValueType(forward)));
      }),
    );
  });
});
