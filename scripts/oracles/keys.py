"""Calls of min, max and sorted with keywords, and what CPython makes of them:
python3 scripts/oracles/keys.py > src/logic/evaluate/keys.fixture.json"""

import json
import random

KEYS = [
    "lambda v: v", "lambda v: -v", "lambda v: abs(v)", "lambda v: (abs(v), v)", "lambda v: (abs(v), -v)", "lambda v: v % 3",
    "lambda v: 0", "lambda v: v * v - n", "lambda v: (v > n, v)", "lambda v: xs.count(v)", "lambda n: n", "lambda v: 6 // v",
    "lambda v: [v, n]", "lambda v: str", "lambda v: v if v > 0 else None", "abs", "bool", "float", "None", "len", "lambda v: min(xs, key=lambda w: abs(w - v))",
]
TEXT_KEYS = ["len", "lambda t: len(t)", "lambda t: (len(t), t)", "lambda t: t[0]", "lambda t: t[::-1]", "lambda t: -len(t)", "None", "lambda t: t.count"]
TAILS = {"min": ["", ", default=7", ", default=None"], "max": ["", ", default=7", ", default=[]"], "sorted": ["", ", reverse=True", ", reverse=False", ", reverse=1"]}


def cases(random):
    for name, tails in TAILS.items():
        for key in KEYS:
            for tail in tails:
                xs = [random.randint(-4, 4) for _ in range(random.choice([0, 1, 2, 3, 5, 6]))]
                yield f"{name}(xs, key={key}{tail})", {"xs": repr(random.choice([list, tuple])(xs)), "n": str(random.randint(-2, 2))}
        for key in TEXT_KEYS:
            for tail in tails:
                words = [random.choice(["", "a", "b", "ab", "ba", "aba", "\u00e9", "z"]) for _ in range(random.randint(0, 4))]
                yield f"{name}(xs, key={key}{tail})", {"xs": repr(words), "n": "0"}
    for call in [
        "min(3, -2, n, key=abs)", "max(n, -2, 2, key=lambda v: v * v)", "min(1, 2, default=3)", "min(n, key=abs)", "sorted(xs, reverse=xs)", "min(default=3)",
        "sorted(xs, abs)", "sorted({3: 1, -3: 2}, key=abs)", "max((v for v in xs), key=lambda v: -v)", "min(xs, key=lambda v, w: v)", "sorted([(1, 'b'), (0, 'a')], key=lambda p: p[1])",
        "min(zip(xs, range(9)), key=lambda p: p[1])[0]", "max(range(5), key=lambda v: v % 3)", "min('hello', key=lambda c: -ord(c))",
    ]:
        yield call, {"xs": "[3, -1, 2]", "n": "-2"}


def answer(expression, values):
    try:
        return {"value": repr(eval(expression, {name: eval(text) for name, text in values.items()}))}
    except Exception as error:
        return {"raises": type(error).__name__}


if __name__ == "__main__":
    found = [[expression, values, answer(expression, values)] for expression, values in cases(random.Random(1))]
    # What prints an address is no literal.
    print("[\n" + ",\n".join(json.dumps(one) for one in found if "<" not in str(one[2])) + "\n]")
