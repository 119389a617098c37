import hashlib
import re

import pytest

from grader.book import pyodide
from grader.course import UnusableInput

NEEDED = {"numpy", "matplotlib", "pillow", "micropip", "ssl", "sqlite3", "jedi", "ipython", "prompt-toolkit"}


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_what_the_site_needs_is_copied_and_nothing_else(pyodide_files, tmp_path):
    pyodide.copy(pyodide_files, tmp_path / "site" / "pyodide")
    copied = {path.name for path in (tmp_path / "site" / "pyodide").iterdir()}
    assert copied == set(pyodide.CORE) | {f"{name}-1.0.whl" for name in NEEDED}
    for name in copied - {pyodide.LOCK}:
        assert (tmp_path / "site" / "pyodide" / name).read_bytes() == (pyodide_files / name).read_bytes()


def test_the_copys_lock_file_names_what_is_there(pyodide_files, tmp_path):
    pyodide.copy(pyodide_files, tmp_path / "copy")
    lock, whole = pyodide.read_lock(tmp_path / "copy"), pyodide.read_lock(pyodide_files)
    assert set(lock["packages"]) == NEEDED
    assert lock["info"] == whole["info"]
    assert all(lock["packages"][name] == whole["packages"][name] for name in NEEDED)


def test_every_missing_and_every_wrong_file_is_named_with_what_was_expected_and_where_it_is(pyodide_files):
    expected = {name: digest((pyodide_files / name).read_bytes()) for name in ("numpy-1.0.whl", "python_stdlib.zip")}
    (pyodide_files / "numpy-1.0.whl").unlink()
    (pyodide_files / "python_stdlib.zip").write_text("another")
    with pytest.raises(UnusableInput) as refused:
        pyodide.find_in(pyodide_files)
    said = str(refused.value)
    assert f"numpy-1.0.whl is missing; expected is {expected['numpy-1.0.whl']}, from {pyodide.CDN}numpy-1.0.whl" in said
    assert f"python_stdlib.zip has the sha256 {digest(b'another')}; expected is {expected['python_stdlib.zip']}" in said
    assert len(re.findall(r"expected is", said)) == 2
    assert f"course pyodide --to {pyodide_files}" in said


def test_a_lock_file_that_was_changed_is_not_believed(pyodide_files):
    lock = pyodide_files / pyodide.LOCK
    other = digest(b"other")
    lock.write_text(lock.read_text().replace(digest(b"the wheel of numpy"), other))
    (pyodide_files / "numpy-1.0.whl").write_bytes(b"other")
    with pytest.raises(UnusableInput, match=r"pyodide-lock\.json has the sha256") as refused:
        pyodide.find_in(pyodide_files)
    assert "numpy" not in str(refused.value)


def test_a_package_that_the_site_does_not_need_may_be_missing(pyodide_files):
    (pyodide_files / "scipy-1.0.whl").unlink()
    assert "scipy-1.0.whl" not in pyodide.find_in(pyodide_files)


@pytest.mark.parametrize("module", ["scipy", "fruit_salad"], ids=["by its own name", "by the name of its module"])
def test_a_package_that_the_course_imports_is_copied_too(pyodide_files, tmp_path, module):
    pyodide.copy(pyodide_files, tmp_path / "copy", ["numpy", module])
    assert (tmp_path / "copy" / "scipy-1.0.whl").is_file()
    assert "scipy" in pyodide.read_lock(tmp_path / "copy")["packages"]


def test_a_package_that_pyodide_does_not_have_is_named(pyodide_files):
    with pytest.raises(UnusableInput, match=r"no package 'torch'.*course\.toml"):
        pyodide.find_in(pyodide_files, ["torch"])


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_what_is_no_folder_is_named(tmp_path, name):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnusableInput, match=f"{name} is not a folder.*course pyodide --to"):
        pyodide.find_in(tmp_path / name)


def test_the_recorded_digests_are_in_the_form_that_browsers_check():
    for name, value in pyodide.integrity().items():
        assert re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", value), name
