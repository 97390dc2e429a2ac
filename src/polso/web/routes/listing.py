"""Addresses of the families, the funnel, the customers and the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from polso.web import customers, families, funnel
from polso.web.routes.reading import shown, visit_for
from polso.web.routes.steady import steady_route

if TYPE_CHECKING:
    from polso.web.desk import Desk


def listing_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False, route_class=steady_route(desk))

    @router.get("/performance")
    def performance(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/family.html", families.family(visit, "performance"))

    @router.get("/activity")
    def activity(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/family.html", families.family(visit, "activity"))

    @router.get("/productivity")
    def productivity(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/family.html", families.family(visit, "productivity"))

    @router.get("/glossary")
    def glossary(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/glossary.html", families.glossary(visit))

    @router.get("/funnel")
    def stages(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/funnel.html", funnel.funnel(visit))

    @router.get("/customers")
    def those_who_buy(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/customers.html", customers.customers(visit))

    return router
