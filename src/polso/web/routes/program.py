"""Addresses for programs: the same answers as the command line, as JSON."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from polso.commands.ask import ask
from polso.commands.metrics import metric_list, metric_shown
from polso.commands.progress import silent
from polso.commands.run import respond
from polso.web.visit import language_of

if TYPE_CHECKING:
    from polso.web.desk import Desk

BEARER = "bearer "


class PeriodShape(BaseModel):
    start: str
    end: str
    label: str


class Figure(BaseModel):
    """One figure: a metric in one bucket and group. Money is decimal text, shares are numbers, unknown is null."""

    metric: str
    variant: str
    period: PeriodShape
    by: dict[str, str | None]
    value: str | float | None
    unit: str
    currency: str | None
    numerator: str | float | None
    denominator: str | float | None
    n: int
    low: str | float | None
    high: str | float | None
    previous: str | float | None
    change: str | float | None
    change_ratio: float | None
    distinguishable: bool | None
    coverage: float | None
    partial: bool
    as_of: str | None
    flags: list[str]
    mean: str | float | None
    median: str | float | None
    missing: int


class Problem(BaseModel):
    """RFC 9457, with the code of the error, what to do and the place."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    action: str
    place: dict[str, str | int]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {"application/problem+json": {}}}
    for status, text in ((400, "The caller can act on it"), (404, "No such name"))
}


def program_routes(desk: Desk, token: str) -> APIRouter:
    router = APIRouter(prefix="/api/v1")

    @router.get("/ask", response_model=list[Figure], responses=PROBLEMS, summary="Figures, as `polso ask --json`")
    def asked(
        metric: Annotated[list[str], Query(description="Ids, names or synonyms; `metric:variant` for a variant")],
        by: Annotated[list[str] | None, Query(description="Dimensions to split by")] = None,
        grain: Annotated[Literal["day", "week", "month", "quarter", "year"] | None, Query()] = None,
        period: Annotated[str | None, Query(description="As `2026-11`, `2026-Q3`, `ytd`, `all`")] = None,
        compare: Annotated[Literal["previous", "year", "none"] | None, Query()] = None,
        where: Annotated[list[str] | None, Query(description="`DIMENSION=VALUE`, repeated")] = None,
        as_of: Annotated[str | None, Query(description="ISO date or instant of knowledge")] = None,
    ) -> Response:
        arguments = {
            "metrics": metric,
            "by": by or [],
            "grain": grain,
            "period": period,
            "compare": compare,
            "where": where or [],
            "as_of": as_of,
            "format": "json",
        }
        return JSONResponse(ask(desk.session, arguments, silent)["answers"])

    @router.get("/metrics", summary="The catalog of metrics")
    def metrics(request: Request) -> list[dict[str, Any]]:
        return metric_list(_language(desk, request))

    @router.get("/metrics/{name}", responses={404: PROBLEMS[404]}, summary="One metric, by id, name or synonym")
    def metric_of(name: str, request: Request) -> dict[str, Any]:
        return metric_shown(name, _language(desk, request))

    @router.post("/command", include_in_schema=False)
    async def command(request: Request) -> Response:
        if not _shows(token, request):
            return JSONResponse({"error": "token"}, 401, headers={"WWW-Authenticate": "Bearer"})
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        status, answer = await run_in_threadpool(respond, desk.session, body)
        return JSONResponse(answer, status)

    return router


def _language(desk: Desk, request: Request) -> Any:
    accepted = request.headers.get("accept-language", "")
    return language_of(request.query_params, request.cookies, accepted, desk.session.language)


def _shows(token: str, request: Request) -> bool:
    given = request.headers.get("authorization", "")
    shown = given[len(BEARER) :] if given.lower().startswith(BEARER) else ""
    return secrets.compare_digest(shown.encode(), token.encode())
