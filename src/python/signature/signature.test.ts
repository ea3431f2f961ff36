import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { signatureOf } from "./signature.ts";

function signatures(source: string) {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.module.functions.map((fn) => signatureOf(parsed.module, fn).signature);
}

function only(source: string) {
  const [signature] = signatures(source);
  if (!signature) throw new Error("no function");
  return signature;
}

describe("what is written", () => {
  it("keeps kinds, annotations and defaults as source text", () => {
    const { parameters, returns } = only(
      "def f(a, b: 'int' = 1.0, /, c=(1 +\n    2), *args: *Ts, d=..., e: dict[str, int], **kw) -> \"X\": ...",
    );
    expect(parameters.map(({ name, kind, type_hint, default: standard }) => [name, kind, type_hint, standard])).toEqual(
      [
        ["a", "positional_only", null, null],
        ["b", "positional_only", "'int'", "1.0"],
        ["c", "positional_or_keyword", null, "(1 +\n    2)"],
        ["args", "var_positional", "*Ts", null],
        ["d", "keyword_only", null, "..."],
        ["e", "keyword_only", "dict[str, int]", null],
        ["kw", "var_keyword", null, null],
      ],
    );
    expect(returns.type_hint).toBe('"X"');
  });

  it("keeps decorators that are no contracts, and type parameters", () => {
    const { decorators, type_parameters, is_async } = only(
      "import icontract\n@cache(maxsize=None)\n@icontract.require(lambda x: x > 0)\n@final\nasync def f[T: int, *Ts](x): pass",
    );
    expect(decorators).toEqual(["cache(maxsize=None)", "final"]);
    expect(type_parameters).toEqual(["T: int", "*Ts"]);
    expect(is_async).toBe(true);
  });

  it("calls a function a generator only for a yield of its own", () => {
    const source = [
      "def a():\n    yield 1",
      "def b():\n    def inner():\n        yield 1",
      "def c():\n    def inner(x=(yield)): pass",
      "def d():\n    return lambda: (yield)",
    ].join("\n");
    expect(signatures(source).map(({ name, is_generator }) => `${name} ${is_generator}`)).toEqual([
      "a true",
      "b false",
      "inner true",
      "c true",
      "inner false",
      "d false",
    ]);
  });
});

describe("types without annotation", () => {
  it("come from type comments", () => {
    const { parameters, returns } = only("def f(self, a, b=1):\n    # type: (int, List[str]) -> bool\n    return True");
    expect(parameters.map(({ type_hint }) => type_hint)).toEqual([null, null, null]);
    expect(returns.type_hint).toBe("bool");
    const own = only("def f(\n    a,  # type: int\n    b,  # type: ignore\n):\n    pass");
    expect(own.parameters.map(({ type_hint }) => type_hint)).toEqual(["int", null]);
  });

  it("come from docstrings in every common style, with less confidence than an annotation", () => {
    const sphinx = only(
      'def f(a, b):\n    """S.\n\n    :param int a: The a.\n    :type b: list of str\n    :rtype: bool\n    """',
    );
    const google = only(
      'def f(a, b):\n    """S.\n\n    Args:\n        a (int, optional): The a.\n        b (list[str]): B.\n\n    Returns:\n        bool: Yes.\n    """',
    );
    const numpy = only(
      'def f(a, b):\n    """S.\n\n    Parameters\n    ----------\n    a : int\n        The a.\n    b : list of str\n\n    Returns\n    -------\n    bool\n        Yes.\n    """',
    );
    for (const { parameters, returns } of [sphinx, google, numpy]) {
      expect(parameters.map(({ type_hint }) => type_hint)).toEqual(["int", "list[str]"]);
      expect(parameters[0]?.description).toBe("The a.");
      expect(parameters[0]?.provenance.confidence).toBeLessThan(1);
      expect(returns.type_hint).toBe("bool");
    }
  });

  it("stay unknown when the docstring's word is no type", () => {
    const { parameters } = only('def f(a):\n    """S.\n\n    Args:\n        a (array_like): The a.\n    """');
    expect(parameters[0]).toMatchObject({ type_hint: null, description: "(array_like) The a." });
  });

  it("allow None where the default is None", () => {
    const { parameters } = only('def f(a=None):\n    """S.\n\n    :type a: int\n    """');
    expect(parameters[0]?.type_hint).toBe("int | None");
  });

  it("never replace an annotation", () => {
    const { parameters } = only('def f(a: str):\n    """S.\n\n    :type a: int\n    """');
    expect(parameters[0]?.type_hint).toBe("str");
  });
});
