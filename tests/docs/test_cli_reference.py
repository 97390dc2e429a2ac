"""`docs/cli.md` says what the command line does: it is made from the commands, and flags and exit codes are all there.

To write it anew: `POLSO_WRITE_DOCS=1 uv run --group test pytest tests/docs/test_cli_reference.py`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from polso.answers.flags import FLAGS
from polso.base.period_text import NAMED_PERIODS
from polso.cli.app import build
from polso.cli.localise import localise

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
INTRODUCTION = """\
# The command line

This page is made from the commands themselves by `tests/docs/test_cli_reference.py`. Scripts may depend on it.

The workspace is the folder of `--workspace`, else of `$POLSO_WORKSPACE`, else the one in the user's data folder. While
a server holds it, every command is carried out by that server; nothing changes for the caller.

| exit code | meaning |
|---|---|
| 0 | all went well |
| 1 | something that the user can act on: the message says what, where and what to do |
| 2 | wrong usage |
| 3 | our fault |

With `--json` one JSON value is printed on the standard output and nothing else; messages and progress go to the
standard error. A failing run prints an object with `error`: `code`, `message`, `action`, `place` (any of `file`, `row`,
`column`, `metric`, `setting`). Wrong usage may print none.

Messages are in the company's language; `POLSO_LANGUAGE` (`it`, `en`) goes before it. `POLSO_DEBUG` shows where an
error of ours happened.
"""
FORMATS = """\
## What the JSON holds

- `ask`: a list, one object a metric, group and bucket: `metric`, `variant`, `period` (`start`, `end` (excluded),
  `label`), `by`, `value`, `unit`, `currency`, `numerator`, `denominator`, `n`, `low`, `high`, `previous`, `change`,
  `change_ratio`, `distinguishable`, `coverage`, `partial`, `as_of`, `flags`, and `mean`, `median`, `missing`. Money is
  decimal text, shares lie in [0, 1], what is unknown is null and the reason stands among the flags. A total leaves its
  dimension out of `by`; null there means unassigned. `distinguishable` is null when there are too few records to tell.
  With `--rows`, a list with one object a row.
- `import`: `batch`, `files` (`file`, `table`, `rows`, `new`, `changed`, `unchanged`, `rejected` with `line`, `column`,
  `value`, `reason`), `enables`, `questions` (`key`, `text`, `choices` of `value` and `label`). Open questions are exit
  code 1; `--answer KEY=VALUE` answers them.
- `imports`: a list of `batch`, `files`, `imported_at`, `extracted_at`, `undone`.
- `metrics`: a list of objects with `id` and all that the catalog says of a metric; `metrics show`: one of them.
- `init`: `workspace`, `company`. `doctor`: `workspace`, `checks` (`check`, `status`, `text`), `versions`.

CSV has a comma, a point as decimal mark and ISO dates. In CSV and XLSX a text that a spreadsheet would run as a formula
has an apostrophe before it.
"""
PERIODS = """\
## Periods

`2026`, `2026-Q3`, `2026-11`, `2026-W48` (ISO), `2026-11-24`, `2026-01-01..2026-03-31` (end included); fiscal ones are
named by the year in which they end: `FY2026`, `FY2026-Q3`; whole ones before the current: `last-7-days`,
`last-4-weeks`, `last-12-months`; by name: {named}.

Without a period: the last month that the data cover.
"""


def test_the_page_is_what_the_commands_say() -> None:
    written = reference()
    if os.environ.get("POLSO_WRITE_DOCS"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written


def reference() -> str:
    command = build()
    localise(command, "en")
    parts = [INTRODUCTION, "## Commands\n", *_sections(command, "polso"), FORMATS, _periods(), _flags()]
    return "\n".join(parts)


def _sections(command: Any, path: str) -> list[str]:
    lines = [f"### `{path}`\n", f"{command.help}\n", f"```\n{_usage(command, path)}\n```\n"]
    rows = [
        _row(parameter) for parameter in command.params if getattr(parameter, "help", None) and parameter.name != "help"
    ]
    if rows:
        lines += ["| | |\n|---|---|", *rows, ""]
    for name, child in getattr(command, "commands", {}).items():
        lines += _sections(child, f"{path} {name}")
    return lines


def _usage(command: Any, path: str) -> str:
    taken = [str(parameter.metavar) for parameter in command.params if parameter.param_type_name == "argument"]
    words = [path, *taken, "[OPTIONS]"]
    if getattr(command, "commands", {}):
        words.append("[COMMAND]")
    return " ".join(words)


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"| `{parameter.metavar}` | {parameter.help} |"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    kind = "" if getattr(parameter, "is_flag", False) else f" `{_kind(parameter)}`"
    default = parameter.default
    shown = (
        ""
        if default in (None, False, "", ()) or callable(default)
        else f" Default: `{getattr(default, 'value', default)}`."
    )
    return f"| {names}{kind} | {_cell(parameter.help)}{shown} |"


def _kind(parameter: Any) -> str:
    return _cell(parameter.metavar)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _periods() -> str:
    named = ", ".join(f"`{name}`" for name in NAMED_PERIODS)
    return PERIODS.format(named=named)


def _flags() -> str:
    rows = "\n".join(f"| `{flag}` | {words.en} |" for flag, words in FLAGS.items())
    return f"## Flags\n\n| | |\n|---|---|\n{rows}\n"
