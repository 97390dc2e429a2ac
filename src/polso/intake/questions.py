"""What an import must ask before it can load, each answered with `--answer KEY=VALUE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polso.base.company import Language
from polso.base.errors import Parameter, Place, UserError
from polso.i18n.translation import translate

MOST_QUESTIONS = 3
"""The most that is asked before the first number."""


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
    of the sentence; `reason` says why it cannot be known (`all_values_fit_both`, `unknown_word`, ...), `recommended`
    is the value that the rest of the files speaks for, or None.
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

    def text(self, language: Language) -> str:
        """The question as a sentence."""
        return translate(language, self.message, **dict(self.parameters))

    def as_json(self, language: Language) -> dict[str, object]:
        """`key`, `text` and `choices` (`value`, `label`), with what helps to answer."""
        return {
            "key": self.key,
            "text": self.text(language),
            "choices": [{"value": choice.value, "label": choice.label(language)} for choice in self.choices],
            "recommended": self.recommended,
            "reason": self.reason,
            "examples": list(self.examples),
            "file": self.file,
            "column": self.column,
        }


@dataclass(slots=True)
class Asked:
    """The answers given and the questions that came up while the files were understood."""

    answers: Mapping[str, str]
    questions: list[Question]

    def answer(self, question: Question) -> str | None:
        """The answer given to `question`; None, with the question noted, when there is none.

        Raises UserError `answer_unknown` when the answer is no choice of the question.
        """
        given = self.answers.get(question.key)
        if given is None:
            if all(question.key != noted.key for noted in self.questions):
                self.questions.append(question)
            return None
        values = tuple(choice.value for choice in question.choices)
        if given not in values:
            place = Place(file=question.file, column=question.column)
            raise UserError("answer_unknown", place=place, answer=given, choices=values)
        return given
