"""
One case in one process: runs the code of a module on calls from its tests and on generated inputs, and judges clauses on each call.

Reads one JSON job from stdin and answers JSON lines: `{"at": unit}` before whatever might end the process, `{"violation": ...}`, `{"refuted": ...}`,
`{"function": ...}` when one is finished, `{"done": true}` at last. A job that was killed is given again with `skip`, the units not to be run.
"""

import copy
import inspect
import json
import random
import sys
import types

sys.path.insert(0, __file__.rsplit("/", 1)[0])

import bounds
import clauses
import generate
import guard as guarding
import kinds
import record
import stubs

CALL_SECONDS = 0.3
MODULE_SECONDS = 10
PIECE_SECONDS = 3
SHOWN_PER_CLAUSE = 3
TIMEOUTS_BEFORE_SMALL = 3
TIMEOUTS_BEFORE_END = 8


class Function:
    """A function of the module, with what the IR says about it."""

    def __init__(self, spec, module):
        self.spec, self.name = spec, spec["name"]
        *path, attribute = self.name.split(".")
        owner = module
        for part in path:
            owner = vars(owner)[part]
        self.owner, self.attribute = owner, attribute
        member = vars(owner)[attribute]
        self.call = member.__func__ if isinstance(member, staticmethod) else member
        if not isinstance(self.call, types.FunctionType):
            raise LookupError(f"{type(member).__name__} is not a plain function")
        self.signature = inspect.signature(self.call)
        self.self_class = owner if isinstance(owner, type) and not isinstance(member, staticmethod) else None
        names = list(self.signature.parameters)
        self.pre = [clauses.Clause(text, names) for text in spec["pre"]]
        self.clauses = []
        self.unreadable = []
        for clause in spec["clauses"]:
            try:
                self.clauses.append((clause, clauses.Clause(clause["text"], names)))
            except clauses.Unreadable as error:
                self.unreadable.append({"clause": clause["text"], "reason": str(error)})
        self.counts = {"typed": 0, "outside_types": 0, "untyped": 0, "rejected": 0, "discarded": 0, "timeouts": 0, "raised": 0}
        self.held = [0] * len(self.clauses)
        self.violated = [dict.fromkeys(("typed", "outside_types", "untyped", "beyond_bound"), 0) for _ in self.clauses]
        self.notes = {}

    def note(self, text):
        self.notes[text] = self.notes.get(text, 0) + 1


class Case:
    def __init__(self, job, guard, answers):
        self.job, self.guard, self.answers = job, guard, answers
        self.skip = set(job.get("skip", []))
        self.counting = None

    def emit(self, message):
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()

    def begins(self, unit):
        """Whether the unit is to be run; says so to whoever watches."""
        if unit in self.skip:
            return False
        self.emit({"at": unit})
        return True

    def run(self):
        self.module = types.ModuleType("case")
        sys.modules["case"] = self.module
        if not self.begins("module"):
            self.emit({"module_failed": "the module does not end"})
            return
        try:
            with guarding.cpu_limit(MODULE_SECONDS):
                exec(compile(self.job["source"], "<case>", "exec"), vars(self.module))
        except BaseException as error:
            self.emit({"module_failed": f"{type(error).__name__}: {error}"[:300]})
            return
        functions = []
        for spec in self.job["functions"]:
            try:
                functions.append(Function(spec, self.module))
            except (LookupError, clauses.Unreadable, TypeError, ValueError) as error:
                self.emit({"function": {"name": spec["name"], "not_run": f"{type(error).__name__}: {error}"[:200]}})
        self.by_name = {function.name: function for function in functions}
        recorded = self.record(functions)
        for function in functions:
            self.examine(function, recorded.get(function.name, []))
        self.emit({"done": True})

    def record(self, functions):
        recorder = record.Recorder(self.module)
        for function in functions:
            recorder.wrap(function.name, function.owner, function.attribute, function.call)
        for index, piece in enumerate(record.pieces(self.module, self.job.get("tests", []))):
            scope = dict(vars(self.module))
            for place, text in enumerate(piece):
                if not self.begins(f"test {index} {place}"):
                    continue
                try:
                    with guarding.cpu_limit(PIECE_SECONDS):
                        exec(compile(text, "<test>", "exec"), scope)
                except BaseException:  # A test that fails has still made its calls.
                    continue
        recorder.restore()
        entry = self.job.get("entry_point")
        for name in recorder.calls:
            if name.split(".")[-1] == entry:
                recorder.calls[name] += list(record.literal_calls(self.job.get("calls", []), vars(self.module)))[:200]
        return recorder.calls

    def examine(self, function, recorded):
        seeded = random.Random(f"{self.job['seed']}:{function.name}")
        make = generate.Generator(seeded, self.job["source"], vars(self.module), self.constructs)
        unit = f"call {function.name}"
        for index, refuted in enumerate(function.spec["refuted"]):
            if self.begins(f"refuted {function.name} {index}"):
                self.emit({"refuted": {"function": function.name, **refuted, **self.replay(function, refuted)}})
        for index, (positional, keywords) in enumerate(recorded):
            if self.begins(f"{unit} r{index}"):
                self.execute(function, copy.deepcopy(positional), copy.deepcopy(keywords), "typed")
        observed = observe(function, recorded)
        for index in range(self.job["generated"]):
            if function.counts["timeouts"] >= TIMEOUTS_BEFORE_END:
                function.note("too many calls took too long: the rest was not run")
                break
            make.small = function.counts["timeouts"] >= TIMEOUTS_BEFORE_SMALL
            try:
                call = self.arguments(function, make, seeded, recorded, observed)
            except generate.Unavailable as error:
                function.note(f"no value of {error}")
                continue
            except RecursionError:
                continue
            if self.begins(f"{unit} {index}"):
                self.execute(function, *call)
        self.emit({"function": {
            "name": function.name, "counts": function.counts, "notes": function.notes, "unreadable": function.unreadable,
            "clauses": [
                {**clause, "held": held, "violated": violated}
                for (clause, _), held, violated in zip(function.clauses, function.held, function.violated)
            ],
        }})

    def constructs(self, cls, positional, keywords):
        """Whether a class's constructor takes the arguments, by the preconditions of its `__init__`."""
        init = self.by_name.get(f"{cls.__qualname__}.__init__")
        if init is None:
            return True
        try:
            bound = init.signature.bind(None, *positional, **keywords)
        except TypeError:
            return False
        bound.apply_defaults()
        return all(clause.judge(vars(self.module), {}, bound.arguments, None)[0] == "true" for clause in init.pre)

    def arguments(self, function, make, seeded, recorded, observed):
        """Positional and keyword arguments of one generated call, and its class: `typed`, `outside_types` or `untyped`."""
        label = "typed"
        roll = seeded.random()
        if recorded and roll < 0.35:
            positional, keywords = seeded.choice(recorded)
            return [make.near(value) for value in copy.deepcopy(positional)], copy.deepcopy(keywords), label
        positional, keywords = [], {}
        for index, parameter in enumerate(function.signature.parameters.values()):
            if parameter.kind is parameter.VAR_KEYWORD:
                continue
            if parameter.default is not parameter.empty and seeded.random() < 0.3:
                break
            tree = kinds.of_annotation(parameter.annotation, vars(self.module))
            if index == 0 and function.self_class is not None:
                tree = ("class", function.self_class)
            elif tree == kinds.ANY and parameter.annotation is parameter.empty:
                tree = observed.get(parameter.name, kinds.ANY)
                if tree == kinds.ANY or seeded.random() < 0.15:
                    tree, label = kinds.ANY, "untyped"
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += [make.value(tree, 1) for _ in range(seeded.randint(0, 3))]
            elif parameter.kind is parameter.KEYWORD_ONLY:
                keywords[parameter.name] = make.value(tree)
            else:
                positional.append(make.value(tree))
        if roll > 0.92:
            return [generate.outside(value, seeded) for value in positional], keywords, "outside_types"
        if roll > 0.8:
            shared = generate.aliased(positional, seeded)
            positional = positional if shared is None else shared
        return positional, keywords, label

    def perform(self, function, positional, keywords):
        """
        Makes one call if the preconditions take it: `("made", entry, exit, ended)`, `("rejected", reason)` or `("discarded", reason)`
        when how it ended says nothing about the code.
        """
        try:
            bound = function.signature.bind(*positional, **keywords)
        except TypeError as error:
            return ("discarded", f"arguments do not fit: {error}")
        bound.apply_defaults()
        try:
            entry = copy.deepcopy(bound.arguments)
        except Exception as error:
            return ("discarded", f"arguments cannot be copied: {type(error).__name__}")
        self.guard.denied = None
        try:
            with guarding.cpu_limit(CALL_SECONDS):
                for clause in function.pre:
                    judged, reason = clause.judge(vars(self.module), entry, entry, None)
                    if judged != "true":
                        return ("rejected", f"precondition {judged}: {clause.text}" if judged == "unjudged" else None)
                try:
                    ended = ("returned", function.call(*positional, **keywords))
                except guarding.OutOfTime:
                    raise
                except BaseException as error:
                    ended = ("raised", error)
        except guarding.OutOfTime:
            return ("timeout", "out of time")
        if self.guard.denied is not None:
            return ("discarded", f"denied: {self.guard.denied}")
        if ended[0] == "raised" and isinstance(ended[1], (MemoryError, RecursionError)):
            return ("discarded", type(ended[1]).__name__)
        if ended[0] == "returned" and (hasattr(ended[1], "__next__") or inspect.isawaitable(ended[1])):
            return ("discarded", "the result is an iterator or awaitable")
        return ("made", entry, bound.arguments, ended)

    def judge(self, clause, entry, exit_, ended):
        try:
            with guarding.cpu_limit(CALL_SECONDS):
                return clause.judge(vars(self.module), entry, exit_, ended)
        except guarding.OutOfTime:
            return "unjudged", "out of time"

    def within(self, function, positional, keywords):
        """Whether arguments are of the annotated types. Doctests show on purpose what happens with others."""
        try:
            bound = function.signature.bind(*positional, **keywords)
        except TypeError:
            return True
        return all(
            kinds.fits(value, kinds.of_annotation(function.signature.parameters[name].annotation, vars(self.module)))
            for name, value in bound.arguments.items()
            if function.signature.parameters[name].kind
            not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        )

    def execute(self, function, positional, keywords, label):
        if label == "typed" and not self.within(function, positional, keywords):
            label = "outside_types"
        before = copy.deepcopy((positional, keywords)) if any(c["status"] == "bounded" for c, _ in function.clauses) else None
        made = self.perform(function, positional, keywords)
        if made[0] != "made":
            counted = {"timeout": "timeouts"}.get(made[0], made[0])
            function.counts[counted] += 1
            if made[1] is not None and made[0] != "timeout":
                function.note(made[1][:160])
            return
        _, entry, exit_, ended = made
        function.counts[label] += 1
        function.counts["raised"] += ended[0] == "raised"
        for index, (spec, clause) in enumerate(function.clauses):
            judged, reason = ("false", None) if spec["status"] == "vacuous" else self.judge(clause, entry, exit_, ended)
            if judged == "true":
                function.held[index] += 1
            elif judged == "unjudged":
                function.note(f"unjudged: {reason}"[:160])
            elif judged in ("false", "error"):
                self.violation(function, index, label, before, (entry, ended, judged, reason))

    def violation(self, function, index, label, before, seen):
        spec, (entry, ended, judged, reason) = function.clauses[index][0], seen
        if label == "untyped" and not spec["proposed"]:
            label = "outside_types"
        beyond = self.beyond(function, spec, before) if spec["status"] == "bounded" else None
        counted = "beyond_bound" if beyond else label
        violated = function.violated[index]
        violated[counted] += 1
        if violated[counted] <= SHOWN_PER_CLAUSE and not beyond:
            self.emit({"violation": {
                "function": function.name, "clause": spec["text"], "status": spec["status"], "judged": judged, "reason": reason, "class": label,
                "bound": spec.get("bound"), "bound_read": beyond is not None,
                "arguments": {name: shown(value) for name, value in entry.items()}, "ended": [ended[0], shown(ended[1])],
            }})

    def beyond(self, function, spec, before):
        """Whether the call goes further than the clause's bound; None when that cannot be told."""
        if bounds.read(spec.get("bound") or "")[0] is None or "." in function.name:
            return None
        try:
            if self.counting is None:
                self.counting = bounds.Counting(self.job["source"])
            self.counting.start()
            positional, keywords = copy.deepcopy(before)
            with guarding.cpu_limit(2 * CALL_SECONDS):
                vars(self.counting.module)[function.name](*positional, **keywords)
        except BaseException as error:
            if self.counting is None:
                function.note(f"turns cannot be counted: {type(error).__name__}")
                return None
        return self.counting.exceeds(spec["bound"])

    def replay(self, function, refuted):
        """Whether the clause fails on the counterexample in CPython; a call that a precondition rejects refutes nothing."""
        positional, keywords = [], {}
        try:
            values = {name: eval(text, dict(vars(self.module))) for name, text in refuted["counterexample"].items()}
        except Exception as error:
            return {"reproduced": False, "why": f"the counterexample does not read: {type(error).__name__}: {error}"}
        for parameter in function.signature.parameters.values():
            if parameter.name not in values:
                continue
            value = values[parameter.name]
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += list(value)
            elif parameter.kind is parameter.VAR_KEYWORD:
                keywords.update(value)
            elif parameter.kind is parameter.KEYWORD_ONLY:
                keywords[parameter.name] = value
            else:
                positional.append(value)
        made = self.perform(function, positional, keywords)
        if made[0] != "made":
            return {"reproduced": False, "why": f"{made[0]}: {made[1]}"}
        _, entry, exit_, ended = made
        try:
            clause = clauses.Clause(refuted["text"], list(function.signature.parameters))
        except clauses.Unreadable as error:
            return {"reproduced": False, "why": str(error)}
        judged, reason = self.judge(clause, entry, exit_, ended)
        return {"reproduced": judged == "false", "why": reason or judged, "ended": [ended[0], shown(ended[1])]}


def observe(function, recorded):
    """Types of the values that each parameter was seen with."""
    seen = {}
    for positional, keywords in recorded:
        try:
            bound = function.signature.bind(*positional, **keywords)
        except TypeError:
            continue
        for name, value in bound.arguments.items():
            kind = function.signature.parameters[name].kind
            values = value if kind is inspect.Parameter.VAR_POSITIONAL else [value]
            seen.setdefault(name, []).extend(kinds.of_value(item) for item in values)
    return {name: kinds.join(trees) for name, trees in seen.items()}


def shown(value):
    try:
        with guarding.cpu_limit(CALL_SECONDS):
            text = repr(value)
    except BaseException as error:
        text = f"<repr: {type(error).__name__}>"
    return text if len(text) <= 400 else text[:400] + "..."


def main():
    job = json.load(sys.stdin)
    stubs.install()
    guard, answers = guarding.install()
    Case(job, guard, answers).run()


if __name__ == "__main__":
    main()
