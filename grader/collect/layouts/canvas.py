"""Canvas, “Download submissions”: flat files, `muellerjana_LATE_12345_987654_04-losses-1.ipynb`.

The first number is Canvas' own for the student, which its gradebook has as ID; the second one is the file's. What is
uploaded again must begin in the same way.
"""

from grader.collect.layouts import PathLayout

LAYOUT = PathLayout(
    "Canvas",
    r"(?:^|/)(?P<prefix>(?P<name>[^/_]+)_(?:LATE_)?(?P<id>\d{2,})_\d{2,})_(?P<file>[^/]+)$",
)
