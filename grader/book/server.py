"""A static server for the built site, on this machine only: what a good host does, to see the site as readers will.

Files are compressed for browsers that accept it, and are sent again only when they have changed. The site can be tried
below a base path, where it will be when it is published as one of several.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RedirectHandler, StaticFileHandler

from grader.course import UnusableInput

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".py": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".ipynb": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",  # anything else and it is compiled only when all of it has come
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".whl": "application/zip",
    ".zip": "application/zip",
}
COMPRESSIBLE = ("text/", "application/json", "application/manifest", "application/wasm", "application/xml", "image/svg")
GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)")  # a quality of 0 refuses it
WORTH_IT = 512  # bytes: below it, compression saves no packet
MISSING = "404.html"


class SiteFile(StaticFileHandler):
    """Answers GET and HEAD with a file of a folder, or with the site's own page for what is not there.

    Tornado's own compression leaves out WebAssembly, and gives both forms of a file one tag.
    """

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file; without its body, what would go before it."""
        found = self._find(path)
        if found and not self._finished:  # else the browser was sent on to the folder's first page
            self._send(Path(found), include_body)

    def _find(self, path: str) -> str | None:
        """Return the path of a file within the folder, whatever is asked."""
        if "\0" in path:
            raise HTTPError(404)
        self.path = self.parse_url_path(path)
        try:
            return self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        except HTTPError as error:
            raise HTTPError(404) from error  # outside of the folder, too: nobody is told what there is

    def _send(self, path: Path, include_body: bool = True) -> None:
        state, kind = path.stat(), TYPES.get(path.suffix) or self._guess(path)
        packed = kind.startswith(COMPRESSIBLE) and state.st_size >= WORTH_IT and self._accepts_gzip()
        body = _compressed(path, state.st_mtime_ns, state.st_size) if packed else path.read_bytes()
        self.set_header("Etag", f'"{state.st_mtime_ns:x}-{state.st_size:x}{"-gzip" if packed else ""}"')
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Type", kind)
        if packed:
            self.set_header("Content-Encoding", "gzip")
        if self.get_status() == 200 and self.check_etag_header():
            self.set_status(304)
            self.finish()
        else:
            self.set_header("Content-Length", len(body))
            self.finish(body if include_body else None)

    def _guess(self, path: Path) -> str:
        self.absolute_path = str(path)
        return self.get_content_type()

    def _accepts_gzip(self) -> bool:
        return bool(GZIP.search(self.request.headers.get("Accept-Encoding", "")))

    def write_error(self, status_code: int, **about: Any) -> None:
        """Send the site's page for what is not there, if it has one."""
        page = Path(self.root) / MISSING
        if status_code == 404 and page.is_file():
            self._send(page, include_body=self.request.method != "HEAD")
        else:
            super().write_error(status_code, **about)

    def set_etag_header(self) -> None:
        """Keep the tag: Tornado's own is made of the body that is sent."""


class Elsewhere(SiteFile):
    """Answers for addresses that are not below the base path."""

    async def get(self, path: str = "", include_body: bool = True) -> None:
        """Say that nothing is there."""
        raise HTTPError(404)


@lru_cache(maxsize=1024)
def _compressed(path: Path, changed: int, size: int) -> bytes:
    """Return a file compressed; `changed` and `size` tell its states apart."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


class Server:
    """A server of a folder. It listens from the beginning, and answers while `serve_forever` runs.

    Parameters
    ----------
    site
        The folder.
    port
        Where to listen; 0 takes a free port.
    base
        The path of the site's first page, with a slash at both ends.
    """

    def __init__(self, site: Path, port: int, base: str) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), backlog=128)
        self._socket.setblocking(False)
        self.server_port: int = self._socket.getsockname()[1]
        self._application = _application(site, base)
        self._serving, self._over = threading.Event(), threading.Event()

    def serve_forever(self) -> None:
        """Answer until `shutdown` is called from another thread, or Ctrl-C."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = HTTPServer(self._application)
        server.add_socket(self._socket)
        self._serving.set()
        try:
            await self._ended.wait()
        finally:
            server.stop()
            await server.close_all_connections()
            self._over.set()

    def shutdown(self) -> None:
        """End `serve_forever`, which another thread runs, and wait until it has ended."""
        self._serving.wait()
        self._loop.call_soon_threadsafe(self._ended.set)
        self._over.wait()

    def server_close(self) -> None:
        """Listen no more."""
        self._socket.close()

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        self.server_close()


def _application(site: Path, base: str) -> Application:
    folder = {"path": str(site.resolve()), "default_filename": "index.html"}
    routes: list[Any] = [(f"{re.escape(base)}(.*)", SiteFile, folder)]
    if base != "/":
        routes.append((f"/(?:{re.escape(base.strip('/'))})?", RedirectHandler, {"url": base}))
    return Application(
        routes,
        default_handler_class=Elsewhere,
        default_handler_args=folder,
        log_function=lambda handler: None,
    )


def make_server(site: Path, port: int, base: str = "/") -> Server:
    """Return a server of a folder, not serving yet.

    Parameters
    ----------
    site
        The folder, with an index.html.
    port
        Where to listen; 0 takes a free port.
    base
        The path of the site's first page, `/course/`.

    Raises
    ------
    UnusableInput
        If there is no site, or the port is taken.
    """
    if not (site / "index.html").is_file():
        raise UnusableInput(f"There is no site in {site}. Build it with: course build --to {site}")
    try:
        return Server(site, port, _with_slashes(base))
    except OSError as error:
        raise UnusableInput(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error


def _with_slashes(base: str) -> str:
    return f"/{base.strip('/')}/" if base.strip("/") else "/"


def serve(site: Path, port: int, say: Callable[[str], object], base: str = "/") -> None:
    """Serve a folder until Ctrl-C.

    Parameters
    ----------
    site, port, base
        As of `make_server`.
    say
        Called with the address.
    """
    with make_server(site, port, base) as server:
        say(f"http://127.0.0.1:{server.server_port}{_with_slashes(base)} shows {site}; Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
