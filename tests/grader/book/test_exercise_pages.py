import hashlib
import json
import re

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from grader.exercise import split
from grader.release import exercises_of

PAGE = "chapters/09-tiny/exercises"


@pytest.fixture
def page(build_page):
    return BeautifulSoup((build_page() / f"{PAGE}.html").read_text(encoding="utf-8"), "html.parser")


def test_an_exercise_is_a_block_with_number_points_and_data(page):
    blocks = page.select("div.exercise")
    assert [(block["data-exercise"], block["data-points"]) for block in blocks] == [("halve", "2"), ("quarter", "1")]
    titles = [block.select_one(".exercise-title").get_text(" ", strip=True).split("\n") for block in blocks]
    assert [" ".join(" ".join(title).split()) for title in titles] == [
        "Exercise 9.1 halve 2 points",
        "Exercise 9.2 quarter 1 point",
    ]


def test_a_block_shows_the_stub_highlighted(page, tiny_course):
    stub = page.select_one("div.exercise .exercise-stub, div.exercise .highlight")
    head, _ = split(exercises_of(tiny_course.chapter("tiny"))["halve"].reference)
    assert stub.get_text().rstrip() == f"{head}\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert stub.select_one(".k").get_text() == "def"


def test_hints_are_closed_and_in_order(page):
    hints = page.select("div.exercise[data-exercise=halve] details.hint")
    assert [hint.summary.get_text() for hint in hints] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert not any(hint.has_attr("open") for hint in hints)
    assert [hint.p.code.get_text() for hint in hints[1:]] == ["2", "x / 2"]


def test_neither_a_body_nor_an_answers_import_is_on_the_site(build_page):
    site = build_page()
    shown = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in {".html", ".js"})
    text = BeautifulSoup((site / f"{PAGE}.html").read_text(encoding="utf-8"), "html.parser").get_text()
    assert "doubled_denominator" not in shown and "repetition_of_quartering" not in shown
    assert "solutions.tiny" not in text and "solutions.losses" not in text


def test_all_cells_show_the_released_text(page):
    shown = [cell.get_text().strip() for cell in page.select("div.cell_input")]
    assert len(shown) == 4
    assert "from digits import load_digits\nfrom selfcheck import check" in shown[0]
    assert "use_course_style()" in shown[1]
    assert shown[2].startswith("# The exercises below build on") and "#   one_hot   (chapter vectors)" in shown[2]
    assert shown[3] == "plt.imshow(halve(images[8]))"


def test_the_pages_json_holds_the_released_cells_and_the_page_marks_them(build_page):
    site = build_page()
    page = BeautifulSoup((site / f"{PAGE}.html").read_text(encoding="utf-8"), "html.parser")
    found = json.loads(page.select_one("script#course-page").string)
    released = (site / "downloads" / "09-tiny.ipynb").read_bytes()
    assert found["release"] == hashlib.sha256(released).hexdigest()[:12]
    assert found["exercises"][1] == {"name": "quarter", "points": 1, "number": "9.2"}
    kinds = [(cell["kind"], cell["name"]) for cell in found["cells"]]
    assert kinds == [
        ("setup", None),
        ("carry-over", None),
        ("exercise", "halve"),
        ("plain", None),
        ("exercise", "quarter"),
    ]
    answers = [cell for cell in json.loads(released)["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")]
    assert [cell["source"] for cell in found["cells"]] == [
        "".join(cell["source"]) for cell in answers if cell["cell_type"] == "code"
    ]
    marked = {cell["data-cell"]: cell.pre.get_text().strip() for cell in page.select("[data-cell]")}
    assert marked == {c["id"]: c["source"] for c in found["cells"] if c["kind"] != "exercise"}
    assert found["cells"][1]["names"] == ["mse", "softmax", "one_hot"]


def test_the_release_is_offered_below_the_title_and_lies_where_the_link_says(build_page):
    site = build_page()
    page = BeautifulSoup((site / f"{PAGE}.html").read_text(encoding="utf-8"), "html.parser")
    link = page.select_one("h1 + div.download-notebook a.download")
    assert (site / f"{PAGE}.html").parent.joinpath(link["href"]).resolve() == site / "downloads" / "09-tiny.zip"
    assert (site / "downloads" / "09-tiny.zip").is_file()
    assert "2 exercises, 3 points" in page.select_one(".download-notebook").get_text()


def test_a_page_with_formulas_has_the_style_sheet_and_letters_of_katex_and_no_script_for_it(build_page):
    site = build_page()
    page = BeautifulSoup((site / f"{PAGE}.html").read_text(encoding="utf-8"), "html.parser")
    assert len(page.select(".katex")) > 0
    [style] = [link["href"] for link in page.select("link[rel=stylesheet]") if "katex" in link["href"]]
    style_sheet = site / "_static" / style.split("_static/")[1].split("?")[0]
    fonts = set(re.findall(r"url\(([^)]*)\)", style_sheet.read_text(encoding="utf-8")))
    assert fonts == {str(path.relative_to(style_sheet.parent)) for path in style_sheet.parent.glob("fonts/*")} != set()
    assert (style_sheet.parent / "LICENSE").is_file()
    assert not [script for script in page.select("script") if "katex" in str(script).lower()]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from solutions.tiny import quarter", "from solutions.tiny import third", "no definition of third"),
        (":tags: [exercise]", ":tags: [exercise, remove-cell]", "must show its cells tagged exercise: halve, quarter"),
    ],
    ids=["undefined exercise", "hidden exercise"],
)
def test_a_page_that_breaks_a_rule_stops_the_build(build_page, old, new, words):
    with pytest.raises(ExtensionError, match=words):
        build_page(lambda text: text.replace(old, new))
