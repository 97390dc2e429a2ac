"""`polso demo`: the sample company, imported by the ordinary path and shown."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polso.base.company import Company
from polso.cli import reach
from polso.cli.importing import checked
from polso.cli.making import create
from polso.cli.opening import show_served
from polso.cli.options import NoBrowser, Port
from polso.cli.output import err, say
from polso.cli.parts import Listening
from polso.cli.progress_bar import Progress, progress_bar
from polso.cli.serving import serve
from polso.cli.state import State, is_workspace, state_of

if TYPE_CHECKING:
    from polso.commands.session import Session

EXAMPLES = "examples"
"""The folder of the sample files inside the workspace, to look at and to try again with."""


def demo_command(
    context: typer.Context,
    port: Port = None,
    no_browser: NoBrowser = False,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="cli.help_keep", file_okay=False, show_default=False)
    ] = None,
) -> None:
    """The sample company, imported by the ordinary path and shown."""
    state = state_of(context)
    with _folder(keep) as folder:
        try:
            _show(state, folder, Listening(port=port), browser=not no_browser)
        except reach.ServedElsewhereError as served:
            show_served(state, served, browser=not no_browser)


def _show(state: State, folder: Path, listening: Listening, *, browser: bool) -> None:
    known = is_workspace(folder)
    if not known:
        create(folder, sample_company(state, date.today()))  # noqa: DTZ011 - the company's years, before it has a zone
    with reach.opened(state.parts, folder) as session:
        if not known:
            with progress_bar(state) as progress:
                fill(state, session, progress)
        say(state.say("cli.demo_ready"))
        serve(state, session, listening, browser=browser)


def sample_company(state: State, today: date) -> Company:
    """Who the sample company is; its closed days are those on which its records show no work."""
    from polso.demo import NAME
    from polso.demo.workdays import is_shut

    first, last = date(today.year - 4, 1, 1), date(today.year + 1, 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    closed = tuple(day for day in days if is_shut(day) and day.isoweekday() <= 5)
    return Company(
        name=NAME, language=state.language, closed_days=closed, revenue_basis="orders", customer_model="repeat"
    )


def fill(state: State, session: Session, progress: Progress) -> None:
    """Write the sample files into the workspace and import them as a user's own."""
    from polso.commands.run import run
    from polso.demo import generate

    folder = session.workspace.path / EXAMPLES
    written: list[str] = []

    def tell(name: str) -> None:
        progress(name, len(written), 0)
        written.append(name)

    files = generate(folder, today=session.today(), language=state.language, progress=tell)
    arguments = {"files": [str(file) for file in files], "language": state.language}
    result = checked(run(session, "import", arguments, progress))
    count = len(result["report"]["files"])
    err().print(state.say("cli.demo_imported", count=count, folder=str(folder)), soft_wrap=True)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder that is kept, or one that is gone afterwards."""
    if keep is not None:
        yield keep.expanduser().absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="polso-demo-"))
    try:
        yield folder / "workspace"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
