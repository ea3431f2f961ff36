"""Runs each function of a file on random arguments of its annotated types and prints what came of it, as the fixture of `src/logic/execution`.

python3 scripts/oracles/paths.py src/logic/execution/cpython.fixture.py --cases 2 --seed 2026 > src/logic/execution/cpython.fixture.json
"""

import argparse
import contextlib
import importlib.util
import inspect
import io
import json
import random
import types
import typing

INTEGERS = [-10, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8]
FLOATS = [-2.5, -1.0, -0.25, 0.0, 0.5, 1.0, 2.0, 3.75, 7.0]


def value_of(annotation, random_):
    if annotation is int:
        return random_.choice(INTEGERS)
    if annotation is bool:
        return random_.random() < 0.5
    if annotation is float:
        return random_.choice(FLOATS)
    if annotation is str:
        return "".join(random_.choice("ab c1A") for _ in range(random_.randrange(5)))
    if annotation is type(None):
        return None
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    size = random_.choice([0, 1, 2, 2, 3, 3, 4])
    if origin is list:
        return [value_of(arguments[0], random_) for _ in range(size)]
    if origin is set:
        return {value_of(arguments[0], random_) for _ in range(size)}
    if origin is dict:
        return {value_of(arguments[0], random_): value_of(arguments[1], random_) for _ in range(size)}
    if origin is tuple:
        return tuple(value_of(argument, random_) for argument in arguments)
    if origin in (typing.Union, types.UnionType):
        return value_of(random_.choice(arguments), random_)
    raise TypeError(f"no values of {annotation}")


def load(path):
    spec = importlib.util.spec_from_file_location("fixture", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases_of(module, count, random_):
    for name, function in vars(module).items():
        if not inspect.isfunction(function) or function.__module__ != module.__name__:
            continue
        parameters = inspect.signature(function).parameters.values()
        if any(parameter.kind is not parameter.POSITIONAL_OR_KEYWORD for parameter in parameters):
            continue
        hints = typing.get_type_hints(function)
        seen = set()
        for _ in range(count):
            arguments = [value_of(hints[parameter.name], random_) for parameter in parameters]
            before = [repr(argument) for argument in arguments]
            if tuple(before) in seen:
                continue
            seen.add(tuple(before))
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    result = function(*arguments)
                outcome = {"value": repr((result, *arguments))}
            except RecursionError:
                continue
            except Exception as error:
                outcome = {"raises": type(error).__name__}
            yield [name, before, outcome]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--cases", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    with open(options.path, encoding="utf-8") as file:
        source = file.read()
    cases = list(cases_of(load(options.path), options.cases, random.Random(options.seed)))
    print("{\n" + f'"source": {json.dumps(source)},\n"cases": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]\n}")


main()
