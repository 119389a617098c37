"""A static server for the built site, on this machine only, with the types that browsers insist on."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from grader.course import UnusableInput

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/json",
    ".wasm": "application/wasm",  # anything else and it is compiled only when all of it has come
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".whl": "application/zip",
    ".zip": "application/zip",
}


class Handler(SimpleHTTPRequestHandler):
    """Serves files, quietly, and has the browser ask whether they changed."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def end_headers(self):
        """Add what holds for every answer."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


def make_server(site, port):
    """Return a server of a folder, not serving yet.

    Parameters
    ----------
    site : Path
        The folder, with an index.html.
    port : int
        Where to listen; 0 takes a free port.

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
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(site)))
    except OSError as error:
        raise UnusableInput(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error


def serve(site, port, say):
    """Serve a folder until Ctrl-C.

    Parameters
    ----------
    site, port
        As of `make_server`.
    say : callable
        Called with the address.
    """
    with make_server(site, port) as server:
        say(f"http://127.0.0.1:{server.server_port}/ shows {site}; Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
