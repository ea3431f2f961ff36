"""Completes code cut out of its file: a method gets its class back, well-known names that it uses get their imports. Nothing else is changed."""

import ast
import builtins
import collections.abc
import importlib
import importlib.util
import math
import re
import textwrap
import typing

CONTRACT_LIBRARIES = {"icontract": ("require", "ensure", "invariant", "snapshot", "DBC"), "deal": ()}
MODULES = ("abc", "math", "re", "random", "collections", "itertools", "functools", "sys", "os", "string", "typing", "datetime", "heapq", "bisect", "operator",
           "enum", "dataclasses", "copy", "decimal", "fractions", "statistics", "json", "cmath")
MEMBERS = {
    "dataclasses": ("dataclass", "field"), "enum": ("Enum", "IntEnum"), "fractions": ("Fraction",), "decimal": ("Decimal",),
    "collections": ("deque", "defaultdict", "Counter", "OrderedDict", "namedtuple"), "abc": ("ABC", "abstractmethod"),
    "functools": ("reduce", "lru_cache", "cache", "wraps"),
}


def undefined(tree):
    """Names that the module reads and nowhere binds."""
    bound, read = set(dir(builtins)) | {"__name__", "__file__", "__doc__"}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read.append if isinstance(node.ctx, ast.Load) else bound.add)(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            bound.update(node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            try:
                bound.update(dir(importlib.import_module(node.module)))
            except Exception:
                continue
    return [name for name in dict.fromkeys(read) if name not in bound]


def line_for(name):
    """The import or definition that a well-known name stands for; None for a name that is not well known."""
    for library, names in CONTRACT_LIBRARIES.items():
        if name == library:
            return f"import {library}"
        if name in names:
            return f"from {library} import {name}"
    if name in typing.__all__:
        return f"from typing import {name}"
    if name in collections.abc.__all__:
        return f"from collections.abc import {name}"
    if name in MODULES:
        return f"import {name}"
    if name == "np":
        return "import numpy as np"
    for module, names in MEMBERS.items():
        if name in names:
            return f"from {module} import {name}"
    if hasattr(math, name):
        return f"from math import {name}"
    if re.fullmatch(r"[A-Z]|[A-Z][0-9]", name):
        return f"{name} = TypeVar({name!r})"
    return None


def importable(name):
    if name in CONTRACT_LIBRARIES or name == "__future__":
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def complete(request):
    """
    {"code", "cls", "imports"} -> {"source", "unresolved", "unknown_imports"}: names and modules that neither the code nor Python knows.
    """
    code = request["code"]
    if code[:1] in (" ", "\t"):
        code = f"class {request.get('cls') or 'Owner'}:\n" + code
    elif request.get("cls") and re.match(r"\s*(@.*\n\s*)*(async )?def ", code) and ast.parse(code).body[0].args.args[:1]:
        first = ast.parse(code).body[0].args.args[0].arg
        if first in ("self", "cls"):
            code = f"class {request['cls']}:\n" + textwrap.indent(code, "    ")
    code = "\n".join([*request.get("imports", []), code]) if request.get("imports") else code
    tree = ast.parse(code)
    lines, unresolved = [], []
    for name in undefined(tree):
        line = line_for(name)
        if line is None:
            unresolved.append(name)
        elif line not in lines:
            lines.append(line)
    if any("TypeVar(" in line for line in lines) and "from typing import TypeVar" not in lines:
        lines.insert(0, "from typing import TypeVar")
    lines.sort(key=lambda line: not line.startswith(("import", "from")))
    if unresolved:
        # Annotations that name unknown types must not keep the rest from running.
        lines.insert(0, "from __future__ import annotations")
    future = [line for line in code.split("\n") if line.startswith("from __future__ import")]
    rest = code if not lines else "\n".join(line for line in code.split("\n") if line not in future)
    source = code if not lines else "\n".join([*dict.fromkeys(future + lines), rest])
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules.add(node.module.split(".")[0])
    unknown = sorted(name for name in modules if not importable(name))
    return {"source": source, "unresolved": unresolved, "unknown_imports": unknown}


def with_postcondition(request):
    """
    {"code", "entry_point", "postcondition"} -> {"source", "clause"}: imports and one `assert` over `return_value` become an `icontract.ensure` of the
    function. ValueError for anything else, and for a parameter that is itself called `result`.
    """
    *imports, assertion = ast.parse(request["postcondition"]).body
    if not isinstance(assertion, ast.Assert) or not all(isinstance(item, (ast.Import, ast.ImportFrom)) for item in imports):
        raise ValueError("the postcondition is not one assert")
    tree = ast.parse(request["code"])
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == request["entry_point"])
    names = [argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)]
    if "result" in names:
        raise ValueError("a parameter is called result")
    for node in ast.walk(assertion.test):
        if isinstance(node, ast.Name) and node.id == "return_value":
            node.id = "result"
    clause = ast.unparse(assertion.test)
    lines = request["code"].split("\n")
    at = min([function.lineno] + [decorator.lineno for decorator in function.decorator_list]) - 1
    lines.insert(at, f"@icontract.ensure(lambda {', '.join([*names, 'result'])}: {clause})")
    return {"source": "\n".join(["import icontract", *map(ast.unparse, imports), *lines]), "clause": clause}
