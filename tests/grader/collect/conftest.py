"""Classes of students who do not exist, as platforms would give them."""

import json
import zipfile
from dataclasses import dataclass

import yaml

FIRST = ("Jana", "José", "Bo", "Zoë", "Anne-Marie", "علی‌رضا", "נֹעָה", "李", "Ngọc", "Þór")
LAST = ("Müller", "O’Brien", "García López", "van 't Hoff", "Šimůnková", "رضایی", "לֵוִי", "明", "Trần", "Jónsson")
NUMBERS = ("eins", "zwei", "drei", "vier", "fünf")


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    number: int
    name: str

    @property
    def moodle(self):
        return f"{self.name}_{1234000 + self.number}_assignsubmission_file"

    @property
    def canvas(self):
        return f"{''.join(filter(str.isalnum, self.name.lower()))}_{20000 + self.number}_{900000 + self.number}"


def invent(count):
    names = [f"{first} {last} {third}" for third in NUMBERS for first in FIRST for last in LAST]
    return [Invented(number, name) for number, name in enumerate(names[:count])]


def notebook(answer="pass", name="halve"):
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name, "solution": True}}, "source": answer}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}, ensure_ascii=False
    ).encode()


def moodle(folder, people, answer=lambda one: f"# {one.number}"):
    for one in people:
        put(folder / one.moodle / "09-tiny.ipynb", notebook(answer(one)))
    return folder


def moodle_flat(folder, people, answer=lambda one: f"# {one.number}"):
    for one in people:
        put(folder / f"{one.moodle}_09-tiny.ipynb", notebook(answer(one)))
    return folder


def canvas(folder, people, answer=lambda one: f"# {one.number}"):
    for one in people:
        late = one.number % 3 == 0
        name = one.canvas.replace("_", "_LATE_", 1) if late else one.canvas
        put(folder / f"{name}_09-tiny{'-1' if late else ''}.ipynb", notebook(answer(one)))
    return folder


def gradescope(folder, people, answer=lambda one: f"# {one.number}"):
    told = {}
    for one in people:
        put(folder / f"submission_{one.number}" / "09-tiny.ipynb", notebook(answer(one)))
        who = {":name": one.name, ":sid": f"s{one.number}", ":email": f"s{one.number}@example.org"}
        told[f"submission_{one.number}"] = {":submitters": [who], ":created_at": "2026-03-01 12:00:00.5 Z"}
    text = yaml.safe_dump(told, allow_unicode=True).replace("'2026-03-01 12:00:00.5 Z'", "2026-03-01 12:00:00.5 Z")
    (folder / "submission_metadata.yml").write_text(text, encoding="utf-8")
    return folder


PLATFORMS = {"Moodle": moodle, "Moodle without folders": moodle_flat, "Canvas": canvas, "Gradescope": gradescope}


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(folder, path):
    with zipfile.ZipFile(path, "w") as pack:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                pack.write(file, file.relative_to(folder))
    return path


def answer_in(path):
    return json.loads(path.read_bytes())["cells"][0]["source"]
