"""Errors as a reader or a program is told them: a page, or `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.base.errors import InternalError, NotFoundError, PolsoError, UserError
from polso.i18n.errors import render_error
from polso.web import pages
from polso.web.building.frame import frame_of
from polso.web.rendering import render
from polso.web.views.frame import Head, Link
from polso.web.views.pages import ErrorPage
from polso.web.visit import MovedError, Visit, bare_visit, language_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from polso.web.desk import Desk

PROBLEM_TYPE = "application/problem+json"
TRAIL = 8
_log = logging.getLogger("polso.web")


class Problems:
    """Turns exceptions of the routes into answers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def moved(self, request: Request, error: Exception) -> Response:
        """To the usual spelling of the address; a chosen language is remembered."""
        from starlette.responses import RedirectResponse

        del request
        assert isinstance(error, MovedError)
        response = RedirectResponse(error.address, 303)
        if error.language is not None:
            remember_language(response, error.language)
        return response

    async def told(self, request: Request, error: Exception) -> Response:
        """An error of ours or of the user."""
        assert isinstance(error, PolsoError)
        if not isinstance(error, UserError):
            _log.error("%s at %s: %s", error.code, request.scope["path"], trail(error))
        return self.answer(request, error)

    def unexpected(self, request: Request, error: Exception) -> Response:
        """Whatever else went wrong."""
        _log.error("%s at %s: %s", type(error).__name__, request.scope["path"], trail(error))
        return self.answer(request, InternalError("unexpected", what=type(error).__name__))

    async def http(self, request: Request, error: Exception) -> Response:
        """What the web framework refuses: an unknown address, another method."""
        status = getattr(error, "status_code", 500)
        if status == 404:
            return self.answer(request, NotFoundError("page_not_found", path=request.url.path))
        if status == 405:
            return self.answer(request, UserError("method_not_allowed"), status)
        return self.answer(request, UserError("request_malformed"), status)

    async def malformed(self, request: Request, error: Exception) -> Response:
        """Parameters of the API that are not of their kind."""
        del error
        return self.answer(request, UserError("request_malformed"))

    def answer(self, request: Request, error: PolsoError, status: int | None = None) -> Response:
        """Programs get JSON, people a page."""
        from starlette.responses import HTMLResponse, JSONResponse

        company = self.desk.session.language
        language = language_of(
            request.query_params, request.cookies, request.headers.get("accept-language", ""), company
        )
        status = error.http_status if status is None else status
        if wants_json(request):
            body = problem(error, language, request.url.path, status)
            return JSONResponse(body, status, media_type=PROBLEM_TYPE)
        path = request.url.path if request.method == "GET" else "/data"
        visit = bare_visit(self.desk, path, language)
        return HTMLResponse(render("pages/error.html", self._page(visit, error)), status)

    def _page(self, visit: Visit, error: PolsoError) -> ErrorPage:
        voice = visit.voice
        said = render_error(error, voice.language)
        family = "not_found" if isinstance(error, NotFoundError) else "refused"
        ours = not isinstance(error, UserError)
        title = voice.say("failure.ours" if ours else f"failure.{family}")
        frame = frame_of(Head(title), "", visit.view, voice, pages.surroundings(visit))
        links = (
            Link(voice.say("failure.overview"), "/"),
            Link(voice.say("metrics.title"), "/metrics"),
            Link(voice.say("failure.data"), "/data"),
        )
        return ErrorPage(frame, title, said.sentence, said.action, links, error.code if ours else "")


class LastResort:
    """Answers for an exception that nothing else has caught, inside the layers that add the protective headers."""

    def __init__(self, app: ASGIApp, problems: Problems) -> None:
        self.app = app
        self.problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request as Asked

        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, note)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            response = self.problems.unexpected(Asked(scope, receive), error)
            await response(scope, receive, send)


def trail(error: BaseException) -> str:
    """Where it happened, innermost last; without the error's own text, which may quote somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-TRAIL:])


def wants_json(request: Request) -> bool:
    """The API speaks JSON, and so does any address to who asks for JSON and not for a page."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("json" in accepted and "text/html" not in accepted)


def problem(error: PolsoError, language: Any, path: str, status: int) -> dict[str, Any]:
    """The members of RFC 9457, with our code, what to do and the place beside them."""
    said = render_error(error, language)
    return {
        "type": "about:blank",
        "title": said.sentence,
        "status": status,
        "detail": said.action or said.sentence,
        "instance": path,
        "code": error.code,
        "action": said.action,
        "place": error.place.as_dict(),
    }


def remember_language(response: Response, language: str) -> None:
    response.set_cookie("language", language, max_age=31_536_000, httponly=True, samesite="lax", path="/")
