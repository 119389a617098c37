"""Objects that lie about themselves are no answer: only plain data crosses to the grader."""

ANSWERS = {
    "eq": """
class Equal:
    __eq__ = __ge__ = __le__ = lambda *_: True
    __ne__ = lambda *_: False
    __hash__ = None
def softmax(logits): return Equal()
""",
    "array": """
class Array:
    shape, ndim, dtype = (2, 2), 2, float
    def __array__(self, *_, **__): return np.full((2, 2), 0.5)
def softmax(logits): return Array()
""",
    "ufunc": """
class Ufunc:
    def __array_ufunc__(self, *_, **__): return np.zeros((2, 2), dtype=bool)
    def __array_function__(self, *_, **__): return True
def softmax(logits): return Ufunc()
""",
    "reduce": """
class Reduce:
    def __reduce__(self): return exec, ("open('/tmp/attack-wrote-this', 'w')",)
    __reduce_ex__ = __reduce__
def softmax(logits): return Reduce()
""",
    "len": """
class Long(list):
    def __len__(self): return 2
    def __iter__(self): return iter([[0.5, 0.5], [0.5, 0.5]])
def softmax(logits): return Long()
""",
    "endless": """
class Endless(list):
    def __iter__(self):
        while True: yield 0.5
def softmax(logits): return Endless([1.0])
""",
    "class": """
class Number:
    @property
    def __class__(self): return float
    def __float__(self): return 0.5
    def __repr__(self): return "0.5"
def softmax(logits): return Number()
""",
    "float": """
class Half(float):
    __eq__ = __lt__ = __le__ = __ge__ = lambda *_: True
    __sub__ = __rsub__ = lambda *_: 0.0
def softmax(logits): return Half(7)
""",
    "text": """
class Text(str):
    def __eq__(self, other): return True
    def encode(self, *_): return b"0.5"
def softmax(logits): return Text("0.5")
""",
    "metaclass": """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __getattribute__(cls, name): raise SystemExit
class Odd(metaclass=Meta): pass
def softmax(logits): return Odd()
""",
    "callable": """
class Callable:
    def __call__(self, logits): return {"value": 1, "points": 3}
    def __getattr__(self, name): return self
softmax = Callable()
""",
}
