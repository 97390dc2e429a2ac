"""What a figure without rows of its own is made of, as a text table with the question for the rows of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from polso.answers.parts import Part
from polso.base.company import Language
from polso.commands.ask_table import Line, Section
from polso.commands.session import Session
from polso.commands.wording import shown_value
from polso.i18n.dates import format_period
from polso.i18n.translation import translate
from polso.query.request import Request
from polso.query.resolve import variant_of


def table_of(parts: Sequence[Part], request: Request, session: Session, language: Language) -> dict[str, Any]:
    """As `polso.commands.ask_table.table_of`."""
    today = session.today()
    metric, variant = variant_of(request.metrics[0], session.door.context(today), request.compare)
    lines = []
    for part in parts:
        asked = replace(
            request, metrics=(part.name,), by=(), grain=None, period=part.period, where=part.where, compare="none"
        )
        found = next(iter(session.door.ask(asked, session.viewer, today)))
        value = shown_value(found.value, found.unit, session.company.currency, language)
        name = (found.variant if found.variant.id != found.metric.default_variant else found.metric).names[language]
        period = found.part or found.period
        lines.append(Line((name, format_period(period.start, period.end, language), value, _command(part))))
    headers = (
        translate(language, "rows.made_part"),
        translate(language, "cli.column_period"),
        translate(language, "families.value"),
        translate(language, "rows.behind"),
    )
    return {
        "title": f"{variant.names[language]}: {translate(language, 'rows.made_title').lower()}",
        "sections": [asdict(Section("", headers, (False, False, True, False), -1, tuple(lines)))],
        "notes": [],
        "receipt": [translate(language, "rows.made_of", formula=metric.formula[language])],
    }


def _command(part: Part) -> str:
    filters = "".join(f" --where '{name}={value}'" for name, value in part.where)
    return f"polso ask {part.name} --period {part.period}{filters} --rows"
