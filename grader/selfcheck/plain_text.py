"""A report as plain text, for terminals and wherever HTML is not shown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # they show themselves with what is here
    from .reporting import Detail, Report

WIDTH = 88


def render(report: Report) -> str:
    """Return a report as text."""
    return "\n".join(
        [*_head(report), *_example(report), *_cases(report), *_warnings(report), *_hints(report), *_solution(report)]
    )


def _head(report: Report) -> Iterator[str]:
    points = "" if report.outcome == "unwritten" else report.points_words
    yield ", ".join(filter(None, (f"{report.name}: {report.verdict.lower()}", points)))
    yield from _wrapped(report.note)
    if report.sentence:
        yield ""
        yield from _wrapped(f"{report.sentence_heading}: {report.sentence}")


def _example(report: Report) -> Iterator[str]:
    if report.example:
        yield ""
        yield from _wrapped("The smallest example that goes wrong, to paste and to work out by hand:")
        yield from (f"         {row}" for row in _detail(report.example, before=""))


def _cases(report: Report) -> Iterator[str]:
    if report.lines:
        yield ""
    for line in report.lines:
        yield from _wrapped(
            f"{'right' if line.right else 'WRONG'}  {line.name}" + (f": {line.words}" if line.words else "")
        )
        if line.detail:
            yield from (f"         {row}" for row in _detail(line.detail))


def _detail(detail: Detail, before: str = "in ") -> Iterator[str]:
    yield from f"{before}{detail.call}".split("\n")
    for name, text in detail.arguments:
        yield from _named(name, text)
    if detail.use:
        yield from ("used by:", *(f"    {row}" for row in detail.use.split("\n")))
    if detail.trace:
        yield from detail.trace
    if detail.got:
        yield from _named("got", detail.got)
    if detail.expected:
        yield from _named("expected", detail.expected)
    if detail.place:
        yield detail.place
    if detail.printed:
        yield from _named("printed", detail.printed)


def _named(name: str, text: str) -> Iterator[str]:
    first, *rest = text.rstrip().split("\n")
    yield f"{name} = {first}" if name not in ("got", "expected", "printed") else f"{name}: {first}"
    yield from (f"    {row}" for row in rest)


def _warnings(report: Report) -> Iterator[str]:
    if report.warnings:
        yield ""
        yield "Your function gave warnings, which cost nothing by themselves:"
        for words in report.warnings:
            yield from _wrapped(words)


def _hints(report: Report) -> Iterator[str]:
    for position, hint in enumerate(report.hints[: report.hints_shown]):
        yield ""
        yield from _wrapped(f"Hint {position + 1} of {len(report.hints)}: {hint}")
    if report.hints_shown < len(report.hints) and report.outcome != "unwritten":
        yield ""
        yield "The next failed check shows one hint more."


def _solution(report: Report) -> Iterator[str]:
    if report.shows_solution and report.solution:
        for heading, comment, text in report.solution.parts:
            yield ""
            yield from _wrapped(f"{heading}: {comment}" if comment else f"{heading}:")
            yield ""
            yield from (f"    {row}".rstrip() for row in text.split("\n"))
    elif report.solution_words and (report.outcome == "passed" or report.solution_wish or _has_no_hint_left(report)):
        yield ""
        yield from _wrapped(report.solution_words.replace("`", ""))


def _has_no_hint_left(report: Report) -> bool:
    return report.outcome != "unwritten" and report.hints_shown == len(report.hints)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="      ") or [""]
