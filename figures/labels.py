"""Words of a figure: `$w_1$` in them is set as mathematics, and numbers follow the controls."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from string import Formatter
from typing import Any

from figures.program import Formula
from figures.quantity import Array, quantity

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ"}
GREEK |= {"mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ"}
PART = re.compile(r"([_^])(\{[^}]*\}|.)|([^\W\d_]+)|([^_^\w]+|\d+)")
MINUS = "−"


def runs(label: str) -> list[tuple[str, str]]:
    r"""Split a label into runs of text, each with what it is: "", "i" for a letter of a formula, "sub" or "sup".

    Examples
    --------
    >>> runs(r"weight $w_1$ and $\eta$")
    [('weight ', ''), ('w', 'i'), ('1', 'sub'), (' and ', ''), ('η', 'i')]
    """
    made = []
    for number, text in enumerate(label.split("$")):
        if number % 2 == 0:
            made += [(text, "")] if text else []
            continue
        text = re.sub(r"\\([a-z]+) ?", lambda name: GREEK[name[1]], text)
        for sign, small, letters, others in PART.findall(text):
            if sign:
                made.append((small.strip("{}"), "sub" if sign == "_" else "sup"))
            else:
                made.append((letters, "i") if letters else (others, ""))
    return made


def plain(label: str) -> str:
    """Return a label as plain text, to be read out."""
    return "".join(text for text, _ in runs(label))


def as_html(label: str) -> str:
    """Return a label as HTML."""
    return "".join(f"<{kind}>{html.escape(text)}</{kind}>" if kind else html.escape(text) for text, kind in runs(label))


def as_spans(label: str) -> list[tuple[str, dict[str, str]]]:
    """Return a label as the `tspan` elements of an SVG text: the text and the attributes of each."""
    looks = {
        "": {},
        "i": {"font-style": "italic"},
        "sub": {"font-size": "75%", "dy": "3"},
        "sup": {"font-size": "75%", "dy": "-5"},
    }
    spans, shift = [], 0
    for text, kind in runs(label):
        look = dict(looks[kind])
        wanted = int(look.pop("dy", 0))
        if wanted != shift:
            look["dy"] = str(wanted - shift)
        spans.append((text, look))
        shift = wanted
    return spans


def written(value: float, form: Any) -> str:
    r"""Write a number as `words` says it: with so many digits, in per cent, or as one of several words.

    Examples
    --------
    >>> written(-0.256, [2, ""]), written(0.256, [0, "%"]), written(1.0, ["no", "yes"])
    ('−0.26', '26\xa0%', 'yes')
    """
    if isinstance(form[0], str):
        return str(form[int(min(max(round(value), 0), len(form) - 1))])
    digits, unit = form
    if value != value:
        return "–"
    text = f"{value * (100 if unit == '%' else 1):.{digits}f}"
    text = text.lstrip("-") if not text.strip("-0.") else text
    return text.replace("-", MINUS) + ("\N{NO-BREAK SPACE}%" if unit == "%" else "")


def form_of(spec: str) -> list[Any]:
    """Return how a number is written, from what stands behind the colon: `.2f`, `.0%` or `no|yes`."""
    if "|" in spec:
        return spec.split("|")
    found = re.fullmatch(r"(?:\.(\d))?([f%d]?)", spec)
    if not found:
        raise ValueError(f"{{:{spec}}} is no way to write a number here: use {{:.2f}}, {{:.0%}}, {{:d}} or {{:no|yes}}")
    digits = int(found[1]) if found[1] else {"f": 2, "": 2, "%": 0, "d": 0}[found[2]]
    return [digits, "%" if found[2] == "%" else ""]


class Sentence(Formula):
    """A sentence whose numbers follow the controls."""

    def __init__(self, template: str, *numbers: Any) -> None:
        parts = list(Formatter().parse(template))
        self.parts: list[tuple[str, Any]] = [
            (text, None if spec is None else form_of(spec)) for text, _, spec, _ in parts
        ]
        super().__init__(*map(quantity, numbers))
        wanted = sum(form is not None for _, form in self.parts)
        if wanted != len(numbers) or any(number.size != 1 for number in self.quantities):
            raise ValueError(f"{template!r} has {wanted} places, for one number each; got {len(numbers)} quantities")

    def texts_of(self, values: Sequence[Array]) -> list[str]:
        """Return the sentence, as the only text."""
        numbers = iter(values)
        return [
            "".join(
                text + ("" if form is None else written(float(next(numbers).item()), form)) for text, form in self.parts
            )
        ]

    def code(self, places: Sequence[int]) -> list[Any]:
        """Return what the browser is told."""
        return ["words", list(places), self.parts]


def words(template: str, *numbers: Any) -> Sentence:
    r"""Write a sentence whose numbers follow the controls.

    Parameters
    ----------
    template
        The sentence, with `{:.2f}`, `{:.0%}` or `{:d}` where numbers stand. `{:no|yes}` chooses a word by its number.
    numbers
        The quantities, or numbers, in this order.

    Returns
    -------
        The sentence, for `note` or `touch`.

    Examples
    --------
    >>> words("{:d} of 20 are wrong: {:.0%}", 3, 0.15).texts()
    ['3 of 20 are wrong: 15\xa0%']
    """
    return Sentence(template, *numbers)
