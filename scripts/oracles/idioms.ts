import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Idiom } from "../../src/synthesis/enumeration/idiom.ts";
import { HELPERS } from "../../src/synthesis/enumeration/library/helpers.ts";
import { LIBRARY } from "../../src/synthesis/enumeration/library/library.ts";
import { randomFrom } from "../../src/synthesis/enumeration/probes.ts";
import type { Type } from "../../src/synthesis/enumeration/types.ts";

/**
 * What CPython makes of every idiom on random arguments: `idioms.ts --seed 2026 --cases 5 --fixture src/synthesis/enumeration/library/cpython.fixture.json`.
 * A fixture line is `[idiom, arguments, answer]`, Python literals; the answer is null where Python raises.
 */
const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const random = randomFrom(Number(option("seed", "2026")));
const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(random() * items.length)] ?? items[0];

const TEXTS = [
  "",
  "a",
  "Hello World",
  "level",
  "a,b,c",
  "12",
  "007",
  "  two  spaces ",
  "(()(()))()",
  "xyzXYZ",
  "don't",
  "o",
  "[[]",
  "Z9",
] as const;

/** A literal of the type; a variable stands for what `bindings` says. */
function sample(type: Type, bindings: Map<string, string>): string {
  const many = (make: () => string): string[] => Array.from({ length: Math.floor(random() * 6) }, make);
  const part = (index: number): string => {
    const inner = type.parts[index];
    return inner === undefined ? "0" : sample(inner, bindings);
  };
  switch (type.head) {
    case "int":
      return String(pick([0, 1, 2, 3, 5, 7, 12, 28, 97, 100, -1, -3, -15]));
    case "float":
      return pick(["0.0", "1.5", "2.5", "-0.5", "3.14159", "2.0", "-7.25", "100.0"]);
    case "bool":
      return pick(["True", "False"]);
    case "str":
      return JSON.stringify(pick(TEXTS));
    case "None":
      return "None";
    case "list":
    case "iter":
    case "iterable":
      return `[${many(() => part(0)).join(", ")}]`;
    case "set":
      return `set([${many(() => part(0)).join(", ")}])`;
    case "tuple":
      return `(${type.parts.map((_, index) => `${part(index)}, `).join("")})`;
    case "dict":
      return `{${many(() => `${part(0)}: ${part(1)}`).join(", ")}}`;
    case "variable": {
      const bound = bindings.get(type.id) ?? pick(/^[NM]/.test(type.id) ? ["int", "float"] : ["int", "str", "float"]);
      bindings.set(type.id, bound);
      return sample(
        { id: bound, head: bound === "int" ? "int" : bound === "str" ? "str" : "float", parts: [] },
        bindings,
      );
    }
  }
}

function caseOf(idiom: Idiom): { name: string; args: string[]; code: string } {
  const bindings = new Map<string, string>();
  const args = idiom.parameters.map((type) => sample(type, bindings));
  const code = idiom.python.replaceAll(/\$(\d)/g, (_, index: string) => "abc"[Number(index)] ?? "");
  return { name: idiom.name, args, code: idiom.result.head === "iter" ? `list(${code})` : code };
}

const cases = LIBRARY.flatMap((idiom) => Array.from({ length: Number(option("cases", "5")) }, () => caseOf(idiom)));
const preamble = [
  ...new Set(LIBRARY.flatMap(({ imports }) => imports)),
  ...[...HELPERS.values()].map(({ source }) => source),
].join("\n");
const program = `import json, signal, sys
scope = {}
exec(${JSON.stringify(preamble)}, scope)
for line in sys.stdin:
    case = json.loads(line)
    signal.alarm(2)
    try:
        values = {name: eval(text, {}) for name, text in zip("abc", case["args"])}
        answer = repr(eval(case["code"], {**scope, **values}))
    except Exception:
        answer = None
    print(json.dumps([case["name"], case["args"], answer]))
`;
const ran = spawnSync("python3", ["-c", program], {
  input: cases.map((item) => `${JSON.stringify(item)}\n`).join(""),
  encoding: "utf8",
});
if (ran.status !== 0) throw new Error(ran.stderr);
writeFileSync(option("fixture", "/dev/stdout"), `[\n${ran.stdout.trim().split("\n").join(",\n")}\n]\n`);
