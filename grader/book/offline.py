"""The service worker of the site: which files it keeps, and which version of them it is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from grader.book.lite import FOLDER as LITE
from grader.book.pyodide import OWN

SOURCE = Path(__file__).parents[1] / "page" / "service_worker.js"
NAME = "service-worker.js"
ESSENTIAL = ("_static/**/*.css", "_static/**/*.js", "_static/**/*.woff2", "_static/page/*.py", "_static/page/*.zip")
LEFT_OUT = (".map", ".buildinfo", ".inv", ".txt", ".xml", ".pdf", ".epub")


def add_service_worker(site: Path) -> None:
    """Write the service worker of a built site, at its root: it may keep what lies beside and below it.

    Parameters
    ----------
    site
        The site, complete but for this.
    """
    kept = [path for path in sorted(site.rglob("*")) if path.is_file() and _is_kept(path.relative_to(site))]
    essential = {path for pattern in ESSENTIAL for path in site.glob(pattern)} & set(kept)
    digest = hashlib.sha256()
    for path in kept:
        digest.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes())
    lists = {
        '"0"': json.dumps(digest.hexdigest()[:16]),
        "[/* essential */]": _listed(site, sorted(essential)),
        "[/* others */]": _listed(site, [path for path in kept if path not in essential]),
    }
    text = SOURCE.read_text(encoding="utf-8")
    for mark, value in lists.items():
        text = text.replace(mark, value, 1)
    (site / NAME).write_text(text, encoding="utf-8", newline="\n")


def _is_kept(path: Path) -> bool:
    top = path.parts[0]
    return top not in (LITE, OWN.rstrip("/"), "_sources", NAME) and not path.name.endswith(LEFT_OUT)


def _listed(site: Path, paths: list[Path]) -> str:
    return json.dumps([path.relative_to(site).as_posix() for path in paths], separators=(",", ":"))
