"""Evaluates lines of {"python": EXPRESSION, "values": {NAME: LITERAL}} with CPython.

Answers one line each: {"value": repr, "true": bool} or {"raises": exception class}.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")
for line in sys.stdin:
    case = json.loads(line)
    names = {name: eval(text) for name, text in case["values"].items()}
    try:
        value = eval(case["python"], names)
        answer = {"value": repr(value), "true": bool(value)}
    except Exception as error:
        answer = {"raises": type(error).__name__}
    print(json.dumps(answer))
