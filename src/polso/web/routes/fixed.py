"""Files that never change under their name, and the sign of life."""

from __future__ import annotations

import gzip
from functools import cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from polso.base.errors import NotFoundError
from polso.web.bundle import bundle_address, chart_bundle
from polso.web.rendering import STATIC_TYPES, static_addresses, static_file

if TYPE_CHECKING:
    from polso.web.desk import Desk

FOR_EVER = "public, max-age=31536000, immutable"
SCRIPT_TYPE = "text/javascript; charset=utf-8"


def fixed_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    def fixed(name: str, request: Request) -> Response:
        address = f"/static/{name}"
        kind = SCRIPT_TYPE if address == bundle_address() else STATIC_TYPES.get(static_addresses().get(address, ""))
        if kind is None:
            raise NotFoundError("page_not_found", path=address)
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(_packed(address), media_type=kind, headers=headers | {"Content-Encoding": "gzip"})
        return Response(_content(address), media_type=kind, headers=headers)

    @router.get("/health")
    def health() -> Response:
        desk.context()
        return PlainTextResponse("ok\n")

    return router


def _content(address: str) -> bytes:
    return chart_bundle().read() if address == bundle_address() else static_file(static_addresses()[address])


@cache
def _packed(address: str) -> bytes:
    return gzip.compress(_content(address), 6)
