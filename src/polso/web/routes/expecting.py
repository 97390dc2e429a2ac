"""Totals that a person expects of an import in the making: entered and taken out in the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from polso.base.errors import NotFoundError
from polso.base.period_text import parse_period
from polso.commands.expecting import ALL, read_expectations
from polso.web.building.wizard import base_of

if TYPE_CHECKING:
    from polso.web.desk import Desk

LONGEST = 60
MOST_EXPECTED = 20


def expecting_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/data/drafts/{token}/expect")
    async def expect(token: str, request: Request) -> Response:
        draft = desk.drafts.find(token)
        form = await request.form(max_fields=10)
        names = ("metric", "period", "amount")
        metric, period, amount = (str(form.get(name) or "").strip()[:LONGEST] for name in names)
        period = period or ALL
        (one,) = read_expectations([f"{metric}:{period}={amount}"])
        if period != ALL:
            parse_period(period, desk.session.workspace.calendar, desk.today(), None)
        kept = [text for text in draft.expect if not text.startswith(f"{one.key}=")]
        draft.expect = [*kept, f"{one.key}={one.value}"][-MOST_EXPECTED:]
        await run_in_threadpool(desk.drafts.save, draft)
        return RedirectResponse(f"{base_of(token)}/proof", 303)

    @router.post("/data/drafts/{token}/expect/{number}/remove")
    def remove(token: str, number: int) -> Response:
        draft = desk.drafts.find(token)
        if not 1 <= number <= len(draft.expect):
            raise NotFoundError("page_not_found", path=f"/data/drafts/{token}/expect/{number}")
        draft.expect = [text for position, text in enumerate(draft.expect, 1) if position != number]
        desk.drafts.save(draft)
        return RedirectResponse(f"{base_of(token)}/proof", 303)

    return router
