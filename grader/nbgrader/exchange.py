"""nbgrader's exchange: feedback that everybody finds who handed in by it, whatever their notebook is called.

`nbgrader submit` leaves a secret beside the notebook, and `nbgrader fetch_feedback` looks for a page that is named
after the secret and the student's own notebook. nbgrader releases pages under the name of the released notebook alone,
stops at the first student who handed in another way, and takes names for patterns.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from grader.collect.archive import read_file
from grader.nbgrader.finding import autograded_pages

SECRET, LONGEST = "submission_secret.txt", 1000  # as nbgrader writes it; in bytes
MOST = 20  # notebooks of one student under whose names a page is released


class ReleaseFeedback(ExchangeReleaseFeedback):
    """In the place of nbgrader's: what `nbgrader release_feedback` and formgrader's button do."""

    def copy_files(self) -> None:
        """Release everybody's page, and then fail with the names of those whom the exchange cannot reach."""
        excluded = set(self.coursedir.student_id_exclude.split(","))
        missed = []
        for page in autograded_pages(self.coursedir, self.coursedir.feedback_directory, "html"):
            student = page.parts[-3]
            if student in excluded:
                continue
            submitted = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, page.parts[-2]))
            if secret := _secret(submitted):
                own = sorted(path.stem for path in submitted.glob("*.ipynb"))
                self._release(page, secret, {page.stem, *own[:MOST]})
            else:
                missed.append(student)
        for student in missed:
            self.log.error("%s did not hand in by the exchange: give the feedback in another way.", student)
        if missed:
            self.fail(f"Not released: {len(missed)}")

    def _release(self, page: Path, secret: str, notebooks: set[str]) -> None:
        """Copy a page to where its student looks for it, by each name that their notebook may have."""
        for name in sorted(notebooks):
            released = Path(self.dest_path) / f"{notebook_hash(secret=secret, notebook_id=name)}.html"
            new = released.with_name(f"{released.stem}-tmp.html")
            shutil.copy(page, new)
            os.replace(new, released)
        self.log.info("Feedback of %s is released", page.parts[-3])


def _secret(submitted: Path) -> str:
    """Return what a student's page is named after; '' if there is none. The file is a student's: it may be anything."""
    try:
        return read_file(submitted / SECRET, LONGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
