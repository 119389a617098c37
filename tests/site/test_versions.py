"""The NumPy of pages is older than the one that grades: what exercises use is in both, and what differs is known."""

import json
import re
from operator import attrgetter
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
USED = sorted(
    {
        name
        for folder in ("solutions", "exercises", "grader/selfcheck", "grader/exercise")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"\bnp\.((?:[a-z]\w*\.)?[A-Za-z]\w*)", path.read_text(encoding="utf-8"))
    }
)
DIFFERENT = {  # what the page's NumPy makes of it; the newer one raises an error
    "float(np.ones((1, 1)))": 1.0,
    "np.in1d([1, 2], [2]).tolist()": [False, True],
    "np.trapz([0.0, 1.0])": 0.5,
}
SAME = [
    "np.float64(0.1 + 0.2).item()",
    "np.random.default_rng(0).normal(size=3).tolist()",
    "np.random.default_rng(0).permutation(8).tolist()",
    "np.random.default_rng(0).choice(9, 4, replace=False).tolist()",
    "str((np.float32(1) + 1.0).dtype)",
    "str((np.uint8(200) + np.array([100], dtype=np.uint8)).dtype)",
    "repr(np.float64(0.5))",
    "np.unique([3, 1, 1], return_counts=True)[1].tolist()",
    "np.linalg.norm(np.arange(6.0).reshape(2, 3), axis=1).tolist()",
    "np.argmax(np.array([[1, 1], [0, 2]]), axis=1).tolist()",
]
RUN = """async text => {
  const { Python } = await import(new URL("../../_static/page/python.js", location.href).href);
  const python = new Python(JSON.parse(document.getElementById("course-page").textContent));
  await python.start();
  let said = "";
  await python.run({ id: "x", filename: "x", text, name: null }, (output) => (said += output.text));
  python.stop();
  return said;
}"""


@pytest.fixture(scope="module")
def on_the_page(browser, small_address):
    """Return a function that runs Python on a page and reads the JSON that it prints."""
    page = browser.new_context().new_page()
    page.set_default_timeout(240_000)
    page.goto(f"{small_address}/chapters/01-numbers/lesson.html")
    yield lambda text: json.loads(page.evaluate(RUN, text))
    page.context.close()


def test_what_exercises_use_of_numpy_is_there_on_the_page_and_in_grading(on_the_page):
    assert len(USED) > 50
    assert [name for name in USED if not _has(np, name)] == []
    script = f"import json, numpy as np\nfrom operator import attrgetter\nlacking = []\nfor name in {USED!r}:\n" + (
        "    try:\n        attrgetter(name)(np)\n    except AttributeError:\n        lacking.append(name)\n"
    )
    assert on_the_page(f"{script}print(json.dumps(lacking))") == []


def _has(module, name):
    try:
        attrgetter(name)(module)
    except AttributeError:
        return False
    return True


def test_what_differs_is_known_and_what_exercises_build_on_does_not(on_the_page):
    expressions = [*DIFFERENT, *SAME]
    script = f"import json, warnings, numpy as np\nwarnings.simplefilter('ignore')\nfound = {expressions!r}\n"
    found = dict(zip(expressions, on_the_page(f"{script}print(json.dumps([eval(one) for one in found]))")))
    assert {one: found[one] for one in DIFFERENT} == DIFFERENT
    assert {one: found[one] for one in SAME} == {one: eval(one) for one in SAME}
    for one in DIFFERENT:
        with pytest.raises((AttributeError, TypeError)):
            eval(one)
