"""What one run of the command line carries from option to option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from polso.base.company import Language
from polso.base.errors import Parameter
from polso.cli.language import language_of
from polso.cli.parts import Parts
from polso.i18n.translation import translate
from polso.store.layout import Layout, locate


@dataclass(slots=True)
class State:
    """`language` becomes that of the company as soon as a command says which workspace it means."""

    parts: Parts
    environ: Mapping[str, str]
    language: Language
    workspace: Path | None = None
    """What `--workspace` before the command said."""

    def folder(self, explicit: Path | None) -> Path:
        """The workspace that is meant, as an absolute path."""
        folder = locate(explicit or self.workspace, self.environ).absolute()
        self.language = language_of(self.environ, folder)
        return folder

    def say(self, key: str, /, **parameters: Parameter) -> str:
        return translate(self.language, key, **parameters)


def is_workspace(folder: Path) -> bool:
    return Layout(folder).settings.exists()


def state_of(context: typer.Context) -> State:
    """The state that `polso.cli.main.run` gave to the run."""
    state = context.find_object(State)
    assert state is not None
    return state
