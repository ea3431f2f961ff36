"""Limits on code that is not trusted: memory, CPU time of the process and of each call, and what it may touch."""

import os
import resource
import signal
import sys
from contextlib import contextmanager

MEMORY_BYTES = 2 * 2**30
PROCESS_CPU_SECONDS = 120

DENIED_EVENTS = {
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "os.forkpty", "os.kill", "os.killpg", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime",
    "subprocess.Popen", "pty.spawn", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.copytree",
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.__new__",
    "urllib.Request", "webbrowser.open", "smtplib.connect", "ftplib.connect", "http.client.connect",
}


class OutOfTime(BaseException):
    """A call took more CPU time than it may."""


class Guard:
    """Whether the last call tried something that is denied: its outcome then says nothing about the code."""

    def __init__(self):
        self.denied = None

    def audit(self, event, arguments):
        if event == "open":
            mode, flags = arguments[1], arguments[2]
            writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
            writes = writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            if not writes or arguments[0] == os.devnull:
                return
        elif event not in DENIED_EVENTS:
            return
        self.denied = event
        raise PermissionError(f"{event} is denied")


def _expired(_signal, _frame):
    raise OutOfTime()


def install():
    """Takes effect for the rest of the process. Gives the guard and a file for answers that the code cannot print into."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    sys.stdin = open(os.devnull, encoding="utf8")
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESS_CPU_SECONDS, PROCESS_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _expired)
    guard = Guard()
    sys.addaudithook(guard.audit)
    return guard, answers


@contextmanager
def cpu_limit(seconds):
    """Raises OutOfTime after so much CPU time, and again every tenth of a second for code that catches everything."""
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
