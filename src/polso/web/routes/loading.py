"""Addresses of the data: what is there, files that arrive, their questions and their proof."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from polso.base.errors import NotFoundError
from polso.commands.import_files import import_files, plain_data
from polso.commands.progress import silent
from polso.commands.sheet import Sheet
from polso.i18n.translation import has_message
from polso.intake.enables import available_inputs, enabled, required_inputs
from polso.store.imports import imported_batches, rejects_of
from polso.web import pages
from polso.web.building.imports import kept_result
from polso.web.building.proof import proof_page, questions_page
from polso.web.drafts import Draft, discard_files
from polso.web.routes.reading import attached, csv_file, shown, visit_for
from polso.web.uploads import receive_files
from polso.web.views.frame import Head
from polso.web.views.proof import ProofPage
from polso.web.visit import Visit

if TYPE_CHECKING:
    from polso.web.desk import Desk

MOST_PROOFS = 50


def loading_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/data")
    def data(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/data.html", pages.data(visit))

    @router.get("/data/sample.zip")
    def sample() -> Response:
        files = desk.sample_files()
        if not files:
            raise NotFoundError("page_not_found", path="/data/sample.zip")
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.name)
        return attached(held.getvalue(), "application/zip", "polso-sample.zip")

    @router.post("/data/imports")
    async def upload(request: Request) -> Response:
        draft = desk.drafts.begin()
        try:
            draft.files = await receive_files(request.headers.get("content-type", ""), request.stream(), draft.folder)
            return await run_in_threadpool(_import, desk, draft)
        except BaseException:
            desk.drafts.close(draft)
            raise

    @router.post("/data/imports/{token}/answers")
    async def answers(token: str, request: Request) -> Response:
        draft = desk.drafts.find(token)
        form = await request.form()
        given = {key: value for key, value in form.items() if isinstance(value, str)}
        return await run_in_threadpool(_answer, desk, draft, given)

    @router.get("/data/imports/{name}")
    def proof(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        page = _finished(visit, int(name)) if name.isdecimal() and len(name) < 10 else _waiting(visit, name)
        return shown(visit, "pages/proof.html", page)

    @router.get("/data/imports/{number}/rejected.csv")
    def rejected(number: int, request: Request) -> Response:
        visit = visit_for(desk, request)
        return csv_file(_rejected(visit, number), f"rejected-{number}")

    return router


def _answer(desk: Desk, draft: Draft, given: dict[str, str]) -> Response:
    before = dict(draft.answers)
    draft.answers |= given
    try:
        return _import(desk, draft)
    except BaseException:
        draft.answers = before
        raise


def _import(desk: Desk, draft: Draft) -> Response:
    """Import by the path that every face takes, then go to the proof, or to the questions where some are open."""
    arguments = {
        "files": [str(path) for path in draft.files],
        "answers": draft.answers,
        "fresh": not desk.batches(),
    }
    result = import_files(desk.session, arguments, silent)
    number = result["report"]["batch"]
    if number is None:
        draft.result = result
        desk.drafts.keep(draft)
        return RedirectResponse(f"/data/imports/{draft.token}", 303)
    desk.proofs[number] = result
    while len(desk.proofs) > MOST_PROOFS:
        desk.proofs.pop(next(iter(desk.proofs)))
    desk.drafts.close(draft)
    discard_files(draft)
    return RedirectResponse(f"/data/imports/{number}", 303)


def _waiting(visit: Visit, token: str) -> ProofPage:
    draft = visit.desk.drafts.find(token)
    names = ", ".join(path.name for path in draft.files)
    frame = pages.plain_frame(visit, visit.voice.say("proof.title"), names, "data")
    return questions_page(frame, draft.result, token, visit.voice)


def _finished(visit: Visit, number: int) -> ProofPage:
    result = visit.desk.proofs.get(number) or _kept(visit, number)
    head = Head(visit.voice.say("proof.title"), visit.voice.say("proof.number", number=str(number)))
    return proof_page(pages.plain_frame(visit, head.title, head.subtitle, "data"), result, number, visit.voice)


def _kept(visit: Visit, number: int) -> dict[str, Any]:
    with visit.desk.session.workspace.cursor() as cursor:
        batches = imported_batches(cursor, number)
        if not batches:
            raise NotFoundError("import_not_found", name=str(number))
        rejects = {file.file_id: rejects_of(cursor, file.file_id) for file in batches[0].files}
        able = enabled(available_inputs(cursor, required_inputs(), ()))
    return kept_result(batches[0], rejects, plain_data(able))


def _rejected(visit: Visit, number: int) -> Sheet:
    """Every rejected row of an import, with its reason in words."""
    voice = visit.voice
    with visit.desk.session.workspace.cursor() as cursor:
        batches = imported_batches(cursor, number)
        if not batches:
            raise NotFoundError("import_not_found", name=str(number))
        found = [(file.name, one) for file in batches[0].files for one in rejects_of(cursor, file.file_id)]
    names = tuple(voice.say(f"proof.{name}") for name in ("file", "line", "column", "value", "reason"))
    rows = []
    for name, one in found:
        said = one.reason.replace("_", " ")
        if has_message(f"reject.{one.reason}"):
            from polso.web.building.proof import coded

            said = coded("reject", one.reason, voice, value=one.value or "")
        rows.append((name, one.line, one.column, one.value, said))
    return Sheet(names, tuple(rows))
