"""What the documents name is there: paths, links, commands and their options."""

import re
from pathlib import Path

import pytest
import typer

from grader.cli import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")),
    *sorted((ROOT / "instructors").glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
OF_EACH_DOCUMENT = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
COMMANDS = typer.main.get_command(app).commands
EVERYWHERE = {"--root", "--debug", "--help"}
HOUSES = (
    "grader",
    "figures",
    "tests",
    "docs",
    "tools",
    "benchmarks",
)  # a path that begins so is one of this repository
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)


def _code(text):
    return [block or span for block, span in CODE.findall(text)]


def _is_there(name):
    return any(ROOT.glob(name.replace("NN-name", "[0-9][0-9]-*").rstrip("/")))


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md"])
def test_every_place_of_the_map_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    tables = [table for table in text.split("\n\n") if table.startswith(("| place |", "| folder |"))]
    named = [place for row in "\n".join(tables).splitlines() for place in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(named) > 5
    assert not [place for place in named if not _is_there(place)]


def test_every_folder_of_the_engine_is_on_the_map():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    engine = [path for path in (ROOT / "grader").iterdir() if not path.name.startswith("__")]
    assert not [path.name for path in engine if f"`grader/{path.name}{'/' if path.is_dir() else ''}`" not in text]


@OF_EACH_DOCUMENT
def test_every_path_of_the_repository_is_there(path):
    words = [word for code in _code(path.read_text(encoding="utf-8")) for word in re.findall(r"[\w./*-]+", code)]
    named = {word.rstrip(".:") for word in words if word.startswith(tuple(f"{house}/" for house in HOUSES))}
    assert not sorted(name for name in named if not _is_there(name))


@OF_EACH_DOCUMENT
def test_every_link_to_a_file_leads_to_one(path):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    named = {link for link in links if "://" not in link and not link.startswith("javascript:")}
    assert not sorted(link for link in named if not (path.parent / link).exists())


@OF_EACH_DOCUMENT
def test_every_command_is_one_and_has_the_options_that_are_named(path):
    unknown = []
    for line in "\n".join(_code(path.read_text(encoding="utf-8"))).splitlines():
        for said in re.findall(r"(?:^|&& |\.venv/bin/)course (?:--\w+ \S+ )?([a-z][\w-]*)([^&|#]*)", line.strip()):
            options = {option for one in COMMANDS[said[0]].params for option in one.opts} if said[0] in COMMANDS else ()
            unknown += [said[0]] if said[0] not in COMMANDS else []
            unknown += [
                f"{said[0]} {o}" for o in re.findall(r"--[a-z][\w-]*", said[1]) if o not in {*options, *EVERYWHERE}
            ]
    assert not unknown
