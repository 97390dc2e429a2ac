"""`polso.toml` written: a first text that explains itself, and changes that leave all else as a person wrote it."""

from __future__ import annotations

import re
import tomllib

from polso.base.company import Company, Language
from polso.store import setting_values as values
from polso.store.settings import COMPANY_KEYS, HOLIDAY_KEYS, TEXT_OF_DAYS, Key
from polso.store.toml_statements import Statement, find_statement, lines_of

_REMARKS: dict[str, tuple[str, str]] = {
    "head": (
        "Settings of this polso workspace. You may edit this file; a mistake is reported with its line.",
        "Impostazioni di questo archivio polso. Puoi modificare il file; un errore viene indicato con la sua riga.",
    ),
    "hours": (
        'Opening hours; several spans with commas, "" = closed.',
        'Orari di apertura; più fasce separate da virgole, "" = chiuso.',
    ),
    "holidays": ("Days without work.", "Giorni senza lavoro."),
    "variants": (
        'Which variant of a metric is yours, as in win_rate = "by_value".',
        'La variante scelta di una metrica, per esempio win_rate = "by_value".',
    ),
}


def first_text(company: Company, language: Language) -> str:
    """The whole file for a new workspace, with a remark at each key; what is not chosen yet stands as a remark."""

    def remark(name: str) -> str:
        english, italian = _REMARKS[name]
        return f"# {italian if language == 'it' else english}"

    hours = [
        f"{day} = {values.write_value(values.write_hours(spans))}"
        for day, spans in zip(TEXT_OF_DAYS, company.hours, strict=True)
    ]
    variants = [f"{_bare(metric)} = {values.write_value(variant)}" for metric, variant in company.variants]
    parts = [
        [remark("head")],
        ["[company]", *_key_lines(COMPANY_KEYS, company, language)],
        [remark("hours"), "[hours]", *hours],
        [remark("holidays"), "[holidays]", *_key_lines(HOLIDAY_KEYS, company, language)],
        [remark("variants"), "[variants]", *variants],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _key_lines(keys: tuple[Key, ...], company: Company, language: Language) -> list[str]:
    lines: list[str] = []
    for key in keys:
        lines.append(f"# {key.remark_it if language == 'it' else key.remark_en}")
        value = getattr(company, key.company_field)
        lines.append(f"# {key.name} =" if value is None else f"{key.name} = {values.write_value(key.write(value))}")
    return lines


def set_value(text: str, table: str, key: str, written: str | None) -> str:
    """The text with `key` of `[table]` given the value `written` (as TOML spells it), everything else untouched.

    None takes the choice back: the key stays as a remark.

    An existing statement is replaced where it stands and its end-of-line remark kept; a key that stands as a remark
    (`# key =`) takes that line; else it follows the last key of its table, which is added where it is missing.

    >>> set_value('[company]\\nname = "A" # ours\\n', "company", "name", '"B"')
    '[company]\\nname = "B" # ours\\n'
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = lines_of(text)
    statement = find_statement(text, (table, key))
    assignment = f"# {_bare(key)} =" if written is None else f"{_bare(key)} = {written}"
    if statement:
        remark = "" if written is None else _end_remark(lines, statement)
        lines[statement.first - 1 : statement.last] = [assignment + remark]
    elif written is None:
        return text
    elif header := find_statement(text, (table,)):
        body = range(header.last, _end_of_table(lines, header))
        spare = next((number for number in body if re.match(rf"#\s*{re.escape(key)}\s*=", lines[number])), None)
        if spare is None:
            last = max((number for number in body if lines[number].strip()), default=header.last - 1)
            lines.insert(last + 1, assignment)
        else:
            lines[spare] = assignment
    else:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += ["", f"[{table}]", assignment, ""]
    return newline.join(lines)


def _end_of_table(lines: list[str], header: Statement) -> int:
    """The index behind the last line of the table: remarks just above the next header belong to that one."""
    for number in range(header.last, len(lines)):
        if re.match(r"\s*\[", lines[number]) and _is_whole(lines[:number]):
            end = number
            while lines[end - 1].startswith("#") and end > header.last:
                end -= 1
            return end
    return len(lines)


def _end_remark(lines: list[str], statement: Statement) -> str:
    if statement.first != statement.last:
        return ""
    line = lines[statement.first - 1]
    whole = tomllib.loads(line)
    for cut in (found.start() for found in re.finditer(r"\s*#", line)):
        try:
            if tomllib.loads(line[:cut]) == whole:
                return line[cut:]
        except tomllib.TOMLDecodeError:
            continue
    return ""


def _is_whole(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _bare(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else values.write_value(key)
