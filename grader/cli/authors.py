"""The commands for a course's author: new, release, audit."""

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.common import Chapters, Solutions, To, UpTo, app, assignments_up_to, chapters_named, examples


@app.command(
    epilog=examples(
        "course new statistics",
        'course new statistics --title "Statistics for All"',
    ),
)
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    title: Annotated[
        str | None, typer.Option(help="What the course is called. Default: the folder's name.", show_default=False)
    ] = None,
) -> None:
    """Make a course to begin with: one chapter, which passes its own audit."""
    from grader.course.new import write

    typer.echo(f"The course is in {write(folder, title)}; its README has two commands.")


@app.command(
    epilog=examples(
        "course release --to release",
        "course release losses 05-backprop --to release",
        "course release --up-to 4 --repository owner/name --to branch",
    ),
)
def release(
    to: To,
    chapters: Chapters = None,
    up_to: UpTo = None,
    repository: Annotated[
        str | None,
        typer.Option(
            metavar="OWNER/NAME",
            help="Make what belongs on the branch `notebooks` of this repository on GitHub, for Colab and Binder.",
            show_default=False,
        ),
    ] = None,
    solutions: Solutions = "never",
) -> None:
    """Make the notebooks that readers get: DIR/<assignment>/<assignment>.ipynb and what it needs beside it.

    The chapters that are named; if none is, all, or those up to --up-to.
    """
    from grader.release.cache import make  # `course grade` has it then

    chosen = assignments_up_to(up_to) if up_to and not chapters else chapters_named(chapters)
    if repository:
        from grader.release.branch import write_branch

        folders = write_branch(chosen, to, repository, solutions)
    else:
        folders = make(chosen, to, solutions)
    for folder in folders:
        typer.echo(folder)


@app.command(
    epilog=examples(
        "course audit",
        "course audit losses",
        "course audit losses --mutants",
    ),
)
def audit(
    chapters: Chapters = None,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants",
            help="Change the references as people err instead, and print cases that would notice where none does.",
        ),
    ] = False,
) -> None:
    """Grade the grader: right answers must pass, wrong ones must be told apart. Exit code 1 if not."""
    from rich.console import Console

    from grader.audit import run
    from grader.audit.mutants import run as run_mutants

    if not (run_mutants if mutants else run)(chapters_named(chapters), Console()):
        raise typer.Exit(1)
