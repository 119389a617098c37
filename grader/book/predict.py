"""The directive `predict`: a question before a code cell, whose result stays folded until the reader has answered.

    :::{predict} How many numbers does this layer learn?
    :choices: 8 | 12 | 14
    :answer: 14

    Twelve weights, and a bias for each of the two neurons.
    :::

In place of choices, `:number:` asks for a number. `:number: 0.05` accepts what is no further than that from the answer,
and `:unit:` stands behind it. Without JavaScript this is an ordinary question: its answer and the result are folded.
"""

from __future__ import annotations

import hashlib
import math
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from grader.book.block import Block, block

SHEET = "page/predict.css"
logger = logging.getLogger(__name__)


class Control(nodes.General, nodes.Element):
    """An `input` of a form, which has no content: its `html_attributes`."""


class Predict(SphinxDirective):
    """A question about the result of the code cell below; see the module."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {
        "choices": directives.unchanged_required,
        "number": directives.unchanged,
        "unit": directives.unchanged_required,
        "answer": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the block, with all controls: no line of the page moves when a script comes to life."""
        if "answer" not in self.options:
            raise self.error("predict: say what the cell shows, as in `:answer: 14`.")
        if ("choices" in self.options) == ("number" in self.options):
            raise self.error("predict: give either `:choices: 8 | 12 | 14`, or `:number:` to ask for a number.")
        fields, data = self._choices() if "choices" in self.options else self._number()
        data |= {"data_predict": self._name(), "data_page": self.env.docname}
        made = block("div", self._form(fields), self._answer(), classes=["predict"], **data)
        self.set_source_info(made)
        return [made]

    def _name(self) -> str:
        """Return what the reader's answer is kept under: it belongs to this very question."""
        asked = repr([self.arguments, sorted(self.options.items())])
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    def _choices(self) -> tuple[list[nodes.Node], dict[str, object]]:
        answer, choices = self.options["answer"], self.options["choices"].split(" | ")
        if len(choices) < 2 or len(set(choices)) < len(choices):
            raise self.error("predict: `:choices:` are two different answers or more, with ` | ` between them.")
        if answer not in choices:
            raise self.error(f"predict: the answer {answer!r} is none of the choices {', '.join(choices)}.")
        if "unit" in self.options:
            raise self.error("predict: `:unit:` belongs to `:number:`; write it into the choices.")
        texts = [block("span", *self._inline(choice), classes=["predict-text"]) for choice in choices]
        controls = [
            control(type="radio", name="prediction", value=choice, **_name_of(text))
            for choice, text in zip(choices, texts)
        ]
        labels: list[nodes.Node] = [block("label", *pair, classes=["predict-choice"]) for pair in zip(controls, texts)]
        return labels, {"data_answer": answer}

    def _number(self) -> tuple[list[nodes.Node], dict[str, object]]:
        answer, tolerance = self._parsed("answer"), self._parsed("number") if self.options["number"] else 0.0
        if tolerance < 0:
            raise self.error("predict: the number of `:number:` is how far off an answer may be, 0 or more.")
        field = control(type="text", name="prediction", inputmode="decimal", size=9, autocomplete="off")
        said = block("span", nodes.Text("Your number"), classes=["predict-text"])
        unit = self._inline(self.options.get("unit", ""))
        label = block("label", said, field, block("span", *unit, classes=["predict-unit"]), classes=["predict-number"])
        return [label], {"data_answer": f"{answer:g}", "data_tolerance": f"{tolerance:g}"}

    def _parsed(self, option: str) -> float:
        try:
            number = float(self.options[option])
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.error(f"predict: `:{option}:` is a number here, not {self.options[option]!r}.")
        return number

    def _inline(self, text: str) -> list[nodes.Node]:
        """Return the nodes of a line of Markdown."""
        return self.state.inline_text(text, self.lineno)[0] if text else []

    def _form(self, fields: list[nodes.Node]) -> Block:
        head = block("span", nodes.Text("Predict first"), classes=["predict-head"])
        legend = block("legend", head, nodes.Text(" "), *self._inline(self.arguments[0]))
        buttons = [
            block("button", nodes.Text("Commit"), classes=["predict-commit"], type="submit"),
            block("button", nodes.Text("Ask me again"), classes=["predict-again"], type="button", hidden="hidden"),
        ]
        says = block("span", classes=["predict-says"], role="status")
        row = block("div", *buttons, says, classes=["predict-row"])
        # of this method, a form outside of a dialog sends nothing when there is no script
        return block("form", block("fieldset", legend, *fields), row, method="dialog", novalidate="novalidate")

    def _answer(self) -> Block:
        unit = self.options.get("unit", "")
        right = nodes.paragraph("", "", nodes.strong("", "", *self._inline(f"{self.options['answer']} {unit}".strip())))
        inside = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, inside)
        summary = block("summary", nodes.Text("The answer"))
        return block("details", summary, right, *inside.children, classes=["predict-answer"])


def _name_of(text: Block) -> dict[str, str]:
    """Return what names a choice with a formula to readers whose programs know no MathML."""
    return {"aria-label": text.astext()} if any(text.findall(nodes.math)) else {}


def control(**attributes: object) -> Control:
    """Return an input with attributes."""
    made = Control("")
    made["html_attributes"] = {name: str(value) for name, value in attributes.items()}
    return made


def visit_control(translator: HTML5Translator, node: Control) -> None:
    """Write the whole element."""
    translator.body.append(translator.emptytag(node, "input", "", **node["html_attributes"]))


def depart_control(translator: HTML5Translator, node: Control) -> None:
    """Write nothing more."""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(Control, html=(visit_control, depart_control))
    app.add_directive("predict", Predict)
    app.connect("doctree-read", fold_results, priority=600)  # after the cells have got their marks
    app.connect("html-page-context", add_sheet)


def predictions_on(doctree: nodes.document) -> list[Block]:
    """Return the questions of a page."""
    return [node for node in doctree.findall(Block) if "predict" in node["classes"]]


def fold_results(app: Sphinx, doctree: nodes.document) -> None:
    """Fold the result of each cell that stands below a question."""
    for question in predictions_on(doctree):
        cell = question.next_node(descend=False, siblings=True)
        if isinstance(cell, nodes.container) and cell.get("nb_element") == "cell_code":
            fold_result(cell, question["html_attributes"]["data-predict"])
        else:
            logger.warning(
                "predict: a code cell must stand directly below, whose result is asked for.", location=question
            )


def fold_result(cell: nodes.container, name: str) -> None:
    """Put the output of a cell into an element that is closed; a cell that has none yet gets an empty one."""
    outputs = [node for node in cell.children if "cell_output" in node.get("classes", ())]
    output = outputs[0] if outputs else nodes.container(classes=["cell_output"])
    if outputs:
        cell.remove(output)
    summary = block("summary", nodes.Text("The result"))
    cell += block("details", summary, output, classes=["predict-result"], data_predict=name)


def add_sheet(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
    """Give the pages with questions their looks."""
    if doctree and predictions_on(doctree):
        app.add_css_file(SHEET)
