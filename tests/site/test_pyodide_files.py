"""Pyodide's files on the self-hosted site are the ones that Pyodide's makers published, and Pyodide runs with them."""

import hashlib
import json

from grader.book import pyodide

PROGRAM = r"""
async (address) => {
  const { loadPyodide } = await import(address + "pyodide.mjs")
  const python = await loadPyodide({ indexURL: address })
  await python.loadPackagesFromImports("import matplotlib, numpy, scipy")
  return python.runPython(`
    import importlib.util, numpy
    f"{numpy.arange(4).sum()} {importlib.util.find_spec('scipy')}"
  `)
}
"""


def test_every_file_has_the_digest_that_was_published(site, pyodide_folder):
    lock = pyodide.read_lock(pyodide_folder)
    wanted = {name: digest for name, digest in pyodide.files(lock).items() if name != pyodide.LOCK}
    found = {path.name: path.read_bytes() for path in (site / "pyodide").iterdir()}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name in wanted} == wanted
    assert set(found) == {*wanted, pyodide.LOCK}


def test_the_published_lock_file_has_the_recorded_digest(pyodide_folder):
    content = (pyodide_folder / pyodide.LOCK).read_bytes()
    assert hashlib.sha256(content).hexdigest() == pyodide.CORE[pyodide.LOCK]
    assert json.loads(content)["info"]["version"] == pyodide.VERSION


def test_every_page_with_cells_is_told_to_take_the_sites_own_files(site):
    told = set()
    for path in site.glob("chapters/*/*.html"):
        text = path.read_text(encoding="utf-8").split('id="course-page">')[1].split("</script>")[0]
        told.add(json.loads(text)["pyodide"])
    assert told == {pyodide.OWN}


def test_numpy_loads_from_them_and_what_is_not_among_them_is_not_asked_for(visit, address):
    page = visit("search.html")
    assert page.evaluate(PROGRAM, f"{address}/pyodide/") == "6 None"
