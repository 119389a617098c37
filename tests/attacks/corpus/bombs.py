"""What takes memory, processor time, output or files without end is stopped, and costs the exercise alone."""

ANSWERS = {
    "memory in the function": "def softmax(logits):\n    kept = []\n    while True: kept.append(bytearray(10**7))",
    "memory at import": "kept = bytearray(2**34)\ndef softmax(logits): return 0",
    "memory as an array": "def softmax(logits): return np.ones((2**17, 2**17))",
    "memory swallowed": """
def softmax(logits):
    kept = []
    while True:
        try:
            kept.append(bytearray(10**7))
        except MemoryError:
            return 0
""",
    "large answer": "def softmax(logits): return np.zeros(2**22)",
    "output": "print('x' * 10**8)\ndef softmax(logits):\n    print('y' * 10**8)\n    return 0",
    "figures": "import matplotlib.pyplot as plt\nfor _ in range(30): plt.figure()\ndef softmax(logits): return 0",
    "exponent": "def softmax(logits): return len(str(9 ** 9 ** 6)) * 0.0",
    "recursion": "def softmax(logits): return softmax(logits)",
    "recursion in C": "import sys\nsys.setrecursionlimit(10**9)\ndef softmax(logits): return softmax(logits)",
    "open files": "files = []\ndef softmax(logits):\n    while True: files.append(open('/dev/null'))",
    "warnings": "import warnings\ndef softmax(logits):\n    for n in range(10**5): warnings.warn(str(n) * 999)\n    return 0",
    "message": "def softmax(logits): raise ValueError('x' * 10**8)",
    "name": "def softmax(logits): raise type('x' * 10**7, (Exception,), {})",
    "bases": """
deep = Exception
for n in range(200): deep = type(f"E{n}", (deep,), {})
def softmax(logits): raise deep
""",
}

# ruff: noqa: E501 (code of an attacker)
