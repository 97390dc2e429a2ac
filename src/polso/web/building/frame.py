"""What stands around every page: the rail with its places, the tabs, notices, languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from polso.base.company import Language
from polso.catalog.registry import metrics
from polso.i18n.dates import format_date
from polso.i18n.language import LANGUAGES
from polso.web.address import View
from polso.web.building.tiles import metric_path, name_of
from polso.web.building.voice import Voice
from polso.web.bundle import bundle_address
from polso.web.rendering import assets
from polso.web.views.frame import Frame, Head, Link, Notice, RailSection

STALE_DAYS = 45
LANGUAGE_NAMES: dict[Language, str] = {"it": "Italiano", "en": "English"}
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("frame.section_sales", ("net_revenue", "sales_growth", "average_order_value", "sales_per_rep")),
    (
        "frame.section_deals",
        ("opportunities_created", "win_rate", "average_deal_size", "sales_cycle_length", "pipeline_value"),
    ),
    ("frame.section_customers", ("new_customers",)),
)
PLACES = (("today", "/", "today"), ("metrics", "/metrics", "results"), ("data", "/data", "data"))


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
    """The frame of a page in `place`: a key of `PLACES`, or the id of a metric."""
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
    places = RailSection(
        tuple(
            Link(voice.say(f"frame.{name}"), view.url_with(path), current=name == place, icon=icon)
            for name, path, icon in PLACES
        )
    )
    if not filled:
        return (places,)
    known = metrics()
    return (
        places,
        *(
            RailSection(
                (
                    *(
                        Link(
                            name_of(known[name], voice), view.url_with(metric_path(known[name])), current=name == place
                        )
                        for name in names
                        if name in known
                    ),
                    *_further(title, place, view, voice),
                ),
                voice.say(title),
            )
            for title, names in SECTIONS
        ),
    )


def _further(title: str, place: str, view: View, voice: Voice) -> tuple[Link, ...]:
    """What stands among the metrics of a section and is none."""
    if title != "frame.section_deals":
        return ()
    return (Link(voice.say("changes.title"), view.url_with("/changes", period=None), current=place == "changes"),)


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
