"""What stands around every page: rail, tabs, head with its controls, language links."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.company import Language


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address of ours; `key` is the one-letter keyboard shortcut, `download` a file."""

    text: str
    href: str
    current: bool = False
    icon: str | None = None
    key: str | None = None
    download: bool = False


@dataclass(frozen=True, slots=True)
class RailSection:
    """Links under one heading; the first section has none."""

    links: tuple[Link, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Choices of one kind under their heading."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A choice that opens under its button: `label` is what is chosen ("Chi"), `value` the present choice."""

    label: str
    value: str
    links: tuple[Link, ...] = ()
    form: DateForm | None = None
    groups: tuple[MenuGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class DateForm:
    """Two days chosen by hand; `hidden` carries the other parameters of the address along."""

    action: str
    start: str
    end: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Controls:
    """Period segments, the step before and after, menus, and at most one main action."""

    segments: tuple[Link, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    period: Menu | None = None
    menus: tuple[Menu, ...] = ()
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Title of the page, the line under it, the place that it belongs to."""

    title: str
    subtitle: str = ""
    above: Link | None = None
    controls: Controls = Controls()


@dataclass(frozen=True, slots=True)
class Notice:
    """A line over the page: stale data, example data, a change of definition. `tone` is plain or warn."""

    text: str
    link: Link | None = None
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the static files, each with its content hash; `charts` is None where no chart is drawn."""

    style: str
    script: str
    icons: str
    charts: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the page's own content."""

    language: Language
    company: str
    head: Head
    rail: tuple[RailSection, ...]
    tabs: tuple[Link, ...]
    languages: tuple[Link, ...]
    assets: Assets
    search_query: str = ""
    notices: tuple[Notice, ...] = ()
    footer: tuple[str, ...] = ()
