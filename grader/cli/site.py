"""The commands for the site: build, pyodide, serve."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.cli.common import Repository, Solutions, To, UpTo, app, examples, wanted

SITE = Path("build/site")


@app.command(
    epilog=examples(
        "course build",
        "course build --to public --url https://name.github.io/repo/",
        "course build --up-to 4 --draft",
        "course build --pyodide pyodide",
        "course build --solutions never",
        "course build --pdf --epub",
    ),
)
def build(
    to: To = SITE,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="COURSE_URL",
            help="The address that the site will have: for canonical links, the sitemap, and cards where it is shared.",
            show_default=False,
        ),
    ] = None,
    up_to: UpTo = None,
    draft: Annotated[
        bool, typer.Option("--draft", envvar="COURSE_DRAFT", help="Say so, and ask search engines to stay away.")
    ] = False,
    repository: Repository = None,
    solutions: Solutions = "after",
    pyodide: Annotated[
        str,
        typer.Option(
            metavar="cdn|FOLDER",
            envvar="COURSE_PYODIDE",
            help="Where readers' browsers get Python from: Pyodide's CDN, or the site itself, with the files of a "
            "folder that `course pyodide` makes.",
        ),
    ] = "cdn",
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf",
            envvar="COURSE_PDF",
            help="Offer the whole book as PDF, printed by Chromium, which must be installed.",
        ),
    ] = False,
    epub: Annotated[
        bool,
        typer.Option("--epub", envvar="COURSE_EPUB", help="Offer the whole book as EPUB 3, for readers of e-books."),
    ] = False,
    paper: Annotated[Literal["A4", "letter"], typer.Option(help="The size of the PDF's pages.")] = "A4",
) -> None:
    """Build the site. It works at any address; --url makes it known at one."""
    from grader.book import Options, build_book

    options = Options(
        wanted.course,
        url=url,
        draft=draft,
        up_to=up_to,
        repository=repository,
        pyodide=pyodide,
        solutions=solutions,
        pdf=pdf,
        epub=epub,
        paper=paper,
    )
    built = build_book(to, options, lambda words: typer.echo(f"  {words}"))
    for form in options.editions:
        typer.echo(f"The whole book is in {built / options.file_of(form)}")
    typer.echo(f"The site is in {built}; look at it with: course serve {to}")


@app.command(
    epilog=examples(
        "course pyodide --to pyodide",
        "course build --pyodide pyodide",
        "course pyodide --to pyodide --source registries",
    ),
)
def pyodide(
    to: To,
    source: Annotated[
        str,
        typer.Option(
            metavar="cdn|registries|URL",
            help="Pyodide's CDN; npm and PyPI, as npm and pip are configured; or an address with the same files.",
        ),
    ] = "cdn",
) -> None:
    """Fetch the files with which the site can host Python itself. Each must have the sha256 that is expected."""
    from grader.book import pyodide_sources

    packages = wanted.course.settings.packages
    folder = pyodide_sources.fetch(to, source, lambda name: typer.echo(f"  {name}"), packages)
    typer.echo(f"Pyodide's files are in {folder}; build the site with: course build --pyodide {folder}")


@app.command(
    epilog=examples(
        "course serve",
        "course serve public --port 8080",
        "course serve public --base /course/",
    ),
)
def serve(
    site: Annotated[Path, typer.Argument(help="The folder of the built site.")] = SITE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    base: Annotated[str, typer.Option(metavar="PATH", help="Below this path, as a published site may be.")] = "/",
) -> None:
    """Show the built site on this machine, until Ctrl-C."""
    from grader.book.server import serve as show

    show(site, port, typer.echo, base)
