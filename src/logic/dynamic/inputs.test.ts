import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression } from "../../ir/expression/parse.ts";
import { unsupportedConstructs } from "../../ir/expression/unsupported.ts";
import { parseModule } from "../../python/parse.ts";
import { shapeOfAnnotation } from "./annotation-shape.ts";
import { generate } from "./generate.ts";
import type { Making } from "./generate-scalar.ts";
import { callOf, inputKey, inputOf, type Slot } from "./input.ts";
import { float, floatValue, integer, integerValue, printed } from "./literal.ts";
import { shapeOfLiterals } from "./literal-shape.ts";
import { makeInputs } from "./make-inputs.ts";
import { mutate } from "./mutate.ts";
import { poolOf } from "./pool.ts";
import { seeded } from "./random.ts";
import { INT, listOf, type Shape, STR } from "./shape.ts";
import { shrinkInput, weightOf } from "./shrink.ts";

const making = (seed: number): Making => ({
  random: seeded(seed),
  pool: { integers: [42n], floats: [2.5], strings: ["needle"] },
  size: 6,
  strange: seed % 2 === 0,
  extreme: seed % 3 === 0,
  nonFinite: false,
});

const SHAPES: Record<string, Shape> = {
  int: INT,
  float: { kind: "float" },
  str: STR,
  "list[int]": listOf(INT),
  "list[list[int]]": listOf(listOf(INT)),
  "dict[str, int]": { kind: "dict", key: STR, value: INT },
  "tuple[int, str]": { kind: "tuple", items: [INT, STR] },
  "set[int]": { kind: "set", element: INT },
};
const named = fc.constantFrom(...Object.keys(SHAPES));
const shapeNamed = (name: string): Shape => SHAPES[name] ?? INT;

const slot = (name: string, rest: Partial<Slot> = {}): Slot => ({
  name,
  kind: "positional_or_keyword",
  shape: INT,
  assumed: false,
  optional: false,
  ...rest,
});

describe("literals", () => {
  it("keep the numbers they are made of", () => {
    fc.assert(fc.property(fc.bigInt(), (value) => integerValue(parseExpression(printed(integer(value)))) === value));
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(floatValue(parseExpression(printed(float(value)))), value),
      ),
    );
  });
});

describe("generated values", () => {
  it("are expressions of the language, the same for the same seed", () => {
    fc.assert(
      fc.property(named, fc.nat(), (name, seed) => {
        const value = generate(shapeNamed(name), making(seed));
        expect(unsupportedConstructs(parseExpression(printed(value)))).toEqual([]);
        expect(printed(generate(shapeNamed(name), making(seed)))).toBe(printed(value));
      }),
    );
  });

  it("come close to the literals of the source", () => {
    const texts = Array.from({ length: 300 }, (_, seed) => printed(generate(INT, making(seed))));
    expect(texts).toEqual(expect.arrayContaining(["41", "42", "43"]));
    expect(Array.from({ length: 300 }, (_, seed) => printed(generate(STR, making(seed)))).join()).toContain("needle");
  });

  it("have elements that are one object now and then", () => {
    const texts = Array.from({ length: 400 }, (_, seed) => printed(generate(listOf(listOf(INT)), making(seed))));
    expect(texts.some((text) => text.startsWith("(lambda shared: [shared, shared"))).toBe(true);
  });

  it("stay of their kind when they are changed", () => {
    fc.assert(
      fc.property(fc.constantFrom("str", "list[int]", "dict[str, int]", "tuple[int, str]"), fc.nat(), (name, seed) => {
        const value = generate(shapeNamed(name), making(seed));
        const changed = mutate(value, making(seed + 1));
        expect(changed.kind).toBe(value.kind);
        expect(unsupportedConstructs(parseExpression(printed(changed)))).toEqual([]);
      }),
    );
  });
});

describe("inputs", () => {
  it("are all different and never made twice", () => {
    const known = new Set<string>();
    const request = {
      slots: [slot("a"), slot("b")],
      shapes: [INT, listOf(INT)],
      seeds: [],
      count: 100,
      mutated: 0,
      known,
    };
    const first = makeInputs(request, making(1));
    const second = makeInputs(request, making(1));
    expect(new Set([...first, ...second].map(inputKey)).size).toBe(first.length + second.length);
    expect(first.length).toBe(100);
  });

  it("give three parameters one value now and then", () => {
    const slots = [slot("a"), slot("b"), slot("c")];
    const request = { slots, shapes: [INT, INT, INT], seeds: [], count: 200, mutated: 0, known: new Set<string>() };
    const equal = makeInputs(request, making(1)).filter(
      (input) => new Set(input.map((value) => value && printed(value))).size === 1,
    );
    expect(equal.length).toBeGreaterThan(3);
  });

  it("come back from the call they make", () => {
    const slots = [
      slot("a", { kind: "positional_only" }),
      slot("b", { optional: true }),
      slot("c"),
      slot("d", { kind: "keyword_only" }),
    ];
    const input = [integer(1), null, integer(3), integer(4)];
    expect(callOf(slots, input)).toEqual({ args: ["1"], kwargs: { c: "3", d: "4" } });
    expect(inputOf(slots, callOf(slots, input))).toEqual(input);
  });

  it("spread what is left over", () => {
    const slots = [slot("a"), slot("rest", { kind: "var_positional" }), slot("more", { kind: "var_keyword" })];
    const call = { args: ["1", "2", "3"], kwargs: { x: "4" } };
    const input = inputOf(slots, call);
    expect(input === null ? null : callOf(slots, input)).toEqual(call);
  });

  it("are none for a call that does not fit", () => {
    expect(inputOf([slot("a")], { args: ["1", "2"], kwargs: {} })).toBeNull();
    expect(inputOf([slot("a")], { args: ["(yield)"], kwargs: {} })).toBeNull();
  });
});

describe("shrinking", () => {
  it("offers only simpler inputs, and ends", () => {
    fc.assert(
      fc.property(named, fc.nat(), (name, seed) => {
        const slots = [slot("a", { shape: shapeNamed(name) })];
        let input = [generate(shapeNamed(name), making(seed))] as ReturnType<typeof makeInputs>[number];
        for (let round = 0; round < 200; round += 1) {
          const smaller = shrinkInput(slots, input);
          for (const candidate of smaller) expect(weightOf(candidate)).toBeLessThan(weightOf(input));
          const [next] = smaller;
          if (next === undefined) return;
          input = next;
        }
        expect.unreachable("shrinking does not end");
      }),
      { numRuns: 40 },
    );
  });

  it("finds the least list with an element over ten", () => {
    const slots = [slot("xs")];
    let input: ReturnType<typeof makeInputs>[number] = [parseExpression("[3, -7, 250, 8, 99]")];
    const holds = (candidate: typeof input) => /\d\d/.test(printed(candidate[0] ?? integer(0)));
    for (let next: typeof input | undefined = input; next !== undefined; ) {
      input = next;
      next = shrinkInput(slots, input).find(holds);
    }
    expect(printed(input[0] ?? integer(0))).toMatch(/^\[\d\d\]$/);
  });
});

describe("the shape of literals", () => {
  it.each([
    [["1", "-2"], "int"],
    [["1", "2.5"], "float"],
    [["[]", "['a']"], "list of str"],
    [["[]"], "list of int"],
    [["(1, 'a')"], "tuple of int, str"],
    [["(1,)", "(1, 2)"], "tuple_of of int"],
  ])("%j is %s", (texts, expected) => {
    const shape = shapeOfLiterals(texts.map(parseExpression));
    const shown =
      shape === null
        ? "none"
        : "element" in shape
          ? `${shape.kind} of ${shape.element.kind}`
          : shape.kind === "tuple"
            ? `tuple of ${shape.items.map(({ kind }) => kind).join(", ")}`
            : shape.kind;
    expect(shown).toBe(expected);
  });

  it("is unknown for what is no literal", () => {
    expect(shapeOfLiterals([parseExpression("f(1)")])).toBeNull();
  });
});

describe("what a file says of its values", () => {
  const shape = (source: string, annotation: string) => shapeOfAnnotation(parsed(source), annotation);

  it("makes instances of library classes by the name the file gives them", () => {
    expect(shape("import random\n", "random.Random")).toMatchObject({
      texts: expect.arrayContaining(["random.Random(0)"]),
    });
    expect(shape("from random import Random as R\n", "R")).toMatchObject({ texts: expect.arrayContaining(["R(0)"]) });
    expect(shape("", "random.Random")).toBeNull();
    expect(shape("from .random import Random\n", "Random")).toBeNull();
  });

  it("takes the names of methods for texts where attributes are reached by name", () => {
    const source = "class C:\n  def on_start(self): pass\n\ndef f(e):\n  return getattr(C(), 'on_' + e)()\n";
    const module = parsed(source);
    const [fn] = module.functions.filter(({ outline }) => outline.key === "f");
    if (fn === undefined) throw new Error("f was not found");
    expect(poolOf(module, fn).strings).toEqual(expect.arrayContaining(["on_", "on_start", "start"]));
  });

  it("lets the values of one input meet, such as keys that another parameter names", () => {
    const slots = [slot("key", { shape: STR }), slot("by_key", { shape: SHAPES["dict[str, int]"] ?? INT })];
    const inputs = makeInputs(
      { slots, shapes: slots.map(({ shape }) => shape ?? INT), seeds: [], count: 200, mutated: 0, known: new Set() },
      making(1),
    );
    const meeting = inputs.filter(([key, table]) => {
      if (key?.kind !== "string" || table?.kind !== "dict") return false;
      return table.entries.some((entry) => entry.key?.kind === "string" && entry.key.value === key.value);
    });
    expect(meeting.length).toBeGreaterThan(10);
  });
});

function parsed(source: string) {
  const result = parseModule(source);
  if (!result.ok) throw new Error(result.problem.message);
  return result.module;
}
