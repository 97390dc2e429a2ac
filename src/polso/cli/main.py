"""One run of the command line: from arguments to an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rich.text import Text

from polso.base.errors import InternalError, PolsoError
from polso.cli.app import build
from polso.cli.failing import ReportedError
from polso.cli.language import language_of
from polso.cli.localise import localise
from polso.cli.output import err, print_json, utf8_output
from polso.cli.parts import Parts
from polso.cli.state import State
from polso.commands.failure import error_object
from polso.i18n.errors import render_error
from polso.store.layout import locate

OK, USER_CAN_ACT, OUR_FAULT = 0, 1, 3
INTERRUPTED = 130
DEBUG_VARIABLE = "POLSO_DEBUG"


def run(arguments: Sequence[str], parts: Parts, environ: Mapping[str, str] | None = None) -> int:
    """Carry out a command line (without the program's name) and return the exit code.

    0 is fine, 1 what the user can act on, 2 wrong usage, 3 our fault.
    """
    known = os.environ if environ is None else environ
    state = State(parts, known, language_of(known, locate(None, known)))
    command = build()
    localise(command, state.language)
    try:
        with utf8_output():
            command.main(args=list(arguments), prog_name="polso", obj=state)
    except SystemExit as ending:
        return _code(ending, state)
    except PolsoError as error:
        return _failed(error, state, arguments)
    except Exception as error:  # noqa: BLE001 - the last line: told as our fault, with an exit code
        return _failed(_unexpected(error, known), state, arguments)
    return OK


def _code(ending: SystemExit, state: State) -> int:
    code = ending.code if isinstance(ending.code, int) else OK
    if code == INTERRUPTED:
        err().print(state.say("cli.interrupted"))
        return USER_CAN_ACT
    return code


def _failed(error: PolsoError, state: State, arguments: Sequence[str]) -> int:
    if wants_json(arguments):
        report = error.report if isinstance(error, ReportedError) else {}
        print_json({**report, "error": error_object(error, state.language)})
    said = render_error(error, state.language)
    err().print(Text(said.sentence, style="bold red"), soft_wrap=True)
    if said.action:
        err().print(Text(said.action), soft_wrap=True)
    return error.exit_code


def _unexpected(error: Exception, environ: Mapping[str, str]) -> InternalError:
    """What nobody foresaw, with the line at which it happened; the whole way there with POLSO_DEBUG."""
    if environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error, file=sys.stderr)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f"{frame.name}:{frame.lineno}" for frame in last)
    return InternalError(f"{type(error).__name__} {where}".strip())


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for one JSON value.

    >>> wants_json(["ask", "win_rate", "--format", "json"]), wants_json(["ask", "win_rate"])
    (True, False)
    """
    pairs = pairwise(arguments)
    return "--json" in arguments or "--format=json" in arguments or ("--format", "json") in pairs
