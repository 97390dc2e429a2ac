"""`docs/errors.md`: every error, and every reason for which a row or a file is left out, in both languages."""

from __future__ import annotations

from polso.base.company import Language
from polso.i18n.catalogue import catalogue
from tests.docs.reference.markdown import code, page, table

INTRODUCTION = """\
# Errors

Made from the message files in `src/polso/i18n/messages/`. An error has a code, parameters (in braces), the place (file,
line, column, metric or setting) and says what to do next. There are two families: what the reader can act on (exit code
1, HTTP 4xx) and what is our fault (exit code 3, HTTP 500, the code `internal`); wrong usage of the command line is exit
code 2. With `--json` an error is an object `error` of `code`, `message`, `action` and `place`.
"""
REJECTS = """\
## Reasons of rejected rows

A row that cannot be read is kept with its line and reason and never filled in. The codes stand in
`files[].rejected[].reason` of what an import prints with `--json`.
"""
SKIPPED = """\
## Reasons of files left out

Of several files given together, those that are no table of records are left out. The code stands in `files[].skipped`.
"""
ACTION = "_action"
PIECES = frozenset({"did_you_mean", "internal_action"})
"""Messages of the area that are parts of others."""


def error_codes() -> tuple[str, ...]:
    return tuple(key for key in _keys("error") if not key.endswith(ACTION) and key not in PIECES)


def errors_page() -> str:
    known = catalogue()
    rows = []
    for name in error_codes():
        action = f"error.{name}{ACTION}"
        rows.append(
            (code(name), *(_said(f"error.{name}", action if action in known else None, one) for one in LANGUAGES))
        )
    return page(INTRODUCTION, table(HEADERS, rows), REJECTS, _area("reject"), SKIPPED, _area("skipped"))


HEADERS = ("code", "English", "Italiano")
LANGUAGES: tuple[Language, ...] = ("en", "it")


def _area(area: str) -> str:
    rows = [(code(key), *(_said(f"{area}.{key}", None, one) for one in LANGUAGES)) for key in _keys(area)]
    return table(HEADERS, rows)


def _keys(area: str) -> list[str]:
    return sorted(key.partition(".")[2] for key in catalogue() if key.partition(".")[0] == area)


def _said(sentence: str, action: str | None, language: Language) -> str:
    text = catalogue()[sentence][language].other
    return text if action is None else f"{text}\n*{catalogue()[action][language].other}*"
