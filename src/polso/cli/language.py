"""The language of the command line."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from polso.base.company import Language
from polso.i18n.language import choose_language

LANGUAGE_VARIABLE = "POLSO_LANGUAGE"
_ITALIAN_ON_WINDOWS = 0x10
_PRIMARY_LANGUAGE = 0x3FF


def language_of(environ: Mapping[str, str], folder: Path | None) -> Language:
    """`POLSO_LANGUAGE`, else the company's in the workspace `folder`, else the system's, else Italian."""
    wishes = [environ.get(LANGUAGE_VARIABLE), company_language(folder) if folder else None]
    return choose_language(*wishes, system_language(environ))


def company_language(folder: Path) -> str | None:
    """What `polso.toml` says, read by itself: a file at fault is reported by whoever opens the workspace."""
    try:
        document = tomllib.loads((folder / "polso.toml").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    company = document.get("company")
    return str(company.get("language", "")) if isinstance(company, dict) else None


def system_language(environ: Mapping[str, str]) -> str | None:
    """The language of the locale in the environment, on Windows that of the user.

    >>> system_language({"LANG": "it_IT.UTF-8"}), system_language({"LC_ALL": "C", "LANG": "it_IT.UTF-8"})
    ('it_IT', 'C')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return environ[name].partition(".")[0]
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage() & _PRIMARY_LANGUAGE
        return "it" if number == _ITALIAN_ON_WINDOWS else "en"
    return None
