"""Frames that never end are waited for until the deadline, and no longer."""

PREAMBLE = """
import os, stat, struct, sys, time
def connection():
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return descriptor
        except OSError:
            pass
def nonce():
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals["nonce"]
def forge(nonce, data):
    os.write(connection(), struct.pack("<16sI", nonce, len(data)) + data)
"""
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
