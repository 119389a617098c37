"""Names of people as text: written in one way, and compared whatever way they are written.

The same name reaches us composed and decomposed (macOS), with blanks around it, with the joiners of Persian and the
direction marks of Hebrew or without. A name is cleaned of what nobody sees; two names are the same person's when their
letters are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 128  # characters that nbgrader's gradebook has for a student
JOINERS = "\u200c\u200d"  # between letters of Persian, Hindi, Malayalam they belong to the name
MARKS = "\u200e\u200f\u061c"  # say in which direction to read, and are no part of a name
ODD = re.compile(r'[\\/\0<>:"|?*]')  # what some system or page does not have in a file's name


def clean(name: str) -> str:
    r"""Return a name in composed form, without blanks and marks around it, and with joiners only between letters.

    >>> clean(" Jose\u0301\u200f ") == "Jos\u00e9", clean("\u200cعلی\u200cرضا\u200c") == "علی\u200cرضا"
    (True, True)
    """
    text = unicodedata.normalize("NFC", name).translate(dict.fromkeys(map(ord, MARKS + "\ufeff\u200b")))
    return re.sub(r"\s+", " ", text).strip().strip(JOINERS).strip()


def key(name: str) -> str:
    r"""Return what two spellings of one name have in common: its letters, digits and their marks.

    >>> key("O’Brien, Bo") == key("obrien bo"), key("Jose\u0301") == key("José")
    (True, True)
    """
    text = unicodedata.normalize("NFKC", clean(name)).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter)[0] in "LMN")


def parts(name: str) -> str:
    """Return the same for a name whose parts may stand in any order, as in `Müller, Jana`.

    >>> parts("Müller, Jana") == parts("Jana Müller")
    True
    """
    return " ".join(sorted(filter(None, map(key, re.split(r"[\s,]+", clean(name))))))


def is_visible(name: str) -> bool:
    r"""Whether a name can stand in files, pages and a terminal: what it has besides letters does not reorder them.

    >>> is_visible("علی\u200cرضا"), is_visible("\u202eada"), is_visible("a\tb")
    (True, False, False)
    """
    return all(letter.isprintable() or letter in JOINERS + MARKS for letter in name)


def folder_name(name: str) -> str:
    r"""Return a name as the name of a folder.

    >>> folder_name("Müller/Jana"), folder_name("..")
    ('Müller-Jana', '_')
    """
    text = "".join(letter for letter in clean(ODD.sub("-", name)) if is_visible(letter))[:LONGEST].strip()
    return "_" if text.strip(".") == "" else text


def spelt_in_two_ways(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of different names that are spellings of one."""
    first: dict[str, str] = {}
    pairs = []
    for name in names:
        letters = key(name)
        if letters and first.setdefault(letters, name) != name:
            pairs.append((first[letters], name))
    return pairs
