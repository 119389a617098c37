"""A graded class → what a learning platform takes back: its own table of marks, and one zip file of feedback.

A platform's module makes both from the results. Whoever has no mark yet, or is not known to the platform, is named.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grader.collect.recognise import Recogniser, plain
from grader.collect.returning import canvas, gradescope, moodle, totals
from grader.collect.returning.made import Made
from grader.collect.returning.results import Result, read_results
from grader.collect.returning.scales import Scale, scale
from grader.collect.roster import Roster, find_roster
from grader.collect.tables import Table, read_table
from grader.course import Course, UnusableInput
from grader.release.files import NEVER, replace_own
from grader.report.pdf import find_browser, print_pdf

Platform = Literal["moodle", "canvas", "gradescope", "csv"]
README = "read-me.txt"
Maker = Callable[[Sequence[Result], Scale, Sequence[Table], Recogniser, Roster | None], Made]
MAKERS: Mapping[str, Maker] = {
    "moodle": moodle.make,
    "canvas": canvas.make,
    "gradescope": gradescope.make,
    "csv": totals.make,
}
TOLD = {"moodle": moodle.COLUMNS, "canvas": canvas.ABOUT}  # columns of their tables that `columns` may tell


@dataclass
class Returned:
    """What was made.

    Parameters
    ----------
    files
        By their paths in the folder, with what each is for.
    trouble
        A sentence for everybody without a mark.
    rounding
        How marks were rounded.
    """

    files: dict[str, str]
    rounding: str
    trouble: list[str] = field(default_factory=list)


def give_back(
    course: Course,
    out: Path,
    platform: Platform,
    to: Path,
    scale_name: str = "points",
    worksheets: Sequence[Path] = (),
    pdf: bool = False,
    roster: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Returned:
    """Make what a platform takes back.

    Parameters
    ----------
    course
        The course.
    out
        The folder that `course grade` wrote.
    platform
        Which.
    to
        The folder to make.
    scale_name
        What marks are to be; see `grader.collect.returning.scales`.
    worksheets
        The platform's own tables, to be filled in.
    pdf
        Whether feedback is to be PDF, which an installed Chromium prints, and not HTML.
    roster
        Who is in the class; None for the one that it was graded with.
    columns
        Headings of a worksheet by what they mean: what the platform calls such a column in English, or an assignment.

    Raises
    ------
    UnusableInput
        If something that was given cannot be used. Nothing is written then.
    """
    chosen = scale(scale_name)
    browser = find_browser() if pdf else ""
    recogniser = Recogniser.of_course(course)
    tables = _tables(worksheets, columns or {}, platform, recogniser)
    results = read_results(out)
    if not results:
        raise UnusableInput(f"Nothing is graded in {out} yet. Grade first: course grade SUBMITTED --out {out}")
    sound = [result for result in results if not result.trouble]
    who = find_roster(roster, out)
    made = MAKERS[platform](sound, chosen, tables, recogniser, who)
    trouble = [f"{one.student}, {one.assignment} has no mark: {one.trouble}." for one in results if one.trouble]
    files = {**made.about, README: "what each file is for, and how marks were rounded"}
    with replace_own(to, "folder that `course return` made", README) as new:
        new.mkdir()
        for name, write in made.tables.items():
            write(new / name)
        for name, pages in made.feedback.items():
            _pack(new / name, _printed(pages, browser, new.parent) if browser else pages)
        words = [f"{name}: {what}" for name, what in made.about.items()]
        (new / README).write_text("\n".join([*words, "", chosen.words, ""]), encoding="utf-8")
    return Returned(files, chosen.words, trouble + made.trouble)


def _tables(
    worksheets: Sequence[Path], columns: Mapping[str, str], platform: Platform, recogniser: Recogniser
) -> list[Table]:
    """Return the platform's own tables with what is told of their columns."""
    told = _told(columns, platform, recogniser)
    if told and not worksheets:
        raise UnusableInput("--column tells of the columns of a worksheet: give it with --worksheet.")
    return [read_table(path).telling(told) for path in worksheets]


def _told(columns: Mapping[str, str], platform: Platform, recogniser: Recogniser) -> dict[str, str]:
    """Return what is told of a worksheet's columns, assignments by their whole names.

    Raises
    ------
    UnusableInput
        If it tells of something that no such table has.
    """
    known = {plain(name): name for name in TOLD.get(platform, ())}
    told = {}
    for name, heading in columns.items():
        whole = known.get(plain(name)) or (recogniser.by_name(name) if platform == "canvas" else "")
        if not whole:
            has = ", ".join(map(repr, known.values())) or "none"
            raise UnusableInput(f"--column {name}=...: {name!r} is asked of no column; those of {platform} are {has}.")
        told[whole] = heading
    return told


def _printed(pages: Mapping[str, Path], browser: str, scraps: Path) -> dict[str, Path]:
    """Return pages as PDF, under the same names but for their ends."""
    printed = {}
    for number, (name, page) in enumerate(pages.items()):
        pdf = scraps / f"{number}.pdf"
        print_pdf(page, pdf, browser)
        printed[f"{name.removesuffix('.html')}.pdf"] = pdf
    return printed


def _pack(path: Path, pages: Mapping[str, Path]) -> None:
    """Pack pages into a zip file under the names that the platform expects, the same bytes for the same pages."""
    with zipfile.ZipFile(path, "w") as pack:
        for name, page in sorted(pages.items()):
            entry = zipfile.ZipInfo(name, NEVER)
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, page.read_bytes(), zipfile.ZIP_DEFLATED)
