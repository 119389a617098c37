import shutil

from grader.course import Course


def test_two_courses_of_the_same_names_keep_their_own_modules_however_often_they_take_turns(small, tmp_path):
    one, other = (Course(shutil.copytree(small.course.root, tmp_path / name)) for name in ("one", "other"))
    first = {course.root: course.chapter("losses").definitions() for course in (one, other)}
    again = {course.root: course.chapter("losses").definitions() for course in (one, other)}
    for root, definitions in first.items():
        assert all(exercise.place.startswith(str(root)) for exercise in definitions.values())
        assert all(again[root][name] is exercise for name, exercise in definitions.items())
