"""Page records of an invented workshop, in both languages, for the tests of templates and for previews."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from polso.base.company import Language
from polso.i18n.amounts import format_axis, format_money
from polso.i18n.dates import month_name
from polso.web.charts.bars import bars_chart
from polso.web.charts.columns import columns_chart
from polso.web.charts.lines import line_chart
from polso.web.charts.parts import Axis, Point, nice_ticks
from polso.web.charts.rates import intervals_chart, rates_chart
from polso.web.rendering import assets
from polso.web.views.cards import ChartCard, Definition, LegendEntry, ReceiptLine
from polso.web.views.figures import Chip, Fact, Family, Figure, Headline, Meter
from polso.web.views.frame import Assets, Controls, DateForm, Frame, Head, Link, Menu, Notice, RailSection
from polso.web.views.pages import (
    DataPage,
    EmptyPage,
    ErrorPage,
    FileKind,
    Lead,
    MetricGroup,
    MetricPage,
    MetricsPage,
    OverviewPage,
    RowsPage,
    WaitingDraft,
)
from polso.web.views.proof import (
    Choice,
    ColumnReading,
    CountPart,
    Enabled,
    FileReading,
    ImportForm,
    ProofPage,
    Question,
    TotalSaid,
)
from polso.web.views.spark import make_spark
from polso.web.views.steps import Step, Wizard
from polso.web.views.table import Cell, Column, Pager, Table
from polso.web.views.wizard import (
    Choosing,
    ColumnRow,
    ColumnsOf,
    ColumnsPage,
    DraftFile,
    FileKindRow,
    FilesPage,
    KindsPage,
    Option,
    OptionGroup,
    QuestionsPage,
    UndoPage,
    WorkPage,
)

REVENUE = [156, 131, 225, 141, 150, 122, 124, 183, 153, 202, 152, 139]
RATES = [
    (29, 39),
    (37, 46),
    (35, 46),
    (28, 42),
    (29, 35),
    (28, 50),
    (36, 53),
    (40, 45),
    (13, 24),
    (21, 49),
    (33, 55),
    (39, 31),
]


@dataclass(frozen=True, slots=True)
class Example:
    language: Language
    charts: str | None = None

    def say(self, italian: str, english: str) -> str:
        return italian if self.language == "it" else english

    def money(self, amount: int) -> str:
        return format_money(Decimal(amount), "EUR", self.language, decimals=0)

    def percent(self, value: int) -> str:
        return f"{value}%"

    # Frame

    def assets(self) -> Assets:
        return assets(charts=self.charts)

    def metric_links(self, current: str) -> tuple[RailSection, ...]:
        say = self.say

        def item(italian: str, english: str, metric: str) -> Link:
            return Link(say(italian, english), f"/metrics/{metric}", current=metric == current)

        return (
            RailSection(
                (
                    Link(say("Oggi", "Today"), "/", current == "today", icon="today"),
                    Link(say("Risultati", "Results"), "/metrics", current == "metrics", icon="results"),
                    Link(say("Dati", "Data"), "/data", current == "data", icon="data"),
                )
            ),
            RailSection(
                (
                    item("Ricavi netti", "Net revenue", "net_revenue"),
                    item("Crescita delle vendite", "Sales growth", "sales_growth"),
                    item("Valore medio dell’ordine", "Average order value", "average_order_value"),
                    item("Vendite per venditore", "Sales per rep", "sales_per_rep"),
                ),
                say("Vendite", "Sales"),
            ),
            RailSection(
                (
                    item("Offerte vinte", "Win rate", "win_rate"),
                    item("Pipeline aperta", "Open pipeline", "pipeline_value"),
                ),
                say("Offerte", "Deals"),
            ),
            RailSection((item("Nuovi clienti", "New customers", "new_customers"),), say("Clienti", "Customers")),
        )

    def controls(self) -> Controls:
        say = self.say
        return Controls(
            segments=(
                Link(say("Mese", "Month"), "/?period=2026-11", current=True, key="m"),
                Link(say("Trimestre", "Quarter"), "/?period=2026-Q4", key="q"),
                Link(say("Anno", "Year"), "/?period=2026", key="y"),
            ),
            earlier=Link(say("ottobre 2026", "October 2026"), "/?period=2026-10"),
            period=Menu(
                "",
                say("novembre 2026", "November 2026"),
                (
                    Link(say("novembre 2026", "November 2026"), "/?period=2026-11", current=True),
                    Link(say("ottobre 2026", "October 2026"), "/?period=2026-10"),
                    Link(say("settembre 2026", "September 2026"), "/?period=2026-09"),
                ),
                DateForm("/", "2026-11-01", "2026-11-23", (("compare", "previous"),)),
            ),
            menus=(
                Menu(
                    say("Chi", "Who"),
                    say("tutta la squadra", "whole team"),
                    (Link(say("tutta la squadra", "whole team"), "/", current=True), Link("Giulia Ferri", "/?rep=g")),
                ),
                Menu(
                    say("Confronto", "Compared with"),
                    say("mese prima", "month before"),
                    (
                        Link(say("mese prima", "month before"), "/?compare=previous", current=True),
                        Link(say("anno prima", "year before"), "/?compare=year"),
                    ),
                ),
            ),
        )

    def frame(
        self,
        title: str,
        subtitle: str,
        current: str,
        *,
        with_controls: bool = False,
        above: Link | None = None,
        notices: tuple[Notice, ...] = (),
        footer: tuple[str, ...] = (),
    ) -> Frame:
        rail = self.metric_links(current)
        controls = self.controls() if with_controls else Controls()
        return Frame(
            language=self.language,
            company="Officina Verdi",
            head=Head(title, subtitle, above, controls),
            rail=rail,
            tabs=rail[0].links,
            languages=(
                Link("Italiano", "/?language=it", current=self.language == "it", key="it"),
                Link("English", "/?language=en", current=self.language == "en", key="en"),
            ),
            assets=self.assets(),
            notices=notices,
            footer=footer,
        )

    # Pages

    def overview(self) -> OverviewPage:
        say, usual = self.say, self.say("oscillazioni solite", "usual swings")
        october = say("su ott", "on Oct")
        results = Family(
            say("Risultati", "Results"),
            say("che cosa portiamo", "what we bring in"),
            Figure(
                say("Ricavi netti", "Net revenue"),
                "/metrics/net_revenue",
                self.money(138830),
                chip=Chip(f"≈ +9% {october}", usual),
                spark=make_spark(REVENUE, width=130, height=40, partial_last=True, band=(130, 165)),
                meter=Meter(
                    filled=83,
                    notch=76,
                    left=say("83% di 168.000 €", "83% of €168,000"),
                    right=say("atteso oggi 76%", "expected today 76%"),
                    reached=True,
                ),
            ),
            (
                Figure(
                    say("Crescita delle vendite", "Sales growth"),
                    "/metrics/sales_growth",
                    "−8%",
                    chip=Chip(say("≈ su nov 2025", "≈ on Nov 2025"), usual),
                    note=say("era 151 mila €", "was €151k"),
                    spark=make_spark(REVENUE[3:], partial_last=True),
                ),
                Figure(
                    say("Nuovi clienti", "New customers"),
                    "/metrics/new_customers",
                    "12",
                    chip=Chip(f"+50% {october}", say("in aumento", "rising"), "good", "up"),
                    note="n 12",
                    spark=make_spark([4, 6, 5, 7, 6, 8, 9, 8, 12]),
                ),
                Figure(
                    say("Valore medio dell’ordine", "Average order value"),
                    "/metrics/average_order_value",
                    None,
                    reason=say("Serve un elenco di ordini.", "Needs a list of orders."),
                    remedy=Link(say("Carica file", "Upload files"), "/data"),
                ),
            ),
            Link(say("11 metriche", "11 metrics"), "/metrics#results"),
        )
        activity = Family(
            say("Attività", "Activity"),
            say("quanto facciamo", "how much we do"),
            Figure(
                say("Offerte create", "Opportunities created"),
                "/metrics/opportunities_created",
                "14",
                chip=Chip(say("−46% sul solito", "−46% on usual"), say("in calo", "falling"), "bad", "down"),
                spark=make_spark([30, 31, 30, 36, 36, 31, 30, 18, 22, 16, 14], width=130, height=40, band=(25, 33)),
                meter=Meter(
                    filled=44,
                    notch=74,
                    left=say("44% di 32", "44% of 32"),
                    right=say("normale 16–37 in 16 giorni", "usual 16–37 in 16 days"),
                ),
            ),
            (
                Figure(
                    say("Pipeline aperta", "Open pipeline"),
                    "/metrics/pipeline_value",
                    say("544 mila €", "€544k"),
                    chip=Chip(say("+117.550 € dal 22 ott", "+€117,550 since 22 Oct"), say("conteggio", "a count")),
                    note=say("66 trattative", "66 deals"),
                    spark=make_spark([3, 4, 4, 6, 5, 6, 8, 9]),
                ),
            ),
        )
        productivity = Family(
            say("Produttività", "Productivity"),
            say("quanto rende", "what it yields"),
            Figure(
                say("Offerte vinte (win rate)", "Win rate"),
                "/metrics/win_rate",
                "39%",
                chip=Chip(f"≈ +3,0 pt {october}", usual),
                spark=make_spark([r for r, _ in RATES], width=130, height=40, partial_last=True, band=(29, 37)),
                meter=Meter(
                    low=24,
                    high=56,
                    dot=39,
                    notch=35,
                    left=say("12 su 31 · tra 24% e 56%", "12 of 31 · between 24% and 56%"),
                    right=say("obiettivo 35%", "target 35%"),
                ),
            ),
            (
                Figure(
                    say("Durata del ciclo, dall’offerta", "Sales cycle, from the offer"),
                    "/metrics/sales_cycle_length",
                    say("40 g", "40 d"),
                    second=say("42 media", "42 mean"),
                    chip=Chip(f"≈ −1% {october}", usual),
                    note="n 12",
                    spark=make_spark([42, 45, 41, 39, 44, 40]),
                ),
                Figure(
                    say("Valore medio vinto", "Average deal size"),
                    "/metrics/average_deal_size",
                    self.money(11569),
                    chip=Chip(f"≈ +36% {october}", usual),
                    note="n 12",
                    spark=make_spark([8, 8, 9, 7, 9, 8, 11.5]),
                ),
                Figure(
                    say("Vendite per venditore", "Sales per rep"),
                    "/metrics/sales_per_rep",
                    self.money(23138),
                    chip=Chip(f"≈ +9% {october}", usual),
                    spark=make_spark([20, None, 22, 25, 21, 23]),
                ),
            ),
        )
        headline = Headline(
            say(
                "Novembre è a 138.830 € in 16 giorni lavorativi, +9% su ottobre: nelle oscillazioni solite.",
                "November stands at €138,830 after 16 working days, +9% on October: within the usual swings.",
            ),
            say(
                "Le offerte create sono in calo: 14, di solito 26 nello stesso tempo.",
                "Opportunities created are falling: 14, usually 26 in the same time.",
            ),
            (
                Link(say("Apri le 12 vendite", "Open the 12 sales"), "/metrics/net_revenue/rows?period=2026-11"),
                Link(say("Come è calcolato", "How it is computed"), "/metrics/net_revenue"),
            ),
            (
                Fact(say("Vinte", "Won"), "12", say("su 31 chiuse", "of 31 closed")),
                Fact(
                    say("Pipeline aperta", "Open pipeline"),
                    say("544 mila €", "€544k"),
                    say("66 trattative", "66 deals"),
                ),
            ),
        )
        subtitle = say(
            "1–23 novembre 2026 · 16 di 21 giorni lavorativi · dati delle 08:40",
            "1–23 November 2026 · 16 of 21 working days · data of 08:40",
        )
        frame = self.frame(
            say("Oggi", "Today"),
            subtitle,
            "today",
            with_controls=True,
            notices=(
                Notice(
                    say("Dati d’esempio di un’azienda inventata.", "Sample data of an invented company."),
                    Link(say("Ora con i tuoi file", "Now with your own files"), "/data"),
                ),
            ),
            footer=(
                say(
                    "«su ott»: primi 16 giorni lavorativi, 1–22 ottobre.",
                    "“on Oct”: first 16 working days, 1–22 October.",
                ),
            ),
        )
        return OverviewPage(
            frame,
            headline,
            (results, activity, productivity),
            (self.revenue_chart(), self.reps_chart(), self.rates_card("half"), self.line_card()),
        )

    def revenue_chart(self) -> ChartCard:
        say = self.say
        axis_values = nice_ticks(0, 225_000)
        axis = Axis(axis_values, format_axis([int(value) for value in axis_values], self.language))
        points = []
        for position, thousands in enumerate(REVENUE):
            month = (position + 11) % 12 + 1
            year = 2025 if month == 12 else 2026
            label = month_name(month, self.language, "short")
            text = self.money(thousands * 1000)
            points.append(
                Point(
                    f"{year}-{month:02}",
                    label,
                    thousands * 1000.0,
                    text,
                    f"{label} {year}: {text}",
                    f"/metrics/net_revenue/rows?period={year}-{month:02}",
                    state="partial" if month == 11 else "strong",
                    projected=153_000.0 if month == 11 else None,
                )
            )
        table = Table(
            say("Ricavi per mese", "Revenue by month"),
            (Column(say("Mese", "Month")), Column(say("Ricavi", "Revenue"), "number")),
            tuple((Cell(point.label, point.href), Cell(point.text)) for point in points),
            (Cell(say("Totale", "Total")), Cell(self.money(sum(REVENUE) * 1000))),
        )
        return ChartCard(
            "revenue",
            say("Ricavi per mese", "Revenue by month"),
            say("12 mesi · novembre è in corso", "12 months · November is running"),
            columns_chart(points, axis),
            say("Ricavi di dodici mesi, da 122.000 a 225.000 €", "Revenue of twelve months, from €122,000 to €225,000"),
            table,
            240,
            "seven",
            (
                LegendEntry("strong", say("mese chiuso", "closed month")),
                LegendEntry("partial", say("in corso", "running")),
                LegendEntry("projection", say("proiezione", "projection")),
            ),
        )

    def reps_chart(self) -> ChartCard:
        say = self.say
        people = [
            ("Giulia Ferri", 42740, 31),
            ("Elena Greco", 31900, 23),
            ("Luca Moretti", 21150, 15),
            ("Marco Conti", 19930, 14),
            ("Paolo Rizzo", 13640, 10),
            (say("non assegnato", "unassigned"), 9470, 7),
        ]
        points = [
            Point(
                name,
                name,
                float(amount),
                self.money(amount),
                f"{name}: {self.money(amount)}",
                f"/metrics/net_revenue/rows?rep={position}",
                share=f"{share}%",
                state="neutral" if position == 5 else "strong",
            )
            for position, (name, amount, share) in enumerate(people)
        ]
        table = Table(
            say("Ricavi per venditore", "Revenue by rep"),
            (Column(say("Venditore", "Rep")), Column(say("Ricavi", "Revenue"), "number"), Column("%", "number")),
            tuple((Cell(point.label, point.href), Cell(point.text), Cell(point.share)) for point in points),
        )
        return ChartCard(
            "reps",
            say("Ricavi per venditore", "Revenue by rep"),
            say("novembre · somma 138.830 €", "November · sum €138,830"),
            bars_chart(points),
            say("Ricavi di cinque venditori", "Revenue of five reps"),
            table,
            240,
            "five",
            note=say(
                "Il credito va a chi seguiva la trattativa alla chiusura.",
                "Credit goes to whoever owned the deal when it closed.",
            ),
        )

    def rates_card(self, width: str) -> ChartCard:
        say = self.say
        axis = Axis((0, 20, 40, 60, 80), ("0%", "20%", "40%", "60%", "80%"))
        points = []
        for position, (rate, n) in enumerate(RATES):
            month = (position + 11) % 12 + 1
            label = month_name(month, self.language, "short")
            points.append(
                Point(
                    f"{2025 if month == 12 else 2026}-{month:02}",
                    label,
                    float(rate),
                    f"{rate}%",
                    f"{label}: {rate}% (n {n})",
                    f"/metrics/win_rate/rows?period=2026-{month:02}",
                    under=str(n),
                    low=max(0.0, rate - 15.0),
                    high=rate + 16.0,
                    rolling=31 + position * 0.5,
                    state="partial" if month == 11 else "strong",
                )
            )
        table = Table(
            say("Offerte vinte per mese", "Win rate by month"),
            (Column(say("Mese", "Month")), Column(say("Vinte", "Won"), "number"), Column("n", "number")),
            tuple((Cell(point.label), Cell(point.text), Cell(point.under)) for point in points),
        )
        return ChartCard(
            "rates",
            say("Offerte vinte", "Win rate"),
            say("12 mesi · novembre è in corso", "12 months · November is running"),
            rates_chart(points, axis, target=35, band=(29, 37)),
            say("Tasso mensile con intervallo", "Monthly rate with its interval"),
            table,
            280,
            "two_thirds" if width == "two_thirds" else "half",
            (
                LegendEntry("dot", say("mese, con intervallo al 95%", "month, with 95% interval")),
                LegendEntry("line", say("12 mesi mobili", "rolling 12 months")),
                LegendEntry("reference", say("obiettivo", "target")),
            ),
        )

    def line_card(self) -> ChartCard:
        say = self.say
        axis = Axis((0, 20, 40, 60), ("0", "20", "40", "60"))
        values = [42.0, 45.0, 41.0, None, 44.0, 40.0, 38.0, 41.0]
        points = [
            Point(
                f"2026-{position:02}",
                month_name(position, self.language, "short"),
                value,
                say(f"{value} giorni", f"{value} days"),
                f"{value}",
                state="partial" if position == 11 else "strong",
            )
            for position, value in enumerate(values, start=4)
        ]
        table = Table(
            "x",
            (Column(say("Mese", "Month")), Column(say("Giorni", "Days"), "number")),
            tuple((Cell(point.label), Cell(point.text)) for point in points),
        )
        return ChartCard(
            "cycle",
            say("Durata del ciclo", "Sales cycle"),
            say("mediana", "median"),
            line_chart(points, axis),
            say("Mediana mensile", "Monthly median"),
            table,
            240,
            "half",
        )

    def metric(self) -> MetricPage:
        say = self.say
        frame = self.frame(
            say("Offerte vinte (win rate)", "Win rate"),
            say("vinte su chiuse · più alto è meglio", "won of closed · higher is better"),
            "win_rate",
            with_controls=True,
            above=Link(say("Produttività", "Productivity"), "/metrics"),
        )
        people = [
            ("Giulia Ferri", 43, "70 su 146", 39, 47, 48),
            ("Elena Greco", 37, "15 su 40", 32, 42, 38),
            ("Marco Conti", 33, "28 su 95", 29, 38, 29),
        ]
        intervals = intervals_chart(
            [
                Point(
                    name,
                    name,
                    float(rate),
                    f"{rate}%",
                    f"{name}: {rate}%",
                    f"/metrics/win_rate/rows?rep={name}",
                    share=n,
                    low=float(low),
                    high=float(high),
                    raw=float(raw),
                )
                for name, rate, n, low, high, raw in people
            ],
            Axis((25, 30, 35, 40, 45, 50), ("25%", "30%", "35%", "40%", "45%", "50%")),
            team=36.7,
        )
        return MetricPage(
            frame,
            Lead(
                say("12 mesi chiusi", "12 closed months"),
                "36,7%",
                Chip("+6,0 pt", say("in aumento", "rising"), "good", "up"),
                say(
                    "Da novembre 2025 a ottobre 2026 si sono vinte 220 trattative su 599; nei 12 mesi prima 161 su 524 "
                    "(30,7%). La differenza sta tra +0,5 e +11,5 punti: si distingue dal caso.",
                    "From November 2025 to October 2026, 220 deals of 599 were won; in the 12 months before, 161 of "
                    "524 (30.7%). The difference lies between +0.5 and +11.5 points: it can be told from chance.",
                ),
                aside=say(
                    "Novembre finora: 39% (12 su 31), tra 24% e 56%.",
                    "November so far: 39% (12 of 31), between 24% and 56%.",
                ),
            ),
            self.rates_card("two_thirds"),
            Definition(
                say(
                    "Di tutte le trattative chiuse nel periodo, quante sono state vinte.",
                    "Of all deals closed in the period, how many were won.",
                ),
                say("vinte ÷ (vinte + perse)", "won ÷ (won + lost)"),
                "220 ÷ (220 + 379) = 36,7%",
                say("Non contano le trattative ancora aperte.", "Open deals do not count."),
                say("trattative con stato e data di chiusura", "deals with status and closing date"),
            ),
            (
                ChartCard(
                    "by-rep",
                    say("Per venditore", "By rep"),
                    say("intervallo all’80%", "80% interval"),
                    intervals,
                    say("Tasso per venditore", "Rate by rep"),
                    Table(
                        "x", (Column("x"), Column("%", "number")), tuple((Cell(p[0]), Cell(f"{p[1]}%")) for p in people)
                    ),
                    160,
                    "full",
                ),
            ),
            tuple(
                ReceiptLine(label, text)
                for label, text in (
                    (say("Definizione", "Definition"), "win_rate · 1"),
                    (say("Periodo", "Period"), "1 nov 2025 – 31 ott 2026"),
                    ("n", "599"),
                    (say("Noto al", "Known at"), "24 nov 2026, 08:40"),
                )
            ),
            Link(say("599 righe", "599 rows"), "/metrics/win_rate/rows?period=2026"),
            (Link("CSV", "/metrics/win_rate.csv?period=2026"),),
            "select count(*) filter (where status = 'won') as won,\n       count(*) as closed\nfrom opportunity",
        )

    def rows(self) -> RowsPage:
        say = self.say
        frame = self.frame(
            say("Ricavi netti", "Net revenue"),
            say("1–23 novembre 2026 · tutta la squadra", "1–23 November 2026 · whole team"),
            "net_revenue",
            above=Link(say("Ricavi netti", "Net revenue"), "/metrics/net_revenue"),
        )
        deals = [
            ("Impianti Lombardi", "n. 2923", "Paolo Rizzo", "20 nov", 13640),
            ("Caseificio Piras", "n. 2888", "Elena Greco", "19 nov", 15880),
            ("<b>Trasporti</b> & C.", "n. 2895", "Giulia Ferri", "17 nov", 13250),
        ]
        table = Table(
            say("Trattative vinte", "Won deals"),
            (
                Column(say("Trattativa", "Deal")),
                Column(say("Venditore", "Rep")),
                Column(
                    say("Chiusa", "Closed"),
                    "number",
                    Link(say("Chiusa", "Closed"), "/metrics/net_revenue/rows?sort=closed"),
                    "descending",
                ),
                Column(say("Importo", "Amount"), "number"),
            ),
            tuple(
                (Cell(name, note=number), Cell(rep), Cell(day), Cell(self.money(amount), strong=True))
                for name, number, rep, day, amount in deals
            ),
            (Cell(say("12 trattative", "12 deals")), Cell(""), Cell(""), Cell(self.money(138830))),
        )
        return RowsPage(
            frame,
            say(
                "La somma delle 12 righe è 138.830 €, uguale al riquadro.",
                "The 12 rows add up to €138,830, as in the tile.",
            ),
            True,
            table,
            Pager(
                say("1–3 di 12", "1–3 of 12"), None, Link(say("Seguenti", "Next"), "/metrics/net_revenue/rows?page=2")
            ),
            (Link("CSV", "/metrics/net_revenue/rows.csv"),),
            (ReceiptLine(say("Esclusi", "Left out"), "0"),),
            Link(say("Metrica intera", "Whole metric"), "/metrics/net_revenue"),
            "",
            "/metrics/net_revenue/rows",
        )

    def metrics(self) -> MetricsPage:
        overview = self.overview()
        return MetricsPage(
            self.frame(
                self.say("Tutte le metriche", "All metrics"),
                self.say("novembre 2026", "November 2026"),
                "metrics",
                with_controls=True,
            ),
            tuple(
                MetricGroup(family.title, family.subtitle, (family.hero, *family.rows))
                for family in overview.families
                if family.hero
            ),
        )

    def empty(self) -> EmptyPage:
        say = self.say
        kinds = (
            FileKind(
                say("Trattative", "Deals"),
                say(
                    "dal CRM: HubSpot, Pipedrive, Salesforce, Zoho, Odoo",
                    "from the CRM: HubSpot, Pipedrive, Salesforce, Zoho, Odoo",
                ),
                say("data, stato, importo", "date, status, amount"),
                say("Offerte vinte, pipeline, durata del ciclo", "Win rate, pipeline, sales cycle"),
                "deals",
            ),
            FileKind(
                say("Ordini o fatture", "Orders or invoices"),
                "Shopify, WooCommerce, Excel",
                say("data, cliente, importo", "date, customer, amount"),
                say("Ricavi, crescita, valore medio, nuovi clienti", "Revenue, growth, average value, new customers"),
                "orders",
            ),
            FileKind(
                say("Obiettivi", "Targets"),
                say("da un foglio", "from a sheet"),
                say("chi, mese, valore", "who, month, value"),
                say("Passo e quanto serve al giorno", "Pace and what is needed per day"),
                "targets",
            ),
        )
        frame = self.frame(
            say("Il tuo spazio è vuoto", "Your workspace is empty"),
            say("Servono pochi minuti e un file", "A few minutes and one file are enough"),
            "today",
        )
        return EmptyPage(frame, kinds, Link(say("Prova con un’azienda di esempio", "Try a sample company"), "/sample"))

    def data(self) -> DataPage:
        say = self.say
        table = Table(
            say("Importazioni", "Imports"),
            (
                Column(say("Quando", "When")),
                Column("File"),
                Column(say("Righe", "Rows"), "number"),
                Column(say("Scartate", "Rejected"), "number"),
            ),
            (
                (
                    Cell("24 nov 2026, 08:40", "/data/imports/47"),
                    Cell("trattative_2026-11-23.csv"),
                    Cell("569"),
                    Cell("3", badge=say("da vedere", "to check"), badge_tone="warn"),
                ),
                (
                    Cell("17 nov 2026, 08:12", "/data/imports/46"),
                    Cell("ordini.xlsx, clienti.csv"),
                    Cell("1.204"),
                    Cell("0"),
                ),
            ),
        )
        coverage = Table(
            say("Periodo coperto", "Period covered"),
            (Column(say("Dati", "Data")), Column(say("Dal", "From")), Column(say("Al", "To"))),
            ((Cell(say("Trattative", "Deals")), Cell("2 gen 2024"), Cell("23 nov 2026")),),
        )
        return DataPage(
            self.frame(say("Dati", "Data"), say("2 importazioni", "2 imports"), "data"),
            table,
            coverage,
            (
                WaitingDraft(
                    "trattative.csv",
                    say("ferma a «Domande»", "waiting at “Questions”"),
                    Link(say("Continua", "Continue"), "/data/drafts/0123456789abcdef"),
                    "/data/drafts/0123456789abcdef/discard",
                ),
            ),
        )

    def proof(self) -> ProofPage:
        say = self.say
        columns = (
            ColumnReading(
                "Nr.",
                say("codice, chiave", "code, key"),
                say("569 diversi, nessuno ripetuto", "569 distinct, none repeated"),
                "2422 · 2423",
                "0",
                "569",
            ),
            ColumnReading(
                "Importo",
                say("denaro, € 1.234,50", "money, € 1.234,50"),
                say("virgola decimale in 569 valori su 569", "decimal comma in 569 of 569 values"),
                "10.200,00 · 6.730,00",
                "0",
                say("da 630 a 90.640", "630 to 90,640"),
                self.money(4815780),
            ),
            ColumnReading(
                "Consegna",
                say("data, gg/mm/aaaa", "date, dd/mm/yyyy"),
                say("risposta tua", "your answer"),
                "03/12/2026",
                "528",
                "3 dic – 12 dic",
                badge=say("risposta tua", "your answer"),
            ),
            ColumnReading(
                "Note int.",
                say("non importata", "not imported"),
                say("testo libero, nessuna metrica lo usa", "free text, no metric uses it"),
                "«richiamare»",
                "–",
                "–",
                skipped=True,
            ),
        )
        rejected = Table(
            say("Righe scartate", "Rejected rows"),
            (
                Column(say("Riga", "Line")),
                Column(say("Colonna", "Column")),
                Column(say("Valore", "Value")),
                Column(say("Perché", "Why")),
            ),
            (
                (
                    Cell("118"),
                    Cell("Importo"),
                    Cell("«da definire»", quiet=True),
                    Cell(say("non è un numero", "is not a number")),
                ),
                (
                    Cell("306"),
                    Cell("Chiusa il"),
                    Cell("31/11/2026", quiet=True),
                    Cell(say("novembre ha 30 giorni", "November has 30 days")),
                ),
            ),
        )
        return ProofPage(
            self.frame(
                say("Prova di importazione", "Import proof"),
                "trattative_2026-11-23.csv",
                "data",
                above=Link(say("Dati", "Data"), "/data"),
            ),
            say(
                "569 righe su 572 sono pronte; 3 sono scartate, con il motivo.",
                "569 rows of 572 are ready; 3 are rejected, with the reason.",
            ),
            say("Esportazione del CRM, riconosciuta dalle intestazioni.", "CRM export, recognised by its headings."),
            (
                TotalSaid(
                    say(
                        "Fatturato 2026: 1.897.180 €, uguale al vostro file.",
                        "Revenue 2026: €1,897,180, equal to your file.",
                    ),
                    agrees=True,
                ),
            ),
            (
                Link(say("Torna ai dati", "Back to data"), "/data"),
                Link(say("Apri la dashboard", "Open the dashboard"), "/"),
            ),
            (
                CountPart("new", say("nuove", "new"), "16", 2.8),
                CountPart("changed", say("cambiate", "changed"), "21", 3.7),
                CountPart("unchanged", say("uguali", "unchanged"), "532", 93.0),
                CountPart("rejected", say("scartate", "rejected"), "3", 0.5),
            ),
            (
                FileReading(
                    "trattative_2026-11-23.csv",
                    say("trattative", "deals"),
                    say(
                        "separatore «;» · caratteri Windows-1252 · 4 colonne",
                        "separator “;” · Windows-1252 · 4 columns",
                    ),
                    columns,
                    say("569 righe", "569 rows"),
                    rejected,
                    say("3 su 572", "3 of 572"),
                    (Link(say("Scarica le righe", "Download the rows"), "/data/imports/47/rejected.csv"),),
                ),
            ),
            (
                Enabled(say("Ricavi netti", "Net revenue"), True, "/metrics/net_revenue"),
                Enabled(say("Offerte vinte", "Win rate"), True, "/metrics/win_rate"),
                Enabled(
                    say("Tempo di risposta", "Response time"),
                    False,
                    remedy=say("serve l’ora della richiesta", "needs the time of the enquiry"),
                ),
            ),
            (
                Link(say("Guarda le righe scartate", "Look at the rejected rows"), "/data/imports/47#rejected"),
                Link(say("Carica gli ordini", "Load the orders"), "/data"),
            ),
            undo=Link(say("Annulla questa importazione", "Take this import back"), "/data/imports/47/undo"),
        )

    def wizard(self, step: str) -> Wizard:
        say = self.say
        names = (
            ("files", say("File", "Files")),
            ("kinds", say("Che cosa è", "What it is")),
            ("questions", say("Domande", "Questions")),
            ("columns", say("Colonne", "Columns")),
            ("proof", say("Prova", "Proof")),
            ("import", say("Importazione", "Import")),
        )
        at = [name for name, _ in names].index(step)
        base = "/data/drafts/0123456789abcdef"
        steps = tuple(
            Step(
                number + 1,
                title,
                "current" if number == at else "done" if number < at else "later",
                f"{base}/{name}" if number < at else None,
            )
            for number, (name, title) in enumerate(names)
        )
        return Wizard(
            base,
            steps,
            say(f"Passo {at + 1} di 6", f"Step {at + 1} of 6"),
            round(100 * (at + 1) / 6),
            say("Bozza salvata alle 08:52", "Draft saved at 08:52"),
            Link(say("Indietro", "Back"), "/data"),
            say("Non è un numero.", "Not a number.") if step == "kinds" else "",
            say("Correggilo.", "Correct it.") if step == "kinds" else "",
        )

    def wizard_frame(self) -> Frame:
        return self.frame(self.say("Nuova importazione", "New import"), "trattative.csv", "data")

    def wizard_files(self) -> FilesPage:
        files = (DraftFile(1, "trattative.csv", "24 kB"), DraftFile(2, "<b>ordini</b>.xlsx", "1,2 MB"))
        whole = self.say("2 file, 1,2 MB", "2 files, 1.2 MB")
        return FilesPage(self.wizard_frame(), self.wizard("files"), files, whole)

    def wizard_kinds(self) -> KindsPage:
        say = self.say
        groups = (
            OptionGroup(
                say("Più probabili", "Most likely"), (Option("opportunity", say("Trattative", "Deals"), True),)
            ),
            OptionGroup("", (Option("skip", say("Lascia fuori", "Leave out")),)),
        )
        choosing = Choosing("trattative.csv:table", "trattative.csv", "opportunity", groups)
        return KindsPage(
            self.wizard_frame(),
            self.wizard("kinds"),
            (
                FileKindRow("trattative.csv", say("569 righe", "569 rows"), "HubSpot", choosing),
                FileKindRow("copia.csv", "", "", None, say("Lo stesso file.", "The same file.")),
            ),
        )

    def wizard_questions(self) -> QuestionsPage:
        say = self.say
        day = Question(
            "date_order:Consegna",
            say(
                "«Consegna»: giorno e mese si possono scambiare in tutti i 41 valori.",
                "“Consegna”: day and month can be swapped in all 41 values.",
            ),
            say("03/12/2026 può essere il 3 dicembre o il 12 marzo.", "03/12/2026 may be 3 December or 12 March."),
            (
                Choice("day_first", say("3 dicembre", "3 December"), say("gg/mm", "dd/mm"), True),
                Choice("month_first", say("12 marzo", "12 March"), say("mm/gg", "mm/dd")),
            ),
            examples=("03/12/2026",),
            where="trattative.csv",
        )
        words = Question(
            "won:Esito",
            say("Quali parole dicono vinta?", "Which words say won?"),
            "",
            (Choice("firmato", "firmato", proposed=True), Choice("ko", "ko")),
            many=True,
        )
        return QuestionsPage(self.wizard_frame(), self.wizard("questions"), (day,), (words,))

    def wizard_columns(self) -> ColumnsPage:
        say = self.say
        groups = (
            OptionGroup(say("Più probabili", "Most likely"), (Option("amount", say("importo", "amount"), True),)),
            OptionGroup("", (Option("", say("tieni come attributo", "keep as an attribute")),)),
        )
        rows = (
            ColumnRow(
                "Importo", "10.200,00", say("numero", "number"), Choosing("x:column:Importo", "x", "amount", groups)
            ),
            ColumnRow(
                "Note", "", "", Choosing("x:column:Note", "y", "", groups), say("risposta tua", "your answer"), True
            ),
        )
        lacking = say("Manca ancora: data.", "Still lacking: date.")
        columns = ColumnsOf("trattative.csv", say("Trattative", "Deals"), rows, lacking)
        return ColumnsPage(self.wizard_frame(), self.wizard("columns"), (columns,))

    def wizard_work(self) -> WorkPage:
        base = "/data/drafts/0123456789abcdef"
        return WorkPage(
            self.wizard_frame(),
            self.wizard("import"),
            self.say("Importazione di trattative.csv", "Importing trattative.csv"),
            self.say("Lettura: 4 MB di 9 MB", "Reading: 4 MB of 9 MB"),
            0.4,
            f"{base}/progress",
            f"{base}/import",
            f"{base}/stop",
        )

    def draft_proof(self) -> ProofPage:
        return replace(
            self.proof(),
            wizard=self.wizard("proof"),
            form=ImportForm("/data/drafts/0123456789abcdef/import", self.say("Importa 569 righe", "Import 569 rows")),
            actions=(),
            next_steps=(),
            undo=None,
        )

    def undo(self) -> UndoPage:
        say = self.say
        return UndoPage(
            self.frame(say("Annullare l’importazione", "Taking an import back"), "", "data"),
            say("Annullare l’importazione n. 47?", "Take back import no. 47?"),
            say("I file originali restano.", "The original files stay."),
            Table(say("Conti", "Counts"), (Column("File"), Column("n", "number")), ((Cell("x.csv"), Cell("3")),)),
            "/data/imports/47/undo",
            Link(say("Lasciala", "Leave it"), "/data/imports/47"),
        )

    def error(self) -> ErrorPage:
        say = self.say
        return ErrorPage(
            self.frame(say("Pagina non trovata", "Page not found"), "", ""),
            "404",
            say("Non c’è nessuna metrica «win_rat».", "There is no metric “win_rat”."),
            say("Forse cercavi: win_rate.", "Did you mean: win_rate?"),
            (Link(say("Oggi", "Today"), "/"),),
            "unknown_metric",
        )


WIZARD_PAGES = ("wizard_files", "wizard_kinds", "wizard_questions", "wizard_columns", "wizard_work")
PAGES = ("overview", "metrics", "metric", "rows", "empty", "data", "proof", *WIZARD_PAGES, "undo", "error")
