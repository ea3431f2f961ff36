import type { ExprNode } from "py-ast";
import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { walkNodes } from "../parse-walk.ts";
import { classesOfExpression, typeOfExpression } from "./expression-types.ts";

/** The last mention of `name` in the source. */
function mention(source: string, name: string) {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const nodes = [...walkNodes(parsed.module.tree)].filter(
    (node): node is Extract<ExprNode, { nodeType: "Name" }> => node.nodeType === "Name",
  );
  const node = nodes.filter((one) => one.id === name).at(-1);
  if (node === undefined) throw new Error("no such name");
  return { module: parsed.module, node };
}

describe("types of expressions", () => {
  it("knows the class of a local object, by its qualified name", () => {
    const { module, node } = mention("from pathlib import Path as P\ndef f():\n    p = P('x')\n    p.unlink()\n", "p");
    expect(typeOfExpression(module, node)).toBe("pathlib.Path");
    expect(classesOfExpression(module, node)).toEqual(["pathlib.Path"]);
  });

  it("is flow-sensitive", () => {
    const source = "def f():\n    x = 1\n    x = 'a'\n    print(x)\n";
    const { module, node } = mention(source, "x");
    expect(typeOfExpression(module, node)).toBe("str");
  });

  it("knows the class of a container whose elements are not determined", () => {
    const { module, node } = mention("def f(a):\n    xs = [a]\n    xs.append(a)\n", "xs");
    expect(typeOfExpression(module, node)).toBeNull();
    expect(classesOfExpression(module, node)).toEqual(["list"]);
  });

  it("gives all classes of a union, or none", () => {
    const both = mention("def f(c):\n    x = 1 if c else None\n    print(x)\n", "x");
    expect(classesOfExpression(both.module, both.node)?.toSorted()).toEqual(["None", "int"]);
    const open = mention("def f(c, d):\n    x = 1 if c else d\n    print(x)\n", "x");
    expect(classesOfExpression(open.module, open.node)).toBeNull();
  });
});
