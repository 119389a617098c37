"""Every picture of a page says how large it is: the text below stands where it stays while pictures arrive."""

import re
from pathlib import Path

PICTURE = re.compile(r'<img\b(?![^>]*\b(?:width|height)=)[^>]*?\bsrc="(?:[^"]*/)?(?P<name>[^"/]+\.svg)"')
SIZE = re.compile(r'<svg\b[^>]*?\bwidth="(?P<width>[\d.]+)pt"[^>]*?\bheight="(?P<height>[\d.]+)pt"')
PIXELS_PER_POINT = 96 / 72


def setup(app):
    """Register the sizes."""
    app.connect("html-page-context", add_sizes)


def add_sizes(app, pagename, templatename, context, doctree):
    """Write width and height to the SVG pictures of a page."""
    if "body" in context:
        places = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}
        context["body"] = with_sizes(context["body"], places)


def with_sizes(body, places):
    """Return the HTML of a page's body with the sizes of its pictures.

    Parameters
    ----------
    body : str
        The HTML.
    places : dict of str to Path
        Where the file of each picture is, by the name that it will have on the site.

    Returns
    -------
    str
        Pictures whose file is unknown or says no size in points are left as they are.
    """

    def sized(found):
        size = size_of(places[found["name"]]) if found["name"] in places else None
        return f'{found[0]} width="{size[0]}" height="{size[1]}"' if size else found[0]

    return PICTURE.sub(sized, body)


def size_of(path):
    """Return width and height of an SVG picture in pixels, or None if it does not say them in points."""
    with path.open(encoding="utf-8") as stream:
        found = SIZE.search(stream.read(2000))
    return found and tuple(round(float(found[side]) * PIXELS_PER_POINT) for side in ("width", "height"))
