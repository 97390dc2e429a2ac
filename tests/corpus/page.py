"""`docs/awkward-files.md`: the awkward files and what comes of each, as the test run holds them to it."""

from __future__ import annotations

from tests.corpus.all_cases import CASES, FAMILIES
from tests.corpus.case import Asked, Case, Read, Refused, Verdict
from tests.docs.reference.markdown import code, codes, page, table

INTRODUCTION = """\
# Awkward files

Made from `tests/corpus/`, where each of these files is built byte by byte and its verdict is written by hand:

- **read**: exactly the records that a person would read are in the workspace, as typed values, and exactly the rows
  named are left out;
- **asked**: nothing is stored until it is answered, and the right answers give exactly the records;
- **refused**: with the exact [error](errors.md) and its place.

The test run holds the program to every line. How questions are answered stands in [importing](importing.md).
"""
RANDOM = """\
## Random tables in random dialects

`tests/properties/test_any_dialect_gives_the_same_records.py` writes random records (deals, orders, invoices: text with
quotes, separators, line ends and accents, amounts of 0 to 4 decimals and either sign, days of forty years, nothing in
several spellings) in random dialects: separator, quotes, encoding, line ends, number and date style, currency sign,
order and language of the columns, lines before the table, a row of totals, gz, zip, workbook. The same records must
come back, or a question whose right answer gives them. Every run tries some; `POLSO_LONG=N` tries N of each of its
three tests. While it was built, 52,000 tables were read to their cells in such dialects and 1,200 were imported.

What it found: an apostrophe at both ends of a few names was taken for quoting, so that a customer called `''` was
lost; a mark that stood in the last rows by chance became the separator. Both are mended and stand above. It also found
what no reader can tell: Windows letters whose bytes happen to be valid UTF-8 (`ß€`) are read as UTF-8.
"""


def awkward_files_page() -> str:
    counts = {kind: sum(isinstance(case.verdict, kind) for case in CASES) for kind in (Read, Asked, Refused)}
    summary = (
        f"{len(CASES)} files or groups of files: {counts[Read]} are read, {counts[Asked]} are asked about, "
        f"{counts[Refused]} are refused."
    )
    families = [
        f"## {name}\n\n" + table(("files", "trap", "verdict", ""), map(_row, cases)) for name, cases in FAMILIES.items()
    ]
    return page(INTRODUCTION, summary, *families, RANDOM)


def _row(case: Case) -> tuple[str, str, str, str]:
    word, told = _told(case.verdict)
    trap = case.trap_en[0].upper() + case.trap_en[1:]
    if case.broken:
        word, told = f"*not yet*: {word}", f"{told}. Today: {case.broken}" if told else f"today: {case.broken}"
    return codes(case.files), trap, word, told


def _told(verdict: Verdict) -> tuple[str, str]:
    """The verdict in a word, and what is asked, left out or wrong."""
    match verdict:
        case Refused():
            place = [verdict.file or "", f"line {verdict.row}" if verdict.row else "", verdict.column or ""]
            return "refused", f"{code(verdict.code)} ({', '.join(filter(None, place))})"
        case Asked():
            asked = [f"{code(key)}, answered {code(answer)}" for key, answer in verdict.answers.items()]
            return "asked", "\n".join([*asked, *filter(None, [_left_out(verdict.read)])])
        case Read():
            return "read", _left_out(verdict)


def _left_out(read: Read) -> str:
    told = [f"line {one.line}{f', {one.column}' if one.column else ''}: {code(one.reason)}" for one in read.rejects]
    told += [f"{code(name)} left out: {code(reason)}" for name, reason in read.skipped.items()]
    told += [f"said: {codes(read.says)}"] if read.says else []
    return "\n".join(told)
