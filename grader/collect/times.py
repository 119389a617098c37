"""When something was handed in or is due, read from text: what is ambiguous, or of an unknown zone, is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

TIMESTAMP, LONGEST = "timestamp.txt", 100  # as nbgrader writes it beside a notebook; in bytes
ODD = f"What {TIMESTAMP} says is no date and time (such as 2026-03-01 12:00:00 UTC); it was ignored."
SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/\d{2,4}\b")
ZONE = re.compile(r"[A-Za-z][\w/+-]*")


def zone_of(text: str) -> tzinfo | None:
    """Return the zone that a time names, as in `2026-03-01 23:59 Europe/Berlin`; None if none that is known."""
    from dateutil import tz

    name = _name_of_zone(text)
    return tz.gettz(name) if name else None


def _name_of_zone(text: str) -> str:
    *day, zone = text.split() or [""]
    return zone if len(day) == 2 and ZONE.fullmatch(zone) and zone.upper() not in ("AM", "PM") else ""


def read_time(text: str, exact: bool = False) -> datetime:
    """Return a time in UTC, read as nbgrader reads it: without a zone it is UTC.

    Parameters
    ----------
    text
        The time.
    exact
        Whether a time that the clocks show twice or never, when they are changed, is none.

    Raises
    ------
    ValueError
        If it is none, or in a zone that is not known, or if it could be two days.

    Examples
    --------
    >>> read_time("2026-03-01 12:00:00.5 Europe/Berlin")
    datetime.datetime(2026, 3, 1, 11, 0, 0, 500000)
    >>> read_time("2026-03-01T12:00:00+01:00") == read_time("2026-03-01 11:00:00 UTC")
    True
    """
    from dateutil import tz  # the first timestamp is soon enough

    if not 8 <= len(text.strip()) < LONGEST:
        raise ValueError(f"{text[:LONGEST]!r} is no date and time")
    if (slashed := SLASHED.search(text)) and slashed[1] != slashed[2] and max(map(int, slashed.groups())) <= 12:
        raise ValueError(f"{text!r} could be two days: write it as 2026-03-01")
    time, in_utc = _parsed(text)
    if exact and (tz.datetime_ambiguous(time) or not tz.datetime_exists(time)):
        raise ValueError(f"{text!r} is when the clocks are changed, and comes twice or never: choose another hour")
    return in_utc.replace(tzinfo=None)


def _parsed(text: str) -> tuple[datetime, datetime]:
    """Return a time as it is written, and in UTC."""
    from dateutil import parser

    own, name = zone_of(text), _name_of_zone(text)
    if name and own is None:
        raise ValueError(f"{text!r} has a zone {name!r} that is not known: write one as Europe/Berlin, or UTC")
    try:
        time = parser.parse(text.strip().removesuffix(name) if own else text)
        time = time.replace(tzinfo=own or time.tzinfo or UTC)
        return time, time.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{text!r} is no date and time") from error
