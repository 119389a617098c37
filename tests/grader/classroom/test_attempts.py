import shutil
import sqlite3

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.attempts import ODD, handed_in_at, read_time
from grader.classroom.submissions import find, newest
from grader.course import Course
from grader.gradebook import Gradebook

PLACE = "ada", "04-losses"


def _hand_in(submitted, attempt="", data=b"{}", timestamp=None):
    folder = submitted / "ada" / "04-losses" / attempt
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "04-losses.ipynb").write_bytes(data)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder


def _order(submitted):
    return [found.attempt for found in find(submitted, ["04-losses"]).submissions]


@pytest.mark.parametrize(
    "text, expected",
    {
        "UTC": ("2026-03-01 12:00:00.123456 UTC", "2026-03-01T12:00:00.123456"),
        "a place": ("2026-07-01 12:00:00 Europe/Berlin", "2026-07-01T10:00:00"),
        "an offset": ("2026-03-01T12:00:00+01:00", "2026-03-01T11:00:00"),
        "no zone": ("2026-03-01 12:00:00", "2026-03-01T12:00:00"),
        "ISO 8601": ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00"),
    }.values(),
)
def test_timestamps_are_read_as_nbgrader_reads_them(text, expected):
    from nbgrader.utils import parse_utc

    assert read_time(text).isoformat() == expected
    assert parse_utc(text) == read_time(text)


def test_an_offset_after_a_space_is_hours_and_minutes_where_nbgrader_takes_it_for_seconds():
    assert read_time("2026-03-01 12:00:00 +0100").isoformat() == "2026-03-01T11:00:00"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-45 12:00:00 UTC", "9" * 50, "x" * 5000, "\0" * 20], ids=ascii
)
def test_a_timestamp_that_is_none_is_ignored_and_said(tmp_path, text):
    (tmp_path / "timestamp.txt").write_text(text)
    assert handed_in_at(tmp_path) == (None, (ODD,))


def test_a_timestamp_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("2026-03-01 12:00:00 UTC")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "elsewhere")
    assert handed_in_at(tmp_path) == (None, (ODD,))


def test_attempts_are_in_the_order_of_their_numbers_and_the_one_without_is_the_last(tmp_path):
    for attempt in ("attempt-10", "", "attempt-2"):
        _hand_in(tmp_path, attempt)
    assert _order(tmp_path) == ["attempt-2", "attempt-10", ""]


def test_timestamps_decide_the_order_if_all_attempts_have_one(tmp_path):
    _hand_in(tmp_path, "attempt-1", timestamp="2026-03-03 12:00:00 UTC")
    _hand_in(tmp_path, "attempt-2", timestamp="2026-03-02 12:00:00 UTC")
    assert _order(tmp_path) == ["attempt-2", "attempt-1"]
    _hand_in(tmp_path)
    assert _order(tmp_path) == ["attempt-1", "attempt-2", ""]


def test_attempts_need_no_notebook_outside_their_folders(tmp_path):
    _hand_in(tmp_path, "attempt-1")
    (tmp_path / "ada" / "04-losses" / "attempts").mkdir()
    assert _order(tmp_path) == ["attempt-1"]


@pytest.mark.parametrize("spelling", ["Attempt-{}", "attempt {}", "attempt_{}"])
def test_the_folder_of_an_attempt_may_be_spelt_in_other_ways(tmp_path, spelling):
    for number in (10, 9):
        _hand_in(tmp_path, spelling.format(number))
    assert _order(tmp_path) == [spelling.format(9), spelling.format(10)]


def test_a_link_is_an_attempt_without_a_notebook(tmp_path):
    folder = _hand_in(tmp_path)
    (folder / "attempt-1").symlink_to(folder)
    linked, last = find(tmp_path, ["04-losses"]).submissions
    assert (linked.attempt, linked.path) == ("attempt-1", None) and "symbolic link" in linked.problem
    assert last.path


def test_the_newest_says_which_it_is(tmp_path):
    _hand_in(tmp_path, "attempt-1")
    _hand_in(tmp_path, "attempt-2")
    (only,) = newest(find(tmp_path, ["04-losses"]).submissions)
    assert only.repairs == ("There are 2 attempts; the newest counts: the one in 'attempt-2'.",)


@pytest.fixture
def several(small, tmp_path):
    """Hand in a good attempt and then a worse one; return a function that grades them."""
    submitted = tmp_path / "submitted"
    _hand_in(submitted, "attempt-1", small.notebook(), "2026-03-01 12:00:00 UTC")
    _hand_in(submitted, "attempt-2", small.notebook(mse=small.right["mse"]), "2026-03-02 12:00:00 UTC")

    def grade(**options):
        classroom = Classroom(Options(small.course, submitted, tmp_path / "out", workers=1, **options))
        tally = classroom.grade()
        with Gradebook(f"sqlite:///{tmp_path / 'out' / 'gradebook.db'}") as gradebook:
            return tally, list(gradebook.results())

    return grade


@pytest.mark.confined
def test_the_newest_attempt_counts_unless_the_best_is_asked_for(several, small, tmp_path):
    tally, [result] = several()
    assert (tally.total, tally.graded, result.points) == (1, 1, 2)
    assert result.submitted_at == "2026-03-02T12:00:00"
    tally, [result] = several(attempt="best")
    assert (tally.total, tally.graded, result.points) == (1, 1, 6)
    assert "There are 2 attempts; the best counts: the one in 'attempt-1'." in result.repairs
    times = sqlite3.connect(tmp_path / "out" / "gradebook.db").execute("SELECT timestamp FROM submitted_assignment")
    assert times.fetchall() == [("2026-03-01 12:00:00.000000",)]
    assert several(attempt="best")[0].skipped == 1
    _hand_in(tmp_path / "submitted", "", small.notebook(softmax=small.right["softmax"]))
    tally, [result] = several(attempt="best")
    assert (tally.graded, result.points) == (1, 6)


@pytest.mark.confined
def test_of_equal_attempts_the_last_counts_and_unreadable_ones_do_no_harm(several, tmp_path):
    _hand_in(tmp_path / "submitted", "attempt-3", b"nothing", "2026-03-03 12:00:00 UTC")
    good = (tmp_path / "submitted" / "ada" / "04-losses" / "attempt-1" / "04-losses.ipynb").read_bytes()
    _hand_in(tmp_path / "submitted", "attempt-4", good, "2026-03-04 12:00:00 UTC")
    _, [result] = several(attempt="best")
    assert (result.points, result.submitted_at) == (6, "2026-03-04T12:00:00")


@pytest.mark.confined
def test_another_time_beside_the_same_notebook_is_recorded_and_the_same_time_is_not_graded_again(small, tmp_path):
    def grade():
        return Classroom(Options(small.course, tmp_path / "submitted", tmp_path / "out", workers=1)).grade()

    def times():
        connection = sqlite3.connect(tmp_path / "out" / "gradebook.db")
        try:
            return connection.execute("SELECT timestamp FROM submitted_assignment").fetchall()
        finally:
            connection.close()

    for number, timestamp in enumerate((None, "2026-03-01 12:00:00 UTC", "2026-03-02 13:00:00 UTC")):
        _hand_in(tmp_path / "submitted", "", small.notebook(), timestamp)
        assert (grade().graded, grade().skipped) == (1, 1)
        assert times() == [[(None,)], [("2026-03-01 12:00:00.000000",)], [("2026-03-02 13:00:00.000000",)]][number]


def _course_with_deadline(small, root, time):
    """Return the small course with a deadline, each day after which costs 3.6 points."""
    shutil.copytree(small.course.root, root, dirs_exist_ok=True)
    text = f'title = "A small course"\n[deadlines]\n04-losses = "{time}"\n[late]\npercent_per_day = 60\n'
    (root / "course.toml").write_text(text)
    return Course(root)


@pytest.mark.confined
def test_the_best_attempt_is_the_one_that_is_worth_most_when_being_late_is_paid_for(small, tmp_path):
    _hand_in(tmp_path / "class", "attempt-1", small.notebook(softmax=small.right["softmax"]), "2026-03-01 12:00:00 UTC")
    _hand_in(tmp_path / "class", "attempt-2", small.notebook(), "2026-03-02 12:00:00 UTC")
    mse = small.notebook(mse=small.right["mse"])
    _hand_in(tmp_path / "class", "attempt-3", mse, "2026-03-03 12:00:00 UTC")

    def grade(time):
        course = _course_with_deadline(small, tmp_path / "course", time)
        options = Options(course, tmp_path / "class", tmp_path / "out", workers=1, attempt="best")
        tally = Classroom(options).grade()
        with Gradebook(options.url) as gradebook:
            [result] = gradebook.results()
        return tally.graded, result.submitted_at[:10], tally.assignments["04-losses"].points

    # on time: 3, 6 and 2 points; each day begun costs 3.6
    assert grade("2026-03-09 12:00 UTC") == (1, "2026-03-02", 6)
    assert grade("2026-03-01 13:00 UTC") == (1, "2026-03-01", 3)
    assert grade("2026-03-01 13:00 UTC") == (0, "2026-03-01", 3)
    assert grade("2026-02-28 13:00 UTC") == (1, "2026-03-03", 0)
