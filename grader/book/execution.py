"""Pages with cells are executed before Sphinx reads them: as many at a time as there are processors, the longest first.

What myst-nb would execute while it reads, one page after the other, it finds in its cache then. Kernels are processes;
one thread here talks to them all. A page that fails is not cached: myst-nb executes it again and says what is wrong.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from grader.book.executed import PROGRESS, work_of
from grader.book.pages import course_of

LOG = getLogger(__name__)
RELEASED = 500  # Sphinx's usual priority: chapters are released while kernels work


@dataclass(frozen=True)
class Page:
    """A page to execute.

    Parameters
    ----------
    name
        As Sphinx calls it.
    path
        Its source.
    notebook
        What it holds, without outputs.
    """

    name: str
    path: Path
    notebook: NotebookNode

    @property
    def code(self) -> str:
        """The text of its cells."""
        return "\n".join(cell.source for cell in self.notebook.cells if cell.cell_type == "code")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("env-before-read-docs", start, priority=RELEASED - 100)
    app.connect("env-before-read-docs", finish, priority=RELEASED + 100)


def start(app: Sphinx, env: Any, names: Sequence[str]) -> None:
    """Begin to execute what is not in the cache; Sphinx goes on meanwhile."""
    if env.mystnb_config.execution_mode != "cache":
        return
    cache = get_cache(env.mystnb_config.execution_cache_path)
    pages = [page for page in _pages(env, names) if not _is_cached(cache, page)]
    took = _seconds_of(app)
    pages.sort(key=lambda page: (took.get(page.name, 0.0), len(page.code)), reverse=True)
    # Sphinx stores what is set on its application nowhere, unlike on its environment
    app._execution = Execution(pages, env.mystnb_config.execution_timeout)  # type: ignore[attr-defined]


def finish(app: Sphinx, env: Any, names: Sequence[str]) -> None:
    """Wait for what is executed, and keep it for myst-nb."""
    execution: Execution | None = getattr(app, "_execution", None)
    if execution is None or not execution.count:
        return
    cache, took = get_cache(env.mystnb_config.execution_cache_path), _seconds_of(app)
    for left, (page, seconds, failure) in zip(range(execution.count - 1, -1, -1), execution):
        took[page.name] = seconds
        LOG.info(f"{PROGRESS}{page.name} in {seconds:.0f} s{', failed' if failure else ''}; {left} left")
        if failure is None:
            bundle = CacheBundleIn(page.notebook, str(page.path), data={"execution_seconds": seconds})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    _durations(app).write_text(json.dumps(took, indent=1), encoding="utf-8")


class Execution:
    """Pages that are executed in the order in which they are given; iterating waits for the next that is done.

    Parameters
    ----------
    pages
        Their notebooks get their outputs.
    timeout
        Seconds for a cell.
    """

    def __init__(self, pages: Sequence[Page], timeout: int) -> None:
        self.count = len(pages)
        self._done: SimpleQueue[tuple[Page, float, Exception | None]] = SimpleQueue()
        self._thread = Thread(target=lambda: asyncio.run(self._execute_all(pages, timeout)), daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[tuple[Page, float, Exception | None]]:
        """Yield each page, the seconds that it took, and what went wrong or None."""
        for _ in range(self.count):
            yield self._done.get()
        self._thread.join()

    async def _execute_all(self, pages: Sequence[Page], timeout: int) -> None:
        free = asyncio.Semaphore(os.cpu_count() or 1)
        await asyncio.gather(*(self._execute(page, timeout, free) for page in pages))

    async def _execute(self, page: Page, timeout: int, free: asyncio.Semaphore) -> None:
        async with free:
            began, failure = time.monotonic(), None
            try:
                place = {"metadata": {"path": str(page.path.parent)}}
                # the cache knows a notebook by its cells and their metadata: no times may be added to these
                await NotebookClient(
                    page.notebook, timeout=timeout, resources=place, record_timing=False
                ).async_execute()
                join_streams(page.notebook)
            except Exception as error:  # a cell that raises, a kernel that dies: myst-nb meets it again, and says so
                failure = error
            self._done.put((page, time.monotonic() - began, failure))


def join_streams(notebook: NotebookNode) -> None:
    """Join what a cell printed: a kernel sends pieces that end anywhere, and myst-nb ends a line after each."""
    for cell in notebook.cells:
        joined: list[NotebookNode] = []
        for output in cell.get("outputs", []):
            if joined and output.output_type == joined[-1].output_type == "stream" and output.name == joined[-1].name:
                joined[-1].text += output.text
            else:
                joined.append(output)
        if "outputs" in cell:
            cell.outputs = joined


def _pages(env: Any, names: Sequence[str]) -> Iterator[Page]:
    for name in names:
        path = Path(env.doc2path(name))
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        if reader is not None:
            page = Page(name, path, reader.read(text))
            if page.code:
                yield page


def _is_cached(cache: JupyterCacheAbstract, page: Page) -> bool:
    try:
        cache.match_cache_notebook(page.notebook)
    except KeyError:
        return False
    return True


def _durations(app: Sphinx) -> Path:
    return work_of(course_of(app)) / "seconds.json"


def _seconds_of(app: Sphinx) -> dict[str, float]:
    """Return how long each page took when it was last executed; a guess at the order is good enough."""
    try:
        return dict(json.loads(_durations(app).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
