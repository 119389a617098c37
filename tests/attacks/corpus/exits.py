"""A submission that ends its own process loses the exercise that did it, and nobody else loses anything."""

ANSWERS = {
    "at import": "import os\nos._exit(0)\ndef softmax(logits): return 0",
    "in the function": "import os\ndef softmax(logits): os._exit(0)",
    "segmentation fault": "import ctypes\ndef softmax(logits): ctypes.string_at(0)",
    "segmentation fault at import": "import ctypes\nctypes.string_at(0)\ndef softmax(logits): return 0",
    "abort": "import os\ndef softmax(logits): os.abort()",
    "own signal": "import signal\ndef softmax(logits): signal.raise_signal(signal.SIGKILL)",
    "timer": "import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0.01)\ntime.sleep(1)\ndef softmax(logits): return 0",
    "stdout closed": "import os, sys\nsys.stdout.close()\nos.close(1)\nos.close(2)\ndef softmax(logits): return 0",
    "SystemExit at import": "def softmax(logits): return 0\nraise SystemExit(0)",
    "SystemExit in the function": "import sys\ndef softmax(logits): sys.exit(0)",
    "KeyboardInterrupt": "def softmax(logits): raise KeyboardInterrupt",
    "GeneratorExit": "def softmax(logits): raise GeneratorExit",
    "BaseException": "class Odd(BaseException): __str__ = __repr__ = None\ndef softmax(logits): raise Odd",
    "quit": "quit()\ndef softmax(logits): quit()",
    "at exit": "import atexit, os\natexit.register(os._exit, 7)\ndef softmax(logits): return 0",
    "EOFError": "def softmax(logits): raise EOFError",
}

# ruff: noqa: E501 (code of an attacker)
