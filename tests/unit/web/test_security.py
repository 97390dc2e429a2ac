"""Other names, other sites, other origins: refused; every answer protected."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.unit.web.served import ADDRESS, TOKEN

UPLOAD = {"files": ("x.csv", b"a;b\n1;2\n")}


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "localhost"])
def test_the_machines_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost:8765.evil.example", "", "127.1"]
)
def test_a_foreign_name_that_leads_here_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 421
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS}, False),
        ({"Origin": ADDRESS}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_only_this_site_and_programs_may_change_anything(
    client: TestClient, headers: dict[str, str], allowed: bool
) -> None:
    response = client.post("/data/imports/0123456789abcdef/answers", headers=headers, data={"a": "b"})
    # Let through, there is no such import; refused, nobody looks.
    assert response.status_code == (404 if allowed else 403)


def test_a_page_of_another_site_cannot_upload(client: TestClient) -> None:
    response = client.post("/data/imports", files=UPLOAD, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/", "/metrics", "/metrics/nothing", "/api/v1/metrics", "/data", "/static/none.js"])
def test_every_answer_is_protected_and_kept_by_nobody(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_an_unexpected_failure_is_protected_and_tells_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Mario Rossi, mario@example.com")

    monkeypatch.setattr("polso.web.pages.data", fail)
    response = client.get("/data", headers={"Accept-Language": "it"})
    assert response.status_code == 500
    assert "Mario" not in response.text
    assert "Traceback" not in response.text
    assert "content-security-policy" in response.headers
    assert "RuntimeError" in caplog.text
    assert "test_security.py" in caplog.text
    assert "Mario" not in caplog.text


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_a_command_needs_the_token(client: TestClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = client.post("/api/v1/command", json={"name": "imports", "arguments": {}}, headers=headers)
    assert response.status_code == 401
    assert "result" not in response.json()


def test_a_program_with_the_token_is_answered(client: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    response = client.post("/api/v1/command", json={"name": "imports", "arguments": {}}, headers=headers)
    assert response.status_code == 200
    assert len(response.json()["result"]["imports"]) == 1
    unknown = client.post("/api/v1/command", content=b"not json", headers=headers)
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "unknown_command"


def test_static_files_are_kept_for_ever_and_packed(client: TestClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = client.get(address)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-encoding"] == "gzip"
    assert client.get(address, headers={"Accept-Encoding": "identity"}).headers.get("content-encoding") is None
    assert client.get("/static/polso.000000000000.css").status_code == 404
    assert client.get("/static/..%2F..%2Fpyproject.toml").status_code == 404
