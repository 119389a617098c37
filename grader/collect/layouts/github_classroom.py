"""GitHub Classroom, `gh classroom clone student-repos`: `losses-submissions/losses-ada/04-losses.ipynb`.

The name of a repository is the assignment's and then the student's on GitHub, or the team's. A roster with a column
`github` says who that is.
"""

from grader.collect.layouts import PathLayout

LAYOUT = PathLayout(
    "GitHub Classroom",
    r"(?:^|/)(?P<assignment>[^/]+)-submissions/(?P<prefix>(?P=assignment)-(?P<id>[^/]+))/(?:[^/]*/)*(?P<file>[^/]+)$",
)
