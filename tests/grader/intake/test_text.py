import json

import pytest

from grader.intake.notebook import Unreadable, read
from grader.intake.text import decode

COMMENTS = {
    "shift_jis": "# 平均二乗誤差を計算します。ソフトマックスは表予能です",
    "euc_jp": "# 平均二乗誤差を計算します",
    "euc_kr": "# 평균 제곱 오차를 계산합니다",
    "gb18030": "# 计算均方误差，这是我的答案",
    "gbk": "# 计算均方误差，这是我的答案",
    "big5": "# 計算均方誤差，這是我的答案，功蓋許",
}


def _notebook(source):
    cell = {"cell_type": "code", "source": source, "metadata": {}}
    return json.dumps({"nbformat": 4, "cells": [cell]}, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(("encoding", "comment"), COMMENTS.items(), ids=COMMENTS)
def test_encodings_of_several_bytes_are_read_letter_by_letter_and_noted(encoding, comment):
    [cell], repairs = read(_notebook(comment).encode(encoding))
    assert cell.source == comment
    assert len(repairs) == 1 and "instead of UTF-8" in repairs[0]


@pytest.mark.parametrize("text", ["# Größe", "# Über die Größe der Äpfel", "# élève naïf à côté"])
def test_a_text_of_western_europe_is_not_taken_for_another(text):
    assert decode(text.encode("latin-1")) == (text, ["The file was written as LATIN-1 instead of UTF-8."])


@pytest.mark.parametrize("more", ["}", "\n" + _notebook("y = 2"), "</html>", "\0\0"])
def test_text_after_the_end_is_not_read_and_said(more):
    [cell], repairs = read((_notebook("x = 1") + more).encode())
    assert cell.source == "x = 1"
    assert repairs == ["There was text after the notebook's end; it was not read."]


def _conflict(first, second, base=""):
    lines = _notebook("x = 1").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if "x = 1" in line)
    middle = f"||||||| base\n{base}" if base else ""
    lines[place] = f"<<<<<<< HEAD\n{first}{middle}=======\n{second}>>>>>>> other branch\n"
    return "".join(lines).encode()


@pytest.mark.parametrize("base", ["", '   "source": "x = 0",\n'], ids=["two sides", "three sides"])
def test_of_a_conflict_the_first_side_is_read_and_said(base):
    [cell], repairs = read(_conflict('   "source": "x = 3",\n', '   "source": "x = 4",\n', base))
    assert cell.source == "x = 3"
    assert "conflict" in repairs[0] and "first side" in repairs[0]


def test_of_a_conflict_with_a_broken_first_side_the_second_is_read():
    [cell], repairs = read(_conflict('   "source": "x = 3\n', '   "source": "x = 4",\n'))
    assert cell.source == "x = 4" and "second side" in repairs[0]


@pytest.mark.parametrize("data", [b'{"cells": [', b"{" * 100_000, b"\x81\x40\xff"], ids=["cut off", "deep", "no text"])
def test_what_cannot_be_repaired_is_still_refused(data):
    with pytest.raises(Unreadable, match="not valid JSON"):
        read(data)
