"""The truth about Python, from CPython itself: reads one JSON request a line, answers one JSON object a line.

Requests: {"op": "signatures", "code"}            every function's parameters, kinds, annotations, defaults
          {"op": "expression", "text", "role"...}  a predicate in one normal form, so that equal meaning reads equal
          {"op": "type", "text"}                   an annotation in one normal form
          {"op": "complete", "code", "cls", ...}   code cut out of a file, with what it needs to stand alone (see fragments.py)
          {"op": "with_postcondition", "code", ...}  a function with an assert over its result as declared contract
Every answer has "ok"; on failure "error" says why.
"""

import ast
import json
import sys

import fragments

KINDS = ("positional_only", "positional_or_keyword", "var_positional", "keyword_only", "var_keyword")


def unparse(node):
    return None if node is None else ast.unparse(node)


def parameters(arguments):
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    for index, (argument, default) in enumerate(zip(positional, defaults)):
        kind = KINDS[0] if index < len(arguments.posonlyargs) else KINDS[1]
        yield argument, kind, default
    if arguments.vararg:
        yield arguments.vararg, KINDS[2], None
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield argument, KINDS[3], default
    if arguments.kwarg:
        yield arguments.kwarg, KINDS[4], None


def functions(tree):
    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield child, prefix + child.name
                yield from visit(child, prefix + child.name + ".<locals>.")
            elif isinstance(child, ast.ClassDef):
                yield from visit(child, prefix + child.name + ".")
            else:
                yield from visit(child, prefix)

    yield from visit(tree, "")


def signatures(request):
    found = []
    for node, name in functions(ast.parse(request["code"])):
        found.append({
            "name": name,
            "line": min([node.lineno] + [d.lineno for d in node.decorator_list]),
            "is_async": isinstance(node, ast.AsyncFunctionDef),
            "returns": unparse(node.returns),
            "parameters": [
                {"name": a.arg, "kind": kind, "annotation": unparse(a.annotation), "default": unparse(default)}
                for a, kind, default in parameters(node.args)
            ],
        })
    return {"functions": found}


def decorators(code):
    """Calls among the decorators of every function; a method cut out of its class may keep its indentation."""
    indented = code[:1] in (" ", "\t")
    for node in ast.walk(ast.parse("if True:\n" + code if indented else code)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from (item for item in node.decorator_list if isinstance(item, ast.Call))


class Contract(ast.NodeTransformer):
    """Rewrites a contract library's own notation (OLD.x, _.x, __old__.x, __return__) into result and old(...)."""

    def __init__(self, request):
        self.request = request
        self.args = request.get("args")
        self.snapshots = {}
        self.bound = []
        for call in decorators(request.get("code", "")):
            if ast.unparse(call.func).split(".")[-1] == "snapshot":
                condition, *rest = call.args
                named = [k.value for k in call.keywords if k.arg == "name"] + rest
                name = named[0].value if named else condition.args.args[0].arg
                self.snapshots[name] = condition.body

    def old(self, value):
        return ast.Call(func=ast.Name(id="old", ctx=ast.Load()), args=[value], keywords=[])

    def visit_Attribute(self, node):
        if isinstance(node.value, ast.Name):
            if node.value.id == "OLD":
                return self.old(self.snapshots[node.attr])
            if node.value.id == "__old__":
                return self.old(ast.Name(id=node.attr, ctx=ast.Load()))
            if node.value.id == "_" and self.args == ["_"]:
                return ast.Name(id=node.attr, ctx=ast.Load())
        return self.generic_visit(node)

    def visit_Subscript(self, node):
        if isinstance(node.value, ast.Name) and node.value.id == "_" and self.args == ["_"]:
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                return ast.Name(id=node.slice.value, ctx=ast.Load())
        return self.generic_visit(node)

    def scoped(self, node):
        targets = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        self.bound.append(targets)
        node = self.generic_visit(node)
        self.bound.pop()
        return node

    visit_GeneratorExp = visit_ListComp = visit_SetComp = visit_DictComp = scoped

    def visit_Name(self, node):
        if any(node.id in names for names in self.bound):
            return node
        if self.args is None and node.id in ("_", "__return__"):
            return ast.Name(id="result", ctx=ast.Load())
        known = set(self.request.get("parameters", [])) | {"result", "OLD", "_", "self"}
        if self.request.get("role") == "post" and self.args and len(self.args) == 1 and self.args[0] not in known:
            if node.id == self.args[0]:
                return ast.Name(id="result", ctx=ast.Load())
        return node


def expression(request):
    tree = ast.parse("(" + request["text"].strip() + "\n)", mode="eval")
    if request.get("notation"):
        tree = Contract(request).visit(tree)
    return {"normal": ast.dump(ast.parse(ast.unparse(ast.fix_missing_locations(tree)), mode="eval"))}


SYNONYMS = {
    "typing.List": "list", "List": "list", "Dict": "dict", "typing.Dict": "dict", "Set": "set", "typing.Set": "set",
    "Tuple": "tuple", "typing.Tuple": "tuple", "FrozenSet": "frozenset", "typing.FrozenSet": "frozenset", "Type": "type",
    "typing.Type": "type", "typing.Any": "Any", "Text": "str", "typing.Text": "str",
}


def type_text(node):
    if isinstance(node, ast.Constant):
        if node.value is None:
            return "None"
        if isinstance(node.value, str):
            return type_text(ast.parse(node.value, mode="eval").body)
        return repr(node.value)
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = ast.unparse(node)
        name = SYNONYMS.get(name, name)
        for module in ("typing.", "collections.abc.", "t."):
            name = name.removeprefix(module)
        return name
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return union(members(node))
    if isinstance(node, ast.Subscript):
        base = type_text(node.value)
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if base == "Optional":
            return union([type_text(items[0]), "None"])
        if base == "Union":
            return union([text for item in items for text in type_text(item).split(" | ")])
        return base + "[" + ", ".join(type_text(item) for item in items) + "]"
    if isinstance(node, ast.List):
        return "[" + ", ".join(type_text(item) for item in node.elts) + "]"
    return ast.unparse(node)


def members(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return members(node.left) + members(node.right)
    return [type_text(node)]


def union(texts):
    return " | ".join(sorted(set(texts)))


def normal_type(request):
    return {"normal": type_text(ast.parse(request["text"].strip(), mode="eval").body)}


OPERATIONS = {
    "signatures": signatures, "expression": expression, "type": normal_type, "complete": fragments.complete,
    "with_postcondition": fragments.with_postcondition,
}


def main():
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = {"ok": True, **OPERATIONS[request["op"]](request)}
        except (SyntaxError, ValueError, KeyError, AttributeError, StopIteration, RecursionError) as error:
            answer = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
