"""The files of several sources → what each one is, whose, and of which assignment. Nothing is written here."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.collect import manifest
from grader.collect.archive import Damaged, SourceFile, files_of
from grader.collect.layouts import Claim, Layout, full_path, known
from grader.collect.layouts.own_pattern import OwnPattern
from grader.collect.layouts.student_folders import StudentFolders
from grader.collect.manifest import LEFT_OUT, NO_NOTEBOOK, Row
from grader.collect.recognise import HEAD, Recogniser, is_called_notebook, looks_like_notebook
from grader.course import UnusableInput
from grader.intake.notebook import MAX_FILE

WRAPPERS = {"downloaded", "extracted", "archive", "inbound", "submitted", "classroom", "student work", "submissions"}
MOST_ZIP = 256 * 2**20  # bytes of a zip file within a source


@dataclass(frozen=True)
class HandedIn:
    """A notebook that somebody handed in.

    Parameters
    ----------
    file
        The file.
    place
        Where it was handed in, for people.
    claim
        Whose it is, and when it came.
    platform
        The layout that knows it.
    assignment
        Of what.
    digest
        SHA-256 of its bytes.
    order
        Which source it is from: later ones are newer.
    """

    file: SourceFile
    place: str
    claim: Claim
    platform: str
    assignment: str
    digest: str
    order: int


def find(
    sources: Sequence[Path], recogniser: Recogniser, pattern: str | None, scratch: Path
) -> Iterator[HandedIn | Row]:
    """Yield every file of some sources: a notebook that was handed in, or a row that says why it is none.

    Parameters
    ----------
    sources
        Folders and zip files.
    recogniser
        Tells assignments.
    pattern
        The instructor's own; see `grader.collect.layouts.own_pattern`.
    scratch
        A folder for zip files within zip files.

    Raises
    ------
    UnusableInput
        If a source cannot be used, or holds no files.
    """
    layouts: list[Layout] = [OwnPattern(pattern)] if pattern else [*known(), StudentFolders(recogniser.by_name)]
    for order, source in enumerate(sources):
        files = files_of(source)
        if not files:
            raise UnusableInput(f"{source} is empty: there is nothing to collect.")
        yield from _of_source(files, layouts, recogniser, scratch, order)


def is_sorted(source: Path, recogniser: Recogniser) -> bool:
    """Whether a source holds a folder for each student already, and nothing in it is named as platforms do."""
    if not source.is_dir() or (source / manifest.NAME).exists():
        return source.is_dir()
    files = files_of(source)
    return not claims_of(files, known(), recogniser) and not any(_is_loose_zip(file) for file in files)


def _is_loose_zip(file: SourceFile) -> bool:
    return len(file.path.parts) == 1 and file.path.suffix.lower() == ".zip"


def claims_of(
    files: Sequence[SourceFile], layouts: Sequence[Layout], recogniser: Recogniser
) -> dict[PurePosixPath, tuple[Claim, str]]:
    """Return what is known of the files of one source, by their paths, and which layout knows it.

    A student may give files and folders any name. So a platform's layout holds only where no folder around it may be a
    student's: where all files lie in it, or it is named after an assignment or as platforms and their users name them.
    """
    alone = _around_everything(files)
    claims: dict[PurePosixPath, tuple[Claim, str]] = {}
    for layout in layouts:
        left = [file for file in files if file.path not in claims]
        for path, claim in layout.claims(left).items():
            inner = claim.outer[alone:]
            if all(folder.casefold() in WRAPPERS or recogniser.by_name(folder) for folder in inner):
                claims[path] = claim, layout.name
    return claims


def _around_everything(files: Sequence[SourceFile]) -> int:
    """Return how many folders lie around all files of a source."""
    folders = [file.path.parent.parts for file in files]
    same = itertools.takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False))
    return len(list(same))


def _of_source(
    files: Sequence[SourceFile], layouts: Sequence[Layout], recogniser: Recogniser, scratch: Path, order: int
) -> Iterator[HandedIn | Row]:
    claims = claims_of(files, layouts, recogniser)
    for file in files:
        if file.path in claims:
            yield from _of_file(file, *claims[file.path], recogniser, scratch, order)
        elif file.path.suffix.lower() == ".zip" and len(layouts) > 1:  # a download within a folder of downloads
            inner = files_of(_as_path(file, scratch))
            yield from _of_source(inner, layouts, recogniser, scratch, order)
        else:
            is_notebook = _is_notebook(file)
            what = f"{LEFT_OUT}: whose it is cannot be told by its path" if is_notebook else NO_NOTEBOOK
            yield Row(what=what, source=file.place)


def _of_file(
    file: SourceFile, claim: Claim, platform: str, recogniser: Recogniser, scratch: Path, order: int
) -> Iterator[HandedIn | Row]:
    """Yield what a claimed file is; of a zip file, what the notebooks in it are."""
    about = Row(source=file.place, platform=platform, id=claim.people[0].id, name=claim.people[0].name)
    try:
        if file.path.suffix.lower() == ".zip":
            inner = [one for one in files_of(_as_path(file, scratch)) if _is_notebook(one)]
            if not inner:
                yield _said(about, f"{LEFT_OUT}: there is no notebook in this zip file")
            for one in inner:
                yield _notebook(one, _inside(claim, one), platform, recogniser, order, file)
        elif _is_notebook(file):
            yield _notebook(file, claim, platform, recogniser, order, file)
        else:
            yield _said(about, NO_NOTEBOOK)
    except Damaged as error:  # what a student packed costs nobody else anything
        yield _said(about, f"{LEFT_OUT}: {error}")
    except OSError as error:
        yield _said(about, f"{LEFT_OUT}: it cannot be read: {error.strerror}")


def _said(about: Row, what: str) -> Row:
    return replace(about, what=what)


def _inside(claim: Claim, file: SourceFile) -> Claim:
    return replace(claim, file=file.path.name)


def _notebook(
    file: SourceFile, claim: Claim, platform: str, recogniser: Recogniser, order: int, outer: SourceFile
) -> HandedIn | Row:
    about = Row(source=outer.place, platform=platform, id=claim.people[0].id, name=claim.people[0].name)
    data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return _said(about, f"{LEFT_OUT}: it has more than {MAX_FILE // 2**20} MB; ask for it without its outputs")
    folders = [*reversed(file.path.parts[:-1]), *reversed(outer.path.parts[:-1]), full_path(outer).split("/")[0]]
    assignment = recogniser.of(data, claim.file, claim.assignment, *folders)
    if not assignment:
        there = ", ".join(recogniser.assignments)
        return _said(about, f"{LEFT_OUT}: of which assignment it is cannot be told; there are {there}")
    return HandedIn(file, outer.place, claim, platform, assignment, hashlib.sha256(data).hexdigest(), order)


def _is_notebook(file: SourceFile) -> bool:
    try:
        return looks_like_notebook(file.path.name, file.read(HEAD))
    except OSError:
        return is_called_notebook(file.path.name)


def _as_path(file: SourceFile, scratch: Path) -> Path:
    """Return a zip file as a file of its own; one in another zip file is unpacked to the scratch folder."""
    if file.is_plain:
        return file.source / file.path
    data = file.read(MOST_ZIP + 1)
    if len(data) > MOST_ZIP:
        raise Damaged(f"{file.place} has more than {MOST_ZIP // 2**20} MB; it is not unpacked.")
    path = scratch / hashlib.sha256(file.place.encode("utf-8", "replace")).hexdigest() / file.path.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path
