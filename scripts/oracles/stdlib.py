"""Lists the running CPython's standard library, one JSON object a line.

{"path", "source" (null when it cannot be decoded), "valid" (CPython's own parser accepts it), "functions" (def and async def in it)}
"""

import ast
import json
import os
import sys
import sysconfig
import tokenize
import warnings

warnings.simplefilter("ignore")


def functions(source):
    tree = ast.parse(source)
    return sum(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in ast.walk(tree))


def describe(path):
    try:
        with tokenize.open(path) as file:
            source = file.read()
    except (SyntaxError, UnicodeDecodeError):
        return {"source": None, "valid": False, "functions": 0}
    try:
        return {"source": source, "valid": True, "functions": functions(source)}
    except (SyntaxError, ValueError, RecursionError):
        return {"source": source, "valid": False, "functions": 0}


def main():
    root = sysconfig.get_paths()["stdlib"]
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("site-packages", "__pycache__"))
        for name in sorted(files):
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                print(json.dumps({"path": os.path.relpath(path, root), **describe(path)}))


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
