"""Says of each program whether it passes its tests.

Reads JSON lines `{"programs": [source, ...], "tests": source}` and writes one line `[true, false, ...]` for each. A program that does not end within a second
fails. Programs run in this process: they are variants of published reference solutions.
"""

import contextlib
import io
import json
import signal
import sys

SECONDS = 1


class OutOfTime(BaseException):
    pass


def out_of_time(*_):
    raise OutOfTime


def passes(program, tests):
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(program + "\n\n" + tests, "program", "exec"), {"__name__": "program"})
        return True
    except BaseException:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, out_of_time)
    sys.setrecursionlimit(3000)
    answers = sys.stdout
    for line in sys.stdin:
        task = json.loads(line)
        answers.write(json.dumps([passes(program, task["tests"]) for program in task["programs"]]) + "\n")
