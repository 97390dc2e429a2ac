"""Totals that a person expects of an import in the making: entered and taken out in the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from polso.base.errors import NotFoundError, PolsoError
from polso.base.period_text import parse_period
from polso.commands.expecting import ALL, Expected, read_expectations
from polso.i18n.errors import render_error
from polso.web.building.wizard import base_of
from polso.web.routes.drafting import draft_of, refuse_while_importing
from polso.web.views.proof import RefusedTotal
from polso.web.visit import Visit

if TYPE_CHECKING:
    from polso.web.desk import Desk

LONGEST = 60
MOST_EXPECTED = 20
PLACE = "#expect-title"
FIELDS = {"metric": "expect_metric", "period": "expect_period", "amount": "expect_amount"}
"""By field of the form, the parameter of the proof's address that keeps what was typed in it and refused."""


def expecting_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/data/drafts/{token}/expect")
    async def expect(token: str, request: Request) -> Response:
        draft = draft_of(desk, token)
        refuse_while_importing(desk, draft)
        form = await request.form(max_fields=10)
        typed = {name: str(form.get(name) or "").strip()[:LONGEST] for name in FIELDS}
        one, _ = _read(desk, typed)
        if one is None:
            kept = urlencode({FIELDS[name]: text for name, text in typed.items()})
            return RedirectResponse(f"{base_of(token)}/proof?{kept}{PLACE}", 303)
        others = [text for text in draft.expect if not text.startswith(f"{one.key}=")]
        draft.expect = [*others, f"{one.key}={one.value}"][-MOST_EXPECTED:]
        await run_in_threadpool(desk.drafts.save, draft)
        return RedirectResponse(f"{base_of(token)}/proof{PLACE}", 303)

    @router.post("/data/drafts/{token}/expect/{number}/remove")
    def remove(token: str, number: int) -> Response:
        draft = draft_of(desk, token)
        refuse_while_importing(desk, draft)
        if not 1 <= number <= len(draft.expect):
            raise NotFoundError("page_not_found", path=f"/data/drafts/{token}/expect/{number}")
        draft.expect = [text for position, text in enumerate(draft.expect, 1) if position != number]
        desk.drafts.save(draft)
        return RedirectResponse(f"{base_of(token)}/proof{PLACE}", 303)

    return router


def refused_total(visit: Visit) -> RefusedTotal | None:
    """What was typed for a total and could not be read, with the reason; None where nothing was refused."""
    typed = {name: visit.view.parameter(parameter)[:LONGEST] for name, parameter in FIELDS.items()}
    if not typed["metric"]:
        return None
    one, error = _read(visit.desk, typed)
    if one is not None or error is None:
        return None
    field, problem = error
    said = render_error(problem, visit.language)
    if problem.code == "expectation_malformed":
        sentence = visit.voice.say("expect.no_amount", given=typed["amount"])
    else:
        sentence = f"{said.sentence} {said.action}".strip()
    return RefusedTotal(typed["metric"], typed["period"], typed["amount"], field, sentence)


def _read(desk: Desk, typed: Mapping[str, str]) -> tuple[Expected | None, tuple[str, PolsoError] | None]:
    """The total that was typed, or the field that cannot be read with its error."""
    metric, period, amount = typed["metric"], typed["period"] or ALL, typed["amount"]
    try:
        if period != ALL:
            parse_period(period, desk.session.workspace.calendar, desk.today(), None)
    except PolsoError as error:
        return None, ("period", error)
    try:
        (one,) = read_expectations([f"{metric}:{period}={amount}"])
    except NotFoundError as error:
        return None, ("metric", error)
    except PolsoError as error:
        return None, ("amount", error)
    return one, None
