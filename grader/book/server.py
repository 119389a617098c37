"""A static server for the built site, on this machine only: what a good host does, to see the site as readers will.

Files are compressed for browsers that accept it, and are sent again only when they have changed. The site can be tried
below a base path, where it will be when it is published as one of several.
"""

import gzip
import re
import sys
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

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


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own."""

    request_queue_size = 128

    def handle_error(self, request, client_address):
        """Let a browser go that has closed its tab, and report what else went wrong."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD with the files of a folder, quietly."""

    protocol_version = "HTTP/1.1"  # keeps connections
    timeout = 60  # seconds without a request, then the connection is closed
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *arguments, base, **options):
        self.base = base
        super().__init__(*arguments, **options)

    def do_GET(self):
        """Send a file."""
        self._answer(with_body=True)

    def do_HEAD(self):
        """Send what would go before a file."""
        self._answer(with_body=False)

    def _answer(self, with_body):
        asked = urlsplit(self.path).path
        path = self._path_of(asked)
        if asked in ("/", self.base.rstrip("/")) and self.base != "/":
            return self._send_head(HTTPStatus.MOVED_PERMANENTLY, {"Location": self.base, "Content-Length": "0"})
        if path and path.is_dir() and not asked.endswith("/"):
            return self._send_head(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{asked}/", "Content-Length": "0"})
        if path and asked.endswith("/"):
            path /= "index.html"  # and never a list of what there is
        missing = Path(self.directory) / MISSING
        if path and path.is_file():
            return self._send(HTTPStatus.OK, path, with_body)
        return self._send(HTTPStatus.NOT_FOUND, missing, with_body) if missing.is_file() else self.send_error(404)

    def _path_of(self, asked):
        """Return the path that is asked for, within the folder whatever is asked; None for what no path can be."""
        if not asked.startswith(self.base) or "%00" in asked:
            return None
        return Path(self.translate_path(asked.removeprefix(self.base)))

    def _send(self, status, path, with_body):
        kind, state = self.guess_type(path), path.stat()
        packed = kind.startswith(COMPRESSIBLE) and state.st_size >= WORTH_IT and self._accepts_gzip()
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}{"-gzip" if packed else ""}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if status == HTTPStatus.OK and tag in self.headers.get("If-None-Match", ""):
            return self._send_head(HTTPStatus.NOT_MODIFIED, headers)
        body = _compressed(path, state.st_mtime_ns, state.st_size) if packed else path.read_bytes()
        headers |= {"Content-Type": kind, "Content-Length": str(len(body)), "X-Content-Type-Options": "nosniff"}
        headers |= {"Content-Encoding": "gzip"} if packed else {}
        self._send_head(status, headers)
        if with_body:
            self.wfile.write(body)

    def _send_head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _accepts_gzip(self):
        return bool(GZIP.search(self.headers.get("Accept-Encoding", "")))

    def log_message(self, *arguments):
        """Say nothing."""


@lru_cache(maxsize=1024)
def _compressed(path, changed, size):
    """Return a file compressed; `changed` and `size` tell its states apart."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


def make_server(site, port, base="/"):
    """Return a server of a folder, not serving yet.

    Parameters
    ----------
    site : Path
        The folder, with an index.html.
    port : int
        Where to listen; 0 takes a free port.
    base : str
        The path of the site's first page, `/course/`.

    Returns
    -------
    ThreadingHTTPServer

    Raises
    ------
    UnusableInput
        If there is no site, or the port is taken.
    """
    if not (site / "index.html").is_file():
        raise UnusableInput(f"There is no site in {site}. Build it with: course build --to {site}")
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    try:
        return Server(("127.0.0.1", port), partial(Handler, directory=str(site), base=base))
    except OSError as error:
        raise UnusableInput(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error


def serve(site, port, say, base="/"):
    """Serve a folder until Ctrl-C.

    Parameters
    ----------
    site, port, base
        As of `make_server`.
    say : callable
        Called with the address.
    """
    with make_server(site, port, base) as server:
        path = f"/{base.strip('/')}/".replace("//", "/")
        say(f"http://127.0.0.1:{server.server_port}{path} shows {site}; Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
