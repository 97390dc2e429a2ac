"""The data files of known exports: each is found by its own headers, and what is wrong in one is said key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.base.errors import PolsoError
from polso.i18n.catalogue import catalogue
from polso.i18n.errors import render_error
from polso.intake.recognise.fingerprint import Fingerprint, find_fingerprint, fingerprints, workspace_fingerprints
from polso.intake.recognise.fingerprint_file import LEFT_OUT_REASONS, ROW_REASONS, parse_fingerprint
from polso.intake.recognise.tables import recognise
from tests.unit.intake.cells import evidence

EVERY = [pytest.param(fingerprint, id=fingerprint.name) for fingerprint in fingerprints()]


@pytest.mark.parametrize("fingerprint", EVERY)
def test_each_is_found_by_each_of_its_signatures(fingerprint: Fingerprint) -> None:
    for signature in fingerprint.signatures:
        found = find_fingerprint(sorted(signature))
        assert found is not None
        assert found[0].name == fingerprint.name


@pytest.mark.parametrize("fingerprint", EVERY)
def test_each_says_from_where_its_headers_are_known(fingerprint: Fingerprint) -> None:
    assert fingerprint.known_from
    assert (fingerprint.table is None) <= (fingerprint.left_out is not None)


@pytest.mark.parametrize("fingerprint", EVERY)
def test_what_a_lookup_names_exists(fingerprint: Fingerprint) -> None:
    assert {lookup.file for lookup in fingerprint.lookups} <= {known.name for known in fingerprints()}


def test_every_reason_has_its_sentence() -> None:
    assert {f"skipped.{code}" for code in (*LEFT_OUT_REASONS, "used_by_others")} <= catalogue().keys()
    assert {f"reject.{code}" for code in ROW_REASONS} <= catalogue().keys()
    notes = {note for fingerprint in fingerprints() for note in fingerprint.notes}
    assert {f"finding.{code}" for code in notes} <= catalogue().keys()


HEAD = 'source_system = "erp"\ntable = "sales_order"\nsignatures = [["Nr. Ord.", "Dt. Ord."]]\n'


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("table = ", "fingerprint_not_toml", None),
        ('table = "invoice"\nsignatures = [["a"]]\n', "fingerprint_key_missing", "source_system"),
        ('source_system = "erp"\nsignatures = [["a"]]\n', "fingerprint_key_missing", "table"),
        ('source_system = "erp"\ntable = "invoice"\n', "fingerprint_key_missing", "signatures"),
        ('source_system = "Our ERP"\ntable = "invoice"\nsignatures = [["a"]]\n', "fingerprint_value", "source_system"),
        ('source_system = "erp"\ntable = "invoices"\nsignatures = [["a"]]\n', "unknown_table", "table"),
        ('source_system = "erp"\ntable = "invoice"\nsignatures = []\n', "fingerprint_value", "signatures"),
        ('source_system = "erp"\ntable = "invoice"\nsignatures = [["--"]]\n', "fingerprint_value", "signatures[0]"),
        ('source_system = "erp"\ntable = "invoice"\nsignatures = ["a"]\n', "fingerprint_value", "signatures[0]"),
        (HEAD + 'colums = { order_id = ["a"] }\n', "fingerprint_key_unknown", "colums"),
        (HEAD + '[columns]\norder_nr = ["Nr. Ord."]\n', "unknown_column", "columns.order_nr"),
        (HEAD + '[columns]\norder_id = "Nr. Ord."\n', "fingerprint_value", "columns.order_id"),
        (HEAD + '[constants]\nstatus = "paid"\n', "fingerprint_value", "constants.status"),
        (HEAD + '[words.status]\npaid = ["Pagato"]\n', "fingerprint_value", "words.status.paid"),
        (HEAD + 'unit = "cents"\n', "fingerprint_value", "unit"),
        (HEAD + 'still_holds = ["31/12/9999"]\n', "fingerprint_value", "still_holds"),
        (HEAD + '[[leave_out]]\ncolumn = "x"\nwords = ["y"]\n', "fingerprint_key_missing", "leave_out[0].reason"),
        (HEAD + '[[leave_out]]\ncolumn = "x"\nreason = "draft"\n', "fingerprint_key_missing", "leave_out[0].words"),
        (
            HEAD + '[[leave_out]]\ncolumn = "x"\nwords = ["y"]\nreason = "no"\n',
            "fingerprint_value",
            "leave_out[0].reason",
        ),
        (HEAD + '[[lookup]]\nfile = "x"\ncolumn = "y"\nkey = "z"\n', "fingerprint_key_missing", "lookup[0].columns"),
        (HEAD + 'left_out = "no"\n', "fingerprint_value", "left_out"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(text: str, code: str, key: str | None) -> None:
    with pytest.raises(PolsoError) as caught:
        parse_fingerprint("erp.toml", text)
    assert (caught.value.code, caught.value.place.file, caught.value.place.column) == (code, "erp.toml", key)
    for language in ("it", "en"):
        rendered = render_error(caught.value, language)
        assert "erp.toml" in rendered.sentence
        assert rendered.action


def test_a_workspace_adds_its_own_and_goes_before(tmp_path: Path) -> None:
    (tmp_path / "erp.toml").write_text(HEAD + '[columns]\norder_id = ["Nr. Ord."]\n', encoding="utf-8")
    known = workspace_fingerprints(tmp_path)
    assert known[0].name == "erp"
    assert known[1:] == fingerprints()
    assert workspace_fingerprints(tmp_path / "absent") == fingerprints()


def test_deletions_units_and_closed_words_reach_the_mapping() -> None:
    headers = ["id", "amount", "amount_refunded", "captured", "currency", "paid", "status", "livemode", "created"]
    row = ["ch_1", "1050", "0", "true", "eur", "true", "succeeded", "true", "2026-01-01 10:00:00"]
    mapping = recognise("x", headers, evidence([row])).mapping
    assert mapping is not None
    assert (mapping.source_system, mapping.table, mapping.minor_units, mapping.utc) == (
        "stripe",
        "sales_order",
        True,
        True,
    )
    assert mapping.words["status"]["failed"] == "cancelled"
    assert {rule.reason for rule in mapping.rows_left_out} == {"not_succeeded", "test_mode"}


def test_a_column_that_a_firm_fills_in_its_own_way_is_not_believed() -> None:
    headers = ["Record ID", "Deal Name", "Deal Stage", "Amount"]
    mapping = recognise("x", headers, evidence([["1", "a", "closedwon", "alto"], ["2", "b", "x", "basso"]])).mapping
    assert mapping is not None
    assert not mapping.has("amount")
    assert [(veto.header, veto.target) for veto in mapping.vetoes] == [("Amount", "amount")]
