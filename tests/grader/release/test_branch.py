import json
import subprocess
import sys
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from grader.course import UnusableInput
from grader.grading.grade import grade, prepare
from grader.release.branch import write_branch
from grader.sandbox import Limits, Pool

FILES = ["04-losses", "README.md", "requirements.txt", "runtime.txt"]
PUBLISHED = "https://raw.githubusercontent.com/owner/name/notebooks"
SECRET = b"nobody knows"


@pytest.fixture
def written(small, tmp_path):
    """Return the folder of the small chapter on the branch of owner/name."""
    (folder,) = write_branch([small.chapter], tmp_path / "branch", "owner/name")
    return folder


def document(folder):
    return json.loads((folder / "04-losses.ipynb").read_text(encoding="utf-8"))


def text(cell):
    return "".join(cell["source"])


def answered(small, folder):
    """Return the notebook of the branch with right answers."""
    made = document(folder)
    for name, source in small.right.items():
        small.cell(made, name)["source"] = source
    return made


def test_the_branch_holds_the_notebooks_what_binder_installs_and_what_people_read(written):
    assert sorted(path.name for path in written.parent.iterdir()) == FILES
    assert sorted(path.name for path in written.iterdir()) == ["04-losses.ipynb", "selfcheck", "selfcheck.zip"]
    assert (written.parent / "requirements.txt").read_text() == "numpy\nmatplotlib\n"


def test_the_licences_of_the_course_go_with_its_notebooks(authored, tmp_path):
    (authored.root / "LICENSE").write_text("Do what you like.")
    write_branch(authored.chapters(), tmp_path / "branch", "owner/name")
    assert (tmp_path / "branch" / "LICENSE").read_text() == "Do what you like."


def test_the_packed_folder_is_the_folder(written):
    with zipfile.ZipFile(written / "selfcheck.zip") as pack:
        packed = {name: pack.read(name) for name in pack.namelist()}
    files = [path for path in (written / "selfcheck").rglob("*") if path.is_file()]
    assert packed == {path.relative_to(written).as_posix(): path.read_bytes() for path in files}


def test_the_notebook_is_the_release_with_one_cell_before_its_first_code(written, small):
    released = json.loads((small.released / "04-losses.ipynb").read_text(encoding="utf-8"))
    made = document(written)
    added = [cell for cell in made["cells"] if cell["id"] == "fetch-selfcheck"]
    assert made["cells"] == [released["cells"][0], *added, *released["cells"][1:]]
    assert f"{PUBLISHED}/04-losses/selfcheck.zip" in text(added[0])


def test_the_readme_opens_each_notebook(written):
    readme = (written.parent / "README.md").read_text(encoding="utf-8")
    assert "# The notebooks of A small course" in readme
    assert "/github/owner/name/blob/notebooks/04-losses/04-losses.ipynb" in readme
    assert "/gh/owner/name/notebooks?labpath=04-losses%2F04-losses.ipynb" in readme


def test_a_notebook_that_is_opened_alone_fetches_what_its_checks_need(written, small, tmp_path):
    handler = partial(SimpleHTTPRequestHandler, directory=written.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        cells = [text(cell) for cell in answered(small, written)["cells"] if cell["cell_type"] == "code"]
        alone = tmp_path / "alone"
        alone.mkdir()
        (alone / "notebook.py").write_text("\n\n".join(cells).replace(PUBLISHED, site), encoding="utf-8")
        command = [sys.executable, "notebook.py"]
        for _ in ("fetched", "there already"):
            done = subprocess.run(command, cwd=alone, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert (alone / "selfcheck" / "checks.json").is_file()
            (written / "selfcheck.zip").unlink(missing_ok=True)
        server.shutdown()


@pytest.mark.confined
def test_a_notebook_of_the_branch_is_graded_as_the_release_is(written, small):
    with Pool(small.released, limits=Limits(exchange_seconds=5)) as pool:
        assignment = prepare(small.chapter, SECRET, small.released)
        result = grade("ada", small.encoded(answered(small, written)), assignment, pool)
    assert [(exercise.name, exercise.points) for exercise in result.exercises] == [
        ("mse", 2),
        ("softmax", 3),
        ("accuracy", 1),
    ]
    assert (result.error, result.repairs) == ("", [])


@pytest.mark.parametrize("name", ["name", "https://example.org/owner/name", "owner/name/more", "owner/na me", "a;b/c"])
def test_what_is_no_repository_is_refused(small, tmp_path, name):
    with pytest.raises(UnusableInput, match=r"is not the name of a repository on GitHub: give it as owner/name\."):
        write_branch([small.chapter], tmp_path / "branch", name)
    assert not (tmp_path / "branch").exists()
