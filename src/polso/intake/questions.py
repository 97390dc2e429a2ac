"""The answers of an import: given, remembered or taken as recommended, and the questions that stay open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from polso.base.errors import Place, UserError
from polso.intake.question import SEPARATOR, Choice, Question

__all__ = ["MOST_QUESTIONS", "SEPARATOR", "Answer", "Asked", "Choice", "Origin", "Question"]

MOST_QUESTIONS = 3
"""The most that is asked before the first number."""

Origin = Literal["given", "remembered", "recommended"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in force. `since` is the day on which a remembered one was given; `question` is what it answers, None
    for one that nothing asked for."""

    key: str
    value: str
    origin: Origin = "given"
    since: date | None = None
    question: Question | None = None


@dataclass(slots=True)
class Asked:
    """The answers at hand and the questions that came up while the files were understood.

    `answers` are all that may be used, by key; those of `_others` were not given now. At most three questions are asked
    in all; what is less valuable takes its recommendation (`hold_back`), and in the end, when `is_late`, at once.
    """

    answers: Mapping[str, str]
    questions: list[Question]
    is_late: bool = False
    refused: list[Answer] = field(default_factory=list)
    """Remembered answers that the files contradict."""
    proved: dict[str, str] = field(default_factory=dict)
    """What the files say so plainly that it need not be asked, and that later imports may rely on."""
    _others: dict[str, Answer] = field(default_factory=dict)
    _used: dict[str, Question | None] = field(default_factory=dict)

    def answer(self, question: Question) -> str | None:
        """The answer to `question`; None, with the question noted, when there is none.

        Raises UserError `answer_unknown` when the answer given is no choice of the question.
        """
        value = self.answers.get(question.key)
        if value is not None and not question.takes(value):
            self.refuse(question.key, question)
            value = None
        if value is not None:
            self._used[question.key] = question
            return value
        if self.is_late and self._can_assume(question) and self._asked_for() + len(self.questions) >= MOST_QUESTIONS:
            return self._assume(question)
        if all(question.key != noted.key for noted in self.questions):
            self.questions.append(question)
        return None

    def said(self, key: str) -> str | None:
        """The answer under `key`, asked for or not."""
        value = self.answers.get(key)
        if value is not None:
            self._used.setdefault(key, None)
        return value

    def refuse(self, key: str, question: Question | None = None) -> None:
        """Take back a remembered answer that does not fit; raises UserError `answer_unknown` for one given now."""
        answer = self._others.pop(key, None)
        if answer is None:
            values = tuple(choice.value for choice in question.choices) if question is not None else ()
            place = Place(file=question.file, column=question.column) if question is not None else None
            raise UserError("answer_unknown", place=place, answer=self.answers[key], choices=values)
        self.answers = {known: value for known, value in self.answers.items() if known != key}
        self._used.pop(key, None)
        self.refused.append(answer)

    def is_remembered(self, key: str) -> bool:
        return key in self._others and self._others[key].origin == "remembered"

    def remember(self, answers: Mapping[str, Answer]) -> None:
        """Take answers of an earlier import, where nothing else is given now."""
        new = {key: answer for key, answer in answers.items() if key not in self.answers}
        self._others |= new
        self.answers = {**self.answers, **{key: answer.value for key, answer in new.items()}}

    def forget(self, prefix: str) -> None:
        """Leave the remembered answers whose keys begin with `prefix` aside, without a word."""
        keys = {key for key in self._others if key.startswith(prefix) and self.is_remembered(key)}
        self._others = {key: answer for key, answer in self._others.items() if key not in keys}
        self.answers = {key: value for key, value in self.answers.items() if key not in keys}

    def aside(self) -> Asked:
        """The same answers, for what is understood only to be shown: its questions are nobody's."""
        return replace(self, questions=[], refused=[], _others=dict(self._others), _used={})

    def hold_back(self) -> bool:
        """Take the recommendation for every question beyond the third, the least valuable first; whether any was."""
        room = MOST_QUESTIONS - self._asked_for()
        kept: list[Question] = []
        held = False
        for question in sorted(self.questions, key=lambda one: (not one.required, -one.weight)):
            if room <= 0 and self._can_assume(question):
                self._assume(question)
                held = True
            else:
                kept.append(question)
                room -= 1
        self.questions[:] = kept
        return held

    def in_force(self) -> tuple[Answer, ...]:
        """What was given, and what was used of the rest, in the order of the keys."""
        found = [
            replace(self._others[key], question=self._used[key])
            if key in self._others
            else Answer(key, value, question=self._used.get(key))
            for key, value in self.answers.items()
            if key in self._used or key not in self._others
        ]
        return tuple(sorted(found, key=lambda answer: answer.key))

    def idle(self) -> tuple[Answer, ...]:
        """Remembered answers that nothing asked for."""
        return tuple(answer for key, answer in self._others.items() if key not in self._used)

    def _asked_for(self) -> int:
        """How many questions were answered because they were asked."""
        return sum(question is not None and key not in self._others for key, question in self._used.items())

    def _can_assume(self, question: Question) -> bool:
        return question.recommended is not None and not question.required

    def _assume(self, question: Question) -> str:
        assert question.recommended is not None
        self._others[question.key] = Answer(question.key, question.recommended, "recommended", None, question)
        self.answers = {**self.answers, question.key: question.recommended}
        self._used[question.key] = question
        return question.recommended
