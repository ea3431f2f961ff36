"""What the host needs of Python: reading clauses, binding arguments, comparing values.

Executed once while the image is made, in a namespace that no module table lists. The host holds its functions by address and calls them with no frame
beneath; `prepare` runs before the first line of a program does, the others hold no state. Whatever executes a program's code (the module, arguments, the
call, clauses, `repr`) is called by the host directly, so that no frame of this file stands below it.
"""

import ast
import builtins
import importlib.util
import json
import math
import types

OLD = "__lift_old_{}__"
EXCEPTION = "__lift_exception__"
ISINSTANCE = "__lift_isinstance__"


def private(name):
    """A copy of a module of the standard library that nobody else holds, over builtins of its own."""
    spec = importlib.util.find_spec(name)
    module = importlib.util.module_from_spec(spec)
    module.__dict__["__builtins__"] = dict(__builtins__)
    spec.loader.exec_module(module)
    return module


deepcopy = private("copy").deepcopy
inspect = private("inspect")


def prepare(request):
    """JSON {module, assume, checks} -> (code of the module, clauses of assume, clauses of checks).

    The code is a message in place of code where the text does not compile. A clause is (code, codes of its `old(...)`, whether it speaks of exceptions),
    or a message.
    """
    request = json.loads(request)
    return (
        attempt(compile_module, request["module"]),
        tuple(attempt(compile_clause, text) for text in request["assume"]),
        tuple(attempt(compile_clause, text) for text in request["checks"]),
    )


def attempt(make, text):
    try:
        return make(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"


def compile_module(text):
    return compile(text, "<module>", "exec", dont_inherit=True)


def compile_clause(text):
    tree = ast.parse(text.strip(), "<clause>", "eval")
    found = []
    speaks = [False]
    tree.body = rewrite(tree.body, found, speaks, frozenset())
    ast.fix_missing_locations(tree)
    olds = tuple(compile(ast.Expression(one), "<clause>", "eval", dont_inherit=True) for one in found)
    return (compile(tree, "<clause>", "eval", dont_inherit=True), olds, speaks[0])


def rewrite(node, found, speaks, bound):
    """implies(a, b) -> not a or b; old(e) -> the name of its value; raises(E) -> isinstance(exception, E).

    `bound` are the variables of comprehensions and lambdas around: an old(e) that uses one becomes e over old(...) of every other name in it.
    """
    if isinstance(node, list):
        return [rewrite(item, found, speaks, bound) for item in node]
    if not isinstance(node, ast.AST):
        return node
    bound = bound | binds(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        name, args = node.func.id, node.args
        if name == "old" and len(args) == 1:
            return entry(args[0], found, bound)
        if name == "implies" and len(args) == 2:
            condition, conclusion = (rewrite(arg, found, speaks, bound) for arg in args)
            return ast.copy_location(ast.BoolOp(ast.Or(), [ast.UnaryOp(ast.Not(), condition), conclusion]), node)
        if name == "raises" and len(args) >= 1:
            speaks[0] = True
            kinds = args[0] if len(args) == 1 else ast.Tuple(args, ast.Load())
            test = ast.Call(ast.Name(ISINSTANCE, ast.Load()), [ast.Name(EXCEPTION, ast.Load()), kinds], [])
            return ast.copy_location(test, node)
    for field, value in ast.iter_fields(node):
        setattr(node, field, rewrite(value, found, speaks, bound))
    return node


def entry(node, found, bound):
    """The expression as it was on entry."""
    own = {name for part in ast.walk(node) for name in binds(part)}
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    if not names & bound:
        return before(node, found)
    return over_entry(node, found, bound | own)


def over_entry(node, found, bound):
    if isinstance(node, list):
        return [over_entry(item, found, bound) for item in node]
    if not isinstance(node, ast.AST):
        return node
    if isinstance(node, ast.Name):
        return node if node.id in bound else before(node, found)
    for field, value in ast.iter_fields(node):
        setattr(node, field, over_entry(value, found, bound))
    return node


def before(node, found):
    found.append(node)
    return ast.copy_location(ast.Name(OLD.format(len(found) - 1), ast.Load()), node)


def binds(node):
    """Variables that the node binds for the expressions inside it."""
    if isinstance(node, ast.Lambda):
        return {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
    targets = [part.target for part in getattr(node, "generators", ())]
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def new_module(name):
    """(module, its namespace); the host puts it among the loaded modules, where dataclasses and pickle look."""
    module = types.ModuleType(name)
    namespace = module.__dict__
    namespace["__file__"] = "/" + name + ".py"
    namespace["__builtins__"] = builtins
    return (module, namespace)


def signature_of(function):
    return inspect.signature(function)


def bind(signature, args, keywords):
    """(names, values) of all parameters, defaults applied."""
    bound = signature.bind(*args, **keywords)
    bound.apply_defaults()
    return (tuple(bound.arguments), tuple(bound.arguments.values()))


def classes_of(exception):
    """Names of the exception's classes, innermost first, joined by commas."""
    bases = type.__dict__["__mro__"].__get__(type(exception))
    return ",".join(type.__dict__["__name__"].__get__(base) for base in bases if base is not object)


def same(a, b, depth=0):
    """Equal and of the same types all the way down."""
    kind = type(a)
    if kind is not type(b) or depth > 100:
        return False
    if kind in (int, bool, str, bytes, type(None), type(...), range, bytearray, type):
        return a is b if kind is type else a == b
    if kind is float:
        return a == b and math.copysign(1.0, a) == math.copysign(1.0, b) or a != a and b != b
    if kind is complex:
        return same(a.real, b.real, depth + 1) and same(a.imag, b.imag, depth + 1)
    if kind in (list, tuple):
        return len(a) == len(b) and all(same(x, y, depth + 1) for x, y in zip(a, b))
    if kind is dict:
        return (
            len(a) == len(b)
            and all(same(x, y, depth + 1) for x, y in zip(a, b))
            and all(same(x, y, depth + 1) for x, y in zip(a.values(), b.values()))
        )
    if kind in (set, frozenset):
        return len(a) == len(b) and all(any(same(x, y, depth + 1) for y in b if x == y) for x in a)
    if not (a == b) is True:
        return False
    return same(state(a), state(b), depth + 1)


def state(value):
    """Contents behind a class's own idea of equality: of the builtin it extends, its `__dict__` and its slots."""
    parts = []
    for base in (int, float, str, bytes, list, tuple, dict, set, frozenset):
        if isinstance(value, base):
            parts.append(base.__repr__(value) if base in (int, float, str, bytes) else base(value))
    try:
        parts.append(object.__getattribute__(value, "__dict__"))
    except AttributeError:
        pass
    for base in type.__dict__["__mro__"].__get__(type(value)):
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            try:
                parts.append(object.__getattribute__(value, name))
            except AttributeError:
                parts.append(None)
    return parts


def literal(value):
    """`repr`, but for nan and the infinities, which it writes so that they can be read."""
    kind = type(value)
    if kind is float and not math.isfinite(value):
        return f"float({float.__repr__(value)!r})"
    if kind is list:
        return "[" + ", ".join(map(literal, value)) + "]"
    if kind is tuple:
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if kind in (set, frozenset) and value:
        items = "{" + ", ".join(map(literal, value)) + "}"
        return items if kind is set else f"frozenset({items})"
    if kind is dict:
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return repr(value)
