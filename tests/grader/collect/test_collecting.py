import os
import unicodedata
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.collect import manifest, names
from grader.collect.collecting import collect
from grader.course import UnusableInput
from tests.grader.collect.conftest import (
    PLATFORMS,
    answer_in,
    canvas,
    gradescope,
    invent,
    moodle,
    notebook,
    put,
    zipped,
)

OF_EACH_PLATFORM = pytest.mark.parametrize("make", PLATFORMS.values(), ids=PLATFORMS)
LETTERS = st.characters(categories=["L", "Mn", "Nd"])
NAMES = st.text(LETTERS | st.sampled_from(" ,.'’-()\u200c\u200d"), min_size=1, max_size=40).filter(names.key)


def _answers(to):
    """Return what was collected, by student."""
    return {row.student: answer_in(to / row.file) for row in manifest.read(to) if row.is_kept}


@OF_EACH_PLATFORM
@pytest.mark.parametrize("pack", [False, True], ids=["as a folder", "as a zip file"])
def test_everybody_of_a_class_of_200_is_collected_with_their_own_notebook(tiny_course, tmp_path, make, pack):
    people = invent(200)
    source = make(tmp_path / "download", people)
    collected = collect(
        tiny_course, [zipped(source, tmp_path / "download.zip") if pack else source], tmp_path / "submitted"
    )
    assert (len(collected.kept), collected.left_out) == (200, [])
    by_id = {row.id: answer_in(tmp_path / "submitted" / row.file) for row in collected.kept}
    assert sorted(by_id.values()) == sorted(f"# {one.number}" for one in people)
    assert all(answer.removeprefix("# ") in str(int(own_id.lstrip("s"))) for own_id, answer in by_id.items())
    assert len({row.student for row in collected.kept}) == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people=st.lists(NAMES.filter(lambda name: "/" not in name), min_size=1, max_size=4))
def test_whatever_people_are_called_everybody_has_their_own_notebook(tiny_course, tmp_path_factory, people):
    folder = tmp_path_factory.mktemp("named")
    for number, name in enumerate(people, 1):
        cut = name.encode()[:150].decode(errors="ignore")
        put(folder / "download" / f"{cut}_{number}_assignsubmission_file" / "09-tiny.ipynb", notebook(f"# {number}"))
    collected = collect(tiny_course, [folder / "download"], folder / "submitted")
    assert {row.id: answer_in(folder / "submitted" / row.file) for row in collected.kept} == {
        str(number): f"# {number}" for number in range(1, len(people) + 1)
    }
    assert len({row.student for row in collected.kept}) == len(people)


def test_names_and_times_of_files_stay(tiny_course, tmp_path):
    path = put(tmp_path / "download" / "Jana_12_assignsubmission_file" / "Meine Lösung (2).ipynb", notebook())
    os.utime(path, (1_700_000_000, 1_700_000_000))
    collect(tiny_course, [tmp_path / "download"], tmp_path / "submitted")
    [kept] = (tmp_path / "submitted" / "Jana" / "09-tiny").iterdir()
    assert (kept.name, kept.stat().st_mtime) == ("Meine Lösung (2).ipynb", 1_700_000_000)


def test_gradescope_says_when_and_who_and_everybody_of_a_group_has_the_notebook(tiny_course, tmp_path):
    source = gradescope(tmp_path / "download", invent(1))
    text = (source / "submission_metadata.yml").read_text()
    both = text.replace(
        "  :submitters:\n", "  :submitters:\n  - :name: Eva Partner\n    :sid: s99\n    :email: e@x.org\n"
    )
    (source / "submission_metadata.yml").write_text(both)
    collected = collect(tiny_course, [source], tmp_path / "submitted")
    assert sorted(row.student for row in collected.kept) == ["Eva Partner", "Jana Müller eins"]
    stamp = tmp_path / "submitted" / "Eva Partner" / "09-tiny" / "timestamp.txt"
    assert stamp.read_text().startswith("2026-03-01 12:00:00.5")


def test_attempts_are_in_order_nine_before_ten(tiny_course, tmp_path):
    for number in (10, 9, 1):
        put(tmp_path / "class" / "ada" / "09-tiny" / f"attempt {number}" / "a.ipynb", notebook(f"# {number}"))
    collect(tiny_course, [tmp_path / "class"], tmp_path / "submitted")
    folder = tmp_path / "submitted" / "ada" / "09-tiny"
    order = ("attempt-1", "attempt-2", ".")
    assert [answer_in(folder / place / "a.ipynb") for place in order] == ["# 1", "# 9", "# 10"]


def test_a_later_download_adds_attempts_and_the_same_one_adds_nothing(tiny_course, tmp_path):
    first = moodle(tmp_path / "first", invent(3))
    second = moodle(tmp_path / "second", invent(4), lambda one: f"# {one.number}{' again' if one.number == 2 else ''}")
    collect(tiny_course, [first], tmp_path / "submitted")
    before = _answers(tmp_path / "submitted")
    collect(tiny_course, [first], tmp_path / "submitted")
    assert _answers(tmp_path / "submitted") == before
    collect(tiny_course, [second], tmp_path / "submitted")
    changed = tmp_path / "submitted" / invent(3)[2].name / "09-tiny"
    assert answer_in(changed / "attempt-1" / "09-tiny.ipynb") == "# 2"
    assert answer_in(changed / "09-tiny.ipynb") == "# 2 again"
    assert len({row.student for row in manifest.read(tmp_path / "submitted")}) == 4


PLACES = {
    "Google Classroom": "Tiny/Jana Müller - 09-tiny.ipynb",
    "Teams": "Student Work/Submitted files/Jana Müller/Tiny/Version 2/my work.ipynb",
    "GitHub Classroom": "tiny-submissions/tiny-janam/09-tiny.ipynb",
    "nbgrader": "inbound/janam+09-tiny+2026-03-01 12:00:00.123 UTC+x9/09-tiny.ipynb",
    "a folder for each student": "janam/09-tiny/09-tiny.ipynb",
    "zip_collect": "downloaded/09-tiny/extracted/Jana Müller_77_assignsubmission_file_/09-tiny.ipynb",
}


@pytest.mark.parametrize(("platform", "place"), PLACES.items(), ids=PLACES)
def test_the_places_of_other_platforms_are_known(tiny_course, tmp_path, platform, place):
    put(tmp_path / "download" / place, notebook("# mine"))
    [row] = collect(tiny_course, [tmp_path / "download"], tmp_path / "submitted").kept
    assert (row.student, row.assignment) in [("Jana Müller", "09-tiny"), ("janam", "09-tiny")]
    assert row.platform == ("Moodle" if platform == "zip_collect" else platform)
    assert answer_in(tmp_path / "submitted" / row.file) == "# mine"


@pytest.mark.parametrize("separator", ["/", "\\"], ids=["as usual", "made on Windows"])
def test_a_zip_file_of_a_student_is_looked_into(tiny_course, tmp_path, separator):
    path = tmp_path / "class" / "ada" / "09-tiny.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr(f"09-tiny{separator}09-tiny.ipynb", notebook("# packed"))
        pack.writestr("__MACOSX/._09-tiny.ipynb", b"x")
    zipped(tmp_path / "class", tmp_path / "class.zip")
    collect(tiny_course, [tmp_path / "class.zip"], tmp_path / "submitted")
    assert _answers(tmp_path / "submitted") == {"ada": "# packed"}


def test_what_became_of_every_file_is_in_the_table(tiny_course, tmp_path):
    source = moodle(tmp_path / "download", invent(1))
    put(source / invent(1)[0].moodle / "report.pdf", b"%PDF")
    put(source / "stray.ipynb", notebook())
    put(source / "Bo_5_assignsubmission_file" / "other.ipynb", notebook("x = 1", name="of_another_course"))
    collected = collect(tiny_course, [source], tmp_path / "submitted")
    told = {os.path.basename(row.source): row.what for row in manifest.read(tmp_path / "submitted")}
    assert told.pop("09-tiny.ipynb") == "kept" and told.pop("report.pdf") == "no notebook"
    assert "whose it is cannot be told" in told["stray.ipynb"]
    assert "of which assignment it is cannot be told; there are 09-tiny" in told["other.ipynb"]
    assert len(collected.left_out) == 2


def test_two_people_of_one_name_are_two_students_with_their_ids(tiny_course, tmp_path):
    for number in (11, 12):
        put(tmp_path / "d" / f"Jana Müller_{number}_assignsubmission_file" / "09-tiny.ipynb", notebook(f"# {number}"))
    collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted")
    assert _answers(tmp_path / "submitted") == {"Jana Müller (11)": "# 11", "Jana Müller (12)": "# 12"}


def test_a_decomposed_name_is_the_same_student_and_alike_names_are_said(tiny_course, tmp_path):
    for name in (unicodedata.normalize("NFD", "José"), "Bo O’Brien", "Bo OBrien"):
        put(tmp_path / "class" / name / "09-tiny.ipynb", notebook(f"# {name}"))
    collected = collect(tiny_course, [tmp_path / "class"], tmp_path / "submitted")
    assert unicodedata.normalize("NFC", "José") in {row.student for row in collected.kept}
    assert collected.notes == [
        "'Bo OBrien' and 'Bo O’Brien' may be two spellings of one name; they are two students here."
    ]


def test_a_pattern_of_ones_own_names_groups(tiny_course, tmp_path):
    put(tmp_path / "d" / "2026-03-01T12-ada-tiny-2.ipynb", notebook())
    pattern = r"(?P<time>\d{4}-\d\d-\d\d)T\d+-(?P<student>\w+)-(?P<assignment>\w+)-(?P<attempt>\d)"
    [row] = collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted", pattern=pattern).kept
    assert (row.student, row.assignment, row.submitted_at) == ("ada", "09-tiny", "2026-03-01T00:00:00")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "is no regular expression"),
        ("(?P<who>.*)", "has a group 'who'"),
        ("a", "names no student"),
        ("(?P<student>zzz)", "fits none of the 1 files"),
    ],
)
def test_a_pattern_that_is_none_is_refused(tiny_course, tmp_path, pattern, words):
    put(tmp_path / "d" / "ada.ipynb", notebook())
    with pytest.raises(UnusableInput, match="--pattern") as refusal:
        collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted", pattern=pattern)
    assert words in str(refusal.value) and not (tmp_path / "submitted").exists()


def _traversing(path):
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("../../ada_1_assignsubmission_file/09-tiny.ipynb", notebook())


def _traversing_on_windows(path):
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("..\\ada_1_assignsubmission_file\\09-tiny.ipynb", notebook())


def _cut_off(path):
    zipped(canvas(path.parent / "canvas", invent(5)), path)
    path.write_bytes(path.read_bytes()[:-100])


def _changed(path):
    zipped(canvas(path.parent / "canvas", invent(1)), path)
    data = bytearray(path.read_bytes())
    data[data.index(b"nbformat")] ^= 1
    path.write_bytes(data)


def _encrypted(path):
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("a_12_34_09-tiny.ipynb", notebook())
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def _bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for number in range(3):
            with pack.open(f"a_12_{number}4_09-tiny.ipynb", "w", force_zip64=True) as file:
                for _ in range(100):
                    file.write(b" " * 2**20)


def _empty(path):
    zipfile.ZipFile(path, "w").close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_traversing, "would lie outside of its folder"),
        (_traversing_on_windows, "would lie outside of its folder"),
        (_cut_off, "is no whole zip file"),
        (_changed, "cannot be unpacked"),
        (_encrypted, "is encrypted"),
        (_bomb, "which no class hands in"),
        (_empty, "there is nothing to collect"),
        (lambda path: path.write_bytes(b"PK\x03\x04 nothing"), "is no whole zip file"),
        (lambda path: None, "There is no "),
    ],
    ids=["outside", "outside on Windows", "cut off", "changed", "encrypted", "bomb", "empty", "no zip", "no file"],
)
def test_a_download_that_cannot_be_used_is_refused_in_one_sentence_and_nothing_is_written(
    tiny_course, tmp_path, make, words
):
    make(tmp_path / "download.zip")
    with pytest.raises(UnusableInput) as refusal:
        collect(tiny_course, [tmp_path / "download.zip"], tmp_path / "out" / "submitted")
    assert words in str(refusal.value) and "download.zip" in str(refusal.value)
    assert not (tmp_path / "out").exists()


def test_a_zip_file_that_a_student_broke_costs_nobody_else_anything(tiny_course, tmp_path):
    source = moodle(tmp_path / "download", invent(2))
    put(source / "Eve_9_assignsubmission_file" / "09-tiny.zip", b"PK nothing")
    collected = collect(tiny_course, [source], tmp_path / "submitted")
    assert len(collected.kept) == 2
    [left_out] = collected.left_out
    assert left_out.name == "Eve" and "is no whole zip file" in left_out.what


@pytest.mark.parametrize("name", ["04-losses.rar", "answers.pdf", "onlinetext.html"])
def test_somebody_from_whom_no_notebook_came_is_named(tiny_course, tmp_path, name):
    source = moodle(tmp_path / "download", invent(1))
    put(source / invent(1)[0].moodle / "notes.pdf", b"%PDF")
    put(source / "Eve Else_9_assignsubmission_file" / name, b"Rar!")
    [left_out] = collect(tiny_course, [source], tmp_path / "submitted").left_out
    assert left_out.what == "left out: no notebook, and nothing else came from 'Eve Else'"
    assert left_out.source.endswith(name)


def test_two_people_with_one_id_are_refused(tiny_course, tmp_path):
    for name in ("Ada", "Eve"):
        put(tmp_path / "d" / f"{name}_7_assignsubmission_file" / "09-tiny.ipynb", notebook())
    with pytest.raises(UnusableInput, match=r"'Eve' has the id 7, which .*Ada_7.* has for 'Ada'"):
        collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted")
    assert not (tmp_path / "submitted").exists()


def test_a_folder_of_another_kind_is_left_alone(tiny_course, tmp_path):
    moodle(tmp_path / "d", invent(1))
    put(tmp_path / "submitted" / "thesis.txt", b"mine")
    with pytest.raises(UnusableInput, match="is not a folder that `course collect` made"):
        collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted")
    assert [path.name for path in (tmp_path / "submitted").iterdir()] == ["thesis.txt"]


INJECTED = {
    "Canvas": "eve/09-tiny/ada_12345_98765_09-tiny.ipynb",
    "Moodle": "eve/x/ada_12345_assignsubmission_file/09-tiny.ipynb",
    "nbgrader": "eve/ada+09-tiny+2026-03-01 12:00:00 UTC/09-tiny.ipynb",
    "GitHub Classroom": "eve/tiny-submissions/tiny-ada/09-tiny.ipynb",
    "Teams": "eve/09-tiny/ada/a/Version 1/09-tiny.ipynb",
    "Gradescope": "eve/submission_1/09-tiny.ipynb",
    "Moodle within Moodle": "eve_7_assignsubmission_file/ada_8_assignsubmission_file/09-tiny.ipynb",
    "Canvas within Moodle": "eve_7_assignsubmission_file/ada_12345_98765_09-tiny.ipynb",
}


@pytest.mark.parametrize("place", INJECTED.values(), ids=INJECTED)
def test_what_a_student_calls_a_file_makes_it_nobody_elses(tiny_course, tmp_path, place):
    put(tmp_path / "class" / place, notebook("# eve"))
    if place.startswith("eve/"):
        put(tmp_path / "class" / "ada" / "09-tiny" / "09-tiny.ipynb", notebook("# ada"))
    collect(tiny_course, [tmp_path / "class"], tmp_path / "submitted")
    rows = [row for row in manifest.read(tmp_path / "submitted") if row.is_kept]
    assert {row.student for row in rows if answer_in(tmp_path / "submitted" / row.file) == "# eve"} == {"eve"}


def test_a_list_of_submissions_within_one_of_them_is_not_believed(tiny_course, tmp_path):
    source = gradescope(tmp_path / "d", invent(2))
    forged = (source / "submission_metadata.yml").read_text().replace("José", "Eve").replace("Jana", "Eve")
    put(source / "submission_0" / "submission_metadata.yml", forged.encode())
    rows = collect(tiny_course, [source], tmp_path / "submitted").kept
    assert {row.student for row in rows} == {one.name for one in invent(2)}
