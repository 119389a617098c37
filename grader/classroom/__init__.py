"""Many submissions: found, graded by workers, recorded one by one by this process, and told in files.

Each result is recorded whole as it arrives, so an interrupted run goes on where it stopped: what was graded with the
same content and the same plan is not graded again. Where the workers are does not matter to the grades.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom import attempts, output
from grader.classroom.choice import decide
from grader.classroom.deadlines import Deadlines
from grader.classroom.named import Named
from grader.classroom.options import Options
from grader.classroom.submissions import Found, Submission, find, newest
from grader.classroom.tally import Tally
from grader.classroom.workers import LocalWorkers, Workers
from grader.collect import manifest
from grader.collect.recognise import Recogniser
from grader.collect.roster import Roster, find_roster
from grader.course import Course, UnusableInput
from grader.grading import secret
from grader.grading.desk import Job, failure
from grader.grading.result import SubmissionResult
from grader.intake.notebook import Unreadable
from grader.release import is_graded
from grader.release.cache import released
from grader.sandbox.scratch import scratch_folder

if TYPE_CHECKING:  # slow to import
    from grader.classroom.files import ClassFiles
    from grader.gradebook import Gradebook
    from grader.grading.grade import Assignment
    from grader.sandbox import Isolation

logger = logging.getLogger("grader")
__all__ = ["Classroom", "Options"]

Place = tuple[str, str]  # whose a submission is, and of what


class Classroom:
    """One run over a folder of submissions.

    Parameters
    ----------
    options
        What to grade, and how.
    progress
        Called with the tally whenever it changed.
    """

    def __init__(self, options: Options, progress: Callable[[Tally], None] = lambda tally: None) -> None:
        self._options = options
        self._progress = progress
        self.tally = Tally()
        self._tries: dict[Place, list[Submission]] = {}  # what each student handed in for each assignment
        self._results: dict[
            Place, dict[str, SubmissionResult]
        ] = {}  # of those of which not all attempts are graded yet

    def grade(self) -> Tally:
        """Grade what is not graded yet, and write the files.

        Raises
        ------
        UnusableInput
            If something that was given cannot be used, or the disk or the gradebook fails. What was recorded until then
            stays.
        """
        options = self._options
        key = options.secret and secret.read(options.secret)
        roster = find_roster(options.roster, options.submitted, options.out)
        submissions = self._find(roster)
        self._deadlines = Deadlines(options.course, roster)
        with ExitStack() as stack:
            workers = stack.enter_context(_workers(options, len(submissions)))
            folders = stack.enter_context(
                _release(options.course, {submission.assignment for submission in submissions})
            )
            workers.warm(next(iter(folders.values())), options.isolation, options.allowed)
            stack.enter_context(output.output_folder(options.out))
            gradebook = stack.enter_context(_open_gradebook(options.url))
            self._files = _class_files(options, self._deadlines, roster)
            key = key or output.find_secret(options.out, gradebook)
            stack.enter_context(output.log_to(options.out / output.LOG))
            stack.enter_context(self._told())
            assignments = _prepare(folders, key, options, gradebook)
            try:
                shared = {name: workers.share(made, folders[name]) for name, made in assignments.items()}
                self._grade(assignments, workers, shared, gradebook)
                self._files.keep_who_is_who(options.submitted)
                self.tally.assignments = self._files.write(gradebook, self.tally.errors)
                self.tally.notes += self._files.notes
            except OSError as error:
                raise UnusableInput(_interrupted(options.out, error)) from error
        return self.tally

    def _find(self, roster: Roster | None) -> list[Submission]:
        """Return what there is to grade, and keep what each student handed in together."""
        assignments = [chapter.assignment for chapter in self._options.course.assignments()]
        self._recogniser = Recogniser.of_course(self._options.course)
        found = _without_warm_ups(find(self._options.submitted, assignments, self._recogniser), self._options.course)
        self.tally.left_out = [*self._options.left_out, *found.left_out]
        self.tally.notes = [*self._options.notes, *found.notes]
        submissions = newest(found.submissions) if self._options.attempt == attempts.NEWEST else found.submissions
        if self._options.students:
            only = self._named({one.student for one in submissions}, roster)
            submissions = [one for one in submissions if one.student in only]
        for submission in submissions:
            self._tries.setdefault(submission.place, []).append(submission)
        self.tally.total = len(self._tries)
        return submissions

    def _named(self, there: Collection[str], roster: Roster | None) -> set[str]:
        """Return the only students that are to be graded."""
        submitted = self._options.submitted
        named = Named(sorted(there), roster, manifest.read(submitted))
        return {named.find(text, submitted) for text in self._options.students}

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Have the log say how the run begins and how it ends."""
        tally = self.tally
        logger.info("The run begins: %d submissions in %s", tally.total, self._options.submitted)
        for words in (*tally.left_out, *tally.notes):
            logger.warning("%s", words)
        try:
            yield
        except BaseException as error:
            logger.error("The run ends early, with %d recorded: %s", tally.graded, str(error) or type(error).__name__)
            raise
        done = tally.graded, tally.skipped, len(tally.errors)
        logger.info("The run ends: %d graded, %d unchanged, %d left to be graded again", *done)

    def _grade(
        self,
        assignments: Mapping[str, Assignment],
        workers: Workers,
        shared: Mapping[str, object],
        gradebook: Gradebook,
    ) -> None:
        self._progress(self.tally)
        scales: set[float] = set()
        for job, graded in workers.grade(self._jobs(assignments, shared, gradebook)):
            if graded.refusal:
                raise UnusableInput(graded.refusal)
            if graded.log:
                logger.error(graded.log)
            if graded.scale not in scales:
                scales.add(graded.scale)
                logger.info("Limits of time are multiplied by %g on a machine that grades", graded.scale)
            if graded.result:
                self._conclude((job.student, job.assignment), job.attempt, graded.result, gradebook)

    def _jobs(
        self, assignments: Mapping[str, Assignment], shared: Mapping[str, object], gradebook: Gradebook
    ) -> Iterator[Job]:
        """Yield what workers must grade, one notebook in memory at a time; conclude what they need not."""
        for place, tries in self._tries.items():
            assignment = assignments[tries[0].assignment]
            tries[:] = [self._decide(one, assignment) for one in tries]
            works = (_read(one, assignment, shared[one.assignment]) for one in tries)
            content = attempts.content_digest(tries, [digest for digest, _ in works], self._deadlines.terms(*place))
            if self._skip(place, content, assignment, gradebook):
                continue
            for one in tries:
                _, work = _read(one, assignment, shared[one.assignment])
                if isinstance(work, Job):
                    yield work
                else:
                    self._conclude(place, one.attempt, work, gradebook)

    def _decide(self, submission: Submission, assignment: Assignment) -> Submission:
        """Return a submission with the one of its notebooks that is graded; keep what its instructor should know."""
        decided, told = decide(submission, assignment.cells, assignment.names)
        self.tally.left_out += told
        for words in told:
            logger.warning("%s", words)
        return decided

    def _skip(self, place: Place, content: str, assignment: Assignment, gradebook: Gradebook) -> bool:
        """Skip a submission that was graded with the same content and plan."""
        if self._options.force or gradebook.graded(*place) != (content, assignment.plan_digest):
            return False
        self.tally.skipped += 1
        self._progress(self.tally)
        return True

    def _conclude(self, place: Place, attempt: str, result: SubmissionResult, gradebook: Gradebook) -> None:
        """Record what counts when all attempts are graded; if something went wrong, leave it to be graded again."""
        tries = self._tries[place]
        graded = self._results.setdefault(place, {})
        graded[attempt] = result
        if len(graded) < len(tries):
            return
        del self._results[place]
        if error := next((result for result in graded.values() if result.error), None):
            logger.error("%s of %s is left to be graded again: %s", error.assignment, error.student, error.error)
            self.tally.errors.append(error)
        else:
            number, counts = attempts.counting(tries, [graded[one.attempt] for one in tries], self._deadlines)
            self._record(self._of_another(tries[number], counts), gradebook)
        self._progress(self.tally)

    def _of_another(self, submission: Submission, result: SubmissionResult) -> SubmissionResult:
        """Say of a notebook without any answer if it is one of another assignment."""
        if any(one.source for one in result.exercises) or submission.path is None:
            return result
        try:
            other = self._recogniser.of(submission.read())
        except (Unreadable, OSError):
            return result
        if other in ("", submission.assignment):
            return result
        words = f"The notebook is one of {other}, not of {submission.assignment}."
        self.tally.left_out.append(f"{submission.student}, {submission.assignment}: {words}")
        return replace(result, repairs=[words, *result.repairs])

    def _record(self, result: SubmissionResult, gradebook: Gradebook) -> None:
        try:
            self._files.write_feedback(result)  # first, so that what is recorded has its page
            gradebook.record(result)
        except (OSError, UnusableInput):
            raise  # the disk or the gradebook fails: so would all others
        except Exception as error:
            logger.exception("%s of %s could not be recorded", result.assignment, result.student)
            self.tally.errors.append(replace(result, exercises=[], error=f"{type(error).__name__}: {error}"))
        else:
            points = f"{result.points:g} of {result.max_points:g} points"
            logger.info("%s of %s: %s", result.assignment, result.student, points)
            self.tally.graded += 1


def _without_warm_ups(found: Found, course: Course) -> Found:
    """Leave out what was handed in for chapters whose exercises carry no points, and say so."""
    handed_in = sorted({one.assignment for one in found.submissions})
    ungraded = [name for name in handed_in if not is_graded(course.chapter(name))]
    said = [f"{name} carries no points: what was handed in for it is not graded." for name in ungraded]
    graded = [one for one in found.submissions if one.assignment not in ungraded]
    if not graded:
        raise UnusableInput(" ".join(["There is nothing to grade.", *said]))
    return replace(found, submissions=graded, notes=[*found.notes, *said])


def _read(submission: Submission, assignment: Assignment, shared: object) -> tuple[str, Job | SubmissionResult]:
    """Return the digest of a submission, and the job to grade it; or its result, if there is nothing to grade."""
    from grader.grading.grade import ungradable

    job = Job(submission.student, b"", shared, submission.assignment, assignment.plan_digest, submission.attempt)
    try:
        data = submission.read()
    except Unreadable as unreadable:
        content = _digest(str(unreadable).encode("utf-8"))
        return content, ungradable(submission.student, assignment, str(unreadable), content)
    except OSError as error:
        return "", failure(job, f"The notebook cannot be read: {error.strerror}.")
    return _digest(data), replace(job, data=data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _interrupted(out: Path, error: OSError) -> str:
    return (
        f"{error.filename or out} cannot be written: {error.strerror or error}. What was recorded until then stays; "
        "run the same command again when this is put right."
    )


def _workers(options: Options, most: int) -> Workers:
    """Return the workers, which warm up while the releases are made."""
    if options.cluster:
        from grader.classroom.cluster import ClusterWorkers

        return ClusterWorkers(options.cluster)
    _refuse_without_isolation(options.isolation)
    options.course.refuse_missing_packages()
    return LocalWorkers(min(options.workers or len(os.sched_getaffinity(0)), most))


def _refuse_without_isolation(isolation: Isolation) -> None:
    """Refuse before anything is written; each pool looks once more, by trying."""
    from grader.sandbox.confine import missing

    if isolation == "confined" and (lacking := missing()):
        raise UnusableInput(
            f"Submissions cannot be confined here. Missing: {'; '.join(lacking)}. Grade in a Linux container or "
            "virtual machine that has it (the page instructors/systems.md says how, on Windows and macOS, too), or use "
            "--isolation none, which runs submissions with your own rights."
        )


@contextmanager
def _release(course: Course, names: Iterable[str]) -> Iterator[dict[str, Path]]:
    """Release assignments into a temporary folder, and yield the folders by name."""
    with scratch_folder() as folder:
        yield {name: released(course.chapter(name), folder) for name in sorted(names)}


def _open_gradebook(url: str) -> Gradebook:
    from grader.gradebook import Gradebook

    return Gradebook(url)


def _class_files(options: Options, deadlines: Deadlines, roster: Roster | None) -> ClassFiles:
    from grader.classroom.files import ClassFiles

    return ClassFiles(options.course, options.out, deadlines, roster, options.zero)


def _prepare(folders: Mapping[str, Path], key: bytes, options: Options, gradebook: Gradebook) -> dict[str, Assignment]:
    """Plan each assignment, and prepare the gradebook for it."""
    from grader.grading.grade import prepare

    how = options.isolation, options.allowed
    assignments = {name: prepare(options.course.chapter(name), key, folder, *how) for name, folder in folders.items()}
    notebooks = {name: json.loads((folder / f"{name}.ipynb").read_bytes()) for name, folder in folders.items()}
    gradebook.prepare({name: assignment.points for name, assignment in assignments.items()}, notebooks)
    return assignments
