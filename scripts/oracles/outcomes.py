"""How CPython ends calls: reads JSON lines {"source", "function", "calls": [{"values": {name: literal}, "aliased": [a, b] | null}]}.

Answers one JSON line each: a list of {"kind": "returned", "value", "after"} | {"kind": "raised", "classes", "after"} | {"kind": "skipped", "why"}; `after` has
the literals of the list parameters when the call ended. A call that takes long or makes something large is skipped.
"""

import json
import signal
import sys

SECONDS = 0.2
LONGEST = 600


class OutOfTime(BaseException):
    pass


def expire(_signal, _frame):
    raise OutOfTime


def literal(value):
    text = repr(value)
    if len(text) > LONGEST:
        raise OverflowError("large")
    return text


def outcome(function, call):
    arguments = {name: eval(text) for name, text in call["values"].items()}
    if call["aliased"] is not None:
        first, second = call["aliased"]
        arguments[second] = arguments[first]
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        try:
            ended = {"kind": "returned", "value": function(**arguments)}
        except Exception as error:
            if isinstance(error, (MemoryError, RecursionError)):
                return {"kind": "skipped", "why": type(error).__name__}
            ended = {"kind": "raised", "classes": [base.__name__ for base in type(error).__mro__ if base is not object]}
        if ended["kind"] == "returned":
            ended["value"] = literal(ended["value"])
        ended["after"] = {name: literal(value) for name, value in arguments.items() if isinstance(value, list)}
        return ended
    except (OutOfTime, OverflowError, ValueError) as error:
        return {"kind": "skipped", "why": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main():
    signal.signal(signal.SIGPROF, expire)
    for line in sys.stdin:
        case = json.loads(line)
        namespace = {}
        exec(case["source"], namespace)
        print(json.dumps([outcome(namespace[case["function"]], call) for call in case["calls"]]), flush=True)


if __name__ == "__main__":
    main()
