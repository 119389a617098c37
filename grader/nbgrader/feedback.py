"""nbgrader's feedback pages: for everybody, and with our comments shown letter by letter.

Feedback takes comments for Markdown. A person who grades may write that; what our comments quote may be a student's.
"""

from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades

from grader.intake.rebuilt import literal
from grader.nbgrader import finding


class FeedbackExporter(HTMLExporter):
    """Makes the pages; one for each run of `nbgrader generate_feedback`."""

    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        finding.take_autograded(self.parent)


class GetGradesLiterally(GetGrades):
    """In the place of nbgrader's GetGrades: what the grader says of an answer, and not a person, is no Markdown."""

    def _get_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_comment(cell, resources)
        place = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        comment = self.gradebook.find_comment(*place)
        if comment.manual_comment is None and comment.auto_comment:
            cell.metadata.nbgrader["comment"] = literal(comment.auto_comment)
