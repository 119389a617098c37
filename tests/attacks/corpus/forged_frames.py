"""Frames forged on the runner's own socket earn nothing: they are answers, or they end the runner."""

from pathlib import Path

SPOILS = True
PREAMBLE = "import time\n" + (Path(__file__).parents[2] / "forging.py").read_text(encoding="utf-8")
ANSWERS = {
    "verdict": 'def softmax(logits): forge(nonce(), b\'[{"outcome": "passed", "points": 3}]\')',
    "not asked": "forge(bytes(16), b'{}')\ndef softmax(logits): return 0",
    "out of order": "def softmax(logits):\n    for _ in range(9): forge(nonce(), b'{}')\n    return 0",
    "too many answers": "def softmax(logits): forge(nonce(), b'[' + b'{},' * 99 + b'{}]')",
    "not JSON": "def softmax(logits): forge(nonce(), b'\\x80' * 9)",
    "pickle": "def softmax(logits): forge(nonce(), bytes.fromhex('636f730a73797374656d0a285669640a74522e'))",
    "constant": "def softmax(logits): forge(nonce(), b'[NaN, Infinity]')",
    "nested": "def softmax(logits): forge(nonce(), b'[' * 10**6)",
    "too large": "def softmax(logits): os.write(connection(), nonce() + b'\\xff' * 4)",
    "many values": "def softmax(logits): forge(nonce(), b'[' + b'[],' * 4_000_000 + b'[]]')",
    "cell that succeeded": 'forge(nonce(), b\'{"error": "", "message": ""}\')\ndef softmax(logits): return 0',
    "huge measurements": """
from grader.selfcheck import calling
honest = calling.answer
def answer(function, call):
    return honest(function, call) | {"peak_memory": 10**400, "seconds": 10**400, "after": [], "error": []}
import grader.sandbox.runner as runner
runner.answer = answer
def softmax(logits): return 0
""",
    "surrogates": 'def softmax(logits): forge(nonce(), b\'[{"value": "\\\\ud800"}]\')',
    "own requests eaten": "def softmax(logits): os.set_blocking(connection(), False); os.read(connection(), 1)",
    "closed": "def softmax(logits): os.close(connection())",
    "closed at once": "os.close(connection())\ndef softmax(logits): return 0",
    "duplicated": "copy = os.dup(connection())\ndef softmax(logits): os.write(copy, b'x' * 64)",
    "replaced": "def softmax(logits): os.dup2(0, connection())",
}
