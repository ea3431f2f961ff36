"""Compares the functions that Lift's parser finds with CPython's ast, over every .py file of a directory.

Run:  python3 scripts/oracles/functions.py [DIRECTORY ...] [--show N]
Without a directory it reads the standard library of the Python that runs it. Needs `npm ci` before. Prints one summary and the first N
differences of each sort; exits 1 when more than 1% of the valid files are rejected or any accepted file differs.

A file counts as valid when tokenize.open decodes it and ast.parse accepts it. Compared: qualified names (PEP 3155), in source order, and the
regions, decorators included, in code points.
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def bodies(statement):
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        for item in getattr(statement, field, None) or []:
            if isinstance(item, (ast.ExceptHandler, ast.match_case)):
                yield from item.body
            elif isinstance(item, ast.stmt):
                yield item


def globals_of(body):
    names, pending = set(), list(body)
    while pending:
        statement = pending.pop()
        if isinstance(statement, ast.Global):
            names.update(statement.names)
        if not isinstance(statement, DEFINITIONS + (ast.ClassDef,)):
            pending.extend(bodies(statement))
    return names


def functions(tree, source):
    lines = source.split("\n")
    found = []

    def points(line, byte):
        return len(lines[line - 1].encode()[:byte].decode())

    def visit(statements, prefix, global_names):
        for statement in statements:
            if not isinstance(statement, DEFINITIONS + (ast.ClassDef,)):
                visit(list(bodies(statement)), prefix, global_names)
                continue
            name = statement.name if statement.name in global_names else prefix + statement.name
            inner = name + "."
            if isinstance(statement, DEFINITIONS):
                inner = name + ".<locals>."
                line, column = statement.lineno, points(statement.lineno, statement.col_offset)
                if statement.decorator_list:
                    line = statement.decorator_list[0].lineno
                    while not lines[line - 1].lstrip(" \t\f").startswith("@"):
                        line -= 1
                    column = lines[line - 1].index("@")
                end = statement.end_lineno
                found.append([name, line, column, end, points(end, statement.end_col_offset)])
            visit(statement.body, inner, globals_of(statement.body))

    visit(tree.body, "", set())
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("directories", nargs="*", default=[sysconfig.get_paths()["stdlib"]])
    arguments.add_argument("--show", type=int, default=20)
    options = arguments.parse_args()
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5000)

    valid, invalid = [], []
    for directory in options.directories:
        for path in sorted(pathlib.Path(directory).rglob("*.py")):
            try:
                with tokenize.open(path) as file:
                    source = file.read()
                source.encode()
            except (SyntaxError, UnicodeError):
                continue
            try:
                valid.append((path, source, functions(ast.parse(source), source)))
            except (SyntaxError, ValueError, RecursionError):
                invalid.append((path, source))

    sources = [source for _, source, _ in valid] + [source for _, source in invalid]
    answer = subprocess.run(
        [ROOT / "node_modules/.bin/node", ROOT / "scripts/oracles/list-functions.ts"],
        input="".join(json.dumps(source) + "\n" for source in sources).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    results = [json.loads(line) for line in answer.stdout.splitlines()]

    rejected, different, regions, count = [], [], [], 0
    for (path, _, expected), result in zip(valid, results):
        if "problem" in result:
            rejected.append((path, result["problem"]))
            continue
        count += len(expected)
        got = result["functions"]
        if [name for name, *_ in got] != [name for name, *_ in expected]:
            different.append((path, len(got), len(expected)))
        elif got != expected:
            regions.append((path, next((g, e) for g, e in zip(got, expected) if g != e)))
    accepted = [path for (path, _), result in zip(invalid, results[len(valid) :]) if "problem" not in result]

    print(f"python {sys.version.split()[0]}: {len(valid)} valid files, {len(invalid)} invalid, {count} functions compared")
    print(f"rejected valid files: {len(rejected)} ({len(rejected) / max(1, len(valid)):.2%})")
    print(f"accepted invalid files: {len(accepted)}")
    print(f"files whose functions differ: {len(different)}; whose regions differ: {len(regions)}")
    print(f"parse time: {sum(result['milliseconds'] for result in results) / 1000:.1f} s for {sum(map(len, sources)) / 1e6:.1f} MB")
    for title, items in (("rejected", rejected), ("accepted", accepted), ("functions", different), ("regions", regions)):
        for item in items[: options.show]:
            print(f"  {title}: {item}")
    sys.exit(1 if different or regions or len(rejected) > 0.01 * len(valid) else 0)


if __name__ == "__main__":
    main()
