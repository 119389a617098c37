"""Arrays of odd types, shapes and contents are judged by value or refused, and never believed."""

ANSWERS = {
    "subclass": """
class Equal(np.ndarray):
    __array_priority__ = 1e9
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    __rsub__ = __sub__
    def astype(self, *_, **__): return self
    def tobytes(self, *_): return b"forged"
def softmax(logits): return np.zeros(np.shape(logits)).view(Equal)
""",
    "masked": "def softmax(logits): return np.ma.masked_all(np.shape(logits))",
    "object": "def softmax(logits): return np.full(np.shape(logits), print, dtype=object)",
    "structured": "def softmax(logits): return np.zeros(np.shape(logits), dtype=[('outcome', 'U6'), ('points', 'f8')])",
    "dates": "def softmax(logits): return np.zeros(np.shape(logits), dtype='M8[s]')",
    "void": "def softmax(logits): return np.zeros(np.shape(logits), dtype='V8')",
    "NaN": "def softmax(logits): return np.full(np.shape(logits), np.nan)",
    "infinite": "def softmax(logits): return np.full(np.shape(logits), np.inf)",
    "complex": "def softmax(logits): return np.full(np.shape(logits), 0.5j)",
    "billion elements": "def softmax(logits): return np.broadcast_to(0.5, (1000, 1000, 1000))",
    "billion empty rows": "def softmax(logits): return np.empty((10**9, 0))",
    "overlapping": "def softmax(logits): return np.lib.stride_tricks.as_strided(np.zeros(1), (2**20, 2**10), (0, 0))",
    "wild pointer": "def softmax(logits): return np.lib.stride_tricks.as_strided(np.zeros(1), (9, 9), (2**40, 2**40))",
    "many axes": "def softmax(logits): return np.zeros((1,) * 40)",
    "bytes of a file": "def softmax(logits): return b'\\x93NUMPY\\x01\\x00F\\x00'",
    "deep list": """
def softmax(logits):
    deep = []
    for _ in range(100_000): deep = [deep]
    return deep
""",
    "list in itself": """
def softmax(logits):
    circle = []
    circle.append(circle)
    return circle
""",
    "texts of all lengths": "def softmax(logits): return ['x' * 10**6] + ['y'] * 100_000",
    "huge integer": "def softmax(logits): return 10 ** 5000",
    "generator": "def softmax(logits): yield from [[0.5]] * 2",
    "coroutine": "async def softmax(logits): return logits",
    "itself": "def softmax(logits): return softmax",
}
