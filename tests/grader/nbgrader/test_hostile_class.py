"""A class that means harm, in a real nbgrader, and in formgrader in a real browser: it costs its own authors alone."""

import contextlib
import json
import os
import socket
import urllib.request
from urllib.parse import urlsplit

import pytest

from grader.classroom import Classroom, Options
from grader.nbgrader import course_directory

pytestmark = [pytest.mark.confined, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(1800)]
NAME = "04-losses"
POINTS = """
    SELECT submitted_assignment.student_id, SUM(grade.auto_score) FROM grade
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id GROUP BY 1 ORDER BY 1
"""
RUN = "document.title='run'"
OUTSIDE = "http://outside.example"
MARKUP = {
    "a link": f"[click](javascript:{RUN})",
    "a link after a formula": f"$$a$$ [click](javascript:{RUN}) <img src=x onerror={RUN}>",
    "a link after an environment": f"\\begin{{a}}b\\end{{a}} [click](javascript:{RUN})",
    "a link in a formula that is none": f"\\\\\\[ [click](javascript:{RUN}) \\\\\\]",
    "a formula's link": f"$$\\href{{javascript:{RUN}}}{{click}}$$ $\\href{{javascript:{RUN}}}{{click}}$",
    "a picture": f"![a picture]({OUTSIDE}/a.png) $$b$$ ![a picture]({OUTSIDE}/b.png)",
    "a script": f"</pre></code></div><script>{RUN}</script><img src={OUTSIDE}/c.png onerror={RUN}>",
    "a definition": f"[click]\n\n[click]: javascript:{RUN}",
    "an address": f"<javascript:{RUN}> <{OUTSIDE}/d.png>",
    "code that ends": f"```\n```\n~~~\n[click](javascript:{RUN})\n\n    - [click](javascript:{RUN})",
}
ALL = "\n\n".join(MARKUP.values())
AT_ONCE = " ".join(text.replace("\n", " ") for text in MARKUP.values())


def _markup_everywhere(small):
    """Return a notebook that holds the markup in whatever reaches formgrader: cells, comments, names, repairs."""
    document = small.document(**small.right | {"softmax": f"r'''{ALL}'''\n{small.wrong_softmax}"})
    texts = [*MARKUP.values(), ALL]
    document["cells"] += [
        {"id": f"note-{i}", "cell_type": "markdown", "metadata": {}, "source": text} for i, text in enumerate(texts)
    ]
    for text in texts:
        code = f"#{text}\n%%html\n{text}\nimport os; os._exit(0)"
        document["cells"].insert(
            2, {"id": text[:60], "cell_type": "code", "metadata": {}, "source": code, "outputs": []}
        )
    document["metadata"] |= {"title": ALL, "language_info": {"name": ALL, "pygments_lexer": ALL}}
    return small.encoded(document)


def _hand_in_harm(small, submitted):
    """Hand in, beside two honest students, what made all of nbgrader's run fail, or was never graded."""
    small.hand_in(submitted, "honest")
    small.hand_in(submitted, "Ann [audit]")
    small.hand_in(submitted, "=1+1")
    small.hand_in(submitted, "'=1+1")
    small.hand_in(submitted, ".name")
    path = small.hand_in(submitted, "markup", _markup_everywhere(small))
    path.rename(path.with_name(AT_ONCE.replace("/", "\u2215")[:200] + ".ipynb"))
    (path.parent / "page.html").write_text(f"<script>{RUN}</script>")
    nested = small.hand_in(submitted, "nested").parent
    (nested / NAME).mkdir()
    (nested / f"{NAME}.ipynb").rename(nested / NAME / f"{NAME}.ipynb")
    (small.hand_in(submitted, "file").parent / "selfcheck").write_text("in the place of a folder")
    drafts = small.hand_in(submitted, "drafts").parents[1] / "my-drafts"
    drafts.mkdir()
    (drafts / "draft.ipynb").write_text("{}")
    special = small.hand_in(submitted, "special")
    os.mkfifo(special.with_name("pipe"))
    os.mkfifo(special.with_name("timestamp.txt"))
    special.unlink()
    with contextlib.chdir(special.parent), socket.socket(socket.AF_UNIX) as open_one:
        open_one.bind(special.name)  # the name of a socket must be short


@pytest.fixture(scope="module")
def hostile(small, nbgrader, tmp_path_factory):
    """Return the course directory after `nbgrader autograde`; `course grade` graded the same into its folder `ours`."""
    folder = course_directory.write(tmp_path_factory.mktemp("hostile") / "course", [small.chapter])
    _hand_in_harm(small, folder / "submitted")
    done = nbgrader(folder, "autograde", NAME)
    # everybody is graded; that a draft is of no assignment is said, here as by `course grade`
    assert done.returncode == 1 and "'drafts/my-drafts/draft.ipynb' is left out" in done.stderr, done.stderr
    Classroom(Options(small.course, folder / "submitted", folder / "ours", secret=folder / "secret", workers=1)).grade()
    return folder


def test_everybody_is_graded_as_by_course_grade(hostile, query):
    points = dict(query(hostile / "gradebook.db", POINTS))
    assert points == dict(query(hostile / "ours" / "gradebook.db", POINTS))
    right = {"honest", "Ann [audit]", "=1+1", "'=1+1", ".name", "file", "drafts"}
    assert {student for student, earned in points.items() if earned == 6} >= right
    assert {"nested", "markup", "special"} <= set(points)


def test_everybody_has_a_page_of_feedback(hostile, nbgrader, query):
    done = nbgrader(hostile, "generate_feedback", NAME)
    assert done.returncode == 0, done.stderr
    pages = {path.parts[-3] for path in hostile.glob(f"feedback/*/{NAME}/{NAME}.html")}
    assert pages == set(dict(query(hostile / "gradebook.db", POINTS)))
    assert not list(hostile.glob("feedback/**/*.ipynb"))


def test_nothing_that_lies_beside_a_notebook_reaches_formgrader(hostile, small):
    released = {path.name for path in (hostile / "release" / NAME).rglob("*")}
    made = {path.name for path in (hostile / "autograded").glob(f"*/{NAME}/**/*")}
    assert made == released


def test_a_name_that_formgrader_would_take_for_html_is_told_and_graded_for_nobody(small, nbgrader, query, tmp_path):
    folder = course_directory.write(tmp_path / "course", [small.chapter])
    small.hand_in(folder / "submitted", "honest")
    small.hand_in(folder / "submitted", f"<img src=x onerror={RUN}>")
    small.hand_in(folder / "submitted", "red\x1b[31m")
    done = nbgrader(folder, "autograde", NAME)
    assert done.returncode == 1 and "rename it" in done.stderr and "Traceback" not in done.stderr
    assert "\x1b[31m'" not in done.stderr and "'red\\x1b[31m' is left out" in done.stderr
    assert query(folder / "gradebook.db", "SELECT id FROM student") == [("honest",)]


@pytest.mark.parametrize("student", ["Ann [audit]", "Ann [[]audit]", "an*"], ids=["a name", "escaped", "a pattern"])
def test_one_student_is_graded_alone_whatever_the_name_is(small, nbgrader, query, tmp_path, student):
    folder = course_directory.write(tmp_path / "course", [small.chapter])
    for name in ("Ann [audit]", "anna", "bo"):
        small.hand_in(folder / "submitted", name)
    done = nbgrader(folder, "autograde", NAME, "--student", student)
    assert done.returncode == 0, done.stderr
    graded = "anna" if student == "an*" else "Ann [audit]"
    assert query(folder / "gradebook.db", POINTS) == [(graded, 6)]
    assert nbgrader(folder, "generate_feedback", NAME, "--student", student).returncode == 0
    assert [path.name for path in (folder / "feedback").iterdir()] == [graded]


@pytest.fixture
def asked(page):
    """Return the addresses that the page asks for; those outside, where formgrader's libraries are, give no answer."""
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.route(lambda url: urlsplit(url).hostname not in (None, "", "127.0.0.1"), lambda route: route.abort())
    return addresses


def _addresses(formgrader):
    """Return the pages of formgrader that show what students did."""
    with urllib.request.urlopen(f"{formgrader}/api/submitted_notebooks/{NAME}/{NAME}?", timeout=120) as answer:
        notebooks = json.loads(answer.read())
    yield from (f"{formgrader}/submissions/{notebook['id']}/" for notebook in notebooks)
    yield from (f"{formgrader}/{page}" for page in (f"manage_submissions/{NAME}", f"gradebook/{NAME}/{NAME}"))
    yield from (f"{formgrader}/{page}" for page in ("manage_students", f"manage_students/markup/{NAME}"))


def test_no_page_of_formgrader_or_of_feedback_runs_a_script_calls_out_or_changes_a_score(
    hostile, nbgrader, query, serve, page, asked
):
    nbgrader(hostile, "generate_feedback", NAME, "--force")
    before = query(hostile / "gradebook.db", "SELECT id, auto_score, manual_score FROM grade ORDER BY id")
    formgrader = serve(hostile)
    feedback = [f"file://{path}" for path in sorted(hostile.glob(f"feedback/*/{NAME}/{NAME}.html"))]
    for address in [*_addresses(formgrader), *feedback]:
        page.goto(address, wait_until="load")
        for link in page.get_by_text("click", exact=True).all():
            link.click()
        page.evaluate("new Promise(done => setTimeout(done))")  # what a click has only put into the queue runs first
        assert page.title() != "run", address
        assert page.locator("[href^='javascript:'], .rendered_html img, .comment + img").count() == 0, address
    assert len(asked) > 50 and "outside.example" not in {urlsplit(url).hostname for url in asked}
    assert query(hostile / "gradebook.db", "SELECT id, auto_score, manual_score FROM grade ORDER BY id") == before


def test_what_a_student_wrote_is_shown_letter_by_letter(hostile, serve, page, asked):
    formgrader = serve(hostile)
    shown = ""
    for address in _addresses(formgrader):
        page.goto(address, wait_until="load")
        shown += page.locator("body").text_content()
    for text in MARKUP.values():
        assert text in shown
