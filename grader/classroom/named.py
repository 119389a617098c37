"""Who is meant by what an instructor types: a student's folder, an id, an address or a name, in any spelling."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.collect import names
from grader.collect.manifest import Row
from grader.collect.roster import Roster
from grader.course import UnusableInput


class Named:
    """Finds students by what they are called.

    Parameters
    ----------
    there
        Those who may be meant, as they are called in all results.
    roster
        Who is in the class; None if that is not known.
    rows
        What became of collected files, which says how a platform knows people.
    """

    def __init__(self, there: Iterable[str], roster: Roster | None = None, rows: Sequence[Row] = ()) -> None:
        self._there = list(dict.fromkeys(there))
        self._roster, self._rows = roster, rows

    def find(self, text: str, where: Path) -> str:
        """Return the student who is meant.

        Parameters
        ----------
        text
            What was typed.
        where
            Where the students are, for people.

        Raises
        ------
        UnusableInput
            If it is nobody, or may be several.
        """
        exact = [one for one in (text, names.clean(text)) if one in self._there]
        for found in (exact[:1], self._by_id(text), self._by_name(text)):
            if len(found) > 1:
                raise UnusableInput(f"{text!r} may be {_either(found)}: name one of them as it is written here.")
            if found:
                return found[0]
        raise UnusableInput(f"There is nothing of {text!r} in {where}{self._advice(text)}")

    def _by_id(self, text: str) -> list[str]:
        own_id = text.strip().casefold()
        called = [row.student for row in self._rows if own_id and own_id in (row.id.casefold(), row.email.casefold())]
        member = self._roster and self._roster.with_id(text)
        return self._of(([member.student] if member else []) + called)

    def _by_name(self, text: str) -> list[str]:
        if not names.key(text):
            return []
        called = [row.student for row in self._rows if names.parts(row.name) == names.parts(text)]
        members = self._roster.with_name(text) if self._roster else []
        alike = [one for one in self._there if names.key(one) == names.key(text)]
        return self._of([*alike, *(member.student for member in members), *called])

    def _of(self, found: Iterable[str]) -> list[str]:
        """Return those who are there, each once, as they are written there."""
        wanted = list(found)
        return [one for one in self._there if one in wanted or names.clean(one) in wanted]

    def _advice(self, text: str) -> str:
        member = self._roster and (self._roster.with_id(text) or next(iter(self._roster.with_name(text)), None))
        if member:
            return f": {member.student!r}, in line {member.line} of the roster, has not handed in."
        close = difflib.get_close_matches(text, self._there, n=1)
        return f"; did you mean {close[0]!r}?" if close else "."


def _either(found: Sequence[str]) -> str:
    *others, last = map(repr, found)
    return f"{', '.join(others)} or {last}"
