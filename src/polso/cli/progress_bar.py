"""A progress bar on the standard error, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from polso.cli.output import err
from polso.cli.state import State

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(state: State) -> Iterator[Progress]:
    """A function that moves the bar; it does nothing when the standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(state.say("cli.stage_starting"), total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage_name(state, stage), completed=done, total=total or None)

        yield tell


def stage_name(state: State, stage: str) -> str:
    """The words for a stage of an import; a file name stands for itself."""
    known = {
        "reading": "cli.stage_reading",
        "loading": "cli.stage_loading",
        "checking": "cli.stage_checking",
        "copying": "cli.stage_copying",
    }
    return state.say(known[stage]) if stage in known else stage
