"""What makes a page's cells run in the reader's browser: their text as JSON, marks on the cells, and page/ itself."""

import ast
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

import figures
from grader.book.lesson_pages import course_cells, pair_with_nodes, read_cells
from grader.book.settings import chapter_of, course_of
from grader.course import SOLUTIONS, UnusableInput
from grader.release import release
from grader.release.files import archive

PAGE = Path(__file__).parents[1] / "page"
PACKAGES = {"lesson": "_static/page/packages.zip", "exercises": "_static/page/figures.zip"}
STATIC = ("index",)  # the cover shows its code, and no buttons


class RunnableCell(nodes.container):
    """A code cell that the reader can run; `data_cell` is its id in the page's JSON."""


def visit_cell(translator, node):
    """Open the cell."""
    translator.body.append(translator.starttag(node, "div", "", **{"data-cell": node["data_cell"]}))


def depart_cell(translator, node):
    """Close the cell."""
    translator.body.append("</div>\n")


def setup(app):
    """Register what pages with cells need."""
    app.add_node(RunnableCell, html=(visit_cell, depart_cell))
    app.add_css_file("page/page.css")
    app.connect("env-before-read-docs", release_chapters)
    app.connect("doctree-read", mark_cells_of_lesson)
    app.connect("html-page-context", add_course_page)
    app.connect("build-finished", copy_page)


def mark_cell(node, cell_id):
    """Put a cell that the reader can run in the place of a cell's node."""
    made = RunnableCell("", *node.children, **node.attributes)
    made["data_cell"] = cell_id
    node.replace_self(made)
    return made


def mark_cells_of_lesson(app, doctree):
    """Give the cells of a lesson, or of another page with code to read, their ids."""
    docname = app.env.docname
    path = Path(app.env.doc2path(docname))
    if (
        docname in STATIC
        or chapter_of(app, docname)
        or path.suffix != ".md"
        or "{code-cell}" not in path.read_text("utf-8")
    ):
        return
    cells = read_cells(path)
    made = course_cells(cells)
    visible = [cell for cell in made if cell["kind"] == "plain"]
    for (_, node), cell in zip(pair_with_nodes(cells, doctree, docname), visible):
        mark_cell(node, cell["id"])
    doctree["course_page"] = {"kind": "lesson", "cells": made, "exercises": []}


def released_folder(app):
    """Return where the build keeps the releases of the chapters."""
    return Path(app.doctreedir) / "released"


def release_chapters(app, env, docnames):
    """Release the chapters whose exercises are in the book: their pages show, and their readers run, that text."""
    try:
        for chapter in chapters_in(app):
            release(chapter, released_folder(app))
    except UnusableInput as error:
        raise ExtensionError(str(error)) from error


def chapters_in(app):
    """Return the chapters whose exercises are in the book."""
    return filter(None, (chapter_of(app, docname) for docname in sorted(app.env.found_docs)))


def released_notebook(app, chapter):
    """Return the released notebook of a chapter, and the first 12 digits of its SHA-256."""
    path = released_folder(app) / chapter.assignment / f"{chapter.assignment}.ipynb"
    content = path.read_bytes()
    return json.loads(content), hashlib.sha256(content).hexdigest()[:12]


def add_course_page(app, pagename, templatename, context, doctree):
    """Add the module script and the page's JSON to a page of the site."""
    root = context["pathto"]("", resource=True) or "./"
    page = {"kind": "other", "root": root}
    if doctree is not None and "course_page" in doctree:
        folder = pagename.rsplit("/", 1)[0].removeprefix("chapters/")
        page = common_of(app, pagename, folder) | page | doctree["course_page"]
    text = json.dumps(page, ensure_ascii=False).replace("<", "\\u003c")
    context["body"] = context.get("body", "") + f'<script type="application/json" id="course-page">{text}</script>\n'
    app.add_js_file("page/main.js", type="module")


def common_of(app, pagename, folder):
    """Return what the JSON of every page with cells holds."""
    kind = "exercises" if pagename.endswith("/exercises") else "lesson"
    number = folder.split("-")[0]
    return {
        "assignment": folder,
        "chapter": int(number) if number.isdigit() else None,
        "release": None,
        "folder": pagename.rsplit("/", 1)[0],
        "packages": PACKAGES[kind],
        "pyodide": app.config.course_pyodide,
    }


def copy_page(app, exception):
    """Put page/ and the packages that cells import on the site."""
    if exception or app.builder.format != "html":
        return
    to = Path(app.outdir) / "_static" / "page"
    shutil.copytree(PAGE, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "test*"))
    with tempfile.TemporaryDirectory() as work:
        for name, files in (("figures", figure_files()), ("packages", figure_files() | lesson_files(course_of(app)))):
            pack(Path(work) / name, files, to / f"{name}.zip")


def pack(folder, files, to):
    """Write files, given as text or bytes by path, into a zip."""
    for place, content in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    archive(folder, to)


def figure_files():
    """Return the package `figures` without docstrings and comments."""
    home = Path(figures.__file__).parent
    return bare_package(home) | {f"figures/{path.name}": path.read_bytes() for path in home.glob("*.[cj]s*")}


def lesson_files(course):
    """Return the files that lessons read besides: `solutions`, and what course.toml names for them."""
    files = {}
    for path in course.lesson_files():
        content = path.read_bytes()
        files[path.relative_to(course.root).as_posix()] = bare(content.decode()) if path.suffix == ".py" else content
    return bare_package(course.root / SOLUTIONS) | files


def bare_package(folder):
    """Return the modules of a package, by path, without docstrings and comments."""
    paths = sorted(folder.rglob("*.py"))
    return {path.relative_to(folder.parent).as_posix(): bare(path.read_text(encoding="utf-8")) for path in paths}


def bare(text):
    r"""Return program text without docstrings and comments.

    >>> bare("def one():  # no more\n    'Say it.'\n    return 1")
    'def one():\n    return 1'
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
            del node.body[0]
            if not node.body and not isinstance(node, ast.Module):
                node.body.append(ast.Pass())
    return ast.unparse(tree)
