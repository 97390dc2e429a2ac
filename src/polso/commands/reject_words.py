"""Why a row was rejected, in a sentence."""

from __future__ import annotations

from polso.base.company import Language
from polso.i18n.catalogue import catalogue
from polso.i18n.translation import has_message, translate
from polso.store.batch_context import Reject


def reject_words(reject: Reject, language: Language) -> str:
    """The column at fault and the reason.

    >>> reject_words(Reject(3, "Importo", "boh", "unreadable_number"), "it")
    'Importo: «boh» non è un numero.'
    """
    key = f"reject.{reject.reason}"
    if has_message(key) and catalogue()[key][language].placeholders <= {"value"}:
        said = translate(language, key, value=reject.value or "")
    else:
        said = reject.reason.replace("_", " ")
    return f"{reject.column}: {said}" if reject.column else said
