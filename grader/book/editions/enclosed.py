"""A document that loads nothing: style sheets, letters and pictures stand in it. What loads can fail without a word."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path
from xml.etree.ElementTree import Element

ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^)"']+?)["']?\s*\)""")


def with_files(sheet: str, folder: Path) -> str:
    """Return a style sheet with the files in it that it names.

    Parameters
    ----------
    sheet
        Its text.
    folder
        Where its addresses begin; what is not there stays as it is.
    """
    return ADDRESS.sub(lambda found: f'url("{enclosed(found[1], folder)}")', sheet)


def enclose_pictures(root: Element, folder: Path) -> None:
    """Put the pictures of a document, which have their paths from a folder, into it."""
    for image in root.iter("img"):
        image.set("src", enclosed(image.get("src", ""), folder))


def enclosed(address: str, folder: Path) -> str:
    """Return a file as an address that holds it, or the address as it is if there is no such file."""
    path = folder / address
    if address.startswith("data:") or not path.is_file():
        return address
    kind = mimetypes.guess_type(path.name)[0] or f"font/{path.suffix.removeprefix('.')}"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
