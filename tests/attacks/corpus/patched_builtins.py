"""Replacing Python's builtins changes no verdict: the grader's are in another process."""

SPOILS = True
ANSWERS = {
    "logic": """
import builtins
builtins.all = builtins.any = builtins.isinstance = lambda *_: True
builtins.abs = builtins.max = lambda *_, **__: 0
def softmax(logits): return 0.5
""",
    "length": """
import builtins
builtins.len = lambda _: 2
def softmax(logits): return [0.5]
""",
    "exceptions": """
import builtins
builtins.AssertionError = builtins.Exception = builtins.BaseException = type("Nothing", (BaseException,), {})
def softmax(logits): raise ValueError
""",
    "import": """
import builtins
builtins.__import__ = lambda *_, **__: np
def softmax(logits): return 1.0
""",
}
