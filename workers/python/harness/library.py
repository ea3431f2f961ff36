"""Run once in a new interpreter: makes the standard library's archive anew, without what has no use here, at /tmp/library.zip, beside stand-ins from /tmp.

Docstrings go, as they do under `python -OO`, and comments; assert statements stay. Source is smaller than bytecode, and the Worker's size is limited.
Times are fixed, so that equal sources give equal bytes.
"""

import ast
import os
import sys
import zipfile

SOURCE = sys.path[0]
TARGET = "/tmp/library.zip"
# Bridges to JavaScript and to native code, and a demonstration.
LEFT_OUT = ("pyodide/", "_pyodide/", "__phello__/", "ctypes/", "site-packages/")

def without_docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            # A statement has to stay, but none may stand before `from __future__`.
            node.body[:1] = [] if len(node.body) > 1 else [ast.Pass()]
    return tree


def bare(name, text):
    return ast.unparse(without_docstrings(ast.parse(text, name)))


def add(archive, name, contents):
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, contents, compresslevel=9)


with zipfile.ZipFile(SOURCE) as given, zipfile.ZipFile(TARGET, "w") as archive:
    for name in sorted(given.namelist()):
        if name.startswith(LEFT_OUT) or not name.endswith(".py"):
            continue
        add(archive, name, bare(name, given.read(name)))
    for name in sorted(os.listdir("/tmp")):
        if name.endswith(".py"):
            with open("/tmp/" + name, "rb") as file:
                add(archive, name, bare(name, file.read()))
