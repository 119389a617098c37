"""Files that are no notebooks, or far too large, are ungradable with the reason, and cost no memory."""

import io
import json
import zipfile


def _zip_bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("04-losses.ipynb", bytes(50 * 2**20))
    return made.getvalue()


def _notebook(*cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}).encode()


def _hundred_megabytes(path):
    with open(path, "wb") as file:
        file.truncate(100 * 2**20)


FILES = {
    "zip bomb": _zip_bomb(),
    "100 MB": _hundred_megabytes,
    "deeply nested": b'{"cells": ' + b"[" * 200_000,
    "millions of parts": b'{"cells": [' + b"{}," * 3_000_000 + b"{}]}",
    "thousands of cells": _notebook(*[{"cell_type": "code", "source": "x = 1", "metadata": {}}] * 2001),
    "one endless cell": _notebook({"cell_type": "code", "source": "#" * 200_000, "metadata": {}}),
    "spaces": _notebook(*[{"cell_type": "code", "source": " " * 90_000 + "x", "metadata": {}}] * 30),
    "names that are no names": _notebook(
        {"cell_type": ["code"], "id": {"a": 1}, "source": {"x": 1}, "metadata": {"nbgrader": [1]}},
        {"cell_type": None, "id": 7, "source": [1, 2], "metadata": {"nbgrader": {"grade_id": {}, "solution": 1}}},
        {},
        None,
        "cell",
    ),
    "huge numbers": b'{"nbformat": 1e999, "cells": ' + b"9" * 10_000 + b"}",
    "nbformat 3 that is none": b'{"nbformat": 3, "worksheets": [{"cells": [[1], {"cell_type": {}}]}, 7]}',
    "control characters": b"\x00\x01\x02" * 1000,
    "a program": b"\x7fELF" + bytes(1000),
}
