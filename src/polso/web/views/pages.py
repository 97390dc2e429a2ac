"""One record a page."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.cards import ChartCard, Definition, ReceiptLine
from polso.web.views.figures import Chip, Family, Figure, Headline, Meter
from polso.web.views.frame import Frame, Link
from polso.web.views.table import Pager, Table


@dataclass(frozen=True, slots=True)
class OverviewPage:
    frame: Frame
    headline: Headline | None
    families: tuple[Family, ...]
    charts: tuple[ChartCard, ...]

    @property
    def longest(self) -> int:
        """Rows of the longest family: the three cards share their row heights."""
        return max((len(family.rows) for family in self.families), default=0)

    @property
    def has_empty(self) -> bool:
        """Whether a family has nothing to show; it then takes less room."""
        return any(family.hero is None for family in self.families)


@dataclass(frozen=True, slots=True)
class MetricGroup:
    title: str
    subtitle: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class MetricsPage:
    frame: Frame
    groups: tuple[MetricGroup, ...]
    query: str = ""
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """The first card of a metric's page: the figure, the sentence about it, a quieter aside."""

    label: str
    value: str | None
    chip: Chip | None
    sentence: str
    second_label: str = ""
    second: str = ""
    aside: str = ""
    reason: str = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """Another reading of the same metric, beside the one in use: `text` says what it counts, `meter` its interval."""

    name: str
    value: str
    note: str
    href: str
    current: bool = False
    text: str = ""
    meter: Meter | None = None


@dataclass(frozen=True, slots=True)
class BridgeStep:
    name: str
    value: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """`begin` less `less` is `end`."""

    begin: BridgeStep
    less: BridgeStep
    end: BridgeStep
    note: str


@dataclass(frozen=True, slots=True)
class MetricPage:
    frame: Frame
    lead: Lead
    trend: ChartCard
    definition: Definition
    breakdowns: tuple[ChartCard, ...]
    receipt: tuple[ReceiptLine, ...]
    rows_link: Link | None
    downloads: tuple[Link, ...]
    sql: str
    variants: tuple[Variant, ...] = ()
    changes_link: Link | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The rows behind a figure. `check` says that they add up to it; `agrees` whether they do."""

    frame: Frame
    check: str
    agrees: bool
    table: Table
    pager: Pager
    downloads: tuple[Link, ...]
    receipt: tuple[ReceiptLine, ...]
    metric: Link
    query: str = ""
    search_action: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartsPage:
    """The figures that one without rows of its own is made of; `said` says so with the formula."""

    frame: Frame
    said: str
    table: Table
    metric: Link


@dataclass(frozen=True, slots=True)
class FileKind:
    """What one kind of file gives: where it comes from, the columns that are enough, the metrics."""

    title: str
    source: str
    enough: str
    gives: str
    drawing: str


@dataclass(frozen=True, slots=True)
class EmptyPage:
    frame: Frame
    kinds: tuple[FileKind, ...]
    sample: Link | None = None


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """How to leave the sample company: the sentence, the commands, its source files to look at."""

    title: str
    text: str
    commands: tuple[str, ...]
    download: Link


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """An import in the making: `resume` goes on with it, `discard` throws it away."""

    names: str
    facts: str
    resume: Link
    discard: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """`own` says how to begin with one's own files where the workspace is the sample's; then nothing can be dropped."""

    frame: Frame
    imports: Table
    coverage: Table | None = None
    waiting: tuple[WaitingDraft, ...] = ()
    own: OwnFiles | None = None


@dataclass(frozen=True, slots=True)
class ErrorPage:
    frame: Frame
    title: str
    sentence: str
    action: str
    links: tuple[Link, ...] = ()
    code: str = ""
