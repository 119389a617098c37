"""Code that was copied from a page, a PDF or a word processor is read as it was meant."""

import ast
import json

import pytest

from grader.intake.characters import tidied
from grader.intake.notebook import read

MEANT = [
    ("x\u00a0=\u202f1", "x = 1"),
    ("x = 1\u200b\ufeff", "x = 1"),
    ("print(\u201chi\u201d)", 'print("hi")'),
    ("print(\u2018hi\u2019)", "print('hi')"),
    ("print(\u201ehi\u201c)", 'print("hi")'),
    ("if x:\n\ty = 1", "if x:\n    y = 1"),
    ("x = 3 \u2212 1", "x = 3 - 1"),
    ("say = 'it\u2019s \u2212' # \u201cso\u201d", "say = 'it\u2019s \u2212' # \u201cso\u201d"),
    ("'''\u201ca\u201d'''", "'''\u201ca\u201d'''"),
    ("s = 'a\\t\tb'", "s = 'a\\t\tb'"),
    ("print(\u201chi", 'print("hi'),
]


@pytest.mark.parametrize(("source", "meant"), MEANT)
def test_characters_are_read_as_they_were_meant(source, meant):
    assert tidied(source) == meant


def test_code_in_ascii_is_left_alone():
    source = "x = '''a\n\\'''\n  y = \"'\" # ' \n"
    assert tidied(source) is source


def test_a_submitted_cell_is_tidied_and_words_are_not():
    cells = [
        {"cell_type": "code", "source": "def f(x):\n\u00a0   return \u201ca\u201d", "metadata": {}},
        {"cell_type": "markdown", "source": "\u201cso\u201d", "metadata": {}},
    ]
    code, words = read(json.dumps({"nbformat": 4, "cells": cells}).encode())[0]
    assert ast.parse(code.source) and words.source == "\u201cso\u201d"


@pytest.mark.parametrize("piece", ["'\\'", "'''\\", "\u201c", "\\"], ids=["quotes", "triple", "curly", "backslash"])
def test_no_text_takes_long(piece):
    assert len(tidied("\u00e9" + piece * 50_000)) >= 50_000  # in quadratic time it would not end
