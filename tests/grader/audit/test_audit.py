from grader.audit import ExerciseAudit, audit, audit_exercise, run, table

FLAW = """
@halve.variant
def halve_twice(x):
    return x / 4
"""


def test_a_course_in_which_all_is_proven_says_so(halves, console):
    assert run(halves(), console) is True
    assert "proven" in console.file.getvalue()
    assert "1 exercises: every right answer passes, every wrong one is told apart." in console.file.getvalue()


def test_what_is_found_is_listed_below_the_table(halves, console):
    assert run(halves(FLAW), console) is False
    assert "3 to mend" in console.file.getvalue()
    assert "halve: halve_twice is right and earns 0.0: 'some numbers'" in console.file.getvalue()


def test_the_house_rules_are_those_of_the_course(halves):
    (one,) = audit(halves(rules="[audit]\nhints = 2\n"))
    assert one.findings == ["0 hints; an exercise has 2 or more"]


def test_findings_are_printed_whole_whatever_they_hold(sound, console):
    flawed = ExerciseAudit(sound(), findings=["one [thing]", "x" * 300])
    console.print(table([flawed]))
    assert "2 to mend" in console.file.getvalue()


def test_every_default_seed_is_tried(sound):
    assert audit_exercise(sound()).seeds == 3


def test_a_fresh_seed_is_among_the_default_ones(sound):
    exercise = sound()
    exercise.variants.append(lambda predictions, targets: 0.0)
    words = {finding.rpartition("(")[2] for finding in audit_exercise(exercise).findings}
    assert len(words) == 3
    assert words != {finding.rpartition("(")[2] for finding in audit_exercise(exercise).findings}
