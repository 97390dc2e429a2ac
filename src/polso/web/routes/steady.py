"""Pages whose figures are all of one state of the data, whatever is imported while they are made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

if TYPE_CHECKING:
    from polso.web.desk import Desk


def steady_route(desk: Desk) -> type[APIRoute]:
    """A class of routes that answer within one reading of the workspace; for routes that are not `async`."""

    class SteadyRoute(APIRoute):
        def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
            @wraps(endpoint)
            def steady(*arguments: Any, **named: Any) -> Any:
                with desk.session.door.steady():
                    return endpoint(*arguments, **named)

            super().__init__(path, steady, **options)

    return SteadyRoute
