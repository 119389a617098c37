"""Moodle, “Download all submissions”: a folder for each participant, or their number in the name of each file.

    Jana Müller_1234567_assignsubmission_file/04-losses.ipynb      since Moodle 4.1; before, the folder ends in `_`
    Jana Müller_1234567_assignsubmission_file_04-losses.ipynb      without folders

The number is the participant's in this one assignment: the grading worksheet has it, and feedback is told by it. Moodle
takes all underscores out of a name.
"""

from grader.collect.layouts import PathLayout

LAYOUT = PathLayout(
    "Moodle",
    r"(?:^|/)(?P<prefix>(?P<name>[^/_]+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext))"
    r"(?:_?/(?:[^/]*/)*(?P<file>[^/]+)|_(?P<flat_file>[^/]+)|\.html)$",
)
