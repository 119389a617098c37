"""Pages printed to PDF by a Chromium that is installed; the pages load nothing and run no script.

What is folded on a page is open on paper, where nobody could unfold it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from grader.course import UnusableInput

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell")
QUIET = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run", "--no-pdf-header-footer",
)  # fmt: skip
PATIENCE = 120  # seconds for a page
FOLDED, OPEN = "<details>", "<details open>"  # in our own pages; what students write has no tags in it


def find_browser() -> str:
    """Return the program that prints.

    Raises
    ------
    UnusableInput
        If none is installed.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise UnusableInput("PDF is printed by Chromium, which is not installed here: apt-get install chromium.")
    return found


def print_pdf(page: Path, pdf: Path, browser: str, *flags: str, patience: float = PATIENCE) -> None:
    """Print a page.

    Parameters
    ----------
    page
        In HTML, or in XHTML if it is named so.
    pdf
        The file to write.
    browser
        As `find_browser` returned it.
    flags
        What else the browser is told.
    patience
        Seconds that it may take.

    Raises
    ------
    UnusableInput
        If the browser cannot.
    """
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to run its sandbox as root
    with tempfile.TemporaryDirectory(prefix="printing-") as scraps:
        unfolded = Path(scraps) / f"page{page.suffix}"  # by which the browser tells XHTML
        unfolded.write_text(page.read_text(encoding="utf-8").replace(FOLDED, OPEN), encoding="utf-8")
        command = [
            browser,
            *QUIET,
            *as_root,
            *flags,
            f"--user-data-dir={scraps}",
            f"--print-to-pdf={pdf}",
            unfolded.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=patience, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise UnusableInput(f"{page} could not be printed by {browser}: {type(error).__name__}.") from error
    if not pdf.is_file():
        raise UnusableInput(f"{page} could not be printed by {browser}: it wrote no file. Leave --pdf out.")
