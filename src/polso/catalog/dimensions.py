"""The dimensions by which figures can be split, and the entity whose record names each value."""

from __future__ import annotations

from dataclasses import dataclass

from polso.catalog.model import Words


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to split figures.

    `table` holds the display name in `label` under the id `key`; without a table the value names itself.
    """

    id: str
    names: Words
    table: str | None = None
    key: str | None = None
    label: str | None = None


DIMENSIONS: dict[str, Dimension] = {
    dimension.id: dimension
    for dimension in (
        Dimension("rep", Words("Salesperson", "Venditore"), "rep", "rep_id", "name"),
        Dimension("team", Words("Team", "Squadra"), "team", "team_id", "name"),
        Dimension("source", Words("Source", "Fonte"), "source", "source_id", "name"),
        Dimension("product", Words("Product", "Prodotto"), "product", "product_id", "name"),
        Dimension("segment", Words("Customer segment", "Segmento di clienti"), "account", "account_id", "segment"),
        Dimension("customer", Words("Customer", "Cliente"), "account", "account_id", "name"),
        Dimension("channel", Words("Channel", "Canale")),
        Dimension("stage", Words("Stage", "Fase"), "stage", "stage_id", "name"),
        Dimension("closing", Words("Expected close", "Chiusura prevista")),
        Dimension("movement", Words("Movement", "Movimento")),
        Dimension("metric", Words("Metric of the target", "Metrica dell’obiettivo")),
        Dimension("series", Words("Other figure", "Altro dato")),
    )
}
