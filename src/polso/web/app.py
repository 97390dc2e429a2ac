"""The application of the web face, put together."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING

from polso import __version__
from polso.base.errors import PolsoError
from polso.web.desk import Desk
from polso.web.drafts import Drafts

if TYPE_CHECKING:
    from fastapi import FastAPI

    from polso.commands.session import Session

PACKED_FROM = 1000


def create_app(session: Session, *, token: str, today: Callable[[], date], allowed_hosts: tuple[str, ...]) -> FastAPI:
    """The pages and the API of one opened workspace.

    `token` is what a command line of this computer shows to have its commands run here; `allowed_hosts` are the names
    without port under which the server may be called.
    """
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError
    from starlette.concurrency import run_in_threadpool
    from starlette.exceptions import HTTPException
    from starlette.middleware.gzip import GZipMiddleware

    from polso.web.problems import LastResort, Problems
    from polso.web.routes.changes import changes_routes
    from polso.web.routes.expecting import expecting_routes
    from polso.web.routes.fixed import fixed_routes
    from polso.web.routes.listing import listing_routes
    from polso.web.routes.loading import loading_routes
    from polso.web.routes.merging import merging_routes
    from polso.web.routes.program import program_routes
    from polso.web.routes.reading import reading_routes
    from polso.web.routes.undoing import undoing_routes
    from polso.web.routes.wizard import wizard_routes, work_routes
    from polso.web.security import FetchGuard, HostGuard, ProtectiveHeaders
    from polso.web.visit import MovedError

    desk = Desk(session, today, Drafts(session.workspace.path, session.now))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desk.works.close)

    app = FastAPI(
        title="polso",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
    )
    for routes in (
        fixed_routes,
        loading_routes,
        merging_routes,
        work_routes,
        expecting_routes,
        wizard_routes,
        undoing_routes,
        changes_routes,
        listing_routes,
        reading_routes,
    ):
        app.include_router(routes(desk))
    app.include_router(program_routes(desk, token))
    problems = Problems(desk)
    app.add_exception_handler(MovedError, problems.moved)
    app.add_exception_handler(PolsoError, problems.told)
    app.add_exception_handler(HTTPException, problems.http)
    app.add_exception_handler(RequestValidationError, problems.malformed)
    # The last one added is the outermost: headers protect the refusals too.
    app.add_middleware(LastResort, problems=problems)
    app.add_middleware(GZipMiddleware, minimum_size=PACKED_FROM, compresslevel=5)
    app.add_middleware(FetchGuard)
    app.add_middleware(HostGuard, hosts=allowed_hosts)
    app.add_middleware(ProtectiveHeaders)
    threading.Thread(target=_warm, daemon=True).start()
    return app


def _warm() -> None:
    """Load what the first page would wait for: compiled templates, the statistics library, the chart program."""
    from contextlib import suppress

    from polso.web.bundle import chart_bundle
    from polso.web.rendering import environment

    with suppress(Exception):
        for name in ("overview", "metric", "empty"):
            environment().get_template(f"pages/{name}.html")
        import scipy.optimize
        import scipy.special  # noqa: F401

        chart_bundle()
