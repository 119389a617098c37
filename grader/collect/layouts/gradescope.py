"""Gradescope, “Download submissions”: a folder `submission_111` for each, and who it is in submission_metadata.yml.

Without that file a student is known by the number of the submission only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from grader.collect.archive import SourceFile
from grader.collect.layouts import Claim, Layout, Person, full_path, outer_folders
from grader.course import UnusableInput

METADATA, LARGEST = "submission_metadata.yml", 64 * 2**20
SUBMISSION = re.compile(r"(?:^|/)(submission_(\d+))/(?:[^/]*/)*([^/]+)$")


class Gradescope:
    """Reads who handed in, and when, from Gradescope's own list."""

    name = "Gradescope"

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what it knows of the files of one source, by their paths."""
        found = {file.path: match for file in files if (match := SUBMISSION.search(full_path(file)))}
        beside = {
            PurePosixPath(*outer_folders(match)) / METADATA for match in found.values()
        }  # one within is a student's
        told = {(file.path.parent, key): value for file in files if file.path in beside for key, value in _read(file)}
        return {
            path: _claim(match, told.get((PurePosixPath(*outer_folders(match)), match[1])))
            for path, match in found.items()
        }


def _read(file: SourceFile) -> list[tuple[str, dict[str, Any]]]:
    import yaml  # slow to import

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(file.read(LARGEST), loader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise UnusableInput(f"{file.place}:{line}: this is not YAML. Download the submissions again.") from error
    if not isinstance(document, dict):
        raise UnusableInput(f"{file.place}:1: it does not list submissions. Download the submissions again.")
    return [(str(key), value) for key, value in document.items() if isinstance(value, dict)]


def _claim(match: re.Match[str], told: dict[str, Any] | None) -> Claim:
    if not told:
        return Claim((Person(match[1], match[2]),), match[3], prefix=match[1], outer=outer_folders(match))
    submitters = [one for one in told.get(":submitters") or [] if isinstance(one, dict)]
    people = tuple(_person(one, match) for one in submitters)
    people = people or (Person(match[1], match[2]),)
    submitted_at = _time(told.get(":created_at"))
    return Claim(people, match[3], submitted_at=submitted_at, prefix=match[1], outer=outer_folders(match))


def _person(told: dict[str, Any], match: re.Match[str]) -> Person:
    name, sid, email = (str(told.get(key) or "") for key in (":name", ":sid", ":email"))
    return Person(name or email or sid or match[1], sid, email)


def _time(told: Any) -> datetime | None:
    if not isinstance(told, datetime):
        return None
    return told.astimezone(UTC).replace(tzinfo=None) if told.tzinfo else told  # YAML has UTC where no zone is said


LAYOUT: Layout = Gradescope()
