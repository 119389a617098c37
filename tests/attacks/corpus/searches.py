"""Nothing of the reference, the seeds, the plan or the gradebook is in the runner's memory or within its reach."""

TRIES = {
    "gc": """
import gc, types
found = [o for o in gc.get_objects() if isinstance(o, types.FunctionType) and (o.__module__ or "").startswith("solutions")]
assert found
""",
    "texts in gc": """
import gc
texts = [t for o in gc.get_objects() if type(o) in (dict, list, tuple) for t in (o.values() if type(o) is dict else o)]
assert [text for text in texts if type(text) is str and ' '.join(['def', 'log_softmax']) in text and 'worked' not in text]
""",
    "frames": """
import sys
frame, names = sys._getframe(), set()
while frame:
    names |= set(frame.f_locals) | set(frame.f_globals)
    frame = frame.f_back
assert names & {"expected", "seed", "secret", "plan", "planned", "exercise", "assignment", "gradebook"}
""",
    "modules": """
import sys
assert [m for m in sys.modules if m.startswith(("solutions", "exercises", "grader.plan", "grader.grading.grade", "nbgrader"))]
""",
    "environment": """
import os
assert [name for name in os.environ if name not in
        ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MPLBACKEND", "LANG")]
""",
    "command line": "import sys\nassert any(sys.argv) or sys.orig_argv",
    "import": "import solutions.losses",
    "import by path": """
import importlib.util, os, sys
sys.meta_path[:] = [f for f in sys.meta_path if "Absent" not in type(f).__name__]
roots = [p for p in sys.path if p] + ["/", "/work", "/root", "/home", os.path.dirname(os.path.dirname(os.getcwd()))]
sys.path[:0] = roots
import solutions.losses
""",
    "gradebook": "from nbgrader.api import Gradebook",
    "exercises": "import exercises.losses",
    "secret": "import os\nassert [p for p in ('secret', '../secret', '../../secret') if open(p).read()]",
    "process": "open('/proc/self/environ', 'rb').read()",
    "own memory": "open('/proc/self/mem', 'rb').read(1)",
    "maps": "open('/proc/self/maps').read()",
    "parent": "import os\nopen(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "descriptors by name": "import os\nos.listdir('/proc/self/fd')",
    "descriptors": """
import os
for descriptor in range(4, 256):
    try:
        os.read(descriptor, 0)
    except OSError:
        continue
    assert os.fstat(descriptor).st_mode & 0o170000 == 0o100000 and os.read(descriptor, 1)
    break
else:
    raise OSError
""",
    "site-packages": "import nbgrader.apps.baseapp",
    "site-packages by path": """
import numpy, os
site = os.path.dirname(os.path.dirname(numpy.__file__))
assert [name for name in os.listdir(site) if name.startswith(("__editable__", "nbgrader")) and open(
    os.path.join(site, name) + ("/__init__.py" if os.path.isdir(os.path.join(site, name)) else "")).read()]
""",
    "other submissions": "import os\nos.listdir('..')",
    "password file": "open('/etc/passwd').read()",
    "home": "import os\nos.listdir(os.path.expanduser('~'))",
    "temporary files": "import os\nos.listdir('/tmp')",
    "root": "import os\nos.listdir('/')",
    "link": "import os\nos.symlink('/etc/passwd', 'attack-wrote-this')",
    "descriptor of a path": "import os\nos.read(os.open('/', os.O_PATH), 1)",
    "memory of the parent": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
assert libc.ptrace(16, os.getppid(), 0, 0) == 0
""",
}

# ruff: noqa: E501 (code of an attacker)
