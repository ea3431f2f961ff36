"""Writes the fixture of the expression printer's test: hand-written expressions with what CPython's `ast.unparse` makes of them.

    python3 scripts/oracles/expression_cases.py > src/ir/expression/unparse.fixture.json
"""

import ast
import json
import warnings

warnings.simplefilter("ignore")

CASES = r"""
x > 0
((x)) > (0)
0 <= i < len(xs) <= 10
a < b == c != d
x not in xs
not x in xs
x is not None
not (x is None)
not not x
not (a and b)
a or b and c
(a or b) and c
a and b and c
(a and b) and c
a and (b and c)
a - b - c
a - (b - c)
a * (b + c) * d
a / b // c % d @ e
-x ** 2
(-x) ** 2
a ** b ** c
(a ** b) ** c
a << 1 | b & 3 ^ ~c
a | (b ^ (c & d))
(a | b) & c
- - x
-(+x)
~(a + b)
(a, b)
a, b
(a,)
()
[]
[a]
[a, *b, *c or d]
{}
{a}
{a, *b}
{'a': 1, **b, 'c': lambda: 0}
{**a | b}
f()
f(x,)
f(x, *y, k=1, **z)
f(k=1, *y)
f(**a or b)
f(*a or b)
f(a if b else c)
f(lambda x: x)
f((a, b))
f(g)(h)[i].j
x[0]
x[-1]
x[1:]
x[:-1]
x[::2]
x[a:b:c]
x[:]
x[::]
x[a, b]
x[a, b:c, ...]
x[(a, b)]
x[a,]
x[()]
x[*a]
x[*a, b]
x[a if b else c:d]
x[lambda: 0]
(a if b else c) if d else e
a if (b if c else d) else e
a if b else c if d else e
a if b else (lambda: c)
(lambda: a) if b else c
lambda: 0
lambda x, y: x + y
lambda x: lambda y: (x, y)
(lambda x: x)(1)
[x for x in xs]
[x for x in xs if x > 0 if x < 9]
[(x, y) for x in xs for y in ys]
{x for x in xs}
{k: v for k, v in d.items()}
{k: v for (k, v) in d.items() if k}
[a for a, (b, *c), [d, e] in z]
[x.y for x.y in z]
[x for x, in z]
[x for x in (a if b else c)]
[x for x in lambda: 0, 1] if 0 else 1
[x for x in xs if (a if b else c)]
[x for x in (lambda: y)]
(x for x in xs)
((x for x in xs), 1)
f((x for x in xs), 1)
f(x for x in xs).y
1 .real
1.0.real
1..real
(1).real
1j.imag
0x_ff
0O17
0b1010_1010
1_000_000
00
'it''s'
'it\'s'
"say \"hi\""
'both \' and "'
'''triple
line'''
r'\d+\''
'a' "b" '''c'''
u'x'
'\x41\u00e9\U0001F600\101\0'
'\n\r\t\\\a\b\f\v\q'
'line \
continued'
'\x00\x7f\xa0\xad\u200b\u2028\ud800\ufeff'
'é ü 漢字 😀'
b'bytes \x00\xff\'\n'
rb'\raw'
b'a' b"b"
True and False or None is ...
Ｎame + ﬁ
x if y else z, w
a.b.c.d
a.b[c](d).e
f"{x}"
f'{x!r:>{width}}' 'tail'
'head' f'{x}'
await x
(await x) + 1
(yield)
(yield x)
f((y := x))
[y := 1, y]
[(yield)]
lambda x=1: x
lambda *a, **k: a
lambda x, /, y, *, z: x
1 + 2j
[x async for x in y]
1if x else 2
x[1:2, ::3]
x  [ 0 ] . y
print(a, end='')
match + case + type + _
a<b
a@b
not-x
a if not b else not c
a and not b
not a and b
a == (b == c)
(a < b) < c
(a == b) is True
2 ** -1
-2 ** -x
(await x) ** 2
all(0 <= v for v in result)
len(result) == len(xs)
result == old(x) + 1
implies(a, b)
raises(ValueError)
old(x for x in y)
implies(a, b, c)
old()
old(x=1)
raises(*e)
"""


def main():
    cases = []
    for text in CASES.strip().split("\n"):
        if text in ("'''triple",):
            cases.append("'''triple\nline'''")
        elif text == "'line \\":
            cases.append("'line \\\ncontinued'")
        elif text not in ("line'''", "continued'"):
            cases.append(text)
    cases += ["(a +\n b)", "a + # one\n b # two", "a \\\n + b", "f(\n  x,\n  y,  # last\n)", "a\tand\fb"]
    fixture = []
    for text in cases:
        try:
            unparsed = ast.unparse(ast.parse("(" + text + "\n)").body[0].value)
        except SyntaxError:
            unparsed = None
        fixture.append({"text": text, "unparsed": unparsed})
    print(json.dumps(fixture, indent=2))


if __name__ == "__main__":
    main()
