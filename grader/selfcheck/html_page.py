"""A report as HTML: everything escaped, its own style, readable on any background and without the style too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # they show themselves with what is here
    from .reporting import Detail, Line, Report

PASSED, UNDECIDED, FAILED = "#1a7f37", "#8a5a00", "#b42318"  # on each of them white text has a contrast above 5
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
COLOURS = {"passed": PASSED, "partial": UNDECIDED, "unwritten": UNDECIDED, "failed": FAILED}

# Text keeps the page's own colour; backgrounds are see-through greys, so light and dark themes both work.
STYLE = """
.selfcheck-report {
  border: 1px solid rgba(127, 127, 127, .45); border-left: 4px solid var(--selfcheck-mark); border-radius: 4px;
  padding: .6em .9em; margin: .4em 0; max-width: 46em; box-sizing: border-box;
  overflow-wrap: anywhere; line-height: 1.5; color: inherit;
}
.selfcheck-report p { margin: .4em 0 }
.selfcheck-report ul { list-style: none; margin: .5em 0; padding: 0 }
.selfcheck-report li { margin: .25em 0; padding: 0 }
.selfcheck-report code, .selfcheck-report pre {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .88em;
  color: inherit; background: rgba(127, 127, 127, .14); border: 0; border-radius: 3px;
}
.selfcheck-report code { padding: .05em .3em }
.selfcheck-report pre {
  margin: .2em 0 .5em; padding: .4em .6em; max-width: 100%; box-sizing: border-box;
  overflow-x: auto; overflow-wrap: normal; white-space: pre; line-height: 1.4;
}
.selfcheck-report summary { cursor: pointer }
.selfcheck-report details { margin: .3em 0 }
.selfcheck-report details details, .selfcheck-report li details { margin-left: .9em }
.selfcheck-report .badge {
  display: inline-block; color: #fff; border-radius: 3px; padding: 0 .5em; font-size: .85em; margin-right: .4em;
  line-height: 1.6; vertical-align: baseline;
}
.selfcheck-report .quiet { font-size: .88em }
.selfcheck-report .cause { border-left: 3px solid rgba(127, 127, 127, .6); padding-left: .7em }
"""


def render(report: Report) -> str:
    """Return a report as one `div` of HTML, which needs nothing else on the page."""
    parts = [
        _head(report),
        _cause(report),
        _example(report),
        _cases(report),
        _warnings(report),
        _hints(report),
        _solution(report),
    ]
    return (
        f'<div class="selfcheck-report" role="group" aria-label="Check of {_escaped(report.name)}" '
        f'style="--selfcheck-mark:{COLOURS[report.outcome]}"><style>{STYLE}</style>{"".join(parts)}</div>'
    )


def _head(report: Report) -> str:
    badge = f'<span class="badge" style="background:{COLOURS[report.outcome]}">{_escaped(report.verdict)}</span>'
    name = f"<code>{_escaped(report.name)}</code>"
    if report.outcome == "unwritten":
        return f"<p>{badge} {name}</p><p>{_marked(report.note)}</p>"
    points = f" <strong>{_escaped(report.points_words)}</strong>" if report.points_words else ""
    return f'<p>{badge} {name}{points}</p><p class="quiet">{_marked(report.note)}</p>'


def _cause(report: Report) -> str:
    if not report.sentence:
        return ""
    said = f"<strong>{report.sentence_heading}.</strong> {_marked(report.sentence)}"
    return f'<p class="cause">{said}</p>'


def _example(report: Report) -> str:
    if not report.example:
        return ""
    said = "<p>The smallest example that goes wrong, to paste and to work out by hand:</p>"
    call = f'<pre class="example" tabindex="0">{_escaped(report.example.call)}</pre>'
    return said + call + _values(report.example)


def _cases(report: Report) -> str:
    return f"<ul>{''.join(map(_case, report.lines))}</ul>" if report.lines else ""


def _case(line: Line) -> str:
    colour, word = (PASSED, "right") if line.right else (FAILED, "wrong")
    words = f": {_marked(line.words)}" if line.words else ""
    detail = _detail(line.detail) if line.detail else ""
    badge = f'<span class="badge" style="background:{colour}">{word}</span>'
    return f"<li>{badge} {_escaped(line.name)}{words}{detail}</li>"


def _detail(detail: Detail) -> str:
    arguments = "".join(_block(name, text) for name, text in detail.arguments)
    summary = f"<summary><code>{_escaped(detail.call)}</code></summary>"
    return f"<details open>{summary}{arguments}{_values(detail)}</details>"


def _values(detail: Detail) -> str:
    """Return what came back, what was expected, and what was said on the way."""
    blocks = [_block("how it was used", detail.use)] if detail.use else []
    blocks += [_block("your code stopped at", "\n".join(detail.trace))] if detail.trace else []
    blocks += [_block("got", detail.got)] if detail.got else []
    blocks += [_block("expected", detail.expected)] if detail.expected else []
    blocks += [f"<p>{_escaped(detail.place)}</p>"] if detail.place else []
    blocks += [_block("printed", detail.printed)] if detail.printed else []
    return "".join(blocks)


def _block(name: str, text: str) -> str:
    # what scrolls must be reachable by keyboard
    heading = f'<div class="quiet">{_escaped(name)}</div>' if name else ""
    return f'{heading}<pre tabindex="0">{_escaped(text)}</pre>'


def _warnings(report: Report) -> str:
    if not report.warnings:
        return ""
    items = "".join(f"<li><code>{_escaped(words)}</code></li>" for words in report.warnings)
    return f"<p>Your function gave warnings, which cost nothing by themselves:</p><ul>{items}</ul>"


def _hints(report: Report) -> str:
    folded = _offer(report)
    for position in reversed(range(len(report.hints))):
        summary = f"Hint {position + 1} of {len(report.hints)}"
        folded = f"<details><summary>{summary}</summary><p>{_marked(report.hints[position])}</p>{folded}</details>"
    return folded


def _offer(report: Report) -> str:
    """Return what stands below the last hint."""
    return f"<p>{_marked(report.solution_words)}</p>" if report.solution_words and not report.solution_wish else ""


def _solution(report: Report) -> str:
    if report.solution is None or (report.outcome != "passed" and not report.solution_wish):
        return ""
    if report.outcome != "passed" and not report.shows_solution:
        return f'<p class="cause">{_marked(report.solution_words)}</p>'
    parts = "".join(
        (f"<p>{_marked(comment)}</p>" if comment else "") + _block(heading, text)
        for heading, comment, text in report.solution.parts
    )
    is_open = " open" if report.shows_solution else ""
    return f"<details{is_open}><summary>Compare with the course's solution</summary>{parts}</details>"


def _escaped(text: str) -> str:
    return text.translate(ENTITIES)  # as html.escape does, whose module reads all names of entities first


def _marked(text: str) -> str:
    """Escape text and set what stands in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _escaped(text))
