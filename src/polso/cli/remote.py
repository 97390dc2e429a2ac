"""A command carried out by the process that serves the workspace, over loopback and with the workspace's token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from polso.base.errors import UserError
from polso.commands import failure

if TYPE_CHECKING:
    from polso.store.holder import ServerPlace

ADDRESS = "/api/v1/command"
SECONDS_TO_REACH = 3.0
SECONDS_TO_ANSWER = 60.0
SECONDS_TO_IMPORT = 3600.0
LONG = frozenset({"import", "undo", "correct", "backup", "export"})


def send(place: ServerPlace, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The result of the command as the server gives it; raises the error that it met.

    Raises UserError `holder_does_not_answer` (with `pid`, `url`) when nobody, or somebody else, is at that address.
    """
    from http.client import HTTPException

    silent = UserError("holder_does_not_answer", pid=str(place.pid), url=place.url)
    try:
        token = place.token()
        status, body = _post(place, token, {"name": name, "arguments": dict(arguments)}, _patience(name))
    except (OSError, ValueError, TypeError, HTTPException) as error:
        raise silent from error
    if "result" in body and isinstance(body["result"], dict):
        return dict(body["result"])
    if isinstance(body.get("error"), dict):
        raise failure.from_data(body["error"])
    raise silent from ValueError(f"status {status}")


def _patience(name: str) -> float:
    return SECONDS_TO_IMPORT if name in LONG else SECONDS_TO_ANSWER


def _post(place: ServerPlace, token: str, body: Mapping[str, Any], patience: float) -> tuple[int, dict[str, Any]]:
    from http.client import HTTPConnection

    connection = HTTPConnection(place.host, place.port, timeout=SECONDS_TO_REACH)
    try:
        connection.connect()
        if connection.sock is not None:
            connection.sock.settimeout(patience)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection.request("POST", ADDRESS, json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        said = dict(json.loads(answer.read()))
    finally:
        connection.close()
    return answer.status, said
