"""Addresses of an import in the making: each step is a page and a form."""

from __future__ import annotations

import asyncio
import json
import shutil
import uuid
from collections.abc import AsyncIterator, Collection, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response, StreamingResponse

from polso.base.errors import NotFoundError
from polso.web import pages
from polso.web.building import kinds as kinds_building
from polso.web.building import wizard as building
from polso.web.building.asked import SEPARATOR
from polso.web.building.progress import pace_words
from polso.web.building.proof import draft_proof_page
from polso.web.building.proof_files import rejected_sheet
from polso.web.drafts import Draft
from polso.web.peeking import peek, table_of
from polso.web.routes.drafting import draft_of, imports, refuse_while_importing
from polso.web.routes.expecting import refused_total
from polso.web.routes.reading import csv_file, lines_of, rejected_response, shown, visit_for
from polso.web.uploads import receive_files
from polso.web.visit import Visit
from polso.web.wizard import (
    STEPS,
    UNREADABLE,
    change_answers,
    forget_answers,
    free_taken_columns,
    importing,
    is_clean,
    label_of,
    next_step,
    reading,
)
from polso.web.work import Work

if TYPE_CHECKING:
    from polso.web.desk import Desk

PATIENCE = 0.8
"""Seconds for which an answer waits before it shows how far the work is."""

LONG_PATIENCE = 60.0
"""For a file that is asked for: there is no page to show meanwhile."""

PULSE = 0.25
STREAM_SECONDS = 20.0
"""A stream ends then and the browser asks again, so that none keeps the program from ending."""

MOST_FIELDS = 20_000
WAS = "was:"
MANY = "many:"
OTHER = "other:"


def wizard_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/data/imports")
    async def upload(request: Request) -> Response:
        draft = desk.drafts.begin()
        try:
            draft.files = await receive_files(
                request.headers.get("content-type", ""), request.stream(), draft.folder, _length(request)
            )
            await run_in_threadpool(desk.drafts.save, draft)
            return await run_in_threadpool(_begun, desk, draft)
        except BaseException:
            desk.drafts.discard(draft)
            raise

    @router.get("/data/drafts/{token}")
    def resume(token: str) -> Response:
        draft = draft_of(desk, token)
        return _to(draft, draft.step if draft.step in STEPS[:-1] else "next")

    @router.get("/data/drafts/{token}/next")
    def following(token: str, request: Request) -> Response:
        visit, draft = visit_for(desk, request), draft_of(desk, token)
        if imports(desk, draft):
            return _to(draft, "import")
        work = reading(desk, draft)
        if not work.wait(PATIENCE):
            return _working(visit, draft, work)
        if _may_go_straight(desk, draft, work):
            importing(desk, draft)
            return _to(draft, "import")
        return _to(draft, next_step(draft, work, visit.view.parameter("after")))

    @router.get("/data/drafts/{token}/files")
    def files(token: str, request: Request) -> Response:
        visit, draft = visit_for(desk, request), draft_of(desk, token)
        if imports(desk, draft):
            return _to(draft, "import")
        _at(desk, draft, "files")
        page = building.files_page(_frame(visit, draft), draft, desk.works.of(token), visit.voice)
        return shown(visit, "pages/wizard_files.html", page)

    @router.post("/data/drafts/{token}/files")
    async def more_files(token: str, request: Request) -> Response:
        draft = draft_of(desk, token)
        refuse_while_importing(desk, draft)
        added = await receive_files(
            request.headers.get("content-type", ""), request.stream(), draft.folder, _length(request)
        )
        draft.files = (*draft.files, *added)
        await run_in_threadpool(desk.drafts.save, draft)
        return _to(draft, "files")

    @router.post("/data/drafts/{token}/files/{number}/remove")
    def remove(token: str, number: int) -> Response:
        draft = draft_of(desk, token)
        refuse_while_importing(desk, draft)
        if not 1 <= number <= len(draft.files):
            raise NotFoundError("page_not_found", path=f"/data/drafts/{token}/files/{number}")
        if len(draft.files) == 1:
            return _discard(desk, draft)
        desk.works.forget(token)
        gone = draft.files[number - 1]
        draft.files = tuple(path for path in draft.files if path != gone)
        forget_answers(draft, gone.name)
        desk.drafts.save(draft)
        gone.unlink(missing_ok=True)
        return _to(draft, "files")

    @router.get("/data/drafts/{token}/rejected")
    def rejected_rows(token: str, file: str) -> Response:
        draft = draft_of(desk, token)
        return _saved_rows(desk, draft, file, [one["line"] for one in _reported(desk, draft, file)["rejected"]])

    @router.get("/data/drafts/{token}/rows")
    def told_rows(token: str, file: str, lines: str) -> Response:
        draft = draft_of(desk, token)
        return _saved_rows(desk, draft, file, lines_of(lines), "rows")

    @router.get("/data/drafts/{token}/rejected.csv")
    def rejected_list(token: str, request: Request) -> Response:
        visit, draft = visit_for(desk, request), draft_of(desk, token)
        work = reading(desk, draft)
        work.wait(LONG_PATIENCE)
        files = [] if work.result is None else work.result["proof"]["files"]
        found = [(label_of(file), file.get("stack") or (), one) for file in files for one in file["rejected"]]
        return csv_file(rejected_sheet(found, visit.voice), "rejected")

    @router.get("/data/drafts/{token}/{step}")
    def step(token: str, step: str, request: Request) -> Response:
        if step not in _BUILDERS:
            raise NotFoundError("page_not_found", path=request.url.path)
        visit, draft = visit_for(desk, request), draft_of(desk, token)
        if imports(desk, draft):
            return _to(draft, "import")
        work = reading(desk, draft)
        if not work.wait(PATIENCE):
            return _working(visit, draft, work)
        due = next_step(draft, work)
        if (step in ("questions", "proof") and work.error is not None) or (step == "proof" and due != "proof"):
            return _to(draft, due)
        _at(desk, draft, step)
        template = "proof" if step == "proof" else f"wizard_{step}"
        return shown(visit, f"pages/{template}.html", _BUILDERS[step](visit, draft, work))

    @router.post("/data/drafts/{token}/kinds")
    async def choose_kinds(token: str, request: Request) -> Response:
        return await _answered(desk, token, request, "kinds")

    @router.post("/data/drafts/{token}/questions")
    async def answer_questions(token: str, request: Request) -> Response:
        return await _answered(desk, token, request, "questions")

    @router.post("/data/drafts/{token}/columns")
    async def choose_columns(token: str, request: Request) -> Response:
        return await _answered(desk, token, request, "columns")

    return router


def work_routes(desk: Desk) -> APIRouter:
    """Importing, how far it is, and leaving it."""
    router = APIRouter(include_in_schema=False)

    @router.post("/data/drafts/{token}/import")
    def begin_import(token: str) -> Response:
        if token in desk.imported:
            return RedirectResponse(f"/data/imports/{desk.imported[token]}", 303)
        draft = draft_of(desk, token)
        importing(desk, draft)
        return _to(draft, "import")

    @router.get("/data/drafts/{token}/import")
    def imported(token: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        work = desk.works.of(token)
        if work is None or work.kind != "importing":
            return _imported_or(desk, token)
        if not work.wait(PATIENCE):
            return _working(visit, draft_of(desk, token), work)
        return _imported_or(desk, token)

    @router.get("/data/drafts/{token}/progress")
    def progress(token: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        work = desk.works.of(token)
        return StreamingResponse(events(work, visit), media_type="text/event-stream")

    @router.post("/data/drafts/{token}/stop")
    def stop(token: str) -> Response:
        work = desk.works.of(token)
        if work is not None and work.running:
            work.stop()
            work.wait(PATIENCE)
        return _imported_or(desk, token)

    @router.post("/data/drafts/{token}/discard")
    def discard(token: str) -> Response:
        draft = draft_of(desk, token)
        refuse_while_importing(desk, draft)
        return _discard(desk, draft)

    return router


def _saved_rows(desk: Desk, draft: Draft, label: str, lines: Sequence[int | None], word: str = "rejected") -> Response:
    """Some rows of a file of the draft as they stand in it."""
    folder = desk.session.workspace.temporary / f"rejected-{uuid.uuid4().hex}"
    try:
        path = table_of(draft.files, folder, label)
        if path is None:  # gathered from several documents: there is no such file to take them from
            return RedirectResponse(f"{building.base_of(draft.token)}/rejected.csv", 303)
        return rejected_response(path, label, lines, word)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reported(desk: Desk, draft: Draft, label: str) -> Any:
    """The report of one file of the draft; raises NotFoundError `page_not_found`."""
    work = reading(desk, draft)
    work.wait(LONG_PATIENCE)
    files = [] if work.result is None else work.result["proof"]["files"]
    for file in files:
        if label_of(file) == label:
            return file
    raise NotFoundError("page_not_found", path=label)


def _length(request: Request) -> int | None:
    given = request.headers.get("content-length", "")
    return int(given) if given.isdecimal() else None


def _to(draft: Draft, step: str) -> Response:
    return RedirectResponse(f"{building.base_of(draft.token)}/{step}", 303)


def _begun(desk: Desk, draft: Draft) -> Response:
    """Files that nothing can be made of are refused where they were dropped; all others have their wizard."""
    work = reading(desk, draft)
    if work.wait(PATIENCE) and work.error is not None and len(draft.files) == 1 and work.error.code in UNREADABLE:
        raise work.error
    return _to(draft, "next")


def _may_go_straight(desk: Desk, draft: Draft, work: Work) -> bool:
    """A first import that leaves nothing to decide is done at once: its proof follows, and it can be taken back."""
    return not desk.batches() and not draft.step and work.result is not None and is_clean(work.result)


def _at(desk: Desk, draft: Draft, step: str) -> None:
    if draft.step != step:
        draft.step = step
        desk.drafts.save(draft)


def _frame(visit: Visit, draft: Draft, title: str = "wizard.title") -> Any:
    return pages.plain_frame(visit, visit.voice.say(title), ", ".join(draft.names), "data")


def _working(visit: Visit, draft: Draft, work: Work) -> Response:
    page = building.work_page(_frame(visit, draft), draft, work, visit.view.url_with(), visit.voice)
    return shown(visit, "pages/wizard_work.html", page)


def _imported_or(desk: Desk, token: str) -> Response:
    """To the finished import, else to the step that is due: it was stopped, refused or asks something."""
    if token in desk.imported:
        return RedirectResponse(f"/data/imports/{desk.imported[token]}", 303)
    draft = draft_of(desk, token)
    return _to(draft, "proof")


def _discard(desk: Desk, draft: Draft) -> Response:
    desk.works.forget(draft.token)
    desk.drafts.discard(draft)
    return RedirectResponse("/data", 303)


async def _answered(desk: Desk, token: str, request: Request, step: str) -> Response:
    draft = draft_of(desk, token)
    refuse_while_importing(desk, draft)
    form = await request.form(max_fields=MOST_FIELDS)
    given, was = _given(form, {str(one["key"]) for one in draft.asked})
    if step == "columns":
        free_taken_columns(given, was)
    if change_answers(draft, given, was):
        await run_in_threadpool(desk.drafts.save, draft)
    return RedirectResponse(f"{building.base_of(token)}/next?after={step}", 303)


def _given(form: FormData, asked: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The answers of a form, those of several values joined, and what the form showed before.

    Only what was shown or asked is taken: any other key would be an answer for nothing.
    """
    given: dict[str, str] = {}
    was: dict[str, str] = {}
    others: dict[str, str] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str):
            continue
        if name.startswith(WAS):
            was[name.removeprefix(WAS)] = value
        elif name.startswith(MANY):
            given.setdefault(name.removeprefix(MANY), "")
        elif name.startswith(OTHER):
            others |= {name.removeprefix(OTHER): value.strip()} if value.strip() else {}
        elif given.get(name):
            given[name] = f"{given[name]}{SEPARATOR}{value}"
        else:
            given[name] = value
    given |= others
    known = {*asked, *was}
    # Nothing was chosen in a list that stands on "choose".
    taken = {key: value for key, value in given.items() if value or was.get(key) != kinds_building.UNCHOSEN}
    return {key: value for key, value in taken.items() if key in known}, was


def _kinds(visit: Visit, draft: Draft, work: Work) -> Any:
    return kinds_building.kinds_page(_frame(visit, draft), draft, _files(visit, draft, work), work, visit.voice)


def _questions(visit: Visit, draft: Draft, work: Work) -> Any:
    return building.questions_page(_frame(visit, draft), draft, work, visit.voice)


def _columns(visit: Visit, draft: Draft, work: Work) -> Any:
    return kinds_building.columns_page(_frame(visit, draft), draft, _files(visit, draft, work), work, visit.voice)


def _proof(visit: Visit, draft: Draft, work: Work) -> Any:
    assert work.result is not None
    last = visit.desk.works.failed(draft.token)
    wizard = building.wizard_of(draft, "proof", work, visit.voice, last)
    typed = refused_total(visit)
    return draft_proof_page(_frame(visit, draft, "proof.title"), wizard, work.result, visit.voice, draft.expect, typed)


_BUILDERS = {"kinds": _kinds, "questions": _questions, "columns": _columns, "proof": _proof}


def _files(visit: Visit, draft: Draft, work: Work) -> Any:
    """The files of the report, else what a look into them shows."""
    if work.result is not None and all(file["columns"] or file["skipped"] for file in work.result["proof"]["files"]):
        return work.result["proof"]["files"]
    return peek(visit.desk.session.workspace, draft)["files"]


async def events(work: Work | None, visit: Visit) -> AsyncIterator[str]:
    """The state whenever it has changed, then `finished`; whoever comes back later begins with the state as it is."""
    loop = asyncio.get_running_loop()
    until, told = loop.time() + STREAM_SECONDS, -1
    yield "retry: 300\n\n"
    while work is not None and work.running and loop.time() < until:
        if work.changes != told:
            told = work.changes
            pace = work.pace()
            data = {"share": pace.share, "text": pace_words(pace, visit.voice)}
            yield f"id: {told}\nevent: pace\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        await asyncio.sleep(PULSE)
    if work is None or not work.running:
        yield "event: finished\ndata: {}\n\n"
