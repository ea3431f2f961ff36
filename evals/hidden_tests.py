"""
Runs one code against tests it has not seen, in a process of its own.

Reads one JSON job from stdin: `{"code", "names": [..], "setup", "tests": [..], "call"}`. Every name of `names` is bound to the code's last function before the
tests run. Answers `{"passed": bool, "detail": str}`.
"""

import ast
import json
import resource
import signal
import sys

SECONDS = 20
BYTES = 2 << 30


def main():
    job = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.alarm(SECONDS)
    answers, sys.stdout = sys.stdout, sys.stderr
    passed, detail = judge(job)
    answers.write(json.dumps({"passed": passed, "detail": detail[:500]}) + "\n")


def judge(job):
    space = {"__name__": "candidate"}
    try:
        exec(compile(job["code"], "<code>", "exec"), space)
        functions = [node.name for node in ast.parse(job["code"]).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        wanted = job.get("function")
        function = space[wanted if wanted in space else functions[-1]]
        for name in job["names"]:
            space[name] = function
        if job["setup"]:
            exec(compile(job["setup"], "<setup>", "exec"), space)
        for text in [*job["tests"], job["call"]]:
            if text:
                exec(compile(text, "<tests>", "exec"), space)
    except BaseException as error:
        return False, f"{type(error).__name__}: {error}"
    return True, ""


main()
