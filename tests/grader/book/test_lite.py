import json
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from grader.book import lite
from grader.book.lite import add_lite, configure, wheel_of
from grader.book.lite_notebooks import FETCH_ID
from grader.book.pyodide import CDN
from grader.course import UnusableInput
from grader.release.files import archive

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


@pytest.fixture(scope="module")
def site(small, tmp_path_factory):
    """Return a site that has nothing but the small chapter's download, and JupyterLite with it."""
    folder = tmp_path_factory.mktemp("lite")
    archive(small.released, folder / "site" / "downloads" / "04-losses.zip")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        add_lite(Path("site"), "pyodide/")  # as `make course` names it, from where it is
    return folder / "site"


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def config_of(folder):
    return json.loads((folder / "jupyter-lite.json").read_text())["jupyter-config-data"]


def test_the_release_is_in_it_whole_with_a_cell_that_fetches_what_is_not_shared(site, small):
    there, released = contents(site / "lite" / "files" / "04-losses"), contents(small.released)
    notebook = json.loads(there.pop(Path("04-losses.ipynb")))
    wanted = json.loads(released.pop(Path("04-losses.ipynb")))
    assert there == released
    [added] = [cell for cell in notebook["cells"] if cell["id"] == FETCH_ID]
    assert "/downloads/04-losses.zip" in "".join(added["source"])
    notebook["cells"].remove(added)
    assert notebook == wanted


def test_the_address_of_a_notebook_is_where_it_opens(site):
    page, _, path = lite.address_of("04-losses").partition("?path=")
    assert (site / page).is_file() and (site / "lite" / "files" / path).is_file()


def test_every_folder_of_it_is_listed_in_the_order_of_names(site, small):
    for folder in [small.released, *filter(lambda path: path.is_dir(), small.released.rglob("*"))]:
        listing = site / "lite" / "api" / "contents" / folder.relative_to(small.released.parent) / "all.json"
        names = [entry["name"] for entry in json.loads(listing.read_text())["content"]]
        assert names == sorted(path.name for path in folder.iterdir())


def test_the_kernel_is_the_only_extension(site):
    assert [found["name"] for found in config_of(site / "lite")["federated_extensions"]] == [KERNEL.split(":")[0]]


def test_what_the_kernel_installs_comes_with_it(site):
    settings = config_of(site / "lite")["litePluginSettings"][KERNEL]
    assert settings["disablePyPIFallback"] is True
    indexes = [site / "lite" / url.split("?")[0] for url in settings["pipliteUrls"]]
    wheels = {name for index in indexes for name in json.loads(index.read_text())}
    assert {"comm", "ipykernel", "piplite", "pyodide-kernel"} <= wheels


def test_pyodide_is_the_sites_own_or_the_cdns(site, tmp_path):
    assert config_of(site / "lite")["litePluginSettings"][KERNEL]["pyodideUrl"] == "./../pyodide/pyodide.js"
    configure(tmp_path, CDN)
    settings = config_of(tmp_path)["litePluginSettings"][KERNEL]
    assert (settings["pyodideUrl"], settings["disablePyPIFallback"]) == (f"{CDN}pyodide.js", False)


def test_it_is_light(site):
    files = contents(site / "lite")
    assert not [path for path in files if path.suffix == ".map"]
    assert {path.parts[0] for path in files if path.name == "index.html"} == {
        "doc", "index.html", "lab", "notebooks", "tree"
    }  # fmt: skip


@pytest.mark.parametrize("app", ["lab", "notebooks", "tree"])
def test_its_pages_have_the_courses_icon(site, app):
    page = BeautifulSoup((site / "lite" / app / "index.html").read_text(encoding="utf-8"), "html.parser")
    icon = (site / "lite" / app / page.select_one("head link[rel=icon]")["href"]).resolve()
    assert icon == site / "_static" / "favicon.svg"


def test_the_same_site_gives_the_same_bytes(site, tmp_path):
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "04-losses.zip").write_bytes((site / "downloads" / "04-losses.zip").read_bytes())
    add_lite(tmp_path, "pyodide/")
    first, second = contents(site / "lite"), contents(tmp_path / "lite")
    assert first.keys() == second.keys()
    assert [str(path) for path in first if first[path] != second[path]] == []


def test_a_site_without_notebooks_gets_none(tmp_path):
    add_lite(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_installed_package_is_packed_as_the_wheel_it_came_from(tmp_path):
    path = wheel_of("comm", tmp_path)
    with zipfile.ZipFile(path) as pack:
        names = set(pack.namelist())
        record = pack.read(next(name for name in names if name.endswith("/RECORD"))).decode()
    assert {line.split(",")[0] for line in record.splitlines()} == names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"comm"}
    assert not [name for name in names if name.endswith((".pyc", "INSTALLER", "REQUESTED"))]


@pytest.mark.parametrize("missing", ["jupyterlite_core", "kernel", "comm"])
def test_what_is_not_installed_is_named(small, tmp_path, monkeypatch, missing):
    archive(small.released, tmp_path / "downloads" / "04-losses.zip")
    if missing == "jupyterlite_core":
        monkeypatch.setattr(lite.importlib.util, "find_spec", lambda name: None)
    elif missing == "kernel":
        monkeypatch.setattr(lite.sys, "prefix", str(tmp_path))
    else:
        monkeypatch.setattr(lite.importlib.metadata, "distribution", _none_is_installed)
    with pytest.raises(UnusableInput, match=r"JupyterLite cannot be built: .* is missing. Install .* extra `book`"):
        add_lite(tmp_path)


def _none_is_installed(name):
    raise lite.importlib.metadata.PackageNotFoundError(name)


def test_what_jupyterlite_complains_of_is_said(small, tmp_path):
    archive(small.released, tmp_path / "downloads" / "04-losses.zip")
    (tmp_path / "lite").write_text("a file in the place of the folder")
    with pytest.raises(UnusableInput, match=r"JupyterLite does not build:\n(.*\n)*.*NotADirectoryError"):
        add_lite(tmp_path)
