"""Templates and static files: one Jinja environment, texts by the reader's language, addresses with a content hash."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from polso.i18n.translation import translate
from polso.web.views.frame import Assets

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC_TYPES = {
    "polso.css": "text/css; charset=utf-8",
    "polso.js": "text/javascript; charset=utf-8",
    "icons.svg": "image/svg+xml",
}


@cache
def environment() -> Environment:
    """The one Jinja environment: escaping on, an undefined name is an error, templates compiled once."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    result = Environment(
        loader=PackageLoader("polso.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    result.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": False}
    return result


def render(template: str, page: Any) -> str:
    """The HTML of a page record; the template finds it as `page`, its frame as `frame`, and texts by `t(key, ...)`."""
    frame = page.frame
    return environment().get_template(template).render(page=page, frame=frame, t=partial(translate, frame.language))


@cache
def static_file(name: str) -> bytes:
    """The bytes of one of our static files; raises KeyError for any other name."""
    if name not in STATIC_TYPES:
        raise KeyError(name)
    return (files("polso.web") / "static" / name).read_bytes()


@cache
def static_address(name: str) -> str:
    """`/static/polso.<hash>.css`: the address changes with the content, so that it can be kept for ever."""
    stem, _, suffix = name.rpartition(".")
    return f"/static/{stem}.{hashlib.sha256(static_file(name)).hexdigest()[:12]}.{suffix}"


@cache
def static_addresses() -> dict[str, str]:
    """The file behind each address that `static_address` gives."""
    return {static_address(name): name for name in STATIC_TYPES}


def assets(*, charts: str | None = None) -> Assets:
    """Addresses for a page; `charts` is the address of the chart bundle where the page draws any."""
    return Assets(
        style=static_address("polso.css"),
        script=static_address("polso.js"),
        icons=static_address("icons.svg"),
        charts=charts,
    )
