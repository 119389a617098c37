import gzip
import http.client
import threading
from contextlib import contextmanager

import pytest

from grader.book.server import make_server
from grader.course import UnusableInput

TEXT = "Numbers and words. " * 100


@contextmanager
def serving(folder, base="/"):
    """Serve a folder, and give the port."""
    with make_server(folder, 0, base) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path):
    """Return a small site, beside a file that is nobody's business."""
    site = tmp_path / "site"
    (site / "chapters").mkdir(parents=True)
    (site / "index.html").write_text(TEXT)
    (site / "chapters" / "index.html").write_text("the chapters")
    (site / "empty").mkdir()
    for name in ("worker.mjs", "pyodide.wasm", "lesson.ipynb", "figure.svg", "font.woff2", "a.whl", "site.webmanifest"):
        (site / name).write_text(TEXT)
    (tmp_path / "secret.txt").write_text("secret")
    return site


@pytest.fixture
def ask(folder):
    """Return a function that asks the server: status, headers and body."""
    with serving(folder) as port:
        yield lambda path, method="GET", **headers: fetch(port, path, method, **headers)


def fetch(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/worker.mjs", "text/javascript; charset=utf-8"),
        ("/pyodide.wasm", "application/wasm"),
        ("/lesson.ipynb", "application/json"),
        ("/figure.svg", "image/svg+xml"),
        ("/font.woff2", "font/woff2"),
        ("/a.whl", "application/zip"),
        ("/site.webmanifest", "application/manifest+json"),
    ],
)
def test_files_come_with_the_types_that_browsers_insist_on(ask, path, kind):
    status, headers, body = ask(path)
    assert (status, headers["Content-Type"], body.decode()) == (200, kind, TEXT)


@pytest.mark.parametrize("path", ["/index.html", "/worker.mjs", "/pyodide.wasm", "/lesson.ipynb", "/figure.svg"])
def test_text_and_programs_are_compressed_for_browsers_that_accept_it(ask, path):
    _, headers, body = ask(path, Accept_Encoding="gzip, deflate, br")
    assert headers["Content-Encoding"] == "gzip" and headers["Vary"] == "Accept-Encoding"
    assert int(headers["Content-Length"]) == len(body) < len(TEXT) / 4
    assert gzip.decompress(body).decode() == TEXT


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        ("/index.html", ""),
        ("/index.html", "br"),
        ("/index.html", "gzip;q=0, identity"),
        ("/index.html", "gzip; q=0.000"),
        ("/font.woff2", "gzip"),
        ("/a.whl", "gzip"),
        ("/chapters/", "gzip"),
    ],
    ids=["none", "another", "refused", "refused in full", "a font", "an archive", "a few bytes"],
)
def test_nothing_else_is_compressed(ask, path, accepted):
    assert ask(path, Accept_Encoding=accepted)[1]["Content-Encoding"] is None


@pytest.mark.parametrize("accepted", ["gzip", "x-gzip, gzip;q=0.5", "GZIP;q=0.5, gzip"])
def test_compression_is_found_among_other_offers(ask, accepted):
    assert ask("/", Accept_Encoding=accepted)[1]["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_a_file_is_sent_again_only_when_it_has_changed(ask, folder, accepted):
    tag = ask("/index.html", Accept_Encoding=accepted)[1]["ETag"]
    again = {"Accept_Encoding": accepted, "If_None_Match": tag}
    status, headers, body = ask("/index.html", **again)
    assert (status, body, headers["ETag"], headers["Cache-Control"]) == (304, b"", tag, "no-cache")
    (folder / "index.html").write_text(TEXT + "And more.")
    status, headers, _ = ask("/index.html", **again)
    assert status == 200 and headers["ETag"] != tag


def test_the_two_forms_of_a_file_have_tags_of_their_own(ask):
    assert ask("/")[1]["ETag"] != ask("/", Accept_Encoding="gzip")[1]["ETag"]


@pytest.mark.parametrize("path", ["/", "/nowhere.html"])
def test_head_says_what_get_would(ask, path):
    status, headers, body = ask(path, "HEAD")
    got_status, got_headers, got_body = ask(path)
    assert body == b"" and len(got_body) == int(headers["Content-Length"])
    assert (status, headers["Content-Type"]) == (got_status, got_headers["Content-Type"])


def test_one_connection_serves_many_requests(folder):
    with serving(folder) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path in ("/", "/figure.svg", "/worker.mjs"):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200 and not answer.will_close
        connection.close()


def test_a_folder_is_shown_by_its_first_page_or_not_at_all(ask):
    assert ask("/chapters/")[2] == b"the chapters"
    status, headers, _ = ask("/chapters?from=search")
    assert (status, headers["Location"]) == (301, "/chapters/")
    assert ask("/empty/")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/chapters/../../secret.txt",
        "/..%2fsecret.txt",
        "//secret.txt",
        "/a%00b",
    ],
)
def test_nothing_outside_of_the_folder_is_served(ask, path):
    status, _, body = ask(path)
    assert status == 404 and b"secret" not in body.lower()


def test_what_is_not_there_gets_the_sites_own_page_and_the_status_404(ask, folder):
    assert ask("/chapters/nowhere.html")[0] == 404
    (folder / "404.html").write_text("This page is not part of the course.")
    status, headers, body = ask("/chapters/nowhere.html")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert body == b"This page is not part of the course."
    assert ask("/chapters/nowhere.html", If_None_Match=headers["ETag"])[0] == 404


def test_other_methods_are_refused(ask):
    assert ask("/", "POST")[0] == 405


@pytest.mark.parametrize("base", ["/course/", "course", "/course"])
def test_a_site_can_be_tried_below_a_base_path(folder, base):
    with serving(folder, base) as port:
        assert fetch(port, "/course/")[2].decode() == TEXT
        assert fetch(port, "/course/chapters/")[2] == b"the chapters"
        assert fetch(port, "/course/chapters")[1]["Location"] == "/course/chapters/"
        assert [fetch(port, path)[:2][1]["Location"] for path in ("/", "/course")] == ["/course/", "/course/"]
        assert [fetch(port, path)[0] for path in ("/chapters/", "/courses/", "/index.html")] == [404] * 3


def test_a_folder_without_a_site_is_named(tmp_path):
    with pytest.raises(UnusableInput, match=r"There is no site in .* Build it with: course build"):
        make_server(tmp_path, 0)


def test_a_port_that_is_taken_is_named(folder):
    with serving(folder) as port, pytest.raises(UnusableInput, match=rf"Port {port} cannot be used.*--port"):
        make_server(folder, port)
