"""Judges clauses of Lift's expression language in CPython: `implies` is lazy, `old(e)` is `e` on entry, `raises(E)` asks how the call ended."""

import ast
import builtins

ENTRY = "__entry_"
RAISES = "__raises"


class Unreadable(Exception):
    """The clause is not an expression that CPython can parse."""


class _Rewrite(ast.NodeTransformer):
    def __init__(self, parameters):
        self.parameters = set(parameters)
        self.bound = []
        self.in_old = False
        self.speaks_of_raising = False

    def _is_bound(self, name):
        return any(name in names for names in self.bound)

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) and not self._is_bound(node.func.id) else None
        if node.keywords or name in self.parameters:
            return self.generic_visit(node)
        if name == "implies" and len(node.args) == 2:
            test, then = (self.visit(argument) for argument in node.args)
            truth = ast.Call(func=ast.Name(id="bool", ctx=ast.Load()), args=[then], keywords=[])
            return ast.IfExp(test=test, body=truth, orelse=ast.Constant(value=True))
        if name == "old" and len(node.args) == 1:
            before, self.in_old = self.in_old, True
            value = self.visit(node.args[0])
            self.in_old = before
            return value
        if name == "raises" and len(node.args) == 1:
            self.speaks_of_raising = True
            return ast.Call(
                func=ast.Name(id=RAISES, ctx=ast.Load()),
                args=[ast.Constant(value=ast.unparse(node.args[0]))],
                keywords=[],
            )
        return self.generic_visit(node)

    def visit_Name(self, node):
        if self.in_old and node.id in self.parameters and not self._is_bound(node.id):
            return ast.Name(id=ENTRY + node.id, ctx=node.ctx)
        return node

    def _scoped(self, node):
        targets = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        node.generators[0].iter = self.visit(node.generators[0].iter)
        self.bound.append(targets)
        for index, generator in enumerate(node.generators):
            if index > 0:
                generator.iter = self.visit(generator.iter)
            generator.ifs = [self.visit(condition) for condition in generator.ifs]
        if isinstance(node, ast.DictComp):
            node.key, node.value = self.visit(node.key), self.visit(node.value)
        else:
            node.elt = self.visit(node.elt)
        self.bound.pop()
        return node

    visit_GeneratorExp = visit_ListComp = visit_SetComp = visit_DictComp = _scoped

    def visit_Lambda(self, node):
        self.bound.append({argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)})
        node.body = self.visit(node.body)
        self.bound.pop()
        return node


class Clause:
    """A compiled clause over the parameters of one function."""

    def __init__(self, text, parameters):
        try:
            tree = ast.parse("(" + text.strip() + "\n)", mode="eval")
            rewrite = _Rewrite(parameters)
            self.code = compile(ast.fix_missing_locations(rewrite.visit(tree)), "<clause>", "eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from None
        self.text = text
        self.speaks_of_raising = rewrite.speaks_of_raising

    def judge(self, namespace, entry, exit_, ended):
        """
        `true`, `false`, `error` (judging raised, so it does not hold), `not_applicable` (the call raised, the clause does not speak of that) or
        `unjudged` (a name that neither the module nor Python knows). `ended` is `("returned", value)`, `("raised", exception)` or None before the call.
        """
        raised = ended is not None and ended[0] == "raised"
        if raised and not self.speaks_of_raising:
            return "not_applicable", None
        scope = dict(namespace)
        scope.update({ENTRY + name: value for name, value in entry.items()})
        scope.update(exit_)
        scope[RAISES] = lambda text: raised and matches(text, ended[1], namespace)
        scope.pop("result", None)
        if "result" in exit_:
            scope["result"] = exit_["result"]
        elif ended is not None and not raised:
            scope["result"] = ended[1]
        try:
            return ("true" if eval(self.code, scope) else "false"), None
        except NameError as error:
            if raised and error.name == "result":
                return "not_applicable", None
            return "unjudged", str(error)
        except (MemoryError, RecursionError) as error:
            return "unjudged", type(error).__name__
        except Exception as error:
            return "error", f"{type(error).__name__}: {error}"


def matches(text, exception, namespace):
    """Whether the exception is an instance of the class that the text names, by the module's own name for it or by its class name."""
    try:
        wanted = eval(text, dict(namespace))
    except Exception:
        wanted = None
    if isinstance(wanted, type):
        return isinstance(exception, wanted)
    last = text.split(".")[-1]
    known = getattr(builtins, last, None)
    if isinstance(known, type):
        return isinstance(exception, known)
    return any(base.__name__ == last for base in type(exception).__mro__)
