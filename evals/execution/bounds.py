"""How far an execution went, to be held against a stated bound such as `4 iterations of the loop at line 12`."""

import ast
import re
import types

LOOP = re.compile(r"(\d+) (?:iterations?|turns?)[^;,]*?\bline (\d+)")
DEPTH = re.compile(r"(?:depth|recursion|calls?)\D{0,20}(\d+)|(\d+)[^;,\d]{0,20}(?:recursi|nested call|deep)")
COUNT = "__count_turn"
ITEMS = "__count_items"


def read(bound):
    """`{line: iterations}` of the loops in a bound, and the depth of recursion or None; (None, None) when nothing in it can be read."""
    loops = {}
    for count, line in LOOP.findall(bound):
        loops[int(line)] = min(int(count), loops.get(int(line), int(count)))
    deep = DEPTH.search(LOOP.sub("", bound))
    depth = int(deep.group(1) or deep.group(2)) if deep else None
    return (loops, depth) if loops or depth is not None else (None, None)


class _Count(ast.NodeTransformer):
    """Every loop counts its turns in a local variable, every comprehension its items, every function the depth of its own recursion."""

    def _loop(self, node):
        self.generic_visit(node)
        name = f"__turns_{node.lineno}"
        start = ast.parse(f"{name} = 0").body[0]
        turn = ast.parse(f"{name} += 1\n{COUNT}({node.lineno}, {name})").body
        node.body = turn + node.body
        return [start, node]

    visit_For = visit_While = _loop

    def _comprehension(self, node):
        self.generic_visit(node)
        for generator in node.generators:
            counted = ast.Call(func=ast.Name(id=ITEMS, ctx=ast.Load()), args=[ast.Constant(value=node.lineno), generator.iter], keywords=[])
            generator.iter = counted
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        skip = 1 if ast.get_docstring(node) is not None else 0
        body = node.body[skip:] or [ast.Pass()]
        enter, leave = (ast.parse(f"{COUNT}('{node.name}', {step})").body for step in (1, -1))
        node.body = node.body[:skip] + enter + [ast.Try(body=body, handlers=[], orelse=[], finalbody=leave)]
        return node


class Counting:
    """The module once more, with its loops and calls counted."""

    def __init__(self, source):
        self.turns, self._now = {}, {}
        self.module = types.ModuleType("case")
        setattr(self.module, COUNT, self._count)
        setattr(self.module, ITEMS, self._items)
        tree = ast.fix_missing_locations(_Count().visit(ast.parse(source)))
        exec(compile(tree, "<case>", "exec"), vars(self.module))

    def _count(self, what, amount):
        if isinstance(what, str):
            self._now[what] = amount = self._now.get(what, 0) + amount
        self.turns[what] = max(self.turns.get(what, 0), amount)

    def _items(self, line, iterable):
        for turn, item in enumerate(iterable, 1):
            self._count(line, turn)
            yield item

    def start(self):
        self.turns, self._now = {}, {}

    def exceeds(self, bound):
        """Whether the execution since `start` went beyond the bound; None when the bound cannot be read."""
        loops, depth = read(bound)
        if loops is None:
            return None
        if any(self.turns.get(line, 0) > count for line, count in loops.items()):
            return True
        # The outermost call is not nested.
        return depth is not None and any(isinstance(what, str) and seen - 1 > depth for what, seen in self.turns.items())
