"""Making a workspace where there is none."""

from __future__ import annotations

from pathlib import Path

from polso.base.company import Company
from polso.cli.output import say
from polso.cli.state import State, is_workspace


def ensure_workspace(state: State, folder: Path) -> bool:
    """Make an empty workspace with usual settings in `folder` where there is none, telling so; whether it was made."""
    if is_workspace(folder):
        return False
    create(folder, Company(language=state.language))
    say(state.say("cli.workspace_made", folder=str(folder)))
    return True


def create(folder: Path, company: Company) -> None:
    """Raises what `Workspace.create` raises."""
    from polso.store.workspace import Workspace

    Workspace.create(folder, company).close()
