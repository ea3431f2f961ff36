/** Built-in exceptions as `base: classes`; from the library reference's page "Built-in Exceptions", section "Exception hierarchy". */
const TREE: Record<string, string> = {
  object: "BaseException",
  BaseException: "BaseExceptionGroup GeneratorExit KeyboardInterrupt SystemExit Exception",
  Exception:
    "ArithmeticError AssertionError AttributeError BufferError EOFError ExceptionGroup ImportError LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning",
  ArithmeticError: "FloatingPointError OverflowError ZeroDivisionError",
  ImportError: "ModuleNotFoundError",
  LookupError: "IndexError KeyError",
  NameError: "UnboundLocalError",
  OSError:
    "BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError",
  ConnectionError: "BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
  RuntimeError: "NotImplementedError PythonFinalizationError RecursionError",
  SyntaxError: "IndentationError",
  IndentationError: "TabError",
  ValueError: "UnicodeError",
  UnicodeError: "UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError",
  Warning:
    "BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning",
};

/** Names that CPython keeps for one of the classes above. */
export const EXCEPTION_ALIASES: ReadonlyMap<string, string> = new Map([
  ["IOError", "OSError"],
  ["EnvironmentError", "OSError"],
  ["WindowsError", "OSError"],
]);

/** Base class of every built-in exception. */
export const BUILTIN_EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(TREE).flatMap(([base, names]) => names.split(" ").map((name) => [name, base] as const)),
);
