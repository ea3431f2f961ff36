"""Seeded inputs for one function, made from its types, from constants of its source and from calls that were seen; Lift has no part in it."""

import ast
import collections
import copy
import inspect
import string

import kinds

TEXTS = ["", " ", "a", "b", "A", "Z", "ab", "ba", "aa", "abc", "aba", "Hello World", "0", "1", "10", "-1", "3.5", "a1b2", "é", "ß", "İ", "ǆ",
         "日本", "e\u0301", "\U0001F600", "\n", "\t x", "a,b", "(())", "[]", "\x00", "\u0660", "²"]
INTS = [0, 1, -1, 2, 3, -2, 4, 5, 7, 8, 9, 10, -7, 11, 12, 16, 25, 97, 99, 100, 101, 255, 256, 1000, -1000]
BIG = [2**31, 2**31 - 1, -(2**31), 2**53 + 1, 2**63, 2**64 - 1, -(2**64), 10**20, -(10**20) - 1, 10**30]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 1.5, 0.1, 0.3, 3.0, 10.0, 100.0, -2.5, 1e-9, 1e16, 1e308, -1e308, float("inf"), -float("inf"), float("nan")]
CALLABLES = [lambda *a: a[0] if a else 0, lambda *a: 0, lambda *a: 1, lambda *a: 42, lambda *a: -1, lambda *a: None, lambda *a: True,
             lambda *a: a[0] + 1 if a and isinstance(a[0], int) else 0]


class Unavailable(Exception):
    """No value of the type can be made."""


class Generator:
    def __init__(self, random, source, namespace, accepts):
        """`accepts(cls, arguments)` tells whether a class's constructor may be called so."""
        self.random = random
        self.namespace = namespace
        self.accepts = accepts
        self.small = False
        self.ints, self.texts, self.floats = [], [], []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant):
                if type(node.value) is int and abs(node.value) < 10**12:
                    self.ints += [node.value, node.value - 1, node.value + 1, -node.value]
                elif type(node.value) is float:
                    self.floats += [node.value, -node.value]
                elif type(node.value) is str and len(node.value) <= 20:
                    self.texts.append(node.value)

    def value(self, tree, depth=0):
        kind, random = tree[0], self.random
        if kind == "union":
            return self.value(random.choice(tree[1]), depth)
        if kind == "any":
            return self.anything(depth)
        if kind == "literal":
            return random.choice(tree[1])
        if kind in ("list", "sequence", "iterator", "deque", "tuples"):
            items = self.items(tree[1], depth)
            if kind == "iterator":
                return iter(items)
            if kind == "deque":
                return collections.deque(items)
            return tuple(items) if kind == "tuples" or (kind == "sequence" and random.random() < 0.25) else items
        if kind in ("set", "frozenset"):
            return (set if kind == "set" else frozenset)(hashable(item) for item in self.items(tree[1], depth))
        if kind == "tuple":
            return tuple(self.value(item, depth + 1) for item in tree[1])
        if kind == "dict":
            keys = [hashable(key) for key in self.items(tree[1], depth)]
            return {key: self.value(tree[2], depth + 1) for key in keys}
        if kind == "callable":
            return random.choice(CALLABLES)
        if kind == "class":
            return self.instance(tree[1], depth)
        return getattr(self, "an_" + kind)()

    def an_int(self):
        random, roll = self.random, self.random.random()
        if roll < 0.15:
            return random.choice([0, 0, 1, -1, 2])
        if self.ints and roll < 0.35:
            return random.choice(self.ints)
        if roll < 0.55:
            return random.choice(INTS)
        if roll < 0.62 and not self.small:
            return random.choice(BIG)
        return random.randint(-12, 30) if roll < 0.9 else random.randint(-5000, 5000)

    def an_bool(self):
        return self.random.random() < 0.5

    def an_none(self):
        return None

    def an_float(self):
        random, roll = self.random, self.random.random()
        if self.floats and roll < 0.2:
            return random.choice(self.floats)
        if roll < 0.6:
            return random.choice(FLOATS)
        return float(random.randint(-20, 20)) if roll < 0.8 else random.uniform(-1000, 1000)

    def an_complex(self):
        return complex(self.random.randint(-3, 3), self.random.randint(-3, 3))

    def an_bytes(self):
        return bytes(self.random.randint(0, 255) for _ in range(self.random.randint(0, 5)))

    def an_str(self):
        random, roll = self.random, self.random.random()
        if self.texts and roll < 0.2:
            return random.choice(self.texts)
        if roll < 0.5:
            return random.choice(TEXTS)
        letters = random.choice(["ab", "abc ", "01", "aeiouxyz", string.ascii_letters, string.digits, string.printable, "()[]{}<>", "aAbB1 ,."])
        if self.texts and random.random() < 0.3:
            letters = "".join(self.texts)[:40] or "ab"
        return "".join(random.choice(letters) for _ in range(random.choice([0, 1, 2, 3, 4, 5, 8, 12])))

    def items(self, tree, depth):
        random = self.random
        length = random.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6] if depth < 2 else [0, 1, 2, 2, 3])
        if depth == 0 and random.random() < 0.06:
            length = random.randint(7, 20)
        made = [self.value(tree, depth + 1) for _ in range(length)]
        shape = random.random()
        if made and shape < 0.12:
            made = [made[0]] * len(made)
        elif len(made) > 1 and shape < 0.3:
            try:
                made.sort(reverse=shape < 0.18)
            except TypeError:
                pass
        elif len(made) > 1 and shape < 0.4:
            made[-1] = made[0]
        return made

    def anything(self, depth):
        tree = self.random.choice([
            ("int",), ("int",), ("str",), ("float",), ("bool",), ("none",), ("list", ("int",)), ("list", ("str",)), ("tuples", ("int",)),
            ("dict", ("str",), ("int",)), ("set", ("int",)), ("list", ("list", ("int",))),
        ])
        return self.value(tree if depth < 2 else ("int",), depth)

    def instance(self, cls, depth):
        if depth > 3 or inspect.isabstract(cls):
            raise Unavailable(cls.__name__)
        try:
            parameters = list(inspect.signature(cls).parameters.values())
        except (TypeError, ValueError):
            raise Unavailable(cls.__name__) from None
        for _ in range(6):
            positional, keywords = [], {}
            for parameter in parameters:
                if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                    continue
                if parameter.default is not parameter.empty and self.random.random() < 0.5:
                    continue
                value = self.value(kinds.of_annotation(parameter.annotation, self.namespace), depth + 1)
                keywords[parameter.name] = value
                if parameter.kind is parameter.POSITIONAL_ONLY:
                    positional.append(keywords.pop(parameter.name))
            if not self.accepts(cls, positional, keywords):
                continue
            try:
                return cls(*positional, **keywords)
            except Exception:
                continue
        raise Unavailable(cls.__name__)

    def near(self, value, depth=0):
        """A value of the same type that differs a little, or the same one."""
        random, roll = self.random, self.random.random()
        if roll < 0.2 and depth > 0:
            return value
        if isinstance(value, (bool, float, str, int)) and roll < 0.3:
            return self.value(kinds.of_value(value))
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            if isinstance(value, float) or abs(value) < 10**15:
                return random.choice([value + 1, value - 1, -value, value * 2, type(value)(0), value])
            return value
        if isinstance(value, (str, list, tuple)) and type(value) in (str, list, tuple):
            if not value:
                return value
            at = random.randrange(len(value))
            return random.choice([
                lambda: value[:at], lambda: value[at:], lambda: value[::-1], lambda: value + value[at:at + 1], lambda: value[:at] + value[at + 1:],
                lambda: type(value)(sorted(value)) if type(value) is not str else "".join(sorted(value)),
                lambda: value if type(value) is str else type(value)(self.near(item, depth + 1) for item in value),
                lambda: value if type(value) is str else type(value)(self.near(item, depth + 1) for item in value),
            ])() if depth < 4 else value
        if type(value) is dict:
            return {key: self.near(item, depth + 1) for key, item in value.items() if random.random() < 0.8}
        return value


def hashable(value):
    try:
        hash(value)
        return value
    except TypeError:
        return tuple(hashable(item) for item in value) if isinstance(value, (list, set, tuple)) else repr(value)


def outside(value, random):
    """The value with some ints as bools and some floats as ints, deep inside: equal by `==` or close, of another type."""
    if type(value) is int and random.random() < 0.6:
        return bool(value % 2)
    if type(value) is float and value == value and abs(value) < 1e15 and random.random() < 0.7:
        return int(value)
    if type(value) in (list, tuple, set):
        return type(value)(outside(item, random) for item in value)
    if type(value) is dict:
        return {key: outside(item, random) for key, item in value.items()}
    return value


def aliased(arguments, random):
    """Arguments of which two mutable ones of the same type are the same object, or a list that holds one object twice; None if there is no such pair."""
    mutable = [i for i, value in enumerate(arguments) if type(value) in (list, dict, set)]
    pairs = [(i, j) for i in mutable for j in mutable if i < j and type(arguments[i]) is type(arguments[j])]
    nested = [i for i in mutable if type(arguments[i]) is list and arguments[i] and type(arguments[i][0]) in (list, dict, set)]
    arguments = copy.copy(list(arguments))
    if pairs and (not nested or random.random() < 0.6):
        i, j = random.choice(pairs)
        arguments[j] = arguments[i]
        return arguments
    if nested:
        i = random.choice(nested)
        arguments[i] = [arguments[i][0]] * max(2, len(arguments[i]))
        return arguments
    return None
