"""Addresses that show: Overview, metrics, rows, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from polso.base.errors import NotFoundError
from polso.commands.csv_text import csv_text
from polso.commands.sheet import Sheet, sheet_of_answers, sheet_of_rows
from polso.commands.workbook import workbook
from polso.web import pages
from polso.web.metric import metric_page_of
from polso.web.rejected_rows import rejected_file
from polso.web.rendering import render
from polso.web.routes.steady import steady_route
from polso.web.rows import rows_page_of
from polso.web.views.pages import EmptyPage, PartsPage
from polso.web.visit import Visit, language_of, visit_of

if TYPE_CHECKING:
    from polso.web.desk import Desk

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheet programs take a CSV for UTF-8 only where it begins with this."""


def visit_for(desk: Desk, request: Request) -> Visit:
    company = desk.session.language
    language = language_of(request.query_params, request.cookies, request.headers.get("accept-language", ""), company)
    return visit_of(desk, request.url.path, request.query_params.multi_items(), language)


def shown(visit: Visit, template: str, page: Any) -> HTMLResponse:
    """A rendered page, with where its time went."""
    with visit.timing.stage("render"):
        text = render("pages/empty.html" if isinstance(page, EmptyPage) else template, page)
    return HTMLResponse(text, headers={"Server-Timing": visit.timing.header(), "Vary": "Accept-Language, Cookie"})


def reading_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False, route_class=steady_route(desk))

    @router.get("/")
    def overview(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/overview.html", pages.overview_or_empty(visit))

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/metrics.html", pages.metrics_list(visit))

    @router.get("/metrics/{name}.csv")
    def figures_file(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        by = tuple(request.query_params.getlist("by"))
        grain = request.query_params.get("grain")
        if grain is not None and grain not in pages.GRAINS:
            raise NotFoundError("unknown_grain", name=grain, suggestions=pages.GRAINS)
        answers = visit.ask(visit.request((name,), by=by, grain=_grain(grain)))
        sheet = sheet_of_answers(answers, desk.session.workspace.calendar)
        return csv_file(sheet, _file_name(name, *by))

    @router.get("/metrics/{name}/rows.csv")
    def rows_file(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        return csv_file(sheet_of_rows(visit.rows(visit.request((name,)))), _file_name(name, "rows"))

    @router.get("/metrics/{name}/rows.xlsx")
    def rows_workbook(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        content = workbook(sheet_of_rows(visit.rows(visit.request((name,)))))
        return attached(content, XLSX_TYPE, f"{_file_name(name, 'rows')}.xlsx")

    @router.get("/metrics/{name}/rows")
    def rows(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        page = rows_page_of(visit, name)
        return shown(visit, f"pages/{'parts' if isinstance(page, PartsPage) else 'rows'}.html", page)

    @router.get("/metrics/{name}")
    def metric(name: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/metric.html", metric_page_of(visit, name))

    return router


def _grain(given: str | None) -> Any:
    return given


def _file_name(*parts: str) -> str:
    return "-".join("".join(letter if letter.isalnum() or letter == "_" else "-" for letter in part) for part in parts)


def csv_file(sheet: Sheet, name: str) -> Response:
    return attached((BYTE_ORDER_MARK + csv_text(sheet)).encode(), CSV_TYPE, f"{name}.csv")


def rejected_response(original: Path, label: str, lines: Sequence[int | None], word: str = "rejected") -> Response:
    """The rejected records of a file, or others of `lines`, in its own form, to be saved."""
    name, _, sheet = label.partition(":")
    made = rejected_file(original, name, sheet or None, {line for line in lines if line is not None}, word)
    return attached(made.content, made.kind, made.name)


def lines_of(text: str) -> list[int | None]:
    """Row numbers as an address has them, `2,4`; NotFoundError `page_not_found` for anything else."""
    parts = text.split(",")
    if len(parts) > MOST_LINES or not all(part.isdecimal() and len(part) <= LONGEST_LINE for part in parts):
        raise NotFoundError("page_not_found", path=text[:LONGEST_SHOWN])
    return [int(part) for part in parts]


MOST_LINES = 100
LONGEST_LINE = 9
LONGEST_SHOWN = 60


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file to be saved; `name` is plain ASCII."""
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "-")
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{ascii_name}"'})
