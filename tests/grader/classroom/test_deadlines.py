import csv
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
import sqlalchemy
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom import Classroom, Options
from grader.classroom.deadlines import Deadlines, deduction
from grader.collect.roster import Roster
from grader.course import Course, UnusableInput
from grader.course.settings import Late

DEADLINE = '[deadlines]\n"04-losses" = "2026-03-01 23:59 Europe/Berlin"\n'
HOUR = timedelta(hours=1)


@pytest.fixture
def course_with(small, tmp_path):
    """Return a function that makes the small course with more in its course.toml."""

    def made(text):
        root = tmp_path / "course"
        root.mkdir(exist_ok=True)
        for name in ("solutions", "exercises", "chapters"):
            if not (root / name).exists():
                (root / name).symlink_to(small.course.root / name)
        (root / "course.toml").write_text(f'title = "A small course"\n{text}', encoding="utf-8")
        return Course(root)

    return made


@pytest.fixture
def roster(tmp_path):
    def made(text):
        (tmp_path / "students.csv").write_text(text, encoding="utf-8")
        return Roster(tmp_path / "students.csv")

    return made


BY_HAND = [
    (-1 * HOUR, Late(percent_per_day=10), 0),
    (0 * HOUR, Late(percent_per_day=10), 0),
    (1 * HOUR, Late(percent_per_day=10), 2.6),
    (24 * HOUR, Late(percent_per_day=10), 2.6),
    (25 * HOUR, Late(percent_per_day=10), 5.2),
    (25 * HOUR, Late(points_per_day=3), 6),
    (24 * HOUR, Late(points_per_day=3, grace_days=1), 0),
    (25 * HOUR, Late(points_per_day=3, grace_days=1), 3),
    (72 * HOUR, Late(percent_per_day=10, none_after_days=3), 7.8),
    (73 * HOUR, Late(percent_per_day=10, none_after_days=3), 20),
    (1 * HOUR, Late(none_after_days=0), 0),
    (999 * HOUR, Late(points_per_day=3), 20),
]


@pytest.mark.parametrize(("late", "policy", "lost"), BY_HAND)
def test_being_late_costs_what_is_computed_by_hand(late, policy, lost):
    points, words = deduction(late, 20.0, 26.0, policy)
    assert points == pytest.approx(lost) and bool(words) >= bool(lost)


@given(
    hours=st.integers(-100, 1000),
    points=st.floats(0, 26),
    policy=st.builds(
        Late, percent_per_day=st.integers(0, 100), grace_days=st.integers(0, 9), none_after_days=st.integers(0, 9)
    ),
)
def test_being_later_is_never_cheaper_and_never_costs_more_than_there_is(hours, points, policy):
    earlier, later = (deduction((hours + more) * HOUR, points, 26.0, policy)[0] for more in (0, 5))
    assert 0 <= earlier <= later <= points


def test_a_deadline_is_in_its_zone_and_extensions_are_days_or_a_time(course_with, roster):
    rows = "student,extension,extension 04-losses\nada,2 days,\nbo,,2026-03-05 12:00 UTC\nJosé,+1,3\n"
    deadlines = Deadlines(course_with(DEADLINE), roster(rows))
    assert deadlines.due("eve", "04-losses") == datetime(2026, 3, 1, 22, 59)
    assert deadlines.due("ada", "04-losses") == datetime(2026, 3, 3, 22, 59)
    assert deadlines.due("bo", "04-losses") == datetime(2026, 3, 5, 12)
    assert deadlines.due("Jose\u0301", "04-losses") == datetime(2026, 3, 4, 22, 59)
    assert deadlines.due("ada", "05-backprop") is None


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-03-28", datetime(2026, 3, 29, 21, 59)), ("2026-10-24", datetime(2026, 10, 25, 22, 59))],
    ids=["to summer", "to winter"],
)
def test_a_day_more_ends_at_the_same_hour_when_the_clocks_are_changed(course_with, roster, day, due):
    text = f'[deadlines]\n"04-losses" = "{day} 23:59 Europe/Berlin"\n'
    assert Deadlines(course_with(text), roster("student,extension\nada,1 day\n")).due("ada", "04-losses") == due


def test_a_deadline_may_be_a_time_of_toml(course_with):
    deadlines = Deadlines(course_with("[deadlines]\n04-losses = 2026-03-01T23:59:00+01:00\n"))
    assert deadlines.due("ada", "04-losses") == datetime(2026, 3, 1, 22, 59)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[deadlines]\n04-losses = "2026-03-01 23:59"\n',
            "course.toml:3: '2026-03-01 23:59' does not say in which zone",
        ),
        (
            '[deadlines]\n04-losses = "2026-03-01 23:59 Europe/Atlantis"\n',
            "course.toml:3: .*'Europe/Atlantis'.*not known",
        ),
        ('[deadlines]\n04-losses = "03/04/2026 23:59 UTC"\n', "course.toml:3: .*could be two days"),
        ('[deadlines]\n04-losses = "soon UTC, or so UTC"\n', "course.toml:3: .*is no date and time"),
        ('[deadlines]\n04-loses = "2026-03-01 23:59 UTC"\n', "course.toml:3: there is no assignment '04-loses'"),
        ("[deadlines]\n04-losses = 2026-03-01T23:59:00\n", "course.toml:3: .*does not say in which zone"),
        ('[deadlines]\n04-losses = "2026-03-29 02:30 Europe/Berlin"\n', "course.toml:3: .*when the clocks are changed"),
        ('[deadlines]\n04-losses = "2026-10-25 02:30 Europe/Berlin"\n', "course.toml:3: .*when the clocks are changed"),
        ("[deadlines]\n04-losses = 7\n", "course.toml:3: 04-losses is 7, where a time is asked"),
        ("[late]\npercent_per_day = 10\npoints_per_day = 1\n", "course.toml:4: points_per_day stands beside"),
        ("[late]\ngrace = 1\n", "course.toml:3: there is no setting 'grace'; did you mean 'grace_days'"),
    ],
)
def test_a_deadline_that_is_not_clear_is_refused_with_its_line(course_with, text, words):
    with pytest.raises(UnusableInput, match=words):
        Deadlines(course_with(text))


def test_extensions_are_for_an_assignment_in_any_spelling_and_one_for_none_is_refused(course_with, roster):
    deadlines = Deadlines(course_with(DEADLINE), roster("student,EXTENSION Losses\nada,2 days\n"))
    assert deadlines.due("ada", "04-losses") == datetime(2026, 3, 3, 22, 59)
    with pytest.raises(UnusableInput, match=r"students.csv:1: there is no assignment '04-loses', which a column has"):
        Deadlines(course_with(DEADLINE), roster("student,extension 04-loses\nada,2 days\n"))


@pytest.mark.parametrize("text", ["soon", "2026-03-01", "2 weeks or so", "03/04/2026 12:00 UTC"])
def test_an_extension_that_is_not_clear_is_refused_with_its_line(course_with, roster, text):
    with pytest.raises(UnusableInput, match=r"students.csv:3: "):
        Deadlines(course_with(DEADLINE), roster(f"student,extension\nada,1\nbo,{text}\n"))


@pytest.mark.confined
def test_being_late_is_in_the_csv_the_feedback_and_nbgraders_gradebook_and_moves_with_the_deadline(
    course_with, small, tmp_path
):
    for student, time in {"ada": "2026-03-01 22:00:00 UTC", "bo": "2026-03-02 12:00:00 UTC", "cy": ""}.items():
        path = small.hand_in(tmp_path / "class", student)
        if time:
            path.with_name("timestamp.txt").write_text(time)

    def grade(text):
        tally = Classroom(Options(course_with(text), tmp_path / "class", tmp_path / "out", workers=1)).grade()
        with open(tmp_path / "out" / "grades.csv", newline="", encoding="utf-8") as file:
            rows = [(row["student"], row["points"]) for row in csv.DictReader(file) if row["outcome"] == "late"]
        connection = sqlite3.connect(tmp_path / "out" / "gradebook.db")
        penalties = connection.execute("SELECT late_submission_penalty FROM submitted_notebook").fetchall()
        return tally, rows, sorted(filter(None, (points for (points,) in penalties)))

    tally, rows, penalties = grade(f"{DEADLINE}[late]\npercent_per_day = 10\n")
    assert (tally.graded, rows, penalties) == (3, [("bo", "-0.6")], [0.6])
    assert tally.notes == [
        "04-losses: when cy handed in is not known, so nothing was taken off for being late; a timestamp.txt beside "
        "the notebook says it."
    ]
    assert (
        "Handed in 1 day late: 0.6 points less."
        in (tmp_path / "out" / "feedback" / "bo" / "04-losses.html").read_text()
    )
    tally, rows, penalties = grade(DEADLINE.replace("03-01", "03-09") + "[late]\npercent_per_day = 10\n")
    assert (tally.graded, tally.skipped, rows, penalties) == (0, 3, [], [])
    assert "late" not in (tmp_path / "out" / "feedback" / "bo" / "04-losses.html").read_text().split("</style>")[1]


@pytest.mark.confined
def test_a_deadline_that_is_removed_leaves_nothing_behind_but_what_a_person_entered(course_with, small, tmp_path):
    small.hand_in(tmp_path / "class", "bo").with_name("timestamp.txt").write_text("2026-03-02 12:00:00 UTC")

    def grade(text):
        Classroom(Options(course_with(text), tmp_path / "class", tmp_path / "out", workers=1)).grade()
        with closing(sqlite3.connect(tmp_path / "out" / "gradebook.db")) as gradebook:
            (penalty,) = gradebook.execute("SELECT late_submission_penalty FROM submitted_notebook").fetchone()
            (due,) = gradebook.execute("SELECT duedate FROM assignment").fetchone()
        return penalty, due, "late" in (tmp_path / "out/feedback/bo/04-losses.html").read_text().split("</style>")[1]

    assert grade(f"{DEADLINE}[late]\npercent_per_day = 10\n") == (0.6, "2026-03-01 22:59:00.000000", True)
    assert grade("[late]\npercent_per_day = 10\n") == (None, None, False)
    assert grade(f"{DEADLINE}[late]\ngrace_days = 3\n") == (None, "2026-03-01 22:59:00.000000", True)
    with closing(sqlite3.connect(tmp_path / "out" / "gradebook.db")) as gradebook, gradebook:
        gradebook.execute("UPDATE assignment SET duedate = '2026-04-01 12:00:00.000000'")
    assert grade("") == (None, "2026-04-01 12:00:00.000000", False)


PENALTIES = """
    SELECT submitted_assignment.student_id, submitted_notebook.late_submission_penalty FROM submitted_notebook
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1
"""
TERMS = {  # what course.toml says, one after the other, and what ada, who is in time, bo, two days late, and cy lose
    "[late]\npercent_per_day = 10\n": [0, 0, 0],
    f"{DEADLINE}[late]\npercent_per_day = 10\n": [0, 1.2, 0],
    f"{DEADLINE}[late]\npoints_per_day = 1\ngrace_days = 1\n": [0, 1, 0],
    f"{DEADLINE}[late]\npercent_per_day = 10\nnone_after_days = 1\n": [0, 6, 0],
    f"{DEADLINE.replace('03-01', '03-02')}[late]\npercent_per_day = 10\n": [0, 0.6, 0],
}


@pytest.mark.confined
def test_what_being_late_costs_is_the_same_in_every_database_however_the_deadline_moves(
    course_with, small, tmp_path, gradebook_url
):
    times = {"ada": "2026-03-01 22:00:00 UTC", "bo": "2026-03-03 12:00:00 UTC", "cy": "2026-03-04 12:00:00 UTC"}
    for student, time in times.items():
        small.hand_in(tmp_path / "class", student).with_name("timestamp.txt").write_text(time)
    (tmp_path / "class" / "roster.csv").write_text("student;extension\nada;\nbo;\ncy;3 days\n")
    engine = sqlalchemy.create_engine(gradebook_url)
    for text, lost in TERMS.items():
        options = Options(course_with(text), tmp_path / "class", tmp_path / "out", gradebook_url, workers=1)
        Classroom(options).grade()
        with engine.connect() as connection:
            penalties = connection.execute(sqlalchemy.text(PENALTIES)).all()
        assert [(student, points or 0) for student, points in penalties] == list(zip(times, lost, strict=True))
    engine.dispose()
