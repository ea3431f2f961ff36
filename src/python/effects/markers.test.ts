import { expect, test } from "vitest";
import { exceptionsOf, markersOf, purityOf } from "./markers.ts";
import { effectsIn } from "./testing.ts";

test("effects map to deal's names, each once and sorted", () => {
  const source = `
import logging, os, random, socket, subprocess, sys, time, thing
N = 0
def f(p, q):
    global N
    N = 1
    q.append(time.time())
    print(random.random())
    print(1, file=sys.stderr)
    input()
    open(p)
    os.remove(p)
    subprocess.run(p)
    socket.create_connection(p)
    logging.info(p)
    import other
    raise ValueError
`;
  expect(markersOf(effectsIn(source))).toEqual(
    "global import io network random read stderr stdin stdout syscall time write".split(" "),
  );
  expect(exceptionsOf(effectsIn(source))).toEqual(["ValueError"]);
});

test("a function without side effect has no marker, whatever it raises or changes of its arguments", () => {
  expect(markersOf(effectsIn("import sys\ndef f(x):\n    x.append(1)\n    sys.exit()"))).toEqual([]);
});

test("an exception of unknown class is not named", () => {
  expect(exceptionsOf(effectsIn("def f(e):\n    raise e"))).toEqual([]);
});

test("purity is told apart from not knowing", () => {
  expect(purityOf(effectsIn("def f(x):\n    if x < 0:\n        raise ValueError\n    return x + 1"))).toBe("pure");
  expect(purityOf(effectsIn("def f(g, x):\n    return g(x)"))).toBe("unknown");
  expect(purityOf(effectsIn("def f(g, x):\n    x.clear()\n    return g(x)"))).toBe("impure");
});
