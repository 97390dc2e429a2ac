"""The catalog loads, and its rules notice broken records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from polso.answers.flags import FLAGS
from polso.base.errors import InternalError, NotFoundError
from polso.catalog import registry
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Condition, Measure, Metric, Simple, Uncertainty, Words
from polso.catalog.movements import MOVEMENTS
from polso.catalog.relations import RELATIONS
from polso.catalog.rules import check
from polso.catalog.schema import TABLES
from polso.i18n.columns import input_words

FIRST_TEN = {
    "opportunities_created",
    "win_rate",
    "average_deal_size",
    "sales_cycle_length",
    "pipeline_value",
    "net_revenue",
    "sales_growth",
    "average_order_value",
    "new_customers",
    "sales_per_rep",
}


def test_the_first_ten_metrics_are_there() -> None:
    assert set(registry.metrics()) >= FIRST_TEN
    mains = {metric.id for metric in registry.metrics().values() if not metric.supporting}
    assert mains >= FIRST_TEN | {"average_revenue_per_sale"}


@pytest.mark.parametrize(
    ("name", "metric_id"),
    [
        ("Tasso di chiusura", "win_rate"),
        ("fatturato", "net_revenue"),
        ("AOV", "average_order_value"),
        ("Win rate", "win_rate"),
        ("Valore medio dell'ordine (AOV)", "average_order_value"),
        ("Valore medio dell’ordine (AOV)", "average_order_value"),
    ],
)
def test_a_metric_is_found_by_the_words_people_use(name: str, metric_id: str) -> None:
    assert registry.find(name).id == metric_id


def _texts(value: object) -> Iterator[str]:
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


@pytest.mark.parametrize(
    "record", [*registry.ALL, *DIMENSIONS.values(), *MOVEMENTS.values(), *FLAGS.values()], ids=lambda one: str(one)[:40]
)
def test_what_people_read_has_printed_apostrophes(record: object) -> None:
    texts = list(_texts(record))
    assert texts
    assert [text for text in texts if re.search(r"[^\W\d_]'[^\W\d_]", text)] == []


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        registry.find("win_rat")
    suggestions = caught.value.parameters["suggestions"]
    assert isinstance(suggestions, tuple)
    assert suggestions[0] == "win_rate"


def _broken(metric: Metric) -> tuple[str, ...]:
    with pytest.raises(InternalError) as caught:
        check((*(one for one in registry.ALL if one.id != metric.id), metric))
    breaches = caught.value.parameters["breaches"]
    assert isinstance(breaches, tuple)
    return breaches


WIN_RATE = registry.metrics()["win_rate"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (replace(WIN_RATE, requires=(("opportunity.nothing",),)), "no column of a canonical table"),
        (replace(WIN_RATE, requires=()), "requires nothing"),
        (replace(WIN_RATE, dimensions=("planet",)), "no dimension"),
        (replace(WIN_RATE, totals="additive"), "do not fit the kind"),
        (replace(WIN_RATE, definition=Words("same", "same")), "not translated"),
        (replace(WIN_RATE, source=" "), "no source"),
        (replace(WIN_RATE, synonyms=("fatturato",)), "belongs to net_revenue already"),
        (replace(WIN_RATE, uncertainty=Uncertainty(level="wilson", change="counts")), "change test"),
        (
            replace(WIN_RATE, kind=Simple(Measure("deal", "closed", None, (Condition("colour", "is", ("red",)),)))),
            "no column «colour»",
        ),
        (replace(WIN_RATE, kind=Simple(Measure("deals", "closed"))), "is no relation"),
        (replace(WIN_RATE, kind=Simple(Measure("deal", "tea"))), "no clock"),
        (replace(WIN_RATE, id="Win Rate"), "not a plain id"),
    ],
)
def test_a_broken_record_is_noticed(broken: Metric, words: str) -> None:
    assert any(words in breach for breach in _broken(broken)), _broken(broken)


def test_every_table_has_its_key_among_its_columns() -> None:
    for table in TABLES:
        assert set(table.key) <= {column.name for column in table.columns}, table.name
        assert all(column.references in {one.name for one in TABLES} for column in table.references), table.name


def test_every_relation_declares_columns_that_exist() -> None:
    for relation in RELATIONS.values():
        columns = {name for name, _ in relation.columns}
        used = {*relation.dimensions.values(), *relation.entities.values(), *relation.shown, *relation.credits.values()}
        assert used | {clock.day for clock in relation.clocks} | {relation.identity} <= columns, relation.name


def test_every_input_can_be_asked_for_in_words() -> None:
    for metric in registry.metrics().values():
        for variant in metric.variant_ids:
            for group in metric.variant(variant).requires:
                assert input_words(group, "it"), (metric.id, variant)
                assert input_words(group, "en"), (metric.id, variant)
