/**
 * Python sources that are as large or as repetitive as a request may be, by name. `size` scales them: at 1 they are near the 512 KB that a request may carry,
 * or hold the largest count the name speaks of; half the size should take about half the time.
 */

type Source = (size: number) => string;

const KILOBYTE = 1024;

function times(count: number, size: number, item: (index: number) => string, joiner = "\n"): string {
  return Array.from({ length: Math.max(1, Math.round(count * size)) }, (_, index) => item(index)).join(joiner);
}

/** Items up to a length in bytes (the items are ASCII). */
function upTo(kilobytes: number, size: number, item: (index: number) => string, joiner = "\n"): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < kilobytes * KILOBYTE * size; index += 1) {
    const part = item(index);
    parts.push(part);
    length += part.length + joiner.length;
  }
  return parts.join(joiner);
}

const parameters = (size: number) => times(200, size, (index) => `p${index}: int = ${index}`, ", ");

export const PATHOLOGICAL: Readonly<Record<string, Source>> = {
  "dict literal on one line": (size) => `d = {${upTo(500, size, (i) => `"key${i}": ${i}`, ", ")}}\n`,
  "dict literal on one line, not ASCII": (size) => `d = {${upTo(400, size, (i) => `"schlüssel${i}": ${i}`, ", ")}}\n`,
  "list literal in a function": (size) => `def f():\n    return [${upTo(500, size, (i) => `${i}`, ", ")}]\n`,
  "one string": (size) => `def f():\n    return "${"x".repeat(Math.round(500 * KILOBYTE * size))}"\n`,
  "statements on one line": (size) => `${upTo(500, size, (i) => `a${i} = ${i}`, "; ")}\n`,
  "blank lines and comments": (size) => `${upTo(500, size, (i) => (i % 2 ? "" : `# remark ${i}`))}\n`,
  "assignments of a module": (size) => `${upTo(500, size, (i) => `a${i} = ${i}`)}\n`,
  "assignments of a function": (size) => `def f(x):\n${upTo(500, size, (i) => `    a${i} = x`)}\n    return a0\n`,
  asserts: (size) => `def f(x: int):\n${times(15000, size, (i) => `    assert x > ${i}, "m${i}"`)}\n    return x\n`,
  "asserts of many parameters": (size) =>
    `def f(${parameters(1)}):\n${times(10000, size, (i) => `    assert p${i % 200} > ${i} and p${(i * 7) % 200} < 5`)}\n    return p0\n`,
  "asserts before a return": (size) =>
    `def f(x):\n    r = x()\n${times(10000, size, (i) => `    assert r > ${i}`)}\n    return r\n`,
  "asserts behind calls": (size) =>
    `def f(x):\n    for i in x: g(i)\n${times(10000, size, (i) => `    assert x[${i}] > ${i}`)}\n    return x\n`,
  guards: (size) =>
    `def f(x: int):\n${times(8000, size, (i) => `    if x == ${i}:\n        raise ValueError("m${i}")`)}\n    return x\n`,
  "guards of other exceptions": (size) =>
    `def f(x: int):\n${times(8000, size, (i) => `    if x == ${i}:\n        raise KeyError(${i})`)}\n    return x\n`,
  "guards and returns": (size) =>
    `def f(x: int):\n${times(4000, size, (i) => `    if x == ${i}:\n        raise ValueError\n    if x > 7 * ${i}:\n        return ${i}`)}\n    return x\n`,
  "asserts with locals": (size) =>
    `def f(x: int):\n    a0 = x\n${times(6000, size, (i) => `    a${i + 1} = a${i} + 1\n    assert a${i + 1} > ${i}`)}\n    return x\n`,
  "branches with locals": (size) =>
    `def f(x: int):\n${times(4000, size, (i) => `    a${i} = x + ${i}\n    if x > ${i}:\n        b${i} = 1\n    else:\n        b${i} = 2`)}\n    assert x > 0\n`,
  "raises everywhere": (size) =>
    `def f(x):\n    while x:\n${times(8000, size, (i) => `        if x.a${i}():\n            raise E${i}("x")`)}\n`,
  "if after if": (size) =>
    `def f(x):\n${times(8000, size, (i) => `    if x > ${i}:\n        v${i} = x\n        print(v${i})`)}\n    return x\n`,
  "elif after elif": (size) =>
    `def f(x):\n    if x: return 0\n${times(400, size, (i) => `    elif x == ${i}:\n        return ${i}`)}\n    return None\n`,
  "cases of a match": (size) =>
    `def f(x):\n    match x:\n${times(10000, size, (i) => `        case ${i}:\n            return "r${i}"`)}\n    return None\n`,
  "handlers of a try": (size) =>
    `def f(x):\n    try:\n        x()\n${times(8000, size, (i) => `    except E${i}:\n        raise R${i}`)}\n`,
  "nested ifs": (size) => {
    const depth = Math.max(1, Math.round(95 * size));
    return `def f(x):\n${times(depth, 1, (i) => `${" ".repeat(i + 1)}if x > ${i}:`)}\n${" ".repeat(depth + 1)}raise ValueError\n`;
  },
  "nested functions": (size) => {
    const depth = Math.max(1, Math.round(95 * size));
    return `${times(depth, 1, (i) => `${" ".repeat(i)}def f${i}(x${i}):`)}\n${" ".repeat(depth)}return x0\n`;
  },
  "nested classes": (size) => {
    const depth = Math.max(1, Math.round(95 * size));
    return `${times(depth, 1, (i) => `${" ".repeat(i)}class C${i}:`)}\n${" ".repeat(depth)}def m(self): return 1\n`;
  },
  "nested loops": (size) => {
    const depth = Math.max(1, Math.round(19 * size));
    return `def f(x):\n${times(depth, 1, (i) => `${" ".repeat(i + 1)}for i${i} in x:`)}\n${" ".repeat(depth + 1)}y = [y, i0]\n`;
  },
  "nested brackets": (size) => {
    const depth = Math.max(1, Math.round(190 * size));
    return `def f(x):\n    return ${"[".repeat(depth)}x${"]".repeat(depth)}\n`;
  },
  "nested lambdas": (size) => `f = ${"lambda x: ".repeat(Math.max(1, Math.round(400 * size)))}x\n`,
  "nested conditional expressions": (size) =>
    `def f(x):\n    return ${times(400, size, (i) => `${i} if x == ${i} else`, " ")} 0\n`,
  "terms of a sum": (size) => `def f(a):\n    return ${times(900, size, () => "a", " + ")}\n`,
  "terms of a conjunction": (size) => `def f(a):\n    assert ${upTo(450, size, (i) => `a > ${i}`, " and ")}\n`,
  "links of a comparison": (size) => `def f(a):\n    assert ${upTo(450, size, () => "a", " < ")}\n`,
  "chained calls": (size) => `def f(a):\n    return a${times(440, size, (i) => `.m${i}()`, "")}\n`,
  "arguments of a call": (size) => `def f(a):\n    return g(${upTo(450, size, (i) => `k${i}=a`, ", ")})\n`,
  "parameters with defaults and annotations": (size) => `def f(${parameters(10 * size)}):\n    return p0\n`,
  "decorators of a function": (size) =>
    `${times(15000, size, (i) => `@deco${i % 7}(${i})`)}\ndef f(x):\n    return x\n`,
  "contracts of a function": (size) =>
    `from icontract import require\n${times(8000, size, (i) => `@require(lambda x: x > ${i})`)}\ndef f(x):\n    return x\n`,
  "contracts of deal": (size) =>
    `import deal\n${times(8000, size, (i) => `@deal.pre(lambda x: x > ${i})`)}\ndef f(x):\n    return x\n`,
  "invariants and methods": (size) =>
    `import icontract\n${times(100, size, (i) => `@icontract.invariant(lambda self: self.a > ${i})`)}\nclass C:\n${times(100, size, (i) => `    def m${i}(self): return ${i}`)}\n`,
  "doctest lines": (size) =>
    `def f(x):\n    """Adds.\n\n${times(10000, size, (i) => `    >>> f(${i})\n    ${i}`)}\n    """\n    return x\n`,
  "documented exceptions": (size) =>
    `def f(x):\n    """Adds.\n\n    Raises:\n${times(10000, size, (i) => `        Error${i}: if ${i}.`)}\n    """\n    return x\n`,
  "fields of a docstring": (size) =>
    `def f(x):\n    """Adds.\n\n${times(10000, size, (i) => `    :raises Error${i}: if ${i}.`)}\n    """\n    return x\n`,
  "numpydoc fields": (size) =>
    `def f(x):\n    """Adds.\n\n    Raises\n    ------\n${times(8000, size, (i) => `    Error${i}\n        If ${i}.`)}\n    """\n    return x\n`,
  "contracts in a docstring": (size) =>
    `def f(x):\n    """Adds.\n\n${times(8000, size, (i) => `    pre: x > ${i}`)}\n    """\n    return x\n`,
  "a block of broken contracts": (size) =>
    `def f(x):\n    """Adds.\n\n    pre:\n        x > 0\n${times(8000, size, () => `        (x`)}\n    """\n    return x\n`,
  "blank docstring": (size) =>
    `def f(x):\n    """Adds.${"\n".repeat(Math.round(400 * KILOBYTE * size))}"""\n    return x\n`,
  "docstring of spaces": (size) =>
    `def f(x):\n    """Adds.${" ".repeat(Math.round(400 * KILOBYTE * size))}x"""\n    return x\n`,
  "tiny functions": (size) =>
    `${times(4000, size, (i) => `def f${i}(x: int) -> int:\n    assert x > ${i}\n    return x + ${i}\n`)}\n`,
  "functions that call the next": (size) => `${times(4000, size, (i) => `def f${i}(x):\n    return f${i + 1}(x)\n`)}\n`,
  "functions that call each other": (size) =>
    `${times(1500, size, (i) => `def f${i}(x):\n    g.append(f${(i * 7 + 1) % 1500}(x))\n    return f${(i * 13 + 5) % 1500}(x)\n`)}\n`,
  "functions of one name": (size) => `${times(5000, size, (i) => `def f(x):\n    return x + ${i}\n`)}\n`,
  "tiny classes": (size) =>
    `${times(3000, size, (i) => `class C${i}(E${i}):\n    def m(self, x):\n        if x < 0:\n            raise C${i}("m")\n        return x\n`)}\n`,
  "exceptions that derive from each other": (size) =>
    `class E0(ValueError): pass\n${times(3000, size, (i) => `class E${i + 1}(E${i}): pass\n\ndef f${i}(x):\n    if x < 0:\n        raise E${i + 1}("m")\n`)}\n`,
  "methods of a class": (size) =>
    `class C:\n${times(4000, size, (i) => `    def m${i}(self, x):\n        self.a${i} = x\n        return self.m${i + 1}(x)\n`)}\n`,
  imports: (size) => `${times(12000, size, (i) => `from m${i} import n${i} as k${i}`)}\ndef f(x):\n    return k1(x)\n`,
  "functions with a long module body": (size) =>
    `${times(12000, size, (i) => `a${i} = ${i}`)}\n${times(1500, size, (i) => `def f${i}(x):\n    return a${i} + x\n`)}\n`,
  "globals of functions": (size) =>
    `${times(2000, size, (i) => `g${i} = ${i}\ndef f${i}():\n    global g${i}\n    g${i} += f${(i + 1) % 2000}()\n    return g${i}\n`)}\n`,
  "strings of f-strings": (size) => `def f(x):\n    return f"${upTo(400, size, (i) => `{x + ${i}}`, " ")}"\n`,
  "string after string": (size) => `def f(x):\n    return (${upTo(400, size, (i) => `"s${i}"`, " ")})\n`,
  "form feeds": (size) => `${times(20000, size, (i) => `\fa${i} = ${i}`)}\n`,
  tabs: (size) => `def f(x):\n${times(12000, size, (i) => `\tassert x != ${i}\n\tx.y(${i})`)}\n`,
  "continued lines": (size) =>
    `a = (1 + \n${upTo(3, size, () => "  1 +")}\n 1)\nb = [\n${upTo(400, size, (i) => `  "x${i}",  # one`)}\n]\n`,
  "excerpt of a class": (size) =>
    `${times(4000, size, (i) => `    def m${i}(self, x):\n        return self.m${i + 1}(x)\n`)}\n`,
};
