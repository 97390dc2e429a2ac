"""Options that several commands share. Their help is the key of a message; `polso.cli.localise` puts the text in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Workspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", metavar="DIR", help="cli.help_workspace", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="cli.help_json")]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, metavar="N", help="cli.help_port", show_default=False)
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="cli.help_no_browser")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="cli.help_files", show_default=False)]
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="KEY=VALUE", help="cli.help_answer", show_default=False),
]


def pairs(spelled: list[str] | None, option: str) -> dict[str, str]:
    """`KEY=VALUE` texts split at their first `=`; a text without one is a usage error."""
    found: dict[str, str] = {}
    for text in spelled or []:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise typer.BadParameter(f"{text!r}: NAME=VALUE", param_hint=option)
        found[key] = value
    return found
