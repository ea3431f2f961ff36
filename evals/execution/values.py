"""
Judges clauses on given values, without running the code they speak of. Reads one JSON job from stdin and answers one JSON object:

{"source", "function", "clauses": [texts], "points": [{"args" | "args_py", "result"? | "result_py"?}]}
    -> {"judged": [[outcome per clause] per point], "unreadable": [reason or null per clause], "failed": reason or null}

An outcome is what `Clause.judge` answers; parameters have the same value on entry and at exit, those left out their default. Names of the source can be used by clauses.
"""

import copy
import inspect
import json
import sys
import types

sys.path.insert(0, __file__.rsplit("/", 1)[0])

import clauses
import guard as guarding
import stubs

SECONDS = 0.5


def main():
    job = json.load(sys.stdin)
    stubs.install()
    _, answers = guarding.install()
    module = types.ModuleType("case")
    sys.modules["case"] = module
    failed = None
    try:
        with guarding.cpu_limit(10):
            exec(compile(job["source"], "<case>", "exec"), vars(module))
    except BaseException as error:
        failed = f"{type(error).__name__}: {error}"[:300]
    try:
        signature = inspect.signature(getattr(module, job["function"], None))
    except (TypeError, ValueError):
        answers.write(json.dumps({"judged": [], "unreadable": [], "failed": failed or "the function is not there"}) + "\n")
        answers.flush()
        return
    compiled, unreadable = [], []
    for text in job["clauses"]:
        try:
            compiled.append(clauses.Clause(text, list(signature.parameters)))
            unreadable.append(None)
        except clauses.Unreadable as error:
            compiled.append(None)
            unreadable.append(str(error))
    judged = [[judge(clause, signature, point, vars(module)) for clause in compiled] for point in job["points"]]
    answers.write(json.dumps({"judged": judged, "unreadable": unreadable, "failed": failed}) + "\n")
    answers.flush()


def judge(clause, signature, point, namespace):
    if clause is None:
        return "unjudged"
    try:
        values = list(eval(point["args_py"], dict(namespace))) if "args_py" in point else point["args"]
        bound = signature.bind(*copy.deepcopy(values))
        bound.apply_defaults()
        entry = bound.arguments
        ended = None
        if "result_py" in point:
            ended = ("returned", eval(point["result_py"], dict(namespace)))
        elif "result" in point:
            ended = ("returned", point["result"])
        with guarding.cpu_limit(SECONDS):
            return clause.judge(namespace, entry, copy.deepcopy(entry), ended)[0]
    except guarding.OutOfTime:
        return "unjudged"
    except Exception:
        return "unjudged"


if __name__ == "__main__":
    main()
