import { type Random, randomFrom } from "./random-expression.ts";

/** Random small typed functions, as trees that can be shrunk, and inputs for them. */

export type Kind = "int" | "bool" | "str" | "ints" | "optional";

/** A simple statement has no blocks; a compound one has a head for each (`if x:`, `else:`). */
export interface Statement {
  text: string;
  blocks: { head: string; body: Statement[] }[];
}

export interface RandomFunction {
  parameters: { name: string; kind: Kind }[];
  body: Statement[];
  /** Body of `g`, which computes an int. */
  helper: Statement[];
  /** Body of `h`, which may change its list. */
  changer: Statement[];
}

export const ANNOTATIONS: Record<Kind, string> = {
  int: "int",
  bool: "bool",
  str: "str",
  ints: "list[int]",
  optional: "int | None",
};

const NAMES: Record<Kind, string[]> = {
  int: ["a", "b", "n"],
  bool: ["p", "q"],
  str: ["s", "t"],
  ints: ["xs", "ys"],
  optional: ["o"],
};

export function sourceOf({ parameters, body, helper, changer }: RandomFunction): string {
  const declared = parameters.map(({ name, kind }) => `${name}: ${ANNOTATIONS[kind]}`).join(", ");
  const uses = (name: string) => new RegExp(`\\b${name}\\(`).test(render(body, 1));
  return [
    ...(uses("g") ? ["def g(u: int, v: int) -> int:", render(helper, 1), "", ""] : []),
    ...(uses("h") ? ["def h(ws: list[int], u: int) -> list[int]:", render(changer, 1), "", ""] : []),
    `def f(${declared}):`,
    render(body, 1),
    "",
  ].join("\n");
}

function render(statements: Statement[], depth: number): string {
  const indent = "    ".repeat(depth);
  if (statements.length === 0) return `${indent}pass`;
  return statements
    .map(({ text, blocks }) =>
      blocks.length === 0
        ? `${indent}${text}`
        : blocks.map(({ head, body }) => `${indent}${head}\n${render(body, depth + 1)}`).join("\n"),
    )
    .join("\n");
}

export function randomFunction(seed: number): RandomFunction {
  const random = randomFrom(seed);
  const writer = new Writer(random);
  const kinds: Kind[] = ["int", "int", "int", "bool", "str", "ints", "ints", "optional"];
  const parameters: RandomFunction["parameters"] = [];
  const count = 1 + Math.floor(random() * 3);
  for (let index = 0; index < count; index += 1) {
    const kind = writer.pick(kinds);
    const name = NAMES[kind].find((candidate) => !parameters.some((known) => known.name === candidate));
    if (name !== undefined) parameters.push({ name, kind });
  }
  const scope = new Map(parameters.map(({ name, kind }) => [name, kind]));
  const body = writer.block(scope, 2 + Math.floor(random() * 4), 2, false);
  if (random() < 0.85) body.push(writer.simple(`return ${writer.expression(scope, writer.pick(kinds), 2)}`));
  const inner = new Map<string, Kind>([
    ["u", "int"],
    ["v", "int"],
  ]);
  writer.mayCall = false;
  const helper = [...writer.block(inner, 2, 1, false), writer.simple(`return ${writer.expression(inner, "int", 2)}`)];
  const changed = new Map<string, Kind>([
    ["ws", "ints"],
    ["u", "int"],
  ]);
  const changer = [
    ...writer.block(changed, 2, 1, false),
    writer.simple(`return ${random() < 0.6 ? "ws" : writer.expression(changed, "ints", 2)}`),
  ];
  return { parameters, body, helper, changer };
}

type Scope = Map<string, Kind>;

class Writer {
  readonly #random: Random;
  mayCall = true;
  #counters = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  simple(text: string): Statement {
    return { text, blocks: [] };
  }

  /** Statements that may define names for each other; those of a nested block are not seen outside. */
  block(scope: Scope, length: number, depth: number, inLoop: boolean): Statement[] {
    const statements: Statement[] = [];
    for (let index = 0; index < length; index += 1) statements.push(...this.statement(scope, depth, inLoop));
    return statements;
  }

  statement(scope: Scope, depth: number, inLoop: boolean): Statement[] {
    const nested = (loop = inLoop, more: [string, Kind][] = []) =>
      this.block(new Map([...scope, ...more]), 1 + Math.floor(this.#random() * 2), depth - 1, loop);
    const makers: (() => Statement[])[] = [
      () => this.assignment(scope),
      () => this.assignment(scope),
      () => this.augmented(scope),
      () => this.augmented(scope),
      () => this.mutation(scope),
      () => this.mutation(scope),
    ];
    if (depth > 0) {
      makers.push(
        () => this.conditional(scope, nested),
        () => this.conditional(scope, nested),
        () => this.conditional(scope, nested),
        () => this.forLoop(scope, nested),
        () => this.forLoop(scope, nested),
        () => this.whileLoop(scope, nested),
        () => this.attempt(scope, nested),
        () => [this.early(scope, inLoop)],
        () => [this.early(scope, inLoop)],
      );
    }
    return this.pick(makers)();
  }

  /** Something that ends the block early, under a condition. */
  early(scope: Scope, inLoop: boolean): Statement {
    const ends = [
      () => `return ${this.expression(scope, this.pick(["int", "int", "bool", "str", "ints", "optional"]), 1)}`,
      () => `raise ${this.pick(["ValueError", "TypeError", "KeyError", "ZeroDivisionError", "IndexError"])}("no")`,
      () => `assert ${this.expression(scope, "bool", 1)}`,
      ...(inLoop ? [() => "break", () => "continue", () => "break"] : []),
    ];
    const head = `if ${this.condition(scope)}:`;
    return { text: "", blocks: [{ head, body: [this.simple(this.pick(ends)())] }] };
  }

  assignment(scope: Scope): Statement[] {
    const kind = this.pick<Kind>(["int", "int", "int", "bool", "str", "ints", "optional"]);
    if (kind === "int" && this.chance(0.1)) {
      const [left, right] = [this.pick(["x", "y"]), this.pick(["a", "z"])];
      const text = `${left}, ${right} = ${this.expression(scope, "int", 1)}, ${this.expression(scope, "int", 1)}`;
      for (const name of [left, right]) scope.set(name, "int");
      return [this.simple(text)];
    }
    const fresh = { int: "x", bool: "c", str: "w", ints: "zs", optional: "m" }[kind];
    const known = [...scope].filter(([name, of]) => of === kind && !/^[ik]\d/.test(name)).map(([name]) => name);
    const value = this.expression(scope, kind, 2);
    const name = known.length > 0 && this.chance(0.5) ? this.pick(known) : fresh;
    scope.set(name, kind);
    return [this.simple(`${name} = ${value}`)];
  }

  augmented(scope: Scope): Statement[] {
    const names = [...scope].filter(([name, kind]) => (kind === "int" || kind === "str") && !/^k\d/.test(name));
    if (names.length === 0) return this.assignment(scope);
    const [name, kind] = this.pick(names);
    if (kind === "str") return [this.simple(`${name} += ${this.expression(scope, "str", 1)}`)];
    const operator = this.pick(["+=", "+=", "-=", "*=", "//=", "%="]);
    return [this.simple(`${name} ${operator} ${this.expression(scope, "int", 1)}`)];
  }

  mutation(scope: Scope): Statement[] {
    const lists = [...scope].filter(([, kind]) => kind === "ints").map(([name]) => name);
    if (lists.length === 0) return this.assignment(scope);
    const name = this.pick(lists);
    const int = () => this.expression(scope, "int", 1);
    return [
      this.simple(
        this.pick([
          () => `${name}.append(${int()})`,
          () => `${name}.append(${int()})`,
          () => `${name}[${int()}] = ${int()}`,
          () => `${name}[${this.pick(["0", "-1", "1"])}] = ${int()}`,
          () => `${name}[${this.pick(["0", "-1"])}] += ${int()}`,
          () => `${name}.pop()`,
          () => `${name}.pop(${this.pick(["0", "-1", "1"])})`,
          () => `${name}.extend(${this.expression(scope, "ints", 1)})`,
          () => `${name}.insert(${int()}, ${int()})`,
          () => `${name} += ${this.expression(scope, "ints", 1)}`,
          () => `${name}.reverse()`,
          () => `del ${name}[${this.pick(["0", "-1", "1:"])}]`,
          () => `${name}.remove(${int()})`,
          () => `${name}.clear()`,
          ...(this.mayCall ? [() => `h(${name}, ${int()})`, () => `${this.pick(lists)} = h(${name}, ${int()})`] : []),
        ])(),
      ),
    ];
  }

  condition(scope: Scope): string {
    return this.chance(0.15)
      ? this.expression(scope, this.pick(["int", "str", "ints", "optional"]), 1)
      : this.expression(scope, "bool", 2);
  }

  conditional(scope: Scope, nested: () => Statement[]): Statement[] {
    const blocks = [{ head: `if ${this.condition(scope)}:`, body: nested() }];
    if (this.chance(0.35)) blocks.push({ head: `elif ${this.condition(scope)}:`, body: nested() });
    if (this.chance(0.5)) blocks.push({ head: "else:", body: nested() });
    return [{ text: "", blocks }];
  }

  forLoop(scope: Scope, nested: (inLoop: boolean, more: [string, Kind][]) => Statement[]): Statement[] {
    this.#counters += 1;
    const name = `i${this.#counters}`;
    const lists = [...scope].filter(([, kind]) => kind === "ints").map(([known]) => known);
    const texts = [...scope].filter(([, kind]) => kind === "str").map(([known]) => known);
    const int = () => this.expression(scope, "int", 1);
    const over = this.pick<() => [string, string, [string, Kind][]]>([
      () => [name, `range(${this.pick(["2", "3", "4"])})`, [[name, "int"]]],
      () => [name, `range(${int()} % ${this.pick(["3", "4", "5"])})`, [[name, "int"]]],
      () => [name, `range(${this.pick(["1", "-1", "0"])}, ${int()} % 4${this.pick(["", ", 2", ""])})`, [[name, "int"]]],
      () => [name, `range(${int()} % 4, ${this.pick(["0", "-1", "-2"])}, -1)`, [[name, "int"]]],
      ...lists.flatMap((list): (() => [string, string, [string, Kind][]])[] => [
        () => [name, `range(len(${list}))`, [[name, "int"]]],
        () => [name, list, [[name, "int"]]],
        () => [name, `${list}[${this.pick(["1:", ":-1", "::2", "::-1", ":2"])}]`, [[name, "int"]]],
        () => [
          `j${name}, ${name}`,
          `enumerate(${list})`,
          [
            [`j${name}`, "int"],
            [name, "int"],
          ],
        ],
        () => [
          `j${name}, ${name}`,
          `zip(${list}, ${this.pick(lists)})`,
          [
            [`j${name}`, "int"],
            [name, "int"],
          ],
        ],
      ]),
      ...texts.map((text): (() => [string, string, [string, Kind][]]) => () => [name, text, [[name, "str"]]]),
    ])();
    const [target, iterable, bound] = over;
    const blocks = [{ head: `for ${target} in ${iterable}:`, body: nested(true, bound) }];
    if (this.chance(0.1)) blocks.push({ head: "else:", body: nested(false, []) });
    return [{ text: "", blocks }];
  }

  whileLoop(scope: Scope, nested: (inLoop: boolean, more: [string, Kind][]) => Statement[]): Statement[] {
    this.#counters += 1;
    const name = `k${this.#counters}`;
    const limit = this.pick(["2", "3", "4", `${this.expression(scope, "int", 1)} % 4`]);
    const also = this.chance(0.4) ? ` and ${this.expression(scope, "bool", 1)}` : "";
    const body = [this.simple(`${name} += 1`), ...nested(true, [[name, "int"]])];
    return [this.simple(`${name} = 0`), { text: "", blocks: [{ head: `while ${name} < ${limit}${also}:`, body }] }];
  }

  attempt(scope: Scope, nested: () => Statement[]): Statement[] {
    const risky = this.pick([
      () => `x = ${this.expression(scope, "int", 1)} // ${this.expression(scope, "int", 1)}`,
      () => `x = ${this.expression(scope, "int", 1)} % ${this.expression(scope, "int", 0)}`,
      () => `x = ${this.expression(scope, "ints", 1)}[${this.expression(scope, "int", 0)}]`,
      () => `w = ${this.expression(scope, "str", 0)}[${this.expression(scope, "int", 0)}]`,
    ])();
    const before = this.chance(0.4) ? this.assignment(scope) : [];
    const body = [...before, this.simple(risky), ...(this.chance(0.4) ? nested() : [])];
    const caught = this.pick([
      "ZeroDivisionError",
      "IndexError",
      "(ZeroDivisionError, IndexError)",
      "Exception",
      "LookupError",
      "ArithmeticError as e",
    ]);
    const handler = this.chance(0.5)
      ? nested()
      : [
          this.simple(
            this.pick([`return ${this.expression(scope, "int", 1)}`, "raise", 'raise ValueError("other")', "pass"]),
          ),
        ];
    const blocks = [
      { head: "try:", body },
      { head: `except ${caught}:`, body: handler },
    ];
    if (this.chance(0.2)) blocks.push({ head: "except (IndexError, ZeroDivisionError):", body: nested() });
    if (this.chance(0.2)) blocks.push({ head: "else:", body: nested() });
    if (this.chance(0.2)) blocks.push({ head: "finally:", body: nested() });
    return [{ text: "", blocks }];
  }

  expression(scope: Scope, kind: Kind, depth: number): string {
    const names = [...scope].filter(([, of]) => of === kind).map(([name]) => name);
    const go = (of: Kind) => this.expression(scope, of, depth - 1);
    if (depth <= 0 || this.chance(0.25))
      return names.length > 0 && this.chance(0.8) ? this.pick(names) : this.literal(kind);
    if (this.chance(0.05)) return `(${go(kind)} if ${go("bool")} else ${go(kind)})`;
    if (this.chance(0.05)) return `(${go(kind)} ${this.pick(["and", "or"])} ${go(kind)})`;
    switch (kind) {
      case "int":
        return this.integer(go);
      case "bool":
        return this.truth(scope, go);
      case "str":
        return this.pick([
          () => `(${go("str")} + ${go("str")})`,
          () => `${go("str")}[${go("int")}]`,
          () => `${go("str")}[${this.pick(["1:", ":-1", ":2", "::-1"])}]`,
          () => `${go("str")}[${go("int")}:${go("int")}]`,
          () => `${this.literal("str")}`,
          () => (this.chance(0.2) ? `str(${go("int")})` : go("str")),
          () => (this.chance(0.2) ? `(${go("str")} * ${this.pick(["2", "0", "-1"])})` : go("str")),
        ])();
      case "ints":
        return this.pick([
          () => `[${go("int")}, ${go("int")}]`,
          () => `(${go("ints")} + ${go("ints")})`,
          () => `${go("ints")}[${this.pick(["1:", ":-1", ":2", ":", ...(this.chance(0.2) ? ["::-1", "::2"] : [])])}]`,
          () => `${go("ints")}[${go("int")}:${go("int")}]`,
          () => `[v + ${go("int")} for v in ${go("ints")}]`,
          () => `[v for v in ${go("ints")} if v ${this.pick(["> 0", "% 2 == 0", "!= 1"])}]`,
          () => `list(range(${this.pick(["3", `${go("int")} % 4`])}))`,
          () => (this.chance(0.3) ? `sorted(${go("ints")})` : go("ints")),
          () => (this.chance(0.15) ? `(${go("ints")} * ${this.pick(["2", "0"])})` : go("ints")),
          () => (this.chance(0.3) ? `list(${go("ints")})` : go("ints")),
        ])();
      case "optional":
        return this.pick([() => "None", () => go("int"), () => `(${go("int")} if ${go("bool")} else None)`])();
    }
  }

  integer(go: (kind: Kind) => string): string {
    return this.pick([
      () => `(${go("int")} ${this.pick(["+", "-", "*"])} ${go("int")})`,
      () => `(${go("int")} ${this.pick(["+", "-", "*"])} ${go("int")})`,
      () => `(${go("int")} ${this.pick(["//", "%"])} ${go("int")})`,
      () => `(${go("int")} ${this.pick(["//", "%"])} ${this.pick(["2", "3", "-2", "-3"])})`,
      () => `(-${go("int")})`,
      () => `len(${go(this.pick(["ints", "str"]))})`,
      () => `${go("ints")}[${go("int")}]`,
      () => `${go("ints")}[${this.pick(["0", "-1"])}]`,
      () => `abs(${go("int")})`,
      () => `${this.pick(["min", "max"])}(${go("int")}, ${go("int")})`,
      () => `${this.pick(["min", "max", "sum"])}(${go("ints")})`,
      () => `int(${go("bool")})`,
      () => `(${go("bool")} + ${go("int")})`,
      () => `(${go("int")} ** 2)`,
      () => (this.chance(0.3) ? `${go("ints")}.count(${go("int")})` : go("int")),
      () => (this.chance(0.3) ? `${go("ints")}.index(${go("int")})` : go("int")),
      () => `${go("str")}.find(${go("str")})`,
      () => `sum(v * v for v in ${go("ints")})`,
      () => `(${go("optional")} or ${go("int")})`,
      ...(this.mayCall ? [() => `g(${go("int")}, ${go("int")})`, () => `g(${go("int")}, ${go("int")})`] : []),
    ])();
  }

  truth(scope: Scope, go: (kind: Kind) => string): string {
    const compare = () => this.pick(["<", "<=", ">", ">=", "==", "!="]);
    const optional = [...scope].filter(([, kind]) => kind === "optional").map(([name]) => name);
    return this.pick([
      () => `${go("int")} ${compare()} ${go("int")}`,
      () => `${go("int")} ${compare()} ${go("int")}`,
      () => `${go("int")} ${compare()} ${go("int")} ${compare()} ${go("int")}`,
      () => `${go("int")} ${this.pick(["in", "not in"])} ${go("ints")}`,
      () => `${go("str")} ${this.pick(["in", "not in", "==", "<", "!="])} ${go("str")}`,
      () => `(${go("bool")} ${this.pick(["and", "or"])} ${go("bool")})`,
      () => `(${go("int")} ${this.pick(["and", "or"])} ${go("bool")})`,
      () => `not ${go(this.pick(["bool", "int", "ints", "str"]))}`,
      () => `${go("ints")} ${this.pick(["==", "!=", "<"])} ${go("ints")}`,
      () => `${this.pick(["all", "any"])}(v ${compare()} ${go("int")} for v in ${go("ints")})`,
      () => `${go("optional")} ${this.pick(["is None", "is not None"])}`,
      () => `${go("optional")} == ${go("int")}`,
      () => `bool(${go(this.pick(["int", "str", "ints"]))})`,
      () => `${go("str")}.${this.pick(["startswith", "endswith"])}(${go("str")})`,
      ...optional.map((name) => () => `(${name} is not None and ${name} ${compare()} ${go("int")})`),
    ])();
  }

  literal(kind: Kind): string {
    switch (kind) {
      case "int":
        return this.pick(["0", "1", "2", "3", "-1", "-2", "5", "7"]);
      case "bool":
        return this.pick(["True", "False"]);
      case "str":
        return this.pick(['""', '"a"', '"ab"', '"b"', '"aba"', '"é"']);
      case "ints":
        return this.pick(["[]", "[1]", "[0, 2]", "[3, -1, 2]"]);
      case "optional":
        return this.pick(["None", "1", "0"]);
    }
  }
}

const TEXTS = ["''", "'a'", "'ab'", "'ba'", "'aa'", "'abc'", "'é'", "'b\\U0001f600'", "'a b'", "'\\\\'", "'\"'"];

/** Literals for the parameters, and perhaps two list parameters that share one list. */
export function randomInput(
  parameters: RandomFunction["parameters"],
  random: Random,
): { values: Record<string, string>; aliased: [string, string] | null } {
  const integer = () =>
    String(
      random() < 0.05
        ? Math.floor((random() - 0.5) * 2e12)
        : random() < 0.3
          ? Math.floor(random() * 3) - 1
          : Math.floor(random() * 19) - 9,
    );
  const literal = (kind: Kind): string => {
    switch (kind) {
      case "int":
        return integer();
      case "bool":
        return random() < 0.5 ? "True" : "False";
      case "str":
        return TEXTS[Math.floor(random() * TEXTS.length)] ?? "''";
      case "ints":
        return `[${Array.from({ length: Math.floor(random() * (random() < 0.1 ? 7 : 4)) }, integer).join(", ")}]`;
      case "optional":
        return random() < 0.4 ? "None" : integer();
    }
  };
  const values = Object.fromEntries(parameters.map(({ name, kind }) => [name, literal(kind)]));
  const lists = parameters.filter(({ kind }) => kind === "ints").map(({ name }) => name);
  const [first, second] = lists;
  if (first === undefined || second === undefined || random() > 0.15) return { values, aliased: null };
  return { values: { ...values, [second]: values[first] ?? "[]" }, aliased: [first, second] };
}
