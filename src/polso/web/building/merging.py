"""The page of customers that are probably one."""

from __future__ import annotations

from collections.abc import Sequence

from polso.intake.merging.proposals import Customer, Proposal
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.merging import MergingPage, Party, ProposedMerge

MOST_SHOWN = 50
"""Those that are left come up when these are decided."""


def merging_page(
    frame: Frame, proposals: Sequence[Proposal], voice: Voice, *, decided: str = "", batch: int | None = None
) -> MergingPage:
    """`decided` is the verdict entered just now, as batch number `batch`."""
    return MergingPage(
        frame,
        voice.say("merging.intro" if proposals else "merging.nothing"),
        voice.say("merging.count", count=len(proposals)) if proposals else "",
        tuple(_proposed(one, voice) for one in proposals[:MOST_SHOWN]),
        voice.say(f"merging.done_{decided}") if decided else "",
        Link(voice.say("merging.undo"), f"/data/imports/{batch}/undo") if decided and batch is not None else None,
    )


def _proposed(one: Proposal, voice: Voice) -> ProposedMerge:
    names = {"keep": one.keep.name, "other": one.other.name}
    return ProposedMerge(
        _party(one.keep, voice),
        _party(one.other, voice),
        voice.say(f"merging.why_{one.why}"),
        voice.say("merging.merge_named", **names),
        voice.say("merging.apart_named", **names),
    )


def _party(one: Customer, voice: Voice) -> Party:
    facts = (one.vat_number, one.email, voice.say("merging.record_count", count=one.records))
    return Party(one.account_id, one.name, tuple(fact for fact in facts if fact))
