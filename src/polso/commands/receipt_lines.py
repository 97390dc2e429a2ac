"""The receipt of figures as the short lines under a table: how they came about."""

from __future__ import annotations

from polso.answers.answer import Answers
from polso.base.company import Language
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Variant
from polso.catalog.rules.kinds import measures_of
from polso.commands.session import Session
from polso.i18n.dates import format_moment
from polso.i18n.translation import translate
from polso.query.resolve import inner_variant
from polso.query.settings import days_used
from polso.store.instants import aware


def receipt_lines(answers: Answers, session: Session, language: Language) -> list[str]:
    """Basis of the revenue and settings in days where they are used, filters, instant of knowledge, zone, version."""
    receipt = answers.receipt
    lines = []
    if any(_uses_basis(columns.variant) for columns in answers.columns):
        lines.append(translate(language, "cli.receipt_basis", basis=basis_name(receipt.revenue_basis, language)))
    used = [pair for columns in answers.columns for pair in days_used(columns.variant, session.company)]
    for name, days in dict(used).items():
        lines.append(translate(language, "cli.receipt_days", name=name, count=days))
    if receipt.filters:
        said = " · ".join(
            f"{DIMENSIONS[name].names[language] if name in DIMENSIONS else name} = "
            f"{value or translate(language, 'cli.unassigned')}"
            for name, value in receipt.filters
        )
        lines.append(translate(language, "cli.receipt_filters", filters=said))
    if receipt.as_of is not None:
        moment = aware(receipt.as_of).astimezone(session.company.zone)
        lines.append(translate(language, "cli.receipt_as_of", moment=format_moment(moment, language)))
    lines.append(translate(language, "cli.receipt_place", timezone=receipt.timezone, version=str(receipt.data_version)))
    return lines


def basis_name(basis: str, language: Language) -> str:
    """`invoices`, `orders` or `won deals` in words."""
    return translate(language, f"cli.basis_{basis}")


def _uses_basis(variant: Variant) -> bool:
    return any(
        condition.values == ("@revenue_basis",)
        for measure in measures_of(inner_variant(variant).kind)
        for condition in measure.where
    )
