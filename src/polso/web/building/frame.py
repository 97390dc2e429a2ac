"""What stands around every page: the rail with its places, the tabs, notices, languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from polso.base.company import Language
from polso.catalog.model import Metric
from polso.i18n.dates import format_date
from polso.i18n.language import LANGUAGES
from polso.web.address import View
from polso.web.building.voice import Voice
from polso.web.bundle import bundle_address
from polso.web.rendering import assets
from polso.web.views.frame import Frame, Head, Link, Notice, RailSection

STALE_DAYS = 45
LANGUAGE_NAMES: dict[Language, str] = {"it": "Italiano", "en": "English"}
PLACES = (
    ("today", "/", "today"),
    ("performance", "/performance", "results"),
    ("deals", "/funnel", "deals"),
    ("customers", "/customers", "customers"),
    ("data", "/data", "data"),
)
"""The five places of an owner."""

FURTHER = (
    ("activity", "/activity", "activity"),
    ("productivity", "/productivity", "yield"),
    ("changes", "/changes", "moved"),
    ("metrics", "/metrics", "list"),
    ("glossary", "/glossary", "book"),
)
"""What stands under More."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the frame must know of the workspace: is it filled, is it the sample, until when, drafts that wait."""

    company: str
    filled: bool
    sample: bool = False
    covered_until: date | None = None
    today: date | None = None
    waiting: int = 0


def frame_of(
    head: Head,
    place: str,
    view: View,
    voice: Voice,
    around: Surroundings,
    *,
    notices: tuple[Notice, ...] = (),
    footer: tuple[str, ...] = (),
    charts: bool = False,
) -> Frame:
    """The frame of a page in `place`, a key of `PLACES` or `FURTHER`."""
    rail = _rail(place, view, voice, filled=around.filled)
    return Frame(
        voice.language,
        around.company or "polso",
        head,
        rail,
        rail[0].links,
        tuple(
            Link(LANGUAGE_NAMES[one], view.url_with(lang=one), current=one == voice.language, key=one)
            for one in LANGUAGES
        ),
        assets(charts=bundle_address() if charts else None),
        view.parameter("q"),
        (*_notices(view, voice, around), *notices),
        footer,
    )


def _rail(place: str, view: View, voice: Voice, *, filled: bool) -> tuple[RailSection, ...]:
    places = RailSection(tuple(_place(one, place, view, voice) for one in PLACES))
    further = FURTHER if filled else FURTHER[-1:]
    return (places, RailSection(tuple(_place(one, place, view, voice) for one in further), voice.say("frame.more")))


def _place(one: tuple[str, str, str], place: str, view: View, voice: Voice) -> Link:
    name, path, icon = one
    # What changed has its own periods.
    href = view.url_with(path, period=None) if name == "changes" else view.url_with(path)
    return Link(voice.say(f"frame.{name}"), href, current=name == place, icon=icon)


def family_link(metric: Metric, view: View, voice: Voice) -> Link:
    """The page where the metric stands among those of its family."""
    family = metric.families[0]
    return Link(voice.say(f"frame.{family}"), view.url_with(f"/{family}"))


def _notices(view: View, voice: Voice, around: Surroundings) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if around.sample:
        notices.append(Notice(voice.say("frame.sample"), Link(voice.say("frame.own_files"), "/data#own")))
    if view.as_of is not None:
        notices.append(
            Notice(
                voice.say("frame.as_of", day=view.as_of),
                Link(voice.say("frame.as_now"), view.url_with(as_of=None)),
                "warn",
            )
        )
    until, today = around.covered_until, around.today
    if until is not None and today is not None and (today - until).days > STALE_DAYS:
        said = voice.say("frame.stale", day=format_date(until, voice.language, "long"))
        notices.append(Notice(said, Link(voice.say("data.upload"), "/data"), "warn"))
    return tuple(notices)
