"""Drives of two platforms that have no download of their own: Teams keeps submissions in SharePoint, Google in Drive.

    Student Work/Submitted files/Jana Müller/Losses/Version 2/04-losses.ipynb
    Classroom/Losses/Jana Müller - 04-losses.ipynb

What Teams has below `Working files` is not handed in yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from grader.collect.archive import SourceFile
from grader.collect.layouts import Claim, PathLayout
from grader.collect.recognise import is_called_notebook

TEAMS = PathLayout(
    "Teams",
    r"(?:^|/)(?:Submitted files/(?P<name>[^/]+)/(?P<assignment>[^/]+)/(?:[^/]*/)*"
    r"|(?P<student>[^/]+)/(?P<title>[^/]+)/Version \d+/(?:[^/]*/)*)(?P<file>[^/]+)$",
)


class GoogleClassroom(PathLayout):
    """Claims notebooks where all beside each other are named `student - file`: one alone may be a title."""

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what it knows of the files of one source, by their paths."""
        notebooks = [file for file in files if is_called_notebook(file.path.name) and len(file.path.parts) <= 2]
        others = {file.path.parent for file in notebooks if " - " not in file.path.name}
        return super().claims([file for file in notebooks if file.path.parent not in others])


GOOGLE = GoogleClassroom("Google Classroom", r"/(?P<prefix>(?P<name>[^/]+?)) - (?P<file>[^/]+)$")
