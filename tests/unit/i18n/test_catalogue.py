"""The message files are whole: both languages, the same parameters, nothing unused, nothing missing."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from polso.base.errors import InternalError
from polso.i18n.catalogue import Message, catalogue
from polso.i18n.translation import translate
from tests.unit.i18n.sources import Usage, read_usage

KEYS = sorted(catalogue())


@pytest.fixture(scope="module")
def usage() -> Usage:
    return read_usage()


@pytest.mark.parametrize("key", KEYS)
def test_each_form_in_both_languages_has_the_same_parameters(key: str) -> None:
    parameters = set()
    for message in catalogue()[key].values():
        forms = [message.other] if message.one is None else [message.other, message.one]
        assert all(form.strip() for form in forms)
        found = {frozenset(re.findall(r"{(\w+)}", form)) for form in forms}
        # "1 row" may be written without its number; every other parameter stands in each form.
        parameters.add(frozenset(found.pop() | {"count"}) if message.one is not None else found.pop())
        for other in found:
            assert other | {"count"} in parameters
    assert len(parameters) == 1
    forms_by_language = {message.one is None for message in catalogue()[key].values()}
    assert len(forms_by_language) == 1


@pytest.mark.parametrize("key", KEYS)
def test_texts_follow_the_house_rules(key: str) -> None:
    for message in catalogue()[key].values():
        for text in (message.other, message.one or ""):
            assert "!" not in text
            assert not re.search(r"'", text), "typographic apostrophes only"
            assert not re.search(r"(?<!\w)-\d", text), "the minus sign is U+2212"


# Said only where there are very many.
NEVER_ONE = frozenset({"error.too_many_words", "error.too_many_rows"})
PLURAL_AFTER_COUNT = re.compile(r"{count} (?!di |e )[^\W\d_]+[ei]\b")


@pytest.mark.parametrize("key", KEYS)
def test_what_is_counted_has_a_singular(key: str) -> None:
    message = catalogue()[key]["it"]
    if message.one is None and key not in NEVER_ONE:
        assert not PLURAL_AFTER_COUNT.search(message.other)


def test_every_key_that_the_product_names_exists(usage: Usage) -> None:
    missing = {key: where for key, where in usage.translated.items() if key not in catalogue()}
    assert missing == {}


def test_every_error_that_the_user_can_act_on_has_its_sentence_and_action(usage: Usage) -> None:
    needed = {f"error.{code}{part}": where for code, where in usage.error_codes.items() for part in ("", "_action")}
    assert {key: where for key, where in needed.items() if key not in catalogue()} == {}


def test_every_error_gives_what_its_sentence_names(usage: Usage) -> None:
    lacking = []
    for code, given, where in usage.error_calls:
        for key in (f"error.{code}", f"error.{code}_action"):
            for message in catalogue().get(key, {}).values():
                lacking += [(code, name, where) for name in message.placeholders - given]
    assert lacking == []


def test_no_key_is_unused(usage: Usage) -> None:
    assert [key for key in KEYS if not _used(key, usage)] == []


# Areas whose keys are codes that other packages carry as data: the code stands in the source, the key does not.
CODE_AREAS = frozenset({"column", "error", "reject", "finding", "question", "reason", "advice", "warning"})


def _used(key: str, usage: Usage) -> bool:
    area, _, name = key.partition(".")
    if key in usage.literals or (area in CODE_AREAS and _is_code(name.removesuffix("_action"), usage.literals)):
        return True
    return any(
        key.removeprefix(prefix) in usage.literals or _is_code(key.removeprefix(prefix), usage.literals)
        for prefix in usage.prefixes
        if prefix.startswith(f"{area}.") and key.startswith(prefix)
    )


def _is_code(name: str, literals: set[str]) -> bool:
    """A code, or a code and one of its values (`date_order_dmy`)."""
    cuts = (place for place, letter in enumerate(name) if letter == "_")
    return name in literals or any(name[:cut] in literals and name[cut + 1 :] in literals for cut in cuts)


def test_files_are_parted_by_area_and_sorted_into_readable_sizes() -> None:
    for entry in (files("polso.i18n") / "messages").iterdir():
        text = entry.read_text(encoding="utf-8")
        assert tomllib.loads(text)
        assert len(text.splitlines()) < 900, entry.name


def test_a_missing_key_is_our_fault() -> None:
    with pytest.raises(InternalError, match="message_missing"):
        translate("it", "common.no_such_key")


def test_a_missing_parameter_is_our_fault() -> None:
    with pytest.raises(InternalError, match="message_parameter_missing"):
        translate("it", "period.week", week="48")
    with pytest.raises(InternalError, match="message_without_count"):
        translate("it", "proof.questions")


def test_text_parameters_are_never_read_as_a_pattern() -> None:
    assert translate("en", "place.column", column="{week}") == "column “{week}”"


def test_placeholders_are_those_of_the_longer_form() -> None:
    assert Message(other="{count} di {total}", one="una di {total}").placeholders == {"count", "total"}
