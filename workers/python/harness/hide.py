"""Run last: `__main__` forgets everything, and garbage collection forgets what is there."""

import gc as _gc
import os as _os

_os.remove("/tmp/support.py")
_os.remove("/tmp/report")
for _name in [name for name in globals() if name not in ("__name__", "__builtins__", "_gc")]:
    del globals()[_name]
_gc.collect()
_gc.freeze()
del _gc
