"""nbgrader's exchange, `inbound/ada+04-losses+2026-03-01 12:00:00.123456 UTC+random/04-losses.ipynb`.

What `nbgrader collect` makes of it lies in folders named after students. What `nbgrader zip_collect` unpacks keeps the
names that a platform gave, and its layout knows them.
"""

from grader.collect.layouts import PathLayout

LAYOUT = PathLayout(
    "nbgrader",
    r"(?:^|/)(?P<prefix>(?P<id>[^/+]+)\+(?P<assignment>[^/+]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^/+]*(?:\+\d{4})?)"
    r"(?:\+[^/]*)?)/(?:[^/]*/)*(?P<file>[^/]+)$",
)
