"""Calls that the tests and doctests of a case make, as they are seen by wrappers around its functions."""

import copy
import doctest
import functools

LIMIT = 40


class Recorder:
    """While active, calls of the wrapped functions are kept with copies of their arguments, up to LIMIT for each function."""

    def __init__(self, module):
        self.module = module
        self.calls = {}
        self._undo = []

    def wrap(self, name, owner, attribute, function):
        calls = self.calls.setdefault(name, [])

        @functools.wraps(function)
        def wrapper(*positional, **keywords):
            if len(calls) < LIMIT:
                try:
                    calls.append(copy.deepcopy((list(positional), keywords)))
                except Exception:  # What cannot be copied cannot be replayed.
                    pass
            return function(*positional, **keywords)

        original = vars(owner)[attribute]
        wrapped = staticmethod(wrapper) if isinstance(original, staticmethod) else wrapper
        setattr(owner, attribute, wrapped)
        self._undo.append((owner, attribute, original))

    def restore(self):
        for owner, attribute, original in self._undo:
            setattr(owner, attribute, original)


def pieces(module, tests):
    """What there is to run: each is a list of source texts that share one namespace."""
    found = []
    for docstring in docstrings(module):
        try:
            examples = doctest.DocTestParser().get_examples(docstring)
        except ValueError:
            continue
        if examples:
            found.append([example.source for example in examples])
    if tests:
        found.append(list(tests))
    return found


def docstrings(module):
    texts = [module.__doc__]
    for value in list(vars(module).values()):
        if getattr(value, "__module__", None) != module.__name__:
            continue
        texts.append(getattr(value, "__doc__", None))
        if isinstance(value, type):
            texts += [getattr(member, "__doc__", None) for member in vars(value).values()]
    return [text for text in dict.fromkeys(texts) if isinstance(text, str) and ">>>" in text]


def literal_calls(entries, namespace):
    """`io_tests`, `points` and the like: positional arguments as JSON (`args`) or as a Python literal of their tuple (`args_py`)."""
    for entry in entries:
        if entry.get("pre") is False:
            continue
        if "args" in entry:
            yield copy.deepcopy(entry["args"]), {}
        elif "args_py" in entry:
            yield list(eval(entry["args_py"], dict(namespace))), {}
