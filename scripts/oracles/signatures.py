"""Compares the signatures that Lift reads with CPython's ast, over every .py file of a directory.

Run:  python3 scripts/oracles/signatures.py [DIRECTORY ...] [--show N]
Without a directory it reads the standard library of the Python that runs it. Needs `npm ci` before. Compared for every function: name, async,
generator (by the symbol table's rule: a yield in its own scope), names, kinds, annotations and defaults of parameters, return annotation. Source text
counts as equal when it parses to the same tree. Prints counts and the first N differences; exits 1 when there is any.
"""

import argparse
import ast
import json
import pathlib
import subprocess
import sys
import sysconfig
import tokenize
import warnings

from functions import DEFINITIONS, ROOT, bodies


def functions(tree):
    found = []

    def visit(statements):
        for statement in statements:
            if isinstance(statement, DEFINITIONS):
                found.append(statement)
            visit(list(bodies(statement)))

    visit(tree.body)
    return found


def is_generator(function):
    pending = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, ast.Lambda):
            pending.extend(node.args.defaults + [d for d in node.args.kw_defaults if d])
        elif isinstance(node, DEFINITIONS):
            arguments = node.args
            pending.extend(node.decorator_list + arguments.defaults + [d for d in arguments.kw_defaults if d])
        elif isinstance(node, ast.ClassDef):
            pending.extend(node.decorator_list + node.bases)
        else:
            pending.extend(ast.iter_child_nodes(node))
    return False


def dump(node):
    return None if node is None else ast.dump(node)


def parsed(text):
    if text is None:
        return None
    try:
        return ast.dump(ast.parse(text, mode="eval").body)
    except SyntaxError:
        try:
            return ast.dump(ast.parse(f"f({text}\n)", mode="eval").body.args[0])
        except SyntaxError:
            return "does not parse: " + text


def signature(function):
    arguments = function.args
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    kinds = ["positional_only"] * len(arguments.posonlyargs) + ["positional_or_keyword"] * len(arguments.args)
    parameters = list(zip(positional, kinds, defaults))
    if arguments.vararg:
        parameters.append((arguments.vararg, "var_positional", None))
    parameters += [(a, "keyword_only", d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    if arguments.kwarg:
        parameters.append((arguments.kwarg, "var_keyword", None))
    return [
        function.name,
        isinstance(function, ast.AsyncFunctionDef),
        is_generator(function),
        [[a.arg, kind, dump(a.annotation), dump(default)] for a, kind, default in parameters],
        dump(function.returns),
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("directories", nargs="*", default=[sysconfig.get_paths()["stdlib"]])
    arguments.add_argument("--show", type=int, default=20)
    options = arguments.parse_args()
    warnings.simplefilter("ignore")

    files = []
    for directory in options.directories:
        for path in sorted(pathlib.Path(directory).rglob("*.py")):
            try:
                with tokenize.open(path) as file:
                    source = file.read()
                files.append((path, source, [signature(f) for f in functions(ast.parse(source))]))
            except (SyntaxError, UnicodeError, ValueError, RecursionError):
                continue
    answer = subprocess.run(
        [ROOT / "node_modules/.bin/node", ROOT / "scripts/oracles/list-signatures.ts"],
        input="".join(json.dumps(source) + "\n" for _, source, _ in files).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    compared = annotations = defaults = 0
    different = []
    for (path, _, expected), line in zip(files, answer.stdout.splitlines()):
        got = json.loads(line)
        if got is None:
            continue
        for want, have in zip(expected, got):
            compared += 1
            annotations += sum(p[2] is not None for p in want[3]) + (want[4] is not None)
            defaults += sum(p[3] is not None for p in want[3])
            read = [
                have["name"],
                have["is_async"],
                have["is_generator"],
                [[name, kind, parsed(hint), parsed(default)] for name, kind, hint, default in have["parameters"]],
                parsed(have["result_type"]),
            ]
            if read != want:
                different.append((path, want, read))
    print(f"{compared} functions of {len(files)} files, {annotations} annotations, {defaults} defaults")
    print(f"different: {len(different)}")
    for item in different[: options.show]:
        print(*item, sep="\n    ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
