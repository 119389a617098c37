"""What never comes back is waited for until the deadline; the answers before and after it keep their points."""

ANSWERS = {
    "at import": "def softmax(logits): return 0\nwhile True: pass",
    "in the function": "def softmax(logits):\n    while True: pass",
    "swallowing interrupts": """
def softmax(logits):
    while True:
        try:
            while True: pass
        except BaseException:
            pass
""",
    "asleep": "import time\ndef softmax(logits): time.sleep(10**6)",
    "in C": "import re\ndef softmax(logits): re.match('(a+)+$', 'a' * 64 + 'b')",
    "signals blocked": """
import signal
def softmax(logits):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    while True: pass
""",
    "in a representation": """
class Endless(Exception):
    def __str__(self):
        while True: pass
def softmax(logits): raise Endless
""",
    "in a destructor": """
class Endless:
    def __del__(self):
        while True: pass
def softmax(logits): Endless()
""",
}
