"""Addresses of taking an import back: what it will do, doing it, how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from polso.commands.run import run
from polso.web import pages
from polso.web.building.undo import undo_page, undoing_page
from polso.web.routes.reading import shown, visit_for
from polso.web.routes.wizard import PATIENCE, events
from polso.web.views.frame import Frame, Link
from polso.web.visit import Visit
from polso.web.work import Work

if TYPE_CHECKING:
    from polso.web.desk import Desk


def undoing_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/data/imports/{number}/undo")
    def ask_undo(number: int, request: Request) -> Response:
        visit, batch = visit_for(desk, request), desk.batch(number)
        work = desk.works.of(name_of(number))
        if work is not None and work.running and not work.wait(PATIENCE):
            going_on = undoing_page(_frame(visit, number), work, number, visit.voice)
            return shown(visit, "pages/wizard_work.html", going_on)
        if desk.batch(number).undone_at is not None:
            return _to_proof(number)
        problem = None if work is None else work.error
        page = undo_page(_frame(visit, number), batch, desk.batches(), visit.voice, problem)
        return shown(visit, "pages/undo.html", page)

    @router.post("/data/imports/{number}/undo")
    def undo(number: int) -> Response:
        if desk.batch(number).undone_at is not None:
            return _to_proof(number)
        begin_undo(desk, number)
        return RedirectResponse(f"/data/imports/{number}/undo", 303)

    @router.get("/data/imports/{number}/progress")
    def progress(number: int, request: Request) -> Response:
        visit = visit_for(desk, request)
        return StreamingResponse(events(desk.works.of(name_of(number)), visit), media_type="text/event-stream")

    return router


def name_of(number: int) -> str:
    """Under which the work of taking an import back is found."""
    return f"undo-{number}"


def begin_undo(desk: Desk, number: int) -> Work:
    def take_back(tell: Any) -> dict[str, Any]:
        result = run(desk.session, "undo", {"batch": number}, tell)
        desk.proofs.forget()  # what later imports changed is another thing now
        return result

    name, known = name_of(number), desk.works.of(name_of(number))
    if known is not None and not known.running:
        desk.works.forget(name)
    return desk.works.start(name, "undoing", name, take_back)


def _frame(visit: Visit, number: int) -> Frame:
    above = Link(visit.voice.say("proof.number", number=str(number)), f"/data/imports/{number}")
    return pages.plain_frame(visit, visit.voice.say("wizard.undo_title"), "", "data", above=above)


def _to_proof(number: int) -> Response:
    return RedirectResponse(f"/data/imports/{number}", 303)
