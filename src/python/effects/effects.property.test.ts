import fc from "fast-check";
import { expect, test } from "vitest";
import { told } from "./testing.ts";

/** Statements over the parameters `p`, `q` and the local `v`, with an effect or without. */
const statement = fc.constantFrom(
  "v = p",
  "v = q[:]",
  "v = [p, q]",
  "v.append(1)",
  "p.append(q)",
  "q[0] = v",
  "p.name = v",
  "print(v)",
  "open('f', 'w').write('x')",
  "raise ValueError(v)",
  "for v in p: v.sort()",
  "v = sorted(q)",
  "del q[0]",
  "v = lambda: print(p)",
  "v()",
  "import random; v = random.random()",
);
const pure = fc.constantFrom("w = 1", "w = [2]", "w = str(3)", "w = {'a': 1}", "w = (1, 2)", "pass", "'text'");
const body = fc.array(statement, { minLength: 1, maxLength: 8 });

const define = (name: string, lines: string[]) =>
  [`def ${name}(p, q):`, "    v = None", ...lines.map((line) => `    ${line}`)].join("\n");

test("a statement without effect takes no effect away", () => {
  fc.assert(
    fc.property(body, pure, fc.nat(), (lines, extra, at) => {
      const longer: string[] = [...lines];
      longer.splice(at % (lines.length + 1), 0, extra);
      expect(told(define("f", longer))).toEqual(told(define("f", lines)));
    }),
  );
});

test("the name of a local variable does not count", () => {
  fc.assert(
    fc.property(body, (lines) => {
      const renamed = define("f", lines).replaceAll(/\bv\b/g, "other_name");
      const expected = told(define("f", lines)).map((line) => line.replaceAll(/\bv\b/g, "other_name"));
      expect(told(renamed)).toEqual(expected.sort());
    }),
  );
});

test("a function has the effects of a function it calls with its own arguments", () => {
  fc.assert(
    fc.property(body, (lines) => {
      const callee = define("g", lines);
      const caller = "def f(p, q):\n    g(p, q)";
      expect(told(`${callee}\n${caller}`)).toEqual(told(callee));
    }),
  );
});

test("more statements give no fewer effects, unless they hide a name", () => {
  fc.assert(
    fc.property(body, body, (first, second) => {
      const more = told(define("f", [...first, ...second]));
      for (const line of told(define("f", first))) expect(more).toContain(line);
    }),
  );
});
