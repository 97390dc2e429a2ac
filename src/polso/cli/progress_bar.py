"""A progress bar on the standard error, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from polso.cli.output import err
from polso.cli.state import State

Progress = Callable[[str, int, int], None]
IN_BYTES = frozenset({"reading"})
BYTES_OF_MEGABYTE = 1_000_000


@contextmanager
def progress_bar(state: State) -> Iterator[Progress]:
    """A function that moves the bar; it does nothing when the standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(state.say("cli.stage_starting"), total=None, rate="")
        stages: list[str] = []

        def tell(stage: str, done: int, total: int) -> None:
            if stages[-1:] != [stage]:
                stages.append(stage)
                # Each stage has a rate of its own; what is left of one says nothing about the next.
                bar.reset(task, total=total or None)
            speed = bar.tasks[0].speed if stage in IN_BYTES else None
            rate = f"{speed / BYTES_OF_MEGABYTE:.0f} MB/s" if speed else ""
            bar.update(task, description=stage_name(state, stage), completed=done, total=total or None, rate=rate)

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
