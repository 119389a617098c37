"""How a wrong text may follow from the right one, or from an argument: letters, blanks, marks, order, what is missing.

Each is a predicate, of which the result is the subject: `is all in small letters`. Nothing of a text is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .beside import Pair, is_number

WORD = r"\w+"  # compiled where it is needed: most checks go without
NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
RICH = 4  # unlike letters in a text that tells enough by itself
MOST_CHARACTERS = 20_000  # of texts that are compared in so many ways


@dataclass(frozen=True)
class Wording:
    """What may hold between a text that came back and the right one: a kind for tables, a predicate, a test."""

    kind: str
    words: str
    holds: Callable[[str, str], bool]


def wording(pairs: Sequence[Pair]) -> Wording | None:
    """Return what holds between all wrong texts and the right ones; None if nothing does, or too little tells.

    Parameters
    ----------
    pairs
        Wrong results beside the right ones.
    """
    texts = _texts(pairs)
    if not texts or not _tell(texts):
        return None
    found = _first(KNOWN, texts) or _shared_end(texts) or _argument(pairs) or _by_line(pairs)
    return found or _first([JUMBLED], texts)


def _first(known: Sequence[Wording], texts: Sequence[tuple[str, str]]) -> Wording | None:
    return next((one for one in known if all(one.holds(got, right) for got, right in texts)), None)


def other_kind(pairs: Sequence[Pair]) -> str | None:
    """Return a sentence on results that are no text where text is asked, or one text in the place of several."""
    if all(isinstance(pair.right, str) for pair in pairs):
        if all(is_number(pair.got) for pair in pairs):
            return "Wrong results are numbers where text is asked."
        if all(isinstance(pair.got, (list, tuple)) for pair in pairs):
            return "Wrong results are lists or tuples where one text is asked."
    if all(_are_texts(pair.right) and isinstance(pair.got, str) for pair in pairs):
        return "Wrong results are one text where a list of texts is asked."
    return None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _texts(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return both sides as texts; nothing if one of them is none, or too long."""
    both = [(pair.got, pair.right) for pair in pairs]
    is_text = all(isinstance(one, str) and len(one) <= MOST_CHARACTERS for texts in both for one in texts)
    return both if is_text else []


def _tell(texts: Sequence[tuple[str, str]]) -> bool:
    """Whether texts are evidence enough: two unlike ones, or one with many unlike letters."""
    return len(set(texts)) > 1 or any(len(set(right)) >= RICH for _, right in texts)


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[str, str], bool]:
    """Return whether the lines of the result are those of the right one, changed."""
    return lambda got, right: "\n" in right and got.splitlines() == change(right.splitlines()) != right.splitlines()


def _words(change: Callable[[list[str]], list[str]]) -> Callable[[str, str], bool]:
    return lambda got, right: bool(right) and got.split() == change(right.split()) != right.split()


def _sorted(split: Callable[[str], list[str]]) -> Callable[[str, str], bool]:
    """Return whether the pieces are the right ones in another order."""
    return lambda got, right: (
        len(set(split(right))) > 1 and split(got) != split(right) and sorted(split(got)) == sorted(split(right))
    )


def _more_lines(first: bool) -> Callable[[str, str], bool]:
    def holds(got: str, right: str) -> bool:
        lines, due = got.splitlines(), right.splitlines()
        return len(due) > 0 and len(lines) == len(due) + 1 and (lines[1:] if first else lines[:-1]) == due

    return holds


def _skeleton(text: str) -> str:
    return re.sub(NUMBER, "#", text)


def _values(text: str) -> list[float]:
    return [float(one) for one in re.findall(NUMBER, text)]


def _has_numbers(got: str, right: str) -> bool:
    return bool(re.search(NUMBER, right)) and _skeleton(got) == _skeleton(right)


def _marked_off(text: str) -> list[str]:
    """Return the words of a text without the marks between them."""
    return re.findall(WORD, text)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


KNOWN = (
    Wording("empty", "is empty", lambda g, r: not g and bool(r)),
    Wording("letters", "is all in small letters", lambda g, r: g == r.lower()),
    Wording("letters", "is all in capital letters", lambda g, r: g == r.upper()),
    Wording("letters", "begins with a capital letter where none is due", lambda g, r: g == r[:1].upper() + r[1:]),
    Wording("letters", "begins with a small letter in place of a capital one", lambda g, r: g == r[:1].lower() + r[1:]),
    Wording("letters", "differs in capital letters only", lambda g, r: g.casefold() == r.casefold()),
    Wording("blanks", "lacks the line end", lambda g, r: g == r.removesuffix("\n")),
    Wording("blanks", "has a line end too many", lambda g, r: g == r + "\n"),
    Wording("blanks", "has blanks too many at its end", lambda g, r: g.rstrip() == r),
    Wording("blanks", "has blanks too many at its beginning", lambda g, r: g.lstrip() == r),
    Wording("blanks", "has blanks too many at both ends", lambda g, r: g.strip() == r),
    Wording("blanks", "has blanks too many at the ends of lines",
            lambda g, r: [one.rstrip() for one in g.splitlines()] == r.splitlines()),
    Wording("blanks", "has its lines in one",
            lambda g, r: "\n" in r and "\n" not in g and g.split() == r.split()),
    Wording("blanks", "differs in blanks or line ends only", lambda g, r: g.split() == r.split()),
    Wording("blanks", "has the right letters, with blanks too many between them",
            lambda g, r: len(g.split()) > len(r.split()) and _without_blanks(g) == _without_blanks(r)),
    Wording("blanks", "has the right letters, but lacks blanks between them",
            lambda g, r: len(g.split()) < len(r.split()) and _without_blanks(g) == _without_blanks(r)),
    Wording("blanks", "differs in blanks only", lambda g, r: _without_blanks(g) == _without_blanks(r)),
    Wording("quotes", "stands in quotation marks", lambda g, r: g in (repr(r), f'"{r}"')),
    Wording("order", "has its lines in reverse order", _lines(lambda lines: lines[::-1])),
    Wording("order", "has the right lines in another order", _sorted(str.splitlines)),
    Wording("order", "has its words in reverse order", _words(lambda words: words[::-1])),
    Wording("order", "is written backwards", lambda g, r: g == r[::-1]),
    Wording("order", "has the right words in another order", _sorted(str.split)),
    Wording("missing", "lacks its first line", _lines(lambda lines: lines[1:])),
    Wording("missing", "lacks its last line", _lines(lambda lines: lines[:-1])),
    Wording("missing", "is its first line alone", _lines(lambda lines: lines[:1])),
    Wording("missing", "is its last line alone", _lines(lambda lines: lines[-1:])),
    Wording("extra", "has a line too many at the beginning", _more_lines(True)),
    Wording("extra", "has a line too many at the end", _more_lines(False)),
    Wording("missing", "lacks its first word", _words(lambda words: words[1:])),
    Wording("missing", "lacks its last word", _words(lambda words: words[:-1])),
    Wording("missing", "is its first word alone", _words(lambda words: words[:1])),
    Wording("missing", "is its last word alone", _words(lambda words: words[-1:])),
    Wording("missing", "lacks its first letter", lambda g, r: g == r[1:]),
    Wording("missing", "lacks its last letter", lambda g, r: g == r[:-1]),
    Wording("extra", "has a letter or mark too many at the beginning", lambda g, r: g[1:] == r),
    Wording("extra", "has a letter or mark too many at the end", lambda g, r: g[:-1] == r),
    Wording("numbers", "writes its numbers in another way",
            lambda g, r: _has_numbers(g, r) and _values(g) == _values(r)),
    Wording("numbers", "differs in its numbers only", _has_numbers),
    Wording("marks", "has the right letters with other marks, or blanks, between them",
            lambda g, r: "".join(_marked_off(g)) == "".join(_marked_off(r)) != ""),
    Wording("marks", "has the right letters with other marks, and differs in capital letters",
            lambda g, r: "".join(_marked_off(g.casefold())) == "".join(_marked_off(r.casefold())) != ""),
    Wording("order", "has the right words in another order, with other marks", _sorted(_marked_off)),
)  # fmt: skip
JUMBLED = Wording("order", "has the right letters in another order", _sorted(list))


def _shared_end(texts: Sequence[tuple[str, str]]) -> Wording | None:
    """Say that each text lacks an end, or has one too many; and that it is the same one, where it is."""
    for place, cut in (("beginning", lambda long, short: long.removesuffix(short)),
                       ("end", lambda long, short: long.removeprefix(short))):  # fmt: skip
        for kind, sides in (("missing", texts), ("extra", [(right, got) for got, right in texts])):
            ends = [cut(long, short) for short, long in sides]
            if all(end != long or not short for (short, long), end in zip(sides, ends)):
                return Wording(kind, _of_an_end(kind, place, is_same=len(set(ends)) == 1 < len(set(texts))), str.__eq__)
    return None


def _of_an_end(kind: str, place: str, is_same: bool) -> str:
    if kind == "missing":
        return f"lacks the {place} that all right ones share" if is_same else f"lacks its {place}"
    before = "in front of" if place == "beginning" else "behind"
    return f"has {'the same' if is_same else 'something'} too many {before} the right one"


def _argument(pairs: Sequence[Pair]) -> Wording | None:
    """Say that a text among the arguments comes back."""
    for words in pairs[0].given:
        given = [pair.given.get(words) for pair in pairs]
        if not all(isinstance(one, str) for one in given):
            continue
        both = [(pair.got, str(one)) for pair, one in zip(pairs, given)]
        for said, change in ARGUMENTS:
            if all(got == change(text) for got, text in both):
                return Wording("argument", said.format(words), str.__eq__)
    return None


ARGUMENTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("is {} as it was given", lambda text: text),
    ("is {} in small letters", str.lower),
    ("is {} in capital letters", str.upper),
    ("is {} without the blanks at its ends", str.strip),
    ("is {} written backwards", lambda text: text[::-1]),
)


def _by_line(pairs: Sequence[Pair]) -> Wording | None:
    """Say what holds of all wrong lines, where there are as many lines as there should be."""
    found: list[Pair] = []
    for pair in pairs:
        got, right = pair.got.splitlines(), pair.right.splitlines()
        if len(got) != len(right) or len(right) < 2:
            return None
        found += [Pair(one, other, pair.given) for one, other in zip(got, right) if one != other]
    inner = wording(found)
    return inner and Wording(inner.kind, f"has wrong lines, each of which {inner.words}", inner.holds)
