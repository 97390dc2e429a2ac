"""An error as the reader sees it: what is wrong, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.company import Language
from polso.base.errors import InternalError, Parameter, Place, PolsoError
from polso.i18n.catalogue import catalogue
from polso.i18n.dates import date_words
from polso.i18n.translation import has_message, translate
from polso.i18n.words import join_words

DATED = ("today", "moment", "period")
"""Parameters that are local days, moments or months in the form of the store, which people read in words."""


@dataclass(frozen=True, slots=True)
class RenderedError:
    """`sentence` says what and where; `action` what to do."""

    sentence: str
    action: str


def render_error(error: PolsoError, language: Language) -> RenderedError:
    """The sentence `error.<code>` with the place before it, and the action `error.<code>_action`.

    Parameters of the messages are those of the error and the parts of its place; a part that the sentence names itself
    is not said twice. A `reason` that is the code of a rejected row is said in its sentence. An internal error, or a
    code without a sentence, reads as our fault and names the code.

    >>> from polso.base.errors import UserError
    >>> place = Place(file="vendite.csv", row=118, column="Importo")
    >>> render_error(UserError("unreadable_number", value="da definire", place=place), "it").sentence
    'vendite.csv, riga 118, colonna «Importo»: «da definire» non è un numero.'
    """
    key = f"error.{error.code}"
    if isinstance(error, InternalError) or not has_message(key):
        return RenderedError(
            translate(language, "error.internal", code=error.code), translate(language, "error.internal_action")
        )
    place: dict[str, Parameter] = {name: str(value) for name, value in error.place.as_dict().items()}
    parameters = _worded(place | error.parameters, language)
    said = catalogue()[key][language].placeholders
    where = _where(error.place, said, language)
    sentence = translate(language, key, **parameters)
    return RenderedError(f"{where}: {sentence}" if where else sentence, _action(error, parameters, language))


def _worded(parameters: dict[str, Parameter], language: Language) -> dict[str, Parameter]:
    parameters = parameters | {
        name: date_words(said, language) for name in DATED if isinstance(said := parameters.get(name), str)
    }
    key = f"reject.{parameters.get('reason')}"
    if has_message(key) and catalogue()[key][language].placeholders <= parameters.keys():
        return parameters | {"reason": translate(language, key, **parameters)}
    return parameters


def _action(error: PolsoError, parameters: dict[str, Parameter], language: Language) -> str:
    suggestions = error.parameters.get("suggestions")
    if isinstance(suggestions, tuple) and suggestions:
        return translate(language, "error.did_you_mean", suggestions=join_words(suggestions, language, last="or"))
    key = f"error.{error.code}_action"
    action = translate(language, key, **parameters) if has_message(key) else ""
    if "skip_by" in parameters:
        action = f"{action} {translate(language, 'error.or_left_out', answer=parameters['skip_by'])}".lstrip()
    return action


def _where(place: Place, said: frozenset[str], language: Language) -> str:
    parts: list[str] = []
    if place.file is not None and "file" not in said:
        parts.append(place.file)
    if place.row is not None and "row" not in said:
        parts.append(translate(language, "place.row", row=str(place.row)))
    if place.column is not None and "column" not in said:
        parts.append(translate(language, "place.column", column=place.column))
    if place.metric is not None and "metric" not in said:
        parts.append(translate(language, "place.metric", metric=place.metric))
    if place.setting is not None and "setting" not in said:
        parts.append(translate(language, "place.setting", setting=place.setting))
    return ", ".join(parts)
