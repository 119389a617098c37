"""Corrections to what docutils and the theme write, for readers who do not use their eyes or a mouse."""

import re

CORRECTIONS = [
    # a heading of a column without a word is no heading
    (re.compile(r"<th\b([^>]*)>(?:\s|</?p>)*</th>"), r"<td\1></td>"),
    # the role is deprecated, and a list may not hold the links back to the text
    (re.compile(r'(<div class="citation"[^>]*?) role="doc-biblioentry"'), r"\1"),
    (re.compile(r'<div role="list" class="citation-list">'), '<div class="citation-list">'),
]


def setup(app):
    """Register the corrections."""
    app.connect("html-page-context", correct)


def correct(app, pagename, templatename, context, doctree):
    """Correct the body of a page."""
    if "body" in context:
        context["body"] = corrected(context["body"])


def corrected(body):
    """Return the HTML of a page's body with all corrections.

    Examples
    --------
    >>> corrected('<tr><th class="head"><p></p></th><th>loss</th></tr>')
    '<tr><td class="head"></td><th>loss</th></tr>'
    """
    for pattern, replacement in CORRECTIONS:
        body = pattern.sub(replacement, body)
    return body
