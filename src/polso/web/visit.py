"""One request of a reader: the address, the language, the questions asked for it and how long they took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from polso.answers.answer import Answers
from polso.answers.rows import RowSet, rows_behind
from polso.base.company import Language
from polso.base.period import Grain
from polso.commands.instants import end_instant
from polso.i18n.language import LANGUAGES, choose_language
from polso.query.context import Context
from polso.query.request import Compare, Request
from polso.web.address import View, read_view
from polso.web.building.voice import Voice
from polso.web.desk import Desk
from polso.web.timing import Timing

COOKIE = "language"


class MovedError(Exception):
    """The page is at another address: what was typed was put into its usual spelling."""

    def __init__(self, address: str, language: Language | None = None) -> None:
        super().__init__(address)
        self.address = address
        self.language = language


@dataclass(slots=True)
class Visit:
    """`voice` speaks the reader's language, `view` is what the address asks for."""

    desk: Desk
    view: View
    voice: Voice
    timing: Timing = field(default_factory=Timing)

    @property
    def language(self) -> Language:
        return self.voice.language

    @property
    def context(self) -> Context:
        return self.desk.context()

    def as_of(self) -> datetime | None:
        """The instant of knowledge as the door takes it; raises UserError `unknown_instant`."""
        if self.view.as_of is None:
            return None
        return end_instant(self.view.as_of, self.desk.session.company.zone).replace(tzinfo=None)

    def request(
        self,
        metrics: Sequence[str],
        *,
        by: tuple[str, ...] = (),
        grain: Grain | None = None,
        period: str | None = None,
        compare: Compare | None = None,
    ) -> Request:
        """A question in the view's period, comparison, filters and instant, unless said otherwise."""
        return Request(
            tuple(metrics),
            by,
            grain,
            self.view.period if period is None else period,
            self.view.compare if compare is None else compare,
            self.view.where,
            self.as_of(),
        )

    def ask(self, request: Request) -> Answers:
        from time import perf_counter

        begun = perf_counter()
        answers = self.desk.session.door.ask(request, self.desk.session.viewer, self.desk.today())
        self.timing.add_answers(answers, perf_counter() - begun)
        return answers

    def rows(self, request: Request, *, limit: int | None = None, offset: int = 0) -> RowSet:
        session = self.desk.session
        with self.timing.stage("sql"):
            return rows_behind(session.door, request, session.viewer, self.desk.today(), limit=limit, offset=offset)


def language_of(
    parameters: Mapping[str, str], cookies: Mapping[str, str], accepted: str, company: Language
) -> Language:
    """The person's choice, then what the browser asks for, then the company's."""
    chosen = cookies.get(COOKIE, "")
    return choose_language(parameters.get("lang"), chosen if chosen in LANGUAGES else None, accepted, company)


def visit_of(desk: Desk, path: str, parameters: Sequence[tuple[str, str]], language: Language) -> Visit:
    """The visit of an address.

    Raises MovedError where a language or two days were chosen, which the address then says in its own words; UserError
    for what cannot be read.
    """
    view = read_view(path, parameters)
    given = dict(parameters)
    if {"start", "end"} <= set(given):
        view = replace(view, period=f"{given['start']}..{given['end']}")
        raise MovedError(view.url_with())
    if "lang" in given:
        raise MovedError(view.url_with(), language if given["lang"] in LANGUAGES else None)
    return Visit(desk, view, Voice(language, desk.session.workspace.calendar))


def bare_visit(desk: Desk, path: str, language: Language) -> Visit:
    """A visit of an address that says nothing else, for errors and forms."""
    return Visit(desk, View(path), Voice(language, desk.session.workspace.calendar))


Json = dict[str, Any]
