"""Frames that never end are waited for until the deadline, and no longer."""

from pathlib import Path

PREAMBLE = "import time\n" + (Path(__file__).parents[2] / "forging.py").read_text(encoding="utf-8")
ANSWERS = {
    "half a header": "def softmax(logits):\n    os.write(connection(), nonce()[:7])\n    time.sleep(60)",
    "half an answer": "def softmax(logits):\n    os.write(connection(), nonce() + bytes([9, 0, 0, 0, 1]))\n    time.sleep(60)",
    "drop by drop": """
def softmax(logits):
    os.write(connection(), nonce() + bytes([255, 255, 15, 0]))
    while True:
        os.write(connection(), b"x")
        time.sleep(0.05)
""",
}

# ruff: noqa: E501 (code of an attacker)
