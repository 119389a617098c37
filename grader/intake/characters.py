"""Characters that come with code copied from a web page, a PDF or a word processor, and that Python cannot read.

The page does the same to what is pasted, uploaded and run: `grader/page/characters.js`.
"""

from __future__ import annotations

import re

SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
QUOTES = {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'"}
MINUS = "\u2212"
# every kind of token ends with the line or the text at the latest, so that no text takes long
TOKEN = re.compile(
    r"#[^\n]*"  # a comment
    r"|'''(?:[^\\]|\\.)*?(?:'''|\Z)|\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)"  # strings
    r"|'(?:[^'\\\n]|\\.)*'?|\"(?:[^\"\\\n]|\\.)*\"?"
    "|[\u201c\u201d\u201e][^\u201c\u201d\"\n]*[\u201c\u201d\"]?|[\u2018\u2019\u201a][^\u2018\u2019'\n]*[\u2018\u2019']?"
    f"|{MINUS}",
    re.DOTALL,
)


def tidied(source: str) -> str:
    r"""Return code with plain spaces, quotes and signs, and nothing in it that is not seen.

    What stands in strings and comments keeps its quotes and signs.

    Examples
    --------
    >>> tidied("x\u00a0= \u201chi\u201d\u200b"), tidied("'it\u2019s' # \u201cso\u201d"), tidied("\tx \u2212 1")
    ('x = "hi"', "'it’s' # “so”", '    x - 1')
    """
    if source.isascii() and "\t" not in source:
        return source
    plain = INVISIBLE.sub("", SPACES.sub(" ", source))
    plain = re.sub(r"^[ \t]*\t", lambda indent: indent[0].replace("\t", "    "), plain, flags=re.MULTILINE)
    return TOKEN.sub(_plain_token, plain)


def _plain_token(token: re.Match[str]) -> str:
    text = token[0]
    if text == MINUS:
        return "-"
    if text[0] not in QUOTES:
        return text
    return QUOTES[text[0]] + text[1:-1] + (QUOTES.get(text[-1], text[-1]) if len(text) > 1 else "")
