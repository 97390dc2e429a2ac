"""Addresses of the data: what is there, and the proof of each import."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from polso.base.errors import NotFoundError
from polso.commands.import_files import plain_data
from polso.commands.sheet import Sheet
from polso.intake.enables import available_inputs, enabled, required_inputs
from polso.store.imports import ImportedBatch, rejects_of
from polso.store.originals import original_path
from polso.store.tracing import STACK
from polso.web import pages
from polso.web.building.by_hand import by_hand_page, statements_of
from polso.web.building.imports import BY_HAND, kept_result
from polso.web.building.proof import proof_page
from polso.web.building.proof_files import rejected_sheet
from polso.web.routes.reading import attached, csv_file, lines_of, rejected_response, shown, visit_for
from polso.web.views.frame import Frame, Link
from polso.web.views.proof import ProofPage
from polso.web.visit import Visit

if TYPE_CHECKING:
    from polso.web.desk import Desk

LONGEST_NUMBER = 9


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

    @router.get("/data/imports/{name}")
    def proof(name: str, request: Request) -> Response:
        if not name.isdecimal() or len(name) > LONGEST_NUMBER:
            raise NotFoundError("import_not_found", name=name)
        visit = visit_for(desk, request)
        return shown(visit, "pages/proof.html", _finished(visit, int(name)))

    @router.get("/data/imports/{number}/rejected.csv")
    def rejected(number: int, request: Request) -> Response:
        visit = visit_for(desk, request)
        return csv_file(_rejected(visit, number), f"rejected-{number}")

    @router.get("/data/imports/{number}/rejected")
    def rejected_rows(number: int, file: str) -> Response:
        return rejected_response(*_original(desk, desk.batch(number), file))

    @router.get("/data/imports/{number}/rows")
    def told_rows(number: int, file: str, lines: str) -> Response:
        original, label, _ = _original(desk, desk.batch(number), file)
        return rejected_response(original, label, lines_of(lines), "rows")

    return router


def _original(desk: Desk, batch: ImportedBatch, label: str) -> tuple[Path, str, list[int | None]]:
    """The kept file that a label names, and the lines of it that were rejected; NotFoundError `page_not_found`."""
    told = [str(one["file"]) for one in batch.summary.get("files", ())]
    labels = told if len(told) == len(batch.files) else [file.name for file in batch.files]
    for file, name in zip(batch.files, labels, strict=True):
        if name == label:
            with desk.session.workspace.cursor() as cursor:
                lines = [one.line for one in rejects_of(cursor, file.file_id)]
            return original_path(desk.session.workspace.layout.originals, file.sha256), label, lines
    raise NotFoundError("page_not_found", path=label)


def _finished(visit: Visit, number: int) -> ProofPage:
    batch = visit.desk.batch(number)
    undone = batch.undone_at is not None
    if batch.kind == BY_HAND and batch.files:
        original = original_path(visit.desk.session.workspace.layout.originals, batch.files[0].sha256)
        frame = _frame(visit, number, "data.by_hand")
        return by_hand_page(frame, batch, statements_of(original), visit.voice)
    result = visit.desk.proofs.find(number, batch.imported_at) or _kept(visit, batch)
    return proof_page(_frame(visit, number, "proof.title"), result, number, visit.voice, undone=undone)


def _frame(visit: Visit, number: int, title: str) -> Frame:
    voice = visit.voice
    above = Link(voice.say("data.imports"), "/data")
    return pages.plain_frame(
        visit, voice.say(title), voice.say("proof.number", number=str(number)), "data", above=above
    )


def _kept(visit: Visit, batch: ImportedBatch) -> dict[str, Any]:
    with visit.desk.session.workspace.cursor() as cursor:
        rejects = {file.file_id: rejects_of(cursor, file.file_id) for file in batch.files}
        able = enabled(available_inputs(cursor, required_inputs(), ()))
    return kept_result(batch, rejects, plain_data(able))


def _rejected(visit: Visit, number: int) -> Sheet:
    """Every rejected row of an import, with its reason in words."""
    batch = visit.desk.batch(number)
    with visit.desk.session.workspace.cursor() as cursor:
        found = [
            (file.name, file.mapping.get(STACK, ()), plain_data(one))
            for file in batch.files
            for one in rejects_of(cursor, file.file_id)
        ]
    return rejected_sheet(found, visit.voice)
