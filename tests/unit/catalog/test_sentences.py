"""What an owner reads has no names of settings or columns in it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from polso.answers.flags import FLAGS
from polso.catalog.model import Words
from polso.catalog.registry import metrics

IDENTIFIER = re.compile(r"\b[a-z]+_[a-z_]+\b|`|\b[a-z]+:[a-z]+\b")


def sentences(found: object) -> Iterator[str]:
    if isinstance(found, Words):
        yield found.en
        yield found.it
    elif isinstance(found, tuple):
        for one in found:
            yield from sentences(one)
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from sentences(getattr(found, field.name))


@pytest.mark.parametrize("name", sorted(metrics()))
def test_no_identifier_in_the_words_of_a_metric(name: str) -> None:
    assert [text for text in sentences(metrics()[name]) if IDENTIFIER.search(text)] == []


def test_no_identifier_in_what_is_said_of_a_figure() -> None:
    assert [text for words in FLAGS.values() for text in sentences(words) if IDENTIFIER.search(text)] == []
