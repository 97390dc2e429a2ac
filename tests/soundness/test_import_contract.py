"""The architecture as a test: who may import whom, and a core (layers 0 to 3) without I/O and without a clock.

Every import counts, those inside functions and those for type checking included. Importing `polso` itself is free.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "polso"
LAYERS = (
    ("base",),
    ("catalog", "statistics", "i18n"),
    ("query",),
    ("sql",),
    ("engines", "store"),
    ("intake", "access"),
    ("answers",),
    ("forecast",),
    ("goals",),
    ("insights",),
    ("reports", "demo"),
    ("jobs", "commands"),
    ("web", "cli"),
    ("wiring",),
    ("__main__",),
)
LAYER_OF = {name: layer for layer, names in enumerate(LAYERS) for name in names}
LAST_CORE_LAYER = LAYER_OF["sql"]

MODULES_WITH_IO = frozenset(
    {"asyncio", "duckdb", "fileinput", "glob", "http", "httpx", "httpx2", "io", "os", "pathlib", "psycopg", "pyspark"}
    | {"requests", "shutil", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "time", "urllib"}
)
CALLS_WITH_IO = frozenset({"open", "input", "print", "read_bytes", "read_text", "write_bytes", "write_text"})
CLOCK_READINGS = frozenset({"now", "today", "utcnow"})
PACKAGED_TEXT = frozenset({"catalog", "i18n"})
"""Packages of the core that read their own packaged files through `importlib.resources`: constant data, like code."""
PACKAGED_READINGS = frozenset({"open", "read_bytes", "read_text"})


def modules(source: Path) -> Iterator[tuple[str, ast.Module]]:
    """Dotted name below `polso` and syntax tree of each module; the package file `polso/__init__` is named ''."""
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and absolute name of everything that a module imports, by statement or by `import_module`."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(level=0, module=str(origin), names=names):
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.ImportFrom():
                raise AssertionError(f"polso.{module}:{node.lineno}: imports are absolute here")
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(target)), *_]
            ):
                if name in {"import_module", "__import__"}:
                    yield node.lineno, target


def contract_breaches(source: Path) -> list[str]:
    """One sentence a breach: undeclared packages, imports that do not go down, the cycle that they make."""
    breaches: list[str] = []
    edges: dict[str, set[str]] = {}
    for module, tree in modules(source):
        package = module.partition(".")[0]
        if package and package not in LAYER_OF:
            breaches.append(f"polso.{module}: `{package}` declares no layer; add it to LAYERS in {Path(__file__).name}")
        for line, name in imports(module, tree):
            top, target = [*name.split("."), ""][:2]
            if top != "polso" or target == package or not exists(source, target):
                continue
            edges.setdefault(package, set()).add(target)
            if not package:
                breaches.append(f"polso.__init__:{line} imports `{target}`: the package file imports nothing of polso")
            elif package in LAYER_OF and target in LAYER_OF and LAYER_OF[target] >= LAYER_OF[package]:
                breaches.append(advice(f"polso.{module}:{line}", package, target))
    return [*breaches, *cycle(edges)]


def exists(source: Path, name: str) -> bool:
    return bool(name) and ((source / name).is_dir() or (source / f"{name}.py").is_file())


def advice(place: str, package: str, target: str) -> str:
    own, other = LAYER_OF[package], LAYER_OF[target]
    return (
        f"{place}: `{package}` (layer {own}) imports `{target}` ({other}); it may import only layers below {own}. "
        f"What needs `{target}` belongs in layer {other + 1} or above; what both need belongs below layer {own}; "
        "an object of it can be handed over by wiring."
    )


def cycle(edges: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return [f"packages import each other: {' <- '.join(error.args[1])}"]
    return []


def impurities(module: str, tree: ast.Module) -> Iterator[str]:
    """What a module of the core must not do: import a module with I/O, open or print, read the clock."""
    packaged = module.partition(".")[0] in PACKAGED_TEXT
    for line, name in imports(module, tree):
        if name.partition(".")[0] in MODULES_WITH_IO:
            yield f"polso.{module}:{line} imports {name}: I/O belongs in engines, store or above"
        if name.startswith("importlib.resources") and not packaged:
            yield f"polso.{module}:{line} reads packaged files: only {', '.join(sorted(PACKAGED_TEXT))} may"
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLS_WITH_IO:
                if not (packaged and name in PACKAGED_READINGS):
                    yield f"polso.{module}:{node.lineno} calls {name}(): I/O belongs in engines, store or above"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCK_READINGS:
                yield f"polso.{module}:{node.lineno} calls .{name}(): today and now are arguments here"
            case ast.Attribute(value=ast.Name(id="date" | "datetime"), attr=name) if name in CLOCK_READINGS:
                yield f"polso.{module}:{node.lineno} hands on the clock ({name}): today and now are arguments here"


def test_imports_go_down_and_every_package_has_a_layer() -> None:
    assert not (breaches := contract_breaches(SOURCE)), "\n".join(breaches)


def test_the_core_does_no_io_and_reads_no_clock() -> None:
    core = [pair for pair in modules(SOURCE) if LAYER_OF.get(pair[0].partition(".")[0], 99) <= LAST_CORE_LAYER]
    assert core
    found = [sentence for module, tree in core for sentence in impurities(module, tree)]
    assert not found, "\n".join(found)


def tree_of(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".py") if name != "__init__" else folder / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"query__plan": "from polso.store import x", "store__x": ""}, "`query` (layer 2) imports `store` (4)"),
        ({"query__plan": "def f():\n    import polso.answers.door", "answers__door": ""}, "polso.query.plan:2"),
        ({"cli__a": "from polso import web", "web__a": ""}, "`cli` (layer 12) imports `web` (12)"),
        ({"cli__a": "import_module('polso.wiring')", "wiring": ""}, "belongs in layer 14 or above"),
        ({"web__a": "from polso import cli", "cli__a": "import polso.web"}, "packages import each other"),
        ({"extras__a": ""}, "`extras` declares no layer"),
        ({"helpers": ""}, "`helpers` declares no layer"),
        ({"__init__": "from polso.base import money", "base__money": ""}, "imports nothing of polso"),
    ],
)
def test_a_breach_of_the_contract_is_named(tmp_path: Path, files: dict[str, str], said: str) -> None:
    assert any(said in breach for breach in contract_breaches(tree_of(tmp_path, **files)))


def test_a_relative_import_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="absolute"):
        contract_breaches(tree_of(tmp_path, sql__a="from . import b"))


def test_imports_that_go_down_are_free(tmp_path: Path) -> None:
    files = {
        "__init__": "__version__ = '1'",
        "wiring": "from polso.web import app\nimport polso.cli.main",
        "web__app": "from polso import __version__\nfrom polso.base.money import Money\nimport json",
        "web__pages": "from polso.web.app import page",
        "cli__main": "import polso",
        "base__money": "",
    }
    assert contract_breaches(tree_of(tmp_path, **files)) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "from os import environ",
        "import socket",
        "from time import monotonic",
        "from pathlib import Path",
        "import urllib.request",
        "def f():\n    import requests",
        "from importlib.resources import files",
        "text = open('a').read()",
        "text = path.read_text()",
        "print('a')",
        "moment = datetime.now(UTC)",
        "day = date.today()",
        "day = datetime.date.today()",
        "moment = datetime.utcnow()",
        "moment: datetime = field(default_factory=datetime.now)",
    ],
)
def test_an_impurity_is_found(code: str) -> None:
    assert [*impurities("query.plan", ast.parse(code))]


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import UTC, date, datetime, time",
        "plan = resolve(request, today=today, now=context.now)",
        "moment = instant.time()",
        "from zoneinfo import ZoneInfo",
    ],
)
def test_what_takes_time_as_an_argument_is_pure(code: str) -> None:
    assert not [*impurities("query.plan", ast.parse(code))]


def test_messages_may_be_read_from_the_package_and_from_nowhere_else() -> None:
    code = "from importlib.resources import files\ntext = files('polso.i18n').joinpath('it.toml').read_text()"
    assert not [*impurities("i18n.messages", ast.parse(code))]
    assert [*impurities("i18n.messages", ast.parse("from pathlib import Path"))]
