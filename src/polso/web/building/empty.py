"""The empty workspace: a place to drop files, and what each kind of file gives."""

from __future__ import annotations

from polso.web.building.voice import Voice
from polso.web.views.frame import Frame
from polso.web.views.pages import EmptyPage, FileKind

KINDS = (("orders", "orders"), ("deals", "deals"), ("people", "targets"))


def empty_page(frame: Frame, voice: Voice) -> EmptyPage:
    return EmptyPage(
        frame,
        tuple(
            FileKind(
                voice.say(f"data.kind_{name}"),
                voice.say(f"data.kind_from_{name}"),
                voice.say(f"data.kind_enough_{name}"),
                voice.say(f"data.kind_gives_{name}"),
                drawing,
            )
            for name, drawing in KINDS
        ),
    )
