"""`docs/recognition.md`: its list of exports is what the data files say, its example does what it promises."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

from polso.i18n.columns import table_words
from polso.i18n.translation import translate
from polso.intake.importing import import_files
from polso.intake.recognise.fingerprint import Fingerprint, fingerprints
from polso.intake.recognise.fingerprint_file import KEYS, ROW_REASONS
from tests.docs.pages import DOCS, blocks
from tests.docs.reference.markdown import table
from tests.support.office import Office

PAGE = DOCS / "recognition.md"
BEGIN, END = "<!-- exports -->\n", "<!-- end -->"


def exports() -> str:
    """One table a program: its exports, what they become, and from where their headers are known."""
    parts = []
    for system in sorted({fingerprint.source_system for fingerprint in fingerprints()}):
        of_system = [fingerprint for fingerprint in fingerprints() if fingerprint.source_system == system]
        rows = [(f"`{one.name}`", becomes(one), shortest(one)) for one in of_system]
        sources = sorted({one.known_from for one in of_system})
        known = "\n".join(f"- {source}" for source in sources)
        parts.append(f"### {system}\n\n{table(('export', 'becomes', 'known by'), rows)}\n\nHeaders from:\n\n{known}\n")
    return "\n" + "\n".join(parts)


def becomes(fingerprint: Fingerprint) -> str:
    if fingerprint.table is None:
        assert fingerprint.left_out is not None
        return translate("en", f"skipped.{fingerprint.left_out}").removeprefix("Left out: ")
    said = table_words(fingerprint.table, "en")
    extra = [
        *(["amounts in minor units"] if fingerprint.minor_units else []),
        *sorted({rule.reason.replace("_", " ") + " left out" for rule in fingerprint.leave_out}),
        *(f"with `{name}`" for name in dict.fromkeys(lookup.file for lookup in fingerprint.lookups)),
    ]
    return "; ".join((said, *extra))


def shortest(fingerprint: Fingerprint) -> str:
    signature = min(fingerprint.signatures, key=lambda one: (len(one), sorted(one)))
    return ", ".join(f"`{header}`" for header in sorted(signature))


def test_the_list_of_exports_is_what_the_data_files_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    written = f"{before}{BEGIN}{exports()}{END}{after}"
    if os.environ.get("POLSO_WRITE_DOCS"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written, "write it anew with `just docs`"


def test_every_key_and_reason_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for key in KEYS:
        assert any(
            form in text for form in (f"| `{key}` |", f"| `[{key}]` |", f"| `[[{key}]]` |", f"| `[{key}.COLUMN]`")
        )
    for reason in ROW_REASONS:
        assert f"`{reason}`" in text


def test_the_example_does_what_it_promises(tmp_path: Path) -> None:
    files = {block.remark: "\n".join(block.lines) + "\n" for block in blocks(PAGE.read_text(encoding="utf-8"))}
    office = Office(tmp_path)
    try:
        folder = office.workspace.layout.fingerprints
        folder.mkdir()
        (folder / "gestionale.toml").write_text(files["gestionale.toml"], encoding="utf-8")
        export = tmp_path / "documenti.csv"
        export.write_text(files["example.csv"], encoding="utf-8")
        report = import_files(office.workspace, [export])
        assert not report.questions
        assert [(row.line, row.reason) for row in report.files[0].rejected] == [(3, "draft")]
        found = office.workspace.cursor().execute(
            "SELECT count(*), sum(CASE kind WHEN 'credit_note' THEN -abs(net) ELSE net END) FROM invoice"
        )
        assert found.fetchone() == (2, Decimal("1000.0000"))
        assert report.files[0].source_system == "gestionale"
    finally:
        office.close()
