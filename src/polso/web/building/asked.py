"""Questions of the intake, and its codes, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from polso.base.errors import Parameter
from polso.i18n.catalogue import catalogue
from polso.i18n.dates import format_date
from polso.i18n.translation import has_message
from polso.web.building.voice import Voice
from polso.web.views.proof import Choice, Question

Data = Mapping[str, Any]

READING = "reads"
SEPARATOR = "|"
"""Between the answers to a question that takes several."""


def question_view(question: Data, voice: Voice, answer: Data | None = None) -> Question:
    """A question in words; with the answer in force, where there is one, else with what is recommended."""
    many = bool(question["many"])
    proposed = question["recommended"] if answer is None else str(answer["value"])
    taken = set((proposed or "").split(SEPARATOR)) if many else {proposed}
    choices = tuple(
        Choice(
            choice["value"],
            voice.say(choice["message"], **_parameters(choice["parameters"], voice))
            if choice["message"]
            else choice["value"],
            voice.say("proof.recommended") if not many and choice["value"] == question["recommended"] else "",
            proposed=choice["value"] in taken,
        )
        for choice in question["choices"]
    )
    return Question(
        question["key"],
        voice.say(question["message"], **_parameters(question["parameters"], voice)),
        _why(question, voice),
        choices,
        many,
        tuple(str(one) for one in question["examples"]),
        str(question["file"] or ""),
        bool(question["others"]),
        "" if answer is None or any(choice.proposed for choice in choices) else str(answer["value"]),
        "" if answer is None else origin_words(answer, voice),
    )


def origin_words(answer: Data, voice: Voice) -> str:
    """Where an answer is from that was not given now."""
    if answer["origin"] == "remembered" and answer["since"]:
        day = format_date(date.fromisoformat(str(answer["since"])), voice.language)
        return voice.say("wizard.remembered", day=day)
    return voice.say("wizard.assumed") if answer["origin"] == "recommended" else ""


def _why(question: Data, voice: Voice) -> str:
    """Why it is asked, and why the recommended answer is recommended."""
    said = [coded("reason", question["reason"], voice)] if question["reason"] else []
    if question["advice"] and question["recommended"] is not None:
        parameters = _parameters(question["advice_parameters"], voice)
        said.append(coded("advice", question["advice"], voice, **parameters))
    return " ".join(said)


def _parameters(pairs: Sequence[Sequence[Any]], voice: Voice) -> dict[str, Parameter]:
    return {
        str(name): tuple(value) if isinstance(value, list) else _day(value, voice) if name == READING else value
        for name, value in pairs
    }


def _day(value: Any, voice: Voice) -> Any:
    """How a value would be read, where that is a day, as the reader writes days."""
    try:
        return format_date(date.fromisoformat(str(value)), voice.language, "long")
    except ValueError:
        return value


def coded(area: str, code: str, voice: Voice, **parameters: Parameter) -> str:
    """The sentence of a code that the intake gave; the code itself where there is none in words."""
    key = f"{area}.{code}"
    if has_message(key) and catalogue()[key][voice.language].placeholders <= set(parameters):
        return voice.say(key, **parameters)
    return " ".join([code.replace("_", " "), *(str(one) for one in parameters.values() if one)])
