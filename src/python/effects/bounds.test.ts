import { describe, expect, it } from "vitest";
import { parseModule } from "../parse.ts";
import { effectsOf } from "./effects.ts";
import { told } from "./testing.ts";

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

function found(source: string) {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return effectsOf(parsed.module);
}

const LEFT_OUT = "unknown_call effects left out";

describe("the effects of called functions", () => {
  const many = (count: number) => `def f():\n${lines(count, (i) => `    raise Error${i}()`)}\n\ndef g():\n    f()\n`;

  it("are all listed up to 200 a function", () => {
    expect(told(many(200), "g")).toEqual(told(many(200), "f"));
    expect(found(many(200)).get("g")?.problems).toEqual([]);
  });

  it("are left out beyond, which an unknown call and a problem say to it and its callers", () => {
    const source = `${many(201)}\ndef h():\n    try:\n        g()\n    except Exception:\n        pass\n`;
    expect(told(source, "f")).toHaveLength(201);
    expect(found(source).get("f")?.problems).toEqual([]);
    expect(told(source, "g")).toHaveLength(201);
    expect(told(source, "g")).toContain(LEFT_OUT);
    expect(told(source, "h")).toContain(LEFT_OUT);
    expect(found(source).get("h")?.problems).toMatchObject([{ code: "too_many_effects" }]);
    expect(found(source).get("h")?.effects.at(-1)).toMatchObject({ via: ["g"], provenance: { confidence: 0.3 } });
  });

  it("are left out beyond 50 calls", () => {
    const source = `${lines(60, (i) => `def f${i}():\n    f${i + 1}()\n`)}\ndef f60():\n    print(1)\n`;
    expect(told(source, "f10")).toEqual(told(source, "f60"));
    expect(told(source, "f9")).toEqual([LEFT_OUT]);
    expect(told(source, "f0")).toEqual([LEFT_OUT]);
  });

  it("never leave a method of a long chain pure", () => {
    const methods = lines(
      600,
      (i) => `    def m${i}(self, x):\n        self.a${i} = x\n        return self.m${i + 1}(x)\n`,
    );
    const all = [...found(`class C:\n${methods}`).values()];
    for (const { effects } of all) expect(effects.length).toBeGreaterThan(0);
    expect(all.some(({ problems }) => problems.some(({ code }) => code === "too_many_effects"))).toBe(true);
  });
});

describe("a long lineage of classes", () => {
  const classes = `class E0(ValueError):\n    def m(self):\n        print(1)\n${lines(500, (i) => `class E${i + 1}(E${i}): pass`)}\n`;

  it("gives its methods to the last class", () => {
    expect(told(`${classes}\ndef f():\n    E500().m()\n`, "f")).toEqual(told(classes, "E0.m"));
  });

  it("is caught by its root and by what that derives from", () => {
    const guarded = (caught: string) =>
      told(`${classes}\ndef f():\n    try:\n        raise E500()\n    except ${caught}:\n        pass\n`, "f");
    expect(guarded("E0")).toEqual([]);
    expect(guarded("ValueError")).toEqual([]);
    expect(guarded("KeyError")).toEqual(["exception E500"]);
  });
});
