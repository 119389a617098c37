"""The author's page: its examples are those of a course that is tested, its table has every setting there is."""

import dataclasses
import re
from pathlib import Path

import pytest

from grader.course import settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "instructors" / "own-course.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(`{3,})(?:python|markdown|toml)\n(.*?)^\1$", PAGE, re.MULTILINE | re.DOTALL)
COURSE = [path for path in (ROOT / "tests" / "other_course").rglob("*") if path.suffix in (".py", ".md", ".toml")]


def _settings(kind, table=""):
    """Return the names of all settings as the page writes them."""
    for one in dataclasses.fields(kind):
        below = settings.KINDS.get(str(one.type))
        yield from _settings(below, f"[{one.name}] ") if below else [f"{table}{one.name}"]


@pytest.mark.parametrize("example", [text for _, text in EXAMPLES], ids=lambda text: text.strip().splitlines()[0][:60])
def test_every_example_is_part_of_the_tested_course(example):
    assert [path for path in COURSE if example in path.read_text(encoding="utf-8")]


def test_there_are_examples_of_every_kind_of_exercise():
    assert len(EXAMPLES) > 12
    assert all(f"\n{word}" in PAGE for word in ("### A number", "### A variable", "### A plot", "### A class"))


def test_the_table_has_every_setting_of_course_toml_and_no_other():
    section = PAGE.split("## `course.toml`")[1]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert sorted(named) == sorted(_settings(settings.Settings))
