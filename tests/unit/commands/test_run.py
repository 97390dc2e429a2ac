"""Commands by name, as a serving process runs them for a command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polso.base.errors import NotFoundError, UserError
from polso.commands import ask
from polso.commands.run import commands, respond, run
from polso.commands.session import Session


def test_each_command_is_known_by_its_name(session: Session) -> None:
    assert set(commands()) >= {"ask", "changes", "doctor", "history", "import", "imports", "snapshot", "undo"}
    with pytest.raises(NotFoundError, match="unknown_command"):
        run(session, "forget", {})


def test_a_result_can_be_json(session: Session) -> None:
    for body in ({"name": "imports", "arguments": {}}, {"name": "doctor", "arguments": {"language": "it"}}):
        status, said = respond(session, body)
        assert status == 200
        assert json.loads(json.dumps(said)) == said


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "ask", "arguments": {"metrics": ["win_rat"]}}, 404, "unknown_metric"),
        ({"name": "ask", "arguments": {"metrics": "win_rate"}}, 400, "argument_malformed"),
        ({"name": "ask", "arguments": {"metrics": ["win_rate"], "grain": "hour"}}, 400, "argument_not_choice"),
        ({"name": "ask", "arguments": {"metrics": ["win_rate"], "where": ["rep"]}}, 400, "where_malformed"),
        ({"name": "ask", "arguments": {"metrics": ["win_rate"], "rows": "yes"}}, 400, "argument_malformed"),
        ({"name": "ask", "arguments": {}}, 400, "no_metric"),
        ({"name": "import", "arguments": {"files": [], "answers": []}}, 400, "argument_malformed"),
        ({"name": "forget", "arguments": {}}, 404, "unknown_command"),
        ({"name": "ask"}, 400, "no_metric"),
        (["ask"], 404, "unknown_command"),
        (None, 404, "unknown_command"),
    ],
)
def test_what_is_wrong_comes_back_as_an_error(session: Session, body: Any, status: int, code: str) -> None:
    answered, said = respond(session, body)
    assert (answered, said["error"]["code"]) == (status, code)


def test_a_fault_of_ours_comes_back_without_its_secrets(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of a customer")

    monkeypatch.setattr("polso.commands.imports.imported_batches", broken)
    status, said = respond(session, {"name": "imports", "arguments": {}})
    assert (status, said["error"]["family"]) == (500, "internal")
    assert "secret" not in json.dumps(said)


def test_a_request_is_read_from_plain_arguments(session: Session) -> None:
    request = ask.request_of(
        session, {"metrics": ["win_rate"], "by": ["rep"], "where": ["source==Web", "rep="], "as_of": "2026-07-01"}
    )
    assert request.where == (("source", "=Web"), ("rep", ""))
    assert request.as_of is not None
    assert request.as_of.isoformat() == "2026-07-01T21:59:59.999999"
    assert (request.period, request.grain, request.compare) == (None, None, None)
    with pytest.raises(UserError, match="where_malformed"):
        ask.request_of(session, {"metrics": ["win_rate"], "where": ["=Web"]})
