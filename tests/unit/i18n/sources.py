"""What the product's own files say: the string literals of its modules, its error codes, the keys of its templates."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import polso

SOURCE = Path(polso.__file__).parent
PLACE_PARTS = frozenset({"file", "row", "column", "metric", "setting"})
ERROR_CLASSES = frozenset({"UserError", "NotFoundError"})
TEMPLATE_KEY = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["']\s*[,)]""")
TEMPLATE_PREFIX = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]*)["']\s*~""")


@dataclass
class Usage:
    literals: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    translated: dict[str, str] = field(default_factory=dict)
    error_codes: dict[str, str] = field(default_factory=dict)
    error_calls: list[tuple[str, frozenset[str], str]] = field(default_factory=list)


def read_usage(folder: Path = SOURCE) -> Usage:
    usage = Usage()
    for path in sorted(folder.rglob("*.py")):
        _read_module(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(folder)), usage)
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for key in TEMPLATE_KEY.findall(text):
            usage.translated[key] = path.name
        usage.literals.update(re.findall(r"""["']([a-z0-9_.]+)["']""", text))
        usage.prefixes.update(TEMPLATE_PREFIX.findall(text))
    return usage


def _read_module(tree: ast.Module, name: str, usage: Usage) -> None:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            usage.literals.add(node.value)
            # A code may also stand inside a statement of SQL.
            usage.literals.update(re.findall(r"'([a-z_]+)'", node.value))
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            usage.prefixes.add(str(node.values[0].value))
        elif isinstance(node, ast.Call):
            _read_call(node, name, usage)


def _read_call(node: ast.Call, name: str, usage: Usage) -> None:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    first = node.args[0] if node.args else None
    if function in ERROR_CLASSES and isinstance(first, ast.Constant) and isinstance(first.value, str):
        usage.error_codes[first.value] = name
        keywords = {keyword.arg for keyword in node.keywords}
        if None not in keywords:
            given = frozenset(str(keyword) for keyword in keywords)
            usage.error_calls.append((first.value, given | (PLACE_PARTS if "place" in given else frozenset()), name))
    if function == "translate" and len(node.args) > 1:
        key = node.args[1]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            usage.translated[key.value] = name
