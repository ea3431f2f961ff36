"""Types as trees of tuples, read from real annotations or observed in values: `("list", ("int",))`, `("union", (t, ...))`, `("any",)`."""

import collections.abc
import enum
import inspect
import types
import typing

ANY = ("any",)
SCALARS = {int: "int", bool: "bool", float: "float", str: "str", bytes: "bytes", complex: "complex", type(None): "none"}
SCALAR_KINDS = {
    "int": int, "bool": bool, "float": (int, float), "str": str, "bytes": bytes, "complex": (int, float, complex), "none": type(None),
}
ITERABLES = {
    list: "list", collections.deque: "deque", collections.abc.MutableSequence: "list",
    collections.abc.Sequence: "sequence", collections.abc.Iterable: "sequence", collections.abc.Collection: "sequence",
    collections.abc.Iterator: "iterator", collections.abc.Generator: "iterator", collections.abc.Container: "sequence",
    collections.abc.Reversible: "sequence",
    set: "set", frozenset: "frozenset", collections.abc.Set: "set", collections.abc.MutableSet: "set",
}
MAPPINGS = {
    dict: "dict", collections.abc.Mapping: "dict", collections.abc.MutableMapping: "dict",
    collections.defaultdict: "dict", collections.OrderedDict: "dict", collections.Counter: "dict",
}


def of_annotation(annotation, namespace, depth=0):
    """The tree of an annotation as it stands in the function; ANY where it says nothing that can be read."""
    if depth > 8 or annotation is inspect.Parameter.empty or annotation is typing.Any or annotation is object:
        return ANY
    if isinstance(annotation, (str, typing.ForwardRef)):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        try:
            return of_annotation(eval(text, dict(vars(typing)) | dict(namespace)), namespace, depth + 1)
        except Exception:
            return ANY
    if annotation is None:
        return ("none",)
    try:
        if annotation in SCALARS:
            return (SCALARS[annotation],)
    except TypeError:
        return ANY
    return _of_generic(annotation, lambda inner: of_annotation(inner, namespace, depth + 1))


def _of_generic(annotation, go):
    origin, arguments = typing.get_origin(annotation) or annotation, typing.get_args(annotation)
    if origin is typing.Union or origin is types.UnionType:
        return ("union", tuple(go(argument) for argument in arguments))
    if origin is typing.Literal:
        return ("literal", arguments)
    if origin in (typing.Annotated, typing.Final, typing.ClassVar) or hasattr(annotation, "__metadata__"):
        return go(arguments[0]) if arguments else ANY
    if isinstance(annotation, typing.TypeVar):
        options = annotation.__constraints__ or ((annotation.__bound__,) if annotation.__bound__ else (int,))
        return go(options[0])
    if hasattr(annotation, "__supertype__"):
        return go(annotation.__supertype__)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return ("tuples", go(arguments[0]))
        return ("tuple", tuple(go(argument) for argument in arguments)) if arguments else ("tuples", ANY)
    if origin is collections.abc.Callable:
        return ("callable",)
    if origin in ITERABLES:
        return (ITERABLES[origin], go(arguments[0]) if arguments else ANY)
    if origin in MAPPINGS:
        key, value = arguments if len(arguments) == 2 else (arguments[0] if arguments else ANY, int)
        return ("dict", go(key) if key is not ANY else ("str",), go(value))
    if isinstance(origin, type):
        if issubclass(origin, enum.Enum):
            return ("literal", tuple(origin))
        return ("class", origin)
    return ANY


def fits(value, tree, depth=0):
    """Whether a value is of the type that a tree denotes, as PEP 484 reads annotations: an int is a float and a bool an int. What cannot be told fits."""
    kind = tree[0]
    if kind == "any" or depth > 8:
        return True
    if kind == "union":
        return any(fits(value, option, depth + 1) for option in tree[1])
    if kind == "literal":
        return any(value == option for option in tree[1])
    if kind in SCALAR_KINDS:
        return isinstance(value, SCALAR_KINDS[kind])
    if kind == "tuple":
        return isinstance(value, tuple) and len(value) == len(tree[1]) and all(
            fits(item, inner, depth + 1) for item, inner in zip(value, tree[1])
        )
    if kind == "dict":
        return not isinstance(value, collections.abc.Mapping) or all(
            fits(key, tree[1], depth + 1) and fits(item, tree[2], depth + 1) for key, item in value.items()
        )
    if kind in ("list", "sequence", "set", "frozenset", "tuples", "deque"):
        if not isinstance(value, (list, tuple, set, frozenset, collections.deque)):
            return not isinstance(value, (int, float, type(None)))
        return all(fits(item, tree[1], depth + 1) for item in value)
    return True


def of_value(value, depth=0):
    """The tree of one observed value."""
    kind = SCALARS.get(type(value))
    if kind is not None:
        return (kind,)
    if depth > 5:
        return ANY
    if type(value) in (list, set, frozenset):
        items = join([of_value(item, depth + 1) for item in list(value)[:20]])
        return (ITERABLES[type(value)], items)
    if type(value) is tuple:
        return ("tuple", tuple(of_value(item, depth + 1) for item in value)) if len(value) <= 4 else (
            "tuples", join([of_value(item, depth + 1) for item in value[:20]]))
    if type(value) is dict:
        return ("dict", join([of_value(key, depth + 1) for key in list(value)[:20]]),
                join([of_value(item, depth + 1) for item in list(value.values())[:20]]))
    if isinstance(value, types.FunctionType):
        return ("callable",)
    return ("class", type(value))


def join(trees):
    """The union of some trees; ANY for none."""
    distinct = list(dict.fromkeys(trees))
    specific = [tree for tree in distinct if tree != ANY]
    for tree in list(specific):
        if tree[0] in ("list", "set", "frozenset") and tree[1] == ANY and any(
            other[0] == tree[0] and other != tree for other in specific
        ):
            specific.remove(tree)
    if not specific:
        return ANY
    return specific[0] if len(specific) == 1 else ("union", tuple(specific))
