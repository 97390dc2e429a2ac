"""Writes the sample company as the export files of ordinary systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from polso.demo import crm_files, desk_files, job_files, office_files, shop_files, template_files
from polso.demo.readme import readme
from polso.demo.records import Language, World
from polso.demo.words import Words
from polso.demo.world import truth

_NAMES: dict[str, tuple[str, str]] = {
    "deals": ("crm_trattative.csv", "crm_deals.csv"),
    "history": ("crm_storico_trattative.csv", "crm_deal_history.csv"),
    "activities": ("crm_attivita.csv", "crm_activities.csv"),
    "orders": ("negozio_ordini.csv", "shop_orders.csv"),
    "refunds": ("negozio_rimborsi.csv", "shop_refunds.csv"),
    "jobs": ("gestionale_commesse.csv", "job_orders.csv"),
    "products": ("negozio_prodotti.csv", "shop_products.csv"),
    "leads": ("contatti.csv", "leads.csv"),
    "customers": ("clienti.csv", "customers.csv"),
    "reviews": ("recensioni.csv", "reviews.csv"),
    "targets": ("obiettivi.csv", "targets.csv"),
    "team": ("squadra_vendite.xlsx", "sales_team.xlsx"),
    "expenses": ("spese.xlsx", "expenses.xlsx"),
    "contracts": ("contratti_manutenzione.csv", "maintenance_contracts.csv"),
    "quotes": ("preventivi.csv", "quotes.csv"),
    "invoices": ("fatture_commesse.csv", "job_invoices.csv"),
    "requests": ("richieste_clienti.csv", "customer_requests.csv"),
    "social": ("social.csv", "social_counters.csv"),
    "rates": ("cambi.csv", "exchange_rates.csv"),
    "hours": ("orari.csv", "opening_hours.csv"),
    "closed": ("chiusure.csv", "closed_days.csv"),
    "visits": ("visite_showroom.csv", "showroom_visits.csv"),
    "shared": ("vendite_condivise.csv", "shared_sales.csv"),
    "lines": ("righe_trattative.csv", "deal_lines.csv"),
    "owners": ("clienti_seguiti_da.csv", "customers_looked_after.csv"),
    "sources": ("fonti.csv", "sources.csv"),
    "benchmarks": ("riferimenti.csv", "benchmarks.csv"),
    "notes": ("note.csv", "notes.csv"),
    "readme": ("LEGGIMI.txt", "README.txt"),
}

Writer = Callable[[Path, World, Words], Path]


def file_names(language: Language) -> dict[str, str]:
    """The file name of each table, and of the page that explains them under `readme`."""
    return {table: pair[0 if language == "it" else 1] for table, pair in _NAMES.items()}


def generate(
    folder: Path,
    *,
    today: date,
    language: Language = "it",
    seed: int = 7,
    size: float = 1.0,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Writes all export files as taken on the morning of `today` and returns their paths, without the page of text.

    The same arguments give the same bytes. `progress` is told each file name before it is written. The folder is made
    where it does not exist; files of the same names are replaced. Raises ValueError where `size` is not above zero and
    OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words, names = Words(language), file_names(language)
    world = truth(today=today, seed=seed, size=size)
    writers: dict[str, Writer] = {
        "deals": partial(_deals, as_of=today),
        "history": crm_files.write_history,
        "activities": crm_files.write_activities,
        "orders": shop_files.write_orders,
        "refunds": shop_files.write_refunds,
        "jobs": job_files.write_job_orders,
        "products": shop_files.write_products,
        "leads": office_files.write_leads,
        "customers": office_files.write_customers,
        "reviews": office_files.write_reviews,
        "targets": office_files.write_targets,
        "team": office_files.write_team,
        "expenses": office_files.write_expenses,
        "contracts": desk_files.write_contracts,
        "quotes": desk_files.write_quotes,
        "invoices": desk_files.write_invoices,
        "requests": desk_files.write_requests,
        "social": desk_files.write_social,
        "rates": template_files.write_rates,
        "hours": template_files.write_hours,
        "closed": template_files.write_closed,
        "visits": template_files.write_visits,
        "shared": template_files.write_shared,
        "lines": template_files.write_lines,
        "owners": template_files.write_owners,
        "sources": template_files.write_sources,
        "benchmarks": template_files.write_benchmarks,
        "notes": template_files.write_notes,
    }
    written = []
    for table, write in writers.items():
        if progress is not None:
            progress(names[table])
        written.append(write(folder / names[table], world, words))
    (folder / names["readme"]).write_text(readme(world, words, names), encoding="utf-8", newline="\n")
    return tuple(written)


def pipeline_export(
    folder: Path,
    *,
    as_of: date,
    today: date,
    language: Language = "it",
    seed: int = 7,
    size: float = 1.0,
) -> Path:
    """Writes the CRM's list of deals as it was on the morning of `as_of`, under a name that carries the day.

    It is the history of `today` folded to an earlier day, so exports of several days show one moving pipeline; that of
    `as_of=today` equals the file of `generate`. Raises ValueError where `as_of` lies after `today`.
    """
    if as_of > today:
        raise ValueError("as_of lies after today")
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_names(language)["deals"].removesuffix(".csv")
    world = truth(today=today, seed=seed, size=size)
    return crm_files.write_deals(folder / f"{stem}_{as_of.isoformat()}.csv", world, Words(language), as_of)


def _deals(path: Path, world: World, words: Words, *, as_of: date) -> Path:
    return crm_files.write_deals(path, world, words, as_of)
