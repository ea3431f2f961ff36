import { describe, expect, it } from "vitest";
import { printExpression } from "../../ir/expression/print.ts";
import { align, sameSource } from "./alignment.ts";
import { type Sketch, sketch } from "./sketch.fixture.ts";

const names = (parameters: Sketch["parameters"], now: Sketch["parameters"]) => {
  const { fromNames, toNames, ...rest } = align(
    sketch({ parameters: parameters ?? {} }),
    sketch({ parameters: now ?? {} }),
  );
  const texts = (meanings: typeof fromNames) =>
    Object.fromEntries([...meanings].map(([name, meaning]) => [name, printExpression(meaning)]));
  return { parameters: rest.parameters.map(({ name }) => name), from: texts(fromNames), to: texts(toNames) };
};

describe("the parameters of two signatures", () => {
  it("are the same by name, wherever they stand", () => {
    expect(names({ x: "int", y: "int" }, { y: "int", x: "str" })).toEqual({ parameters: ["x", "y"], from: {}, to: {} });
  });

  it("are the same when renamed in place", () => {
    expect(names({ x: "int" }, { y: "int" })).toEqual({ parameters: ["x"], from: {}, to: { y: "x" } });
  });

  it("stand for their defaults where only one side has them", () => {
    expect(names({ x: "int" }, { x: "int", y: { default: "-1" } }).to).toEqual({ y: "-1" });
    expect(names({ x: "int", xs: { kind: "var_positional" } }, { x: "int" }).from).toEqual({ xs: "()" });
    expect(names({ x: "int" }, { x: "int", y: { default: "[]" } }).to).toEqual({});
  });

  it("do not take another's place under a name of before", () => {
    expect(names({ x: "int", y: "str" }, { z: "int", x: "bytes", y: "str" })).toMatchObject({
      parameters: ["x", "y", "z"],
    });
  });

  it("called result do not stand for what is returned on the other side", () => {
    expect(names({ result: "int" }, { x: "int" })).toMatchObject({ parameters: ["result_"], to: { x: "result_" } });
  });
});

describe("defaults", () => {
  it("are the same whatever their spacing", () => {
    expect([
      sameSource("( 1)", "1"),
      sameSource("'a'", '"a"'),
      sameSource("1", "1.0"),
      sameSource(null, "None"),
    ]).toEqual([true, true, false, false]);
  });
});
