"""What the pages that the grader writes have in common: templates, styles, a policy that lets nothing else in.

Names, answers and messages come from students. Everything is escaped; and the page's own policy forbids scripts, forms
and anything from outside, in case something ever is not.
"""

import base64
import hashlib
import keyword
import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"
NO_CHARACTER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what a page cannot hold
TOKEN = re.compile(
    r"(?P<c>\#[^\n]*)"
    r"|(?P<s>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*(?:\"\"\")?|'''(?:[^'\\]|\\.|'(?!''))*(?:''')?"
    r"|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<n>\b\d[\w.]*)"
    r"|(?P<w>\b[^\W\d]\w*)",
    re.DOTALL,
)
CLASSES = {"c": "comment", "s": "string", "n": "number", "w": "keyword"}


def render(template: str, **values: object) -> str:
    """Return a page.

    Parameters
    ----------
    template
        The name of a template and, but for the endings, of its style sheet.
    **values
        What the template asks for.

    Returns
    -------
    HTML that asks for nothing from anywhere.
    """
    style = _style(template)
    text = _environment().get_template(f"{template}.html.jinja").render(style=style, style_hash=_hash(style), **values)
    return NO_CHARACTER.sub("\ufffd", text)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["points"] = points
    environment.filters |= {"highlighted": highlighted, "prose": prose, "breakable": breakable}
    return environment


@cache
def _style(template: str) -> Markup:
    sheets = [(TEMPLATES / f"{name}.css").read_text(encoding="utf-8") for name in ("page", template)]
    return Markup("\n" + "\n".join(sheets))


@cache
def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def points(number: float) -> str:
    """Return points as people write them.

    >>> points(3.0), points(2.25)
    ('3', '2.25')
    """
    return f"{round(number, 2):g}"


def prose(text: str) -> Markup:
    """Return a sentence as HTML, with what stands between backticks as code.

    >>> print(prose("Use `a < b`."))
    Use <code>a &lt; b</code>.
    """
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def breakable(name: str) -> Markup:
    """Return a name as HTML that may be broken after its underscores.

    >>> print(breakable("mse_grad"))
    mse_<wbr>grad
    """
    return Markup(str(escape(name)).replace("_", "_<wbr>"))


def highlighted(source: str) -> Markup:
    """Return Python source as HTML with its comments, strings, numbers and keywords marked.

    A few patterns, which match wherever they begin to: one that fails far on would be tried again at every letter. So a
    string that does not end is a string to the end of its line, or of the text.

    Examples
    --------
    >>> print(highlighted("return 2 < n  # why"))
    <span class="keyword">return</span> <span class="number">2</span> &lt; n  <span class="comment"># why</span>
    """
    parts: list[str] = []
    end = 0
    for token in TOKEN.finditer(source):
        kind, word = token.lastgroup or "w", token[0]
        if kind != "w" or keyword.iskeyword(word):
            parts += [escape(source[end : token.start()]), f'<span class="{CLASSES[kind]}">', escape(word), "</span>"]
            end = token.end()
    return Markup("".join([*parts, escape(source[end:])]))
