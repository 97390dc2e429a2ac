"""Addresses of the customers that are probably one, and of a person's word on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from polso.commands.merging import merge_customers, proposals
from polso.commands.progress import silent
from polso.web import pages
from polso.web.building.merging import merging_page
from polso.web.routes.reading import shown, visit_for

if TYPE_CHECKING:
    from polso.web.desk import Desk

ADDRESS = "/data/customers"
VERDICTS = ("same", "different")


def merging_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(ADDRESS)
    def proposed(request: Request) -> Response:
        visit = visit_for(desk, request)
        decided, batch = request.query_params.get("decided", ""), request.query_params.get("batch", "")
        frame = pages.plain_frame(visit, visit.voice.say("merging.title"), "", "data")
        page = merging_page(
            frame,
            proposals(desk.session),
            visit.voice,
            decided=decided if decided in VERDICTS else "",
            batch=int(batch) if batch.isdecimal() and len(batch) < 10 else None,
        )
        return shown(visit, "pages/merging.html", page)

    @router.post(ADDRESS)
    async def decide(request: Request) -> Response:
        form = await request.form()
        different = form.get("verdict") == "different"
        arguments = {"keep": str(form.get("keep", "")), "others": [str(form.get("other", ""))], "different": different}
        done = await run_in_threadpool(merge_customers, desk.session, arguments, silent)
        verdict = "different" if different else "same"
        return RedirectResponse(f"{ADDRESS}?decided={verdict}&batch={done['batch']}", 303)

    return router
