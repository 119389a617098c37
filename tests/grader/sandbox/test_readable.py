"""What a submission may read is what is loaded, and never ours, wherever we are installed."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from grader.sandbox import readable

SITE = Path(np.__file__).parents[1]
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


@linux
def test_a_package_is_readable_when_it_is_loaded():
    names = {path.name for path in readable.loaded([SITE])}
    assert {"numpy", "pytest"} <= names
    assert "pip" not in names


@linux
def test_the_grader_is_never_readable_even_where_packages_are():
    assert readable.ENGINE not in readable.loaded([readable.ENGINE.parent])


def test_what_is_ours_is_told_by_its_folder_and_not_by_its_name(tmp_path):
    stranger = ModuleType("grader")
    stranger.__file__ = str(tmp_path / "grader" / "__init__.py")
    assert readable.is_ours(readable) and not readable.is_ours(stranger) and not readable.is_ours(sys)


def test_the_standard_library_is_given_without_the_packages_inside(tmp_path):
    for name in ("json", "site-packages", "dist-packages"):
        (tmp_path / name).mkdir()
    (tmp_path / "os.py").touch()
    given = readable.standard_library([tmp_path, tmp_path / "does-not-exist"])
    assert sorted(path.name for path in given) == ["json", "os.py"]


@linux
def test_a_folder_of_libraries_is_given_whole_unless_it_holds_something_else():
    system = next(path.parent for path in readable._mapped() if path.name.startswith("libc.so"))
    assert system in readable.shared_libraries([])
    with_reserved = readable.shared_libraries([system / "python3" / "site-packages"])
    assert system not in with_reserved
    assert any(path.parent == system and path.is_file() for path in with_reserved)


@pytest.fixture
def absent(tmp_path):
    for name in ("pandas", "numpy", "yaml.py", "json", "solutions"):
        (tmp_path / name).touch()
    return readable.Absent([tmp_path], [tmp_path / "numpy"])


@pytest.mark.parametrize("name", ["pandas", "yaml", "solutions"])
def test_a_package_that_is_not_granted_is_said_not_to_be_installed(absent, name):
    with pytest.raises(ModuleNotFoundError, match=name) as caught:
        absent.find_spec(name)
    assert caught.value.name == name


@pytest.mark.parametrize("name", ["numpy", "json", "colorsys", "unheard_of"])
def test_other_names_are_left_to_the_other_finders(absent, name):
    assert absent.find_spec(name) is None


def test_a_module_inside_a_package_is_left_to_the_other_finders(absent):
    assert absent.find_spec("matplotlib.pandas", path=["somewhere"]) is None
