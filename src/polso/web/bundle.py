"""The chart program for the browser, made once from the library that also draws the PDF, and kept in a cache folder.

Its name carries a hash of its content, so that a browser keeps it for ever and a broken copy is noticed and made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from polso.web.charts import theme

# The interpreter evaluates expressions without `eval`, which the content security policy forbids.
_PROGRAM = """
const config = %s;
export function draw(element, spec) {
  return vegaEmbed(element, spec, {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: false,
    config, loader: {load: () => Promise.reject(new Error("no loading"))},
  });
}
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """`path` of the file and `name` under which it is served."""

    path: Path
    name: str

    def read(self) -> bytes:
        return self.path.read_bytes()


def bundle_program() -> str:
    """Our few lines around the library, with the theme of the pages inside."""
    return _PROGRAM % json.dumps(theme.page_config(), separators=(",", ":"))


@cache
def bundle_address() -> str:
    """Where it is served: the name changes with the library and the theme, so that it can be kept for ever.

    Known without the bundle itself, which no page has to wait for.
    """
    return f"/static/charts.{_recipe(bundle_program())}.js"


def default_folder() -> Path:
    """Where the bundle is kept unless a folder is given: the platform's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("polso") / "web"


@cache
def chart_bundle(folder: Path | None = None) -> Bundle:
    """The bundle from the cache `folder`, made there first where it is not (about a second, once a version).

    Where the folder cannot be written the bundle goes to a temporary one.
    """
    place = default_folder() if folder is None else folder
    program = bundle_program()
    kept = _kept(place, _recipe(program))
    if kept is not None:
        return kept
    try:
        place.mkdir(parents=True, exist_ok=True)
        return _make(place, program)
    except OSError:
        return _make(Path(tempfile.mkdtemp(prefix="polso-web-")), program)


def _recipe(program: str) -> str:
    from importlib.metadata import version

    return hashlib.sha256(f"{version('vl-convert-python')}\n{program}".encode()).hexdigest()[:12]


def _kept(folder: Path, recipe: str) -> Bundle | None:
    for path in sorted(folder.glob(f"charts-{recipe}-*.js")):
        if path.stem.endswith(_digest(path.read_bytes())):
            return Bundle(path, path.name)
    return None


def _make(folder: Path, program: str) -> Bundle:
    import vl_convert

    content = vl_convert.javascript_bundle(program).encode()
    path = folder / f"charts-{_recipe(program)}-{_digest(content)}.js"
    handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).replace(path)
    return Bundle(path, path.name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
