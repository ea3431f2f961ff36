"""typing_extensions over a typing that has nearly all of it."""

import collections.abc
import inspect
import typing
import warnings

globals().update({name: getattr(typing, name) for name in dir(typing) if not name.startswith("_")})

Buffer = collections.abc.Buffer
deprecated = warnings.deprecated
get_annotations = inspect.get_annotations


def runtime(cls):
    return typing.runtime_checkable(cls)


class Sentinel:
    def __init__(self, name, repr=None):
        self._name = name
        self._repr = repr if repr is not None else f"<{name}>"

    def __repr__(self):
        return self._repr


class Doc:
    def __init__(self, documentation, /):
        self.documentation = documentation

    def __repr__(self):
        return f"Doc({self.documentation!r})"
