"""Run once in a new interpreter, in `__main__`, before its image is taken: loads what programs commonly import, and the support functions."""

import gc
import importlib
import sys

COMMON = """
abc argparse array ast asyncio base64 binascii bisect calendar cmath codecs collections collections.abc colorsys contextlib contextvars copy csv dataclasses
datetime decimal difflib enum fractions functools hashlib heapq html inspect io itertools json keyword logging math numbers operator os os.path pathlib
pprint queue random re secrets statistics string struct sys tempfile textwrap threading time timeit traceback types typing typing_extensions unicodedata unittest
urllib.parse uuid warnings weakref zlib __future__
""".split()

for name in COMMON:
    importlib.import_module(name)

import builtins
import random

random.seed(0)
sys.argv[:] = ["subject"]
# Programs use it as the largest number; sizes themselves have 32 bits here, and what exceeds them is told apart by the host.
sys.maxsize = 2**63 - 1
clean = {**vars(builtins)}
space = {"__name__": "support", "__builtins__": {**clean}}
with open("/tmp/support.py") as file:
    exec(compile(file.read(), "<support>", "exec"), space)

names = "prepare new_module signature_of bind deepcopy same literal classes_of".split()
pins = {name: space[name] for name in names}
pins.update(none=None, modules=sys.modules, builtins=clean, isinstance=isinstance)
