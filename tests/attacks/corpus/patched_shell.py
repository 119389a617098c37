"""Whatever is done to IPython's shell, no cell of it gives points."""

SPOILS = True
ANSWERS = {
    "run_cell": """
get_ipython().run_cell = lambda *_, **__: type("Result", (), {"error_before_exec": None, "error_in_exec": None})()
def softmax(logits): return 0
""",
    "input transformer": """
def rewrite(lines): return ["pass\\n"]
get_ipython().input_transformers_cleanup.append(rewrite)
get_ipython().input_transformers_post.append(rewrite)
def softmax(logits): return 0
""",
    "AST transformer": """
import ast
class Tame(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Tame())
def softmax(logits): return 0
""",
    "hooks": """
import sys
sys.displayhook = sys.excepthook = sys.unraisablehook = lambda *_: print(3)
get_ipython().set_custom_exc((Exception,), lambda *_, **__: print("passed"))
get_ipython().display_pub.publish = lambda *_, **__: None
def softmax(logits): return 0
""",
    "events": """
get_ipython().events.register("post_run_cell", lambda *_: get_ipython().user_ns.update(softmax=lambda _: 3))
def softmax(logits): return 0
""",
    "namespace": """
class Everything(dict):
    def get(self, name, default=None): return lambda *_: 3
    def __getitem__(self, name): return lambda *_: 3
get_ipython().user_ns = Everything(get_ipython().user_ns)
def softmax(logits): return 0
""",
    "no user_ns": """
del get_ipython().user_ns
def softmax(logits): return 0
""",
}
