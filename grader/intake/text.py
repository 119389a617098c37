"""The bytes of a notebook → its text, whatever an editor, a merge or a broken download made of them."""

from __future__ import annotations

import json
import re

CONFLICT = re.compile(
    r"^<{7}[^\n]*\n(.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}[^\n]*\n(.*?)^>{7}[^\n]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
KANA, HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7a3]")
# the most frequent characters of Chinese, in both scripts, and its punctuation
CHINESE = re.compile(
    "[的一是不在了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發动動同也能下过過子说說种種面而方后後多定学學法所得经經数數值回如果计計算求、。，：（）]"
)
# encodings of several bytes; what texts in them have; how large a part of what is not ASCII it is at least
ASIAN = (
    ("shift_jis", KANA, 0.25),
    ("euc_jp", KANA, 0.25),
    ("euc_kr", HANGUL, 0.6),
    ("gb18030", CHINESE, 0.15),
    ("big5", CHINESE, 0.15),
)
WAS_WRITTEN = "The file was written as {} instead of UTF-8."


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return a text, and in words how it was encoded if not in UTF-8.

    Parameters
    ----------
    data
        The file, from anywhere.

    Examples
    --------
    >>> decode('"# 平均を計算する"'.encode("shift_jis"))
    ('"# 平均を計算する"', ['The file was written as SHIFT_JIS instead of UTF-8.'])
    """
    encoding: str = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = _asian(data) or ("latin-1", data.decode("latin-1"))
    if encoding == "utf-8":
        return text, []
    return text, [WAS_WRITTEN.format("UTF-8 with a byte order mark" if encoding == "utf-8-sig" else encoding.upper())]


def _asian(data: bytes) -> tuple[str, str] | None:
    """Return the encoding of several bytes in which a text makes the most sense, and the text."""
    best: tuple[float, str, str] | None = None
    for encoding, usual, least in ASIAN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = re.sub(r"[\0-\x7f]+", "", text)
        score = len(usual.findall(foreign)) / len(foreign) / least if foreign else 0.0
        if score >= 1 and (best is None or score > best[0]):
            best = score, encoding, text
    return best and best[1:]


def parse(text: str) -> tuple[object, list[str]]:
    """Return what a text says in JSON, and in words what had to be repaired for it.

    Parameters
    ----------
    text
        JSON; more text may follow it, and version control may have left both sides of a conflict in it.

    Raises
    ------
    ValueError
        If it cannot be read even so.
    """
    try:
        return json.loads(text), []
    except ValueError as error:
        for repaired, words in _repaired(text):
            try:
                return json.JSONDecoder().raw_decode(repaired.lstrip("\ufeff \t\r\n"))[0], words
            except ValueError:
                continue
        raise error


def _repaired(text: str) -> list[tuple[str, list[str]]]:
    """Return the texts to be tried in place of one that is no JSON."""
    more = "There was text after the notebook's end; it was not read."
    sides = [(CONFLICT.sub(rf"\{side}", text), which) for side, which in ((1, "first"), (2, "second"))]
    merged = [
        (side, [f"Version control had left a conflict in the file; of each the {which} side was read."])
        for side, which in sides
        if side != text
    ]
    return [*merged, (text, [more])]
