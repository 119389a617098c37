import base64
import csv
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.course import Course
from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult
from grader.report import next_step, write_class_report, write_csv, write_feedback
from grader.report.class_summary import summarise
from grader.report.pages import highlighted, prose

COURSE = Course(Path(__file__).parents[3])
RIGHT, WRONG = CaseReport("a batch of scores", 1.0), CaseReport("scores of 10,000", 0.0, "6 of 30 values are NaN")
PASSED = ExerciseReport("mse", 2.0, 2.0, "passed", "def mse(predictions, targets): ...", [RIGHT])
PARTIAL = ExerciseReport(
    "softmax", 2.25, 3.0, "partial", "def softmax(logits): ...", [RIGHT, WRONG], "softmax_unshifted", "Shift `logits`."
)
FAILED = replace(PARTIAL, points=0.0, outcome="failed", cases=[replace(WRONG, name="a batch of scores"), WRONG])
WAITING = ExerciseReport("explain", 0.0, 4.0, "manual", "If # <b>one</b> is in 3 ways", graded=False)
GRADED = replace(WAITING, points=2.5, sentence="Say `more`.", graded=True)
RESULT = SubmissionResult("ana", "04-losses", [PASSED, PARTIAL])
UNREADABLE = SubmissionResult(
    "ben",
    "04-losses",
    [
        ExerciseReport(name, 0.0, most, "ungradable", reason="The file is empty.")
        for name, most in [("mse", 2), ("softmax", 3)]
    ],
)
ERROR = SubmissionResult("cleo", "04-losses", [], error="the runner could not be started")
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&\0\ud800"


class Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, path):
        super().__init__()
        self.raw, self.tags, self.attributes, self.texts = path.read_text(encoding="utf-8"), Counter(), [], []
        self.feed(self.raw)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes += attributes

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.texts))


def feedback(tmp_path, result):
    return Page(write_feedback(result, tmp_path, COURSE))


def class_report(tmp_path, *results):
    write_class_report(results, tmp_path / "report.html")
    return Page(tmp_path / "report.html")


def rows(tmp_path, *results):
    write_csv(iter(results), tmp_path / "grades.csv")
    return list(csv.DictReader((tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines()))


# grades.csv


def test_the_csv_has_a_row_for_each_exercise_by_student_assignment_and_place(tmp_path):
    later = replace(RESULT, assignment="05-backprop")
    found = rows(tmp_path, later, replace(RESULT, student="Ben"), RESULT)
    assert [tuple(row.values())[:3] for row in found] == [
        ("Ben", "04-losses", "mse"),
        ("Ben", "04-losses", "softmax"),
        ("ana", "04-losses", "mse"),
        ("ana", "04-losses", "softmax"),
        ("ana", "05-backprop", "mse"),
        ("ana", "05-backprop", "softmax"),
    ]
    assert found[3] == {
        "student": "ana", "assignment": "04-losses", "exercise": "softmax", "points": "2.25", "max_points": "3",
        "outcome": "partial", "misconception": "softmax_unshifted",
    }  # fmt: skip


def test_the_csv_is_the_same_whatever_the_order(tmp_path):
    results = [replace(RESULT, student=name) for name in ("c", "a", "b")] + [ERROR]
    write_csv(results, tmp_path / "one.csv")
    write_csv(reversed(results), tmp_path / "other.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_a_submission_in_error_has_a_row_without_points(tmp_path):
    [row] = rows(tmp_path, ERROR)
    assert (row["student"], row["exercise"], row["points"], row["outcome"]) == ("cleo", "", "", "error")


def test_an_answer_that_waits_for_a_person_has_no_points_in_the_csv_and_then_the_persons(tmp_path):
    found = [rows(tmp_path, replace(RESULT, exercises=[PASSED, one]))[1] for one in (WAITING, GRADED)]
    assert [(row["outcome"], row["points"], row["max_points"]) for row in found] == [
        ("manual", "", "4"),
        ("manual", "2.5", "4"),
    ]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_name_is_never_a_formula(tmp_path, name):
    assert rows(tmp_path, replace(RESULT, student=name))[0]["student"] == "'" + name


def test_no_two_names_become_one(tmp_path):
    names = ["=1+1", "'=1+1", "''=1+1", "'t Hooft", "t Hooft"]
    found = rows(tmp_path, *(replace(RESULT, student=name, exercises=[PASSED]) for name in names))
    assert {row["student"] for row in found} == {"'=1+1", "''=1+1", "'''=1+1", "'t Hooft", "t Hooft"}


def test_names_with_commas_quotes_and_other_scripts_come_back(tmp_path):
    name = 'Núñez, "Ñ" 学生'
    assert rows(tmp_path, replace(RESULT, student=name))[0]["student"] == name


# A student's page


def test_the_page_says_that_a_person_grades_an_answer_in_words_and_then_what_was_said_of_it(tmp_path):
    waiting = feedback(tmp_path, replace(RESULT, exercises=[PASSED, WAITING])).text
    assert all(words in waiting for words in ("2 of 6 points so far", "A person reads this answer", "– of 4 points"))
    graded = feedback(tmp_path, replace(RESULT, exercises=[PASSED, GRADED])).text
    assert all(
        words in graded for words in ("4.5 of 6 points", "2.5 of 4 points", "What was said of it", "Say `more`.")
    )
    assert "so far" not in graded


def test_words_are_shown_as_they_are_written(tmp_path):
    page = feedback(tmp_path, replace(RESULT, exercises=[PASSED, WAITING]))
    assert "If # <b>one</b> is in 3 ways" in page.text
    assert page.tags["b"] == 0


def test_the_page_tells_what_was_asked_what_was_got_and_why(tmp_path):
    page = feedback(tmp_path, RESULT)
    assert (tmp_path / "ana" / "04-losses.html").exists()
    asked = COURSE.chapter("losses").definitions()["mse"]
    for words in (
        "feedback for ana", "4.25 of 5 points", "2.25 of 3 points", asked.summary,
        "mse(predictions, targets)", "scores of 10,000", "6 of 30 values are NaN", "All 1 cases are right",
        "What your results look like Shift logits .", "check(softmax)",
    ):  # fmt: skip
        assert words in page.text


def test_an_answer_is_shown_without_the_docstring_that_it_was_released_with(tmp_path):
    from grader.exercise import split
    from solutions.losses import softmax

    head, _ = split(softmax)
    page = feedback(tmp_path, replace(RESULT, exercises=[replace(PARTIAL, source=f"{head}\n    return logits * 2")]))
    assert "return logits * 2" in page.text and "Parameters" not in page.text


def test_repairs_are_told(tmp_path):
    page = feedback(tmp_path, replace(RESULT, repairs=["softmax: the cell was split; its parts were joined."]))
    assert "How your notebook was read" in page.text and "its parts were joined" in page.text


def test_a_notebook_that_cannot_be_read_is_told_once_and_is_no_zero(tmp_path):
    page = feedback(tmp_path, UNREADABLE)
    assert page.text.count("The file is empty.") == 1
    assert "could not be read" in page.text and "0 of" not in page.text


def test_a_single_unreadable_answer_is_told_in_its_place(tmp_path):
    page = feedback(tmp_path, replace(RESULT, exercises=[PASSED, UNREADABLE.exercises[1]]))
    assert "ungradable" in page.text and "The file is empty." in page.text and "2 of 5 points" in page.text


def test_an_error_of_ours_asks_nothing_of_the_student(tmp_path):
    page = feedback(tmp_path, ERROR)
    assert "Not graded yet" in page.text and "the runner could not be started" not in page.text


def test_an_exercise_or_chapter_that_is_no_longer_there_still_has_its_page(tmp_path):
    gone = replace(RESULT, assignment="99-gone", exercises=[replace(PASSED, name="gone")])
    assert "2 of 2 points" in feedback(tmp_path, gone).text
    assert "2 of 2 points" in feedback(tmp_path, replace(gone, assignment="04-losses")).text


def test_the_page_is_replaced_whole(tmp_path):
    feedback(tmp_path, RESULT)
    assert "0 of 3 points" in feedback(tmp_path, replace(RESULT, exercises=[PASSED, FAILED])).text
    assert [path.name for path in (tmp_path / "ana").iterdir()] == ["04-losses.html"]


@pytest.mark.parametrize("name", ["", "..", "../up", "a/b", "a\0b"])
def test_a_page_is_never_written_elsewhere(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be the name of a folder"):
        write_feedback(replace(RESULT, student=name), tmp_path / "feedback", COURSE)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (FAILED, "Begin with “a batch of scores”"),
        (PARTIAL, "tries the same kinds of case"),
        (replace(FAILED, cases=[], reason="When it was called: it ran longer than 20 s"), "restart the kernel"),
        (replace(FAILED, cases=[], source="", reason="It is not written yet."), "Write it in its cell"),
        (UNREADABLE.exercises[1], "in its own cell of the released notebook"),
        (replace(FAILED, cases=[], outcome="ungradable"), "Change what could not be read, run `check(softmax)`"),
    ],
    ids=["core", "partial", "lost", "blank", "ungradable", "another Python"],
)
def test_the_next_step_fits_what_happened(exercise, words):
    assert words in next_step(exercise)


# Answers that people grade


def test_the_report_says_how_many_answers_are_to_be_graded_by_hand_and_means_are_of_the_graded(tmp_path):
    results = [replace(RESULT, student=name, exercises=[PASSED, one]) for name, one in [("a", WAITING), ("b", GRADED)]]
    page = class_report(tmp_path, *results)
    assert "1 answers to be graded by hand" in page.text
    assert "2.5 of 4" in page.text
    assert summarise(results)[0].exercises["explain"].mean == 2.5
    assert summarise(results[:1])[0].exercises["explain"].mean is None


def test_a_class_that_is_asked_for_no_words_hears_nothing_of_hands(tmp_path):
    page = class_report(tmp_path, RESULT)
    assert "by hand" not in page.text and "✎" not in page.text


# The class


def test_the_class_report_counts_right(tmp_path):
    results = [RESULT, replace(RESULT, student="dan", exercises=[PASSED, FAILED]), UNREADABLE, ERROR]
    [summary] = summarise(results)
    assert [(row.student, row.points) for row in summary.rows] == [("ana", 4.25), ("ben", 0.0), ("dan", 2.0)]
    assert summary.exercises["softmax"].outcomes == {"partial": 1, "ungradable": 1, "failed": 1}
    assert summary.exercises["softmax"].mean == pytest.approx(0.75)
    assert summary.distribution == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0]  # 0, 40 and 85 %
    assert (summary.mean, summary.median, summary.full_marks) == (pytest.approx(125 / 3), pytest.approx(40.0), 0)
    [found] = summary.misconceptions
    assert (found.exercise, found.name, found.count) == ("softmax", "softmax_unshifted", 2)
    assert summary.ungradable == [("ben", "The file is empty.", ["mse", "softmax"])]
    assert summary.errors == [("cleo", "the runner could not be started")]


def test_what_is_told_in_general_stands_apart_from_known_misconceptions(tmp_path):
    told = replace(FAILED, misconception="general: sign", sentence="Every result has the wrong sign.")
    results = [RESULT, replace(RESULT, student="dan", exercises=[PASSED, told])]
    [summary] = summarise(results)
    assert [one.name for one in summary.misconceptions] == ["softmax_unshifted"]
    assert [(one.name, one.count) for one in summary.told_in_general] == [("general: sign", 1)]
    text = class_report(tmp_path, *results).text
    heading = "Other wrong answers, by what all their wrong results have in common."
    assert text.index("Shift logits .") < text.index(heading) < text.index("Every result has the wrong sign.")
    assert heading not in class_report(tmp_path, RESULT).text


def test_full_marks_are_in_the_last_bin():
    [summary] = summarise([replace(RESULT, exercises=[PASSED])])
    assert summary.distribution == [0] * 9 + [1]


def test_the_class_report_shows_it_all_and_links_to_the_pages(tmp_path):
    page = class_report(tmp_path, RESULT, UNREADABLE, ERROR, replace(RESULT, student="a b#c?"))
    for words in ("3 students graded", "Shift logits .", "The file is empty.", "Left to be graded again: 1", "cleo"):
        assert words in page.text
    links = {value for name, value in page.attributes if name == "href"}
    assert {"feedback/ana/04-losses.html", "feedback/a%20b%23c%3F/04-losses.html"} <= links


def test_every_chart_has_its_numbers_as_text(tmp_path):
    page = class_report(tmp_path, RESULT, UNREADABLE)
    labels = [value for name, value in page.attributes if name == "aria-label"]
    assert any("80 to 90 percent: 1" in label and "0 to 10 percent: 1" in label for label in labels)
    named = len(re.findall(r'<svg[^>]*role="img"', page.raw)) + len(
        re.findall(r'<svg[^>]*aria-hidden="true"', page.raw)
    )
    assert named == page.tags["svg"]


def test_missing_isolation_is_said_before_any_number(tmp_path):
    page = class_report(tmp_path, replace(RESULT, isolation="none"))
    assert page.text.index("1 of 1 submissions were run without isolation") < page.text.index("students graded")
    assert "without isolation" not in class_report(tmp_path, RESULT).text


def test_several_assignments_each_have_their_part(tmp_path):
    page = class_report(tmp_path, replace(RESULT, assignment="05-backprop"), RESULT)
    ids = [value for name, value in page.attributes if name == "id"]
    assert ids.index("04-losses") < ids.index("05-backprop")


@pytest.mark.parametrize("results", [[], [ERROR]], ids=["nothing", "errors only"])
def test_a_class_without_grades_has_a_report_all_the_same(tmp_path, results):
    assert "The class" in class_report(tmp_path, *results).text


def test_a_thousand_students_make_a_page_of_less_than_a_megabyte(tmp_path):
    exercises = [replace(PARTIAL, name=f"exercise_{n}", source="x" * 5000) for n in range(8)]
    results = (replace(RESULT, student=f"student-{n:04d}", exercises=exercises) for n in range(1000))
    page = class_report(tmp_path, *results)
    assert len(page.raw) < 10**6
    assert "All 1000 students" in page.text


# What students put into names, answers and messages


@pytest.fixture
def hostile():
    exercise = ExerciseReport(
        "softmax", 0.0, 3.0, "failed", HOSTILE, [CaseReport(HOSTILE, 0.0, HOSTILE)], HOSTILE, HOSTILE, HOSTILE
    )
    name = "<img src=x onerror=alert(1)>"
    return SubmissionResult(
        name, "04-losses", [exercise, replace(exercise, name="mse", outcome="ungradable")], [HOSTILE]
    )


def test_nothing_of_a_submission_becomes_markup(tmp_path, hostile):
    pages = [
        feedback(tmp_path, hostile),
        class_report(tmp_path, hostile, replace(hostile, student=HOSTILE, error=HOSTILE, exercises=[])),
    ]
    for page in pages:
        assert not {"script", "img", "iframe", "form", "object", "link"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
        assert "<img src=x onerror=alert(1)>" in page.text
        assert "\0" not in page.raw


def test_the_policy_allows_the_pages_own_style_and_nothing_else(tmp_path):
    for page in (feedback(tmp_path, RESULT), class_report(tmp_path, RESULT)):
        [style] = re.findall(r"<style>(.*?)</style>", page.raw, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert ("content", policy) in page.attributes
        assert not re.search(r"url\(|@import|https?://", style)
        assert not [value for name, value in page.attributes if name in ("src", "href") and ":" in value]


SOURCES = {
    "triple quotes": "'''" * 100_001,
    "quotes": '"' * 300_000,
    "backslashes": "\\" * 300_000,
    "raw quotes": "r'" * 100_000,
    "escaped quotes": '"""\\"' * 100_000,
    "escaped triple quotes": '"""\\' * 100_000,
    "a string of escaped quotes": '"' + '\\"' * 100_000,
    "escaped line feeds": "'\\n" * 100_000,
    "open strings": "'\n" * 100_000,
    "a function": "def f(x):\n    return x < 'é' # <b>",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.timeout(60)
def test_any_source_is_shown_as_it_is(source):
    assert unescape(re.sub("<[^>]*>", "", highlighted(source))) == source


def test_backticks_become_code_after_escaping():
    assert prose("`<b>` and ` alone") == "<code>&lt;b&gt;</code> and ` alone"
