"""The `course` command. What a command needs is imported when it runs, so that `course --help` is quick.

Exit codes: 0 done, 1 something checked is not right, 2 unusable input, 3 some submissions are left to be graded again,
or belong to nobody, 130 interrupted.
"""

import sys
import traceback

import typer

from grader.cli import authors, classes, platforms, site
from grader.cli.common import app, wanted
from grader.course import UnusableInput

__all__ = ["app", "authors", "classes", "main", "platforms", "site"]

FAULT, UNUSABLE = 1, 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments
        Those of the process by default.
    """
    try:
        app(_with_common_first(sys.argv[1:] if arguments is None else arguments), prog_name="course")
    except UnusableInput as error:
        sys.exit(_complain(str(error), UNUSABLE))
    except Exception as error:
        words = f"This is a fault of the course, not of what you gave it: {type(error).__name__}: {error}."
        sys.exit(_complain(f"{words} Run it again with --debug to see where.", FAULT))


def _with_common_first(arguments: list[str]) -> list[str]:
    """Return the arguments with the application's own options in front: people write them anywhere.

    >>> _with_common_first(["release", "losses", "--root", "course", "--to", "release", "--debug"])
    ['--root', 'course', '--debug', 'release', 'losses', '--to', 'release']
    """
    common: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--root" and left:
            common += [word, left.pop(0)]
        else:
            (common if word == "--debug" or word.startswith("--root=") else rest).append(word)
    return common + rest


def _complain(words: str, code: int) -> int:
    if wanted.tracebacks:
        traceback.print_exc()
    typer.echo(words, err=True)
    return code
