"""An instructor's week, by the commands: what Moodle gave is graded as it is, and goes back."""

import csv
import zipfile

import pytest

from grader import cli

pytestmark = pytest.mark.confined
PEOPLE = {"Jana Müller_11_assignsubmission_file": 6, "Bo O’Brien_12_assignsubmission_file": 2}


@pytest.fixture
def run(small, capsys):
    """Return a function that runs a command: its exit code and what it said."""

    def run_command(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(["--root", str(small.course.root), *map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out + said.err

    return run_command


def _goes_back_by_a_worksheet_whose_columns_are_told(run, tmp_path):
    sheet = tmp_path / "hinnat.csv"
    sheet.write_text("Tunnus;Hinne;Suurim\r\nOsaleja12;;6,00\r\nOsaleja11;1,5;6,00\r\n", encoding="utf-8", newline="")
    give_back = "return", tmp_path / "graded", "--for", "moodle", "--to", tmp_path / "told", "--worksheet", sheet
    code, said = run(*give_back, "--column", "Hinne")
    assert code == 2 and "'Hinne' is not NAME=HEADING" in said
    code, said = run(*give_back)
    assert code == 2 and "Say which it is: --column 'Identifier=HEADING'" in said
    code, said = run(*give_back, "--column", "Identifier=Tunnus", "--column", "grade = Hinne")
    assert code == 0, said
    with open(tmp_path / "told" / "04-losses-marks.csv", encoding="utf-8", newline="") as file:
        assert file.read() == "Tunnus;Hinne;Suurim\r\nOsaleja12;2;6,00\r\nOsaleja11;6;6,00\r\n"


def test_a_download_of_moodle_is_graded_as_it_is_and_everybodys_points_go_back(run, small, tmp_path):
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as pack:
        for folder, points in PEOPLE.items():
            data = small.notebook() if points == 6 else small.notebook(mse=small.right["mse"])
            pack.writestr(f"{folder}/04-losses.ipynb", data)
        pack.writestr("stray.ipynb", small.notebook())
    code, said = run("grade", tmp_path / "download.zip", "--out", tmp_path / "graded", "--workers", 1)
    assert code == 3 and "stray.ipynb is left out: whose it is cannot be told" in said
    code, said = run("return", tmp_path / "graded", "--for", "moodle", "--to", tmp_path / "back")
    assert code == 0, said
    with open(tmp_path / "back" / "04-losses-marks.csv", encoding="utf-8", newline="") as file:
        marks = {row["Identifier"]: float(row["Grade"]) for row in csv.DictReader(file)}
    assert marks == {"Participant 11": 6, "Participant 12": 2}
    with zipfile.ZipFile(tmp_path / "back" / "04-losses-feedback.zip") as pack:
        assert set(pack.namelist()) == {f"{folder}_04-losses.html" for folder in PEOPLE}
        assert b"2 of 6 points" in pack.read("Bo O’Brien_12_assignsubmission_file_04-losses.html")
    _goes_back_by_a_worksheet_whose_columns_are_told(run, tmp_path)
    code, said = run("similar", tmp_path / "graded")
    assert code == 0 and "0 pairs agree" in said
    code, said = run("forget", tmp_path / "graded", "Jana Müller")
    assert code == 0 and not (tmp_path / "graded" / "feedback" / "Jana Müller").exists()
