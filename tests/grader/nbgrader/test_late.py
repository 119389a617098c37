"""Being late in a real nbgrader: the points are those of `course grade`, in each database, whatever becomes due."""

import pytest
import sqlalchemy

from grader.classroom import Classroom, Options
from grader.course import Course
from grader.nbgrader import course_directory

pytestmark = [pytest.mark.confined, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(1800)]
NAME = "04-losses"
TIMES = {"ada": "2026-03-01 12:00:00 UTC", "bo": "2026-03-03 12:00:00 UTC", "cy": "2026-03-04 12:00:00 UTC"}
TERMS = [  # until when, and what each day costs
    "",
    '[deadlines]\n"04-losses" = "2026-03-01 23:59 Europe/Berlin"\n[late]\npercent_per_day = 10\n',
    '[deadlines]\n"04-losses" = "2026-03-02 23:59 Europe/Berlin"\n[late]\npercent_per_day = 10\n',
]
SCORES = """
    SELECT student_id, SUM(auto_score), MAX(late_submission_penalty) FROM grade
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    GROUP BY student_id ORDER BY student_id
"""


@pytest.fixture
def course(small, tmp_path):
    """Return the small course with a course.toml of our own."""
    root = tmp_path / "own"
    root.mkdir()
    for name in ("solutions", "exercises", "chapters"):
        (root / name).symlink_to(small.course.root / name)
    (root / "course.toml").write_text('title = "A small course"\n', encoding="utf-8")
    return Course(root)


def _scores(url):
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(sqlalchemy.text(SCORES)).all()
    engine.dispose()
    return [(student, points, penalty or 0) for student, points, penalty in rows]


def test_autograde_takes_off_what_course_grade_takes_off_also_when_the_deadline_moves(
    course, small, nbgrader, tmp_path, gradebook_url
):
    folder = course_directory.write(tmp_path / "course", [course.chapter(NAME)])
    for student, time in TIMES.items():
        small.hand_in(folder / "submitted", student).with_name("timestamp.txt").write_text(time)
    (folder / "submitted" / "roster.csv").write_text("student,extension\nada,\nbo,\ncy,1 day\n")
    seen = []
    for text in TERMS:
        (course.root / "course.toml").write_text(f'title = "A small course"\n{text}', encoding="utf-8")
        done = nbgrader(folder, "autograde", NAME, "--db", gradebook_url)
        assert done.returncode == 0, done.stderr
        out, secret = tmp_path / "out", folder / "secret"
        Classroom(Options(Course(course.root), folder / "submitted", out, secret=secret, workers=1)).grade()
        seen.append(_scores(gradebook_url))
        assert seen[-1] == _scores(f"sqlite:///{out / 'gradebook.db'}")
    lost = [[penalty for _, _, penalty in rows] for rows in seen]
    assert lost == [[0, 0, 0], [0, 1.2, 1.2], [0, 0.6, 0.6]]
