"""nbgrader's own commands and formgrader, with our grading in them: the course directory, and the plug-in."""
