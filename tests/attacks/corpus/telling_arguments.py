"""A function that knows its hidden arguments finds no way to say them to its author in feedback."""

ANSWERS = {
    "message": "def softmax(logits): raise ValueError(repr(logits.tolist()))",
    "class name": "def softmax(logits): raise type(repr(logits.tolist()), (Exception,), {})",
    "result": "def softmax(logits): return repr(logits.tolist())",
    "type name": "def softmax(logits): return type(repr(logits.tolist()), (), {})()",
    "keys": "def softmax(logits): return {repr(logits.tolist()): 1}",
    "warning": "import warnings\ndef softmax(logits):\n    warnings.warn(repr(logits.tolist()))\n    return 0",
    "lengths": "def softmax(logits): return np.zeros((0, *(int(abs(x) * 1e9) for x in logits.ravel()[:6])))",
    "length of a list": "def softmax(logits): return [0] * int(abs(logits.ravel()[0]) * 1e4)",
    "factor": """
def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return logits.ravel()[0] * exponentials / exponentials.sum(axis=1, keepdims=True)
""",
    "standard output": "import os\ndef softmax(logits):\n    print(logits.tolist())\n    os.write(2, repr(logits.tolist()).encode())",
    "exit code": "import os\ndef softmax(logits): os._exit(int(abs(logits.ravel()[0]) * 100) % 256)",
    "later cell": "def softmax(logits):\n    globals()['stolen'] = logits.tolist()\n    return 0",
    "source": "def softmax(logits):\n    softmax.__doc__ = repr(logits.tolist())\n    return 0",
}

# ruff: noqa: E501 (code of an attacker)
