"""What an import must ask before it can load, each answered with `--answer KEY=VALUE`."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.company import Language
from polso.base.errors import Parameter
from polso.i18n.translation import translate

SEPARATOR = "|"
"""Between the values of an answer to a question that takes several."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: `value` is what `--answer` takes; without a message the label is the value."""

    value: str
    message: str = ""
    parameters: tuple[tuple[str, Parameter], ...] = ()

    def label(self, language: Language) -> str:
        return translate(language, self.message, **dict(self.parameters)) if self.message else self.value


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the values of the files leave open.

    `key` is readable and stable: file, topic, column or word, as in `sales.csv:date_order:Data`. `message` is the key
    of the sentence; `reason` says why it cannot be known (`all_values_fit_both`, `unknown_word`: the sentence
    `reason.<code>`), `recommended` is the value that the rest of the files speaks for, or None, and `advice` why
    (the sentence `advice.<code>`). With `many` the answer is any of the choices, joined by `|`; with `others` values
    that are no choice may be given. `required`: no recommendation may stand for the answer, since it changes values.
    `weight` says how much hangs on it: the greater is asked first.
    """

    key: str
    message: str
    choices: tuple[Choice, ...]
    parameters: tuple[tuple[str, Parameter], ...] = ()
    recommended: str | None = None
    reason: str = ""
    examples: tuple[str, ...] = ()
    file: str | None = None
    column: str | None = None
    many: bool = False
    others: bool = False
    required: bool = False
    weight: int = 0
    advice: str = ""
    advice_parameters: tuple[tuple[str, Parameter], ...] = ()
    accepted: tuple[str, ...] = ()
    """With `many`, values that an answer may name though they are not asked about."""

    def text(self, language: Language) -> str:
        """The question as a sentence."""
        return translate(language, self.message, **dict(self.parameters))

    def why(self, language: Language) -> str:
        """Why it is asked and why the recommended answer is recommended; empty where nothing is said."""
        sentences = []
        if self.reason:
            sentences.append(translate(language, f"reason.{self.reason}"))
        if self.advice and self.recommended is not None:
            sentences.append(translate(language, f"advice.{self.advice}", **dict(self.advice_parameters)))
        return " ".join(sentences)

    def takes(self, value: str) -> bool:
        """Whether `value` answers the question.

        >>> question = Question("a.csv:won:Esito", "", (Choice("ok"), Choice("no")), many=True)
        >>> [question.takes(value) for value in ("ok|no", "", "ok|forse")]
        [True, True, False]
        """
        values = {choice.value for choice in self.choices}
        if self.many:
            return not value or all(part in values or part in self.accepted for part in value.split(SEPARATOR))
        return self.others or value in values

    def as_json(self, language: Language) -> dict[str, object]:
        """`key`, `text` and `choices` (`value`, `label`), with what helps to answer."""
        return {
            "key": self.key,
            "text": self.text(language),
            "choices": [{"value": choice.value, "label": choice.label(language)} for choice in self.choices],
            "many": self.many,
            "recommended": self.recommended,
            "reason": self.reason,
            "why": self.why(language),
            "examples": list(self.examples),
            "file": self.file,
            "column": self.column,
        }
