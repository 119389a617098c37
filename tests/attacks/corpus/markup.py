"""HTML and JavaScript in answers, messages and names arrive in feedback and report as text."""

MARK = "<script>alert('attack-markup')</script><img src=x onerror=alert('attack-markup')>"
ANSWERS = {
    "comment": f"# {MARK}\ndef softmax(logits): return 0",
    "text": f"def softmax(logits): return {MARK!r}",
    "message": f"def softmax(logits): raise ValueError({MARK!r})",
    "class": f"def softmax(logits): raise type({MARK!r}, (ValueError,), {{}})",
    "type": f"def softmax(logits): return type({MARK!r}, (), {{}})()",
    "end of the page": f"# </code></pre></details></section></body></html>{MARK}\ndef softmax(logits): return 0",
    "template": f"# {{{{ 7 * 7 }}}} {{% raw %}} {MARK}\ndef softmax(logits): return 0",
    "control characters": f"# \x00\x1b[31m\u202e {MARK}\ndef softmax(logits): return 0",
    "output": f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({MARK!r}))\ndef softmax(logits): return 0",
}
OWN = {"lost cell": f"import os  # {MARK}\nos._exit(0)", "first line": f"{MARK!r}; import os; os._exit(0)"}

# ruff: noqa: E501 (code of an attacker)
