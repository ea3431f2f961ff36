"""Modules that stand in for contract libraries: their decorators check nothing, so that the bare code is run."""

import sys
import types


class Inert:
    """Anything a contract library offers: usable as decorator, decorator factory, base of attributes and marker."""

    def __init__(self, name):
        self._name = name

    def __call__(self, *arguments, **keywords):
        if len(arguments) == 1 and not keywords and isinstance(arguments[0], (type, types.FunctionType)):
            if getattr(arguments[0], "__name__", "") != "<lambda>":
                return arguments[0]
        return lambda function: function

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{self._name}.{name}")


class Base:
    """What classes with contracts derive from (`DBC`)."""


def _module(name):
    module = types.ModuleType(name)

    def find(attribute):
        if attribute == "DBC":
            return Base
        if attribute == "DBCMeta":
            return type
        if attribute.endswith(("Error", "Violation")):
            return type(attribute, (Exception,), {})
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Inert(attribute)

    module.__getattr__ = find
    return module


def install():
    for name in ("icontract", "deal"):
        sys.modules[name] = _module(name)
