"""What is written stays: over reloads, in several tabs, in storage of any state, from one release to the next."""

import json

import pytest

ONES = "def softmax(logits):\n    return np.ones_like(logits)"
TWOS = "def softmax(logits):\n    return 2 * np.ones_like(logits)"
ZERO = "def mse(predictions, targets):\n    return 0.0"
FULL = """() => {
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    try { for (let k = 0; ; k += 1) localStorage.setItem(`filler-${size}-${k}`, "x".repeat(size)); } catch {}
  }
}"""
EMPTIED = "Object.keys(localStorage).filter(k => k.startsWith('filler')).forEach(k => localStorage.removeItem(k))"
# only the course's own keys: the theme reads its own without a net
BLOCKED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  const original = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key.startsWith("neural-networks-by-hand")) throw new DOMException("It is insecure.", "SecurityError");
    return original.call(this, key, ...rest);
  };
}"""


def test_an_answer_is_there_after_leaving_at_once(exercises):
    exercises.write("softmax", ONES)
    exercises.again().expect("softmax", ONES)


def test_an_answer_is_kept_while_it_is_typed(exercises):
    exercises.write("softmax", ONES)
    exercises.expect_kept("softmax", ONES)
    described = exercises.course_page
    assert exercises.record()["release"] == described["release"]
    assert exercises.record()["answers"]["softmax"]["stub"] == exercises.stub("softmax")


def test_the_released_text_is_no_answer(exercises):
    exercises.write("softmax", ONES)
    exercises.expect_kept("softmax", ONES)
    exercises.write("softmax", exercises.stub("softmax"))
    exercises.page.wait_for_function("key => localStorage.getItem(`${key}#softmax`) === null", arg=exercises.key)


def test_two_tabs_keep_each_others_answers(exercises):
    other = exercises.other_tab()
    other.write("mse", ZERO)
    exercises.expect_kept("mse", ZERO)  # what one tab keeps reaches the other in its own time
    exercises.write("softmax", ONES)
    for tab in (exercises, other):
        tab.expect("mse", ZERO)
        tab.expect("softmax", ONES)
    assert set(exercises.record()["answers"]) == {"mse", "softmax"}


def test_the_newest_text_wins_and_the_other_tab_shows_it(exercises):
    other = exercises.other_tab()
    exercises.write("softmax", ONES)
    other.expect("softmax", ONES)
    other.write("softmax", TWOS)
    exercises.expect("softmax", TWOS)
    assert exercises.record()["answers"]["softmax"]["source"] == TWOS


def test_what_is_being_typed_is_not_replaced_by_another_tab(exercises):
    described = exercises.course_page
    record = {"format": 1, "release": described["release"], "exercises": {},
              "answers": {"softmax": {"source": TWOS, "stub": exercises.stub("softmax"), "when": 1},
                          "mse": {"source": ZERO, "stub": exercises.stub("mse"), "when": 1}}}  # fmt: skip
    exercises.box("softmax").click()
    exercises.page.keyboard.press("ControlOrMeta+a")
    # in one step of the page, so that the other tab saves between a keystroke and the saving of it
    exercises.page.evaluate(
        """([text, key, record]) => {
            document.execCommand("insertText", false, text);
            return Promise.resolve().then(() => {
                localStorage.setItem(key, record);
                dispatchEvent(new StorageEvent("storage", {key, newValue: record}));
            });
        }""",
        [ONES, exercises.key, json.dumps(record)],
    )
    exercises.expect_kept("softmax", ONES)
    exercises.expect_kept("mse", ZERO)
    exercises.expect("softmax", ONES)
    exercises.expect("mse", ZERO)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("not JSON at all", id="no JSON"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param('{"format": "one", "answers": {}}', id="a format that is no number"),
        pytest.param('{"format": 1, "release": "x", "answers": {"mse": 5}}', id="an answer that is a number"),
    ],
)
def test_a_damaged_record_is_set_aside_and_said(exercises, text):
    exercises.put_record(text)
    exercises.expect_text(".chapter-bar", "damaged record was set aside, not erased")
    assert exercises.page.evaluate("key => localStorage.getItem(key + ':set-aside')", exercises.key) == text
    exercises.write("softmax", ONES)
    exercises.again().expect("softmax", ONES)
    assert "damaged" not in exercises.page.locator(".chapter-bar").inner_text()


def test_the_readable_answers_of_a_damaged_record_are_there(exercises):
    exercises.put_record({"format": 1, "release": "x", "answers": {"mse": {"source": ZERO}, "softmax": None}})
    exercises.expect("mse", ZERO)
    assert set(exercises.record()["answers"]) == {"mse"}


def test_two_damaged_records_are_both_set_aside(exercises):
    for text in ("first", "second"):
        exercises.put_record(text)
    kept = exercises.page.evaluate("Object.values(localStorage)")
    assert {"first", "second"} <= set(kept)


def test_a_record_of_a_newer_format_is_left_as_it_is(exercises):
    newer = {"format": 3, "anything": ["of", "another", "kind"]}
    exercises.put_record(newer)
    exercises.expect_text(".chapter-bar", "A newer version of this course keeps answers here")
    exercises.write("softmax", ONES)
    assert ONES in _answers(exercises.download()).values()
    said = []
    exercises.page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
    exercises.again()
    assert said == ["beforeunload"], "the browser asks before it leaves what is kept nowhere"
    assert exercises.record() == newer


def test_a_record_that_becomes_newer_while_the_page_is_open_is_left_as_it_is(exercises):
    exercises.write("softmax", ONES)
    exercises.expect_kept("softmax", ONES)
    exercises.page.evaluate("key => localStorage.setItem(key, '{\"format\": 3}')", exercises.key)
    exercises.write("softmax", TWOS)
    exercises.expect_text(".bar-problem", "A newer version of this course keeps answers here")
    exercises.expect("softmax", TWOS)
    assert exercises.record()["format"] == 3
    assert exercises.record()["answers"]["softmax"]["source"] == ONES


def test_a_browser_that_keeps_nothing_is_no_hindrance(exercises):
    exercises.page.context.add_init_script(BLOCKED)
    exercises.again()
    exercises.expect_text(".chapter-bar", "does not let the page keep anything")
    exercises.write("softmax", ONES)
    assert ONES in _answers(exercises.download()).values()


def test_a_full_storage_is_said_and_tried_again(exercises):
    exercises.page.evaluate(FULL)
    exercises.write("softmax", ONES)
    exercises.expect_text(".bar-problem", "storage is full")
    assert ONES in _answers(exercises.download()).values()
    exercises.page.evaluate(EMPTIED)
    exercises.write("mse", ZERO)
    exercises.expect_kept("softmax", ONES)
    exercises.expect_kept("mse", ZERO)
    exercises.page.wait_for_function("document.querySelector('.bar-problem').textContent === ''")


def test_a_new_release_keeps_answers_and_names_the_statements_that_changed(exercises):
    exercises.put_answers({"mse": ZERO, "softmax": ONES}, {"mse": ("passed", 2), "softmax": ("passed", 3)})
    record = exercises.record()
    record["release"], record["answers"]["softmax"]["stub"] = "000000000000", "def softmax(z):\n    ..."
    exercises.put_record(record)
    exercises.expect("softmax", ONES)
    notices = exercises.page.locator(".answer-notice")
    assert notices.count() == 1
    said = "The statement of softmax has changed since you wrote this; your answer was kept."
    assert said in exercises.page.locator("[data-exercise=softmax] .answer-notice").inner_text()
    notices.locator("summary").click()
    assert notices.locator("pre").inner_text().strip() == exercises.stub("softmax").strip()
    exercises.expect_progress(1, 2)
    count = len(exercises.course_page["exercises"])
    assert exercises.page.locator(".progress-mark [aria-hidden]").inner_text() == f"1/{count}"
    exercises.press("I have seen it")
    exercises.again().expect("softmax", ONES)
    assert exercises.page.locator(".answer-notice").count() == 0  # and what was checked was another exercise
    exercises.expect_progress(1, 2)


def test_answers_to_exercises_that_are_gone_are_kept_and_downloaded(exercises):
    record = {"format": 1, "release": "0" * 12, "exercises": {"hinge": 2}, "answers": {"hinge": {"source": "h = 1\nh"}}}
    exercises.put_record(record)
    exercises.expect_text(".chapter-bar", "No longer part of this chapter: hinge.")
    exercises.write("softmax", ONES)
    exercises.expect_kept("softmax", ONES)
    assert exercises.record()["answers"]["hinge"]["source"] == "h = 1\nh"
    last = json.loads(exercises.download())["cells"][-1]
    assert last["cell_type"] == "raw" and "".join(last["source"]) == "h = 1\nh"


def test_forgetting_asks_first(exercises):
    exercises.write("softmax", ONES)
    exercises.expect_kept("softmax", ONES)
    exercises.press("Forget my answers")
    dialog = exercises.page.get_by_role("dialog", name="Forget your answers of this chapter?")
    assert dialog.get_by_role("button", name="Cancel").evaluate("button => button === document.activeElement")
    exercises.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    focused = exercises.page.evaluate("document.activeElement.textContent")
    assert focused == "Forget my answers"
    exercises.expect("softmax", ONES)
    assert exercises.record()["answers"]["softmax"]["source"] == ONES


def test_forgetting_clears_the_chapter_in_every_tab_and_no_other_chapter(exercises):
    another = exercises.key.replace(exercises.assignment, "03-mlp")
    keep = "([another, own]) => { localStorage.setItem(another, '{}'); localStorage.setItem(own, 'odd'); }"
    exercises.page.evaluate(keep, [another, exercises.key])
    other = exercises.again().other_tab()
    exercises.write("softmax", ONES)
    other.expect("softmax", ONES)
    exercises.press("Forget my answers")
    exercises.press("Forget")
    exercises.expect_text(".bar-says", "has forgotten your answers of chapter 4")
    for tab in (exercises, other):
        tab.expect_released("softmax")
    kept = "Object.keys(localStorage).filter(key => key.startsWith('neural-networks-by-hand'))"
    assert exercises.page.evaluate(kept) == [another]


def test_progress_is_in_the_chapter_and_in_the_navigation_of_every_page(exercises):
    answers = {"mse": ZERO, "softmax": ONES, "accuracy": "accuracy = None"}
    outcomes = {"mse": ("passed", 2), "softmax": ("partial", 1.5), "accuracy": ("failed", 0)}
    exercises.put_answers(answers, outcomes)
    exercises.expect_progress(1, 3.5)
    count = len(exercises.course_page["exercises"])
    assert "passes" in exercises.page.locator("[data-exercise=mse] .exercise-title").inner_text()
    assert "1.5 of 3 so far" in exercises.page.locator("[data-exercise=softmax] .exercise-title").inner_text()
    for path in ("chapters/04-losses/exercises.html", "chapters/01-vectors/lesson.html", "index.html"):
        exercises.page.goto(exercises.page.url.split("/chapters/")[0] + f"/{path}")
        link = exercises.page.get_by_role("link", name=f"Exercises , 1 of {count} exercises passes")
        assert link.locator("[aria-hidden]").inner_text() == f"1/{count}"
        assert exercises.page.locator(".progress-mark").count() == 1


def test_an_edited_answer_counts_again_once_it_is_as_it_was_checked(exercises):
    exercises.put_answers({"softmax": ONES}, {"softmax": ("passed", 3)})
    exercises.expect_progress(1, 3)
    exercises.write("softmax", TWOS)
    exercises.expect_progress(0, 0)
    exercises.expect_text("[data-exercise=softmax] .exercise-title", "changed since the last check")
    exercises.write("softmax", ONES)
    exercises.expect_progress(1, 3)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_place_kept_for_the_bar_is_as_high_as_the_bar(open_exercises, width):
    bar = open_exercises(width=width).page.locator(".chapter-bar")
    kept = bar.evaluate("bar => parseFloat(getComputedStyle(bar).minHeight)")
    filled = bar.evaluate("bar => { bar.style.minHeight = 0; return bar.getBoundingClientRect().height; }")
    assert filled <= kept + 1


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_states_notices_and_questions_are_accessible(open_exercises, theme, width):
    exercises = open_exercises(theme=theme, width=width)
    answers = {"mse": ZERO, "mse_grad": "x", "softmax": ONES, "accuracy": "y"}
    exercises.put_answers(answers, {"mse": ("passed", 2), "softmax": ("partial", 1), "accuracy": ("failed", 0)})
    record = exercises.record()
    record["answers"]["softmax"]["stub"], record["answers"]["hinge"] = "older", {"source": "h = 1"}
    exercises.put_record(record | {"release": "0" * 12})
    assert _violations(exercises.page, ".chapter-bar", ".exercise", "nav.bd-docs-nav") == []
    exercises.press("Forget my answers")
    assert _violations(exercises.page, "dialog.ask") == []
    assert exercises.page.evaluate("document.documentElement.scrollWidth") <= width


def _violations(page, *places):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context={"include": [[place] for place in places]}).response["violations"]
    return [(violation["id"], node["html"][:200]) for violation in found for node in violation["nodes"]]


def _answers(data):
    cells = json.loads(data)["cells"]
    marked = [(cell["metadata"].get("nbgrader", {}), "".join(cell["source"])) for cell in cells]
    return {marks["grade_id"]: source for marks, source in marked if marks.get("solution")}
