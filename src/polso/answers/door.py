"""The one door to a figure: every face asks here, so that no two of them can show different numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date, datetime
from threading import Lock
from time import perf_counter

import duckdb

from polso.access.viewer import Viewer, narrowed
from polso.answers import always_by, exchange
from polso.answers.answer import Answers, Receipt
from polso.answers.assemble import ScanKey
from polso.answers.context import load_context
from polso.answers.derived_plan import Assembly, scanned, target_groups
from polso.answers.filters import filters, known_values
from polso.answers.knowledge import as_known
from polso.answers.measured import Measured, measure_scan
from polso.answers.reading import Reading, read_state, read_within
from polso.answers.transitions import tell_outside
from polso.answers.uncollected import uncollected
from polso.base.errors import NotFoundError
from polso.base.period import Period
from polso.catalog.rules.kinds import measures_of
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.dimensions import split
from polso.query.plan import Scan, plan, settle
from polso.query.request import Request
from polso.query.resolve import TARGET_METRIC, Resolved, resolve
from polso.sql.expressions import Statement
from polso.sql.render import readable
from polso.store.workspace import Workspace

MOST_KEPT = 512


class Door:
    """Answers requests about one workspace; results are kept until the data change."""

    def __init__(self, workspace: Workspace, engine: Engine) -> None:
        self.workspace = workspace
        self.engine = engine
        self._kept: OrderedDict[tuple[Request, int, date], Answers] = OrderedDict()
        self._context: Context | None = None
        self._lock = Lock()
        self._reading: ContextVar[Reading | None] = ContextVar("reading", default=None)

    @contextmanager
    def steady(self, cursor: duckdb.DuckDBPyConnection | None = None) -> Iterator[Reading]:
        """Everything asked inside sees one state, whatever is committed meanwhile.

        With `cursor` it is the state inside that open transaction, with its own changes.
        """
        known = self._reading.get()
        if known is not None and cursor is None:
            yield known
            return
        with (
            nullcontext(read_within(cursor, self.engine)) if cursor else read_state(self.workspace, self.engine) as one
        ):
            token = self._reading.set(one)
            try:
                yield one
            finally:
                self._reading.reset(token)

    def context(self, today: date) -> Context:
        """The state of the workspace, read once a data version and day."""
        with self.steady() as reading:
            known = self._context
            if known is None or reading.is_own or (known.data_version, known.today) != (reading.version, today):
                known = load_context(self.workspace, reading.cursor, reading.version, today)
                if not reading.is_own:
                    self._context = known
            return known

    def ask(self, request: Request, viewer: Viewer, today: date) -> Answers:
        """The answers to a request.

        Raises NotFoundError for names that do not exist, UserError for a period that cannot be read or lies in the
        future.
        """
        request = narrowed(request, viewer)
        reading = self._reading.get()
        version = self.workspace.data_version if reading is None else reading.version
        kept = self._kept_answer((request, version, today)) if reading is None or not reading.is_own else None
        if kept is not None:
            return kept
        with self.steady() as reading:
            context = self.context_of(request, today)
            asked = always_by.apart(request, context)
            with uncollected():
                parts = [self._answer(one, context, reading.engine) for one in asked]
            answers = always_by.together(request, asked, parts)
        if not reading.is_own:
            with self._lock:
                self._kept[request, reading.version, today] = answers
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return answers

    def _kept_answer(self, key: tuple[Request, int, date]) -> Answers | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def values(self, dimension: str, relation: str, today: date) -> list[tuple[str, str]]:
        """Key and shown name of every value of a dimension in a relation, for pickers."""
        with self.steady() as reading:
            use = split(dimension, self.context(today).attributes)
            return known_values(use, (relation,), None, reading.engine)

    def context_of(self, request: Request, today: date) -> Context:
        """The state that a request is about: now, or as it was known at its instant."""
        with self.steady() as reading:
            return as_known(self.context(today), reading.cursor, request.as_of)

    def _answer(self, request: Request, context: Context, engine: Engine) -> Answers:
        started = perf_counter()
        rates = exchange.load(engine, self.workspace.company.currency)
        reading = perf_counter() - started
        started = perf_counter()
        resolved, splits, period = resolve(request, context)
        base = tuple(pair for pair in request.where if pair[0] != TARGET_METRIC)
        assembly = Assembly(context, engine, rates)
        assembly.filters = filters(base, _relations(resolved, context), request.as_of, context, engine)
        scans = []
        for where, ones in scanned(resolved).items():
            try:
                further = filters(where, _relations(ones, context), request.as_of, context, engine)
            except NotFoundError:
                assembly.unknown.add(where)
                continue
            planned = plan(ones, splits, (*assembly.filters, *further), request.as_of, context)
            scans += [(where, scan) for scan in planned.scans]
        planning = perf_counter() - started
        statements: list[Statement] = []
        started = perf_counter()
        for where, scan in scans:
            measured, run = measure_scan(scan, engine, assembly.rates)
            statements += run
            if scan.kind == "transition_then":
                self._tell_outside(measured, scan, context)
            assembly.measured.setdefault(where, {})[_key(scan)] = measured
        assembly.settle_groups(target_groups(resolved, splits, engine))
        querying = reading + perf_counter() - started
        started = perf_counter()
        columns = tuple(assembly.answers(one) for one in resolved)
        receipt = Receipt(
            request.as_of,
            self.workspace.company.timezone,
            self.workspace.company.currency,
            context.data_version,
            context.revenue_basis,
            request.where,
            tuple(readable(statement, engine.dialect) for statement in statements),
            planning,
            querying,
            perf_counter() - started,
        )
        return Answers(request, period, columns, receipt)

    def _tell_outside(self, measured: Measured, scan: Scan, context: Context) -> None:
        place = (scan.relation.name, scan.clock)
        known: dict[datetime | None, Period | None] = {}

        def covered_at(instant: datetime | None) -> Period | None:
            if instant not in known:
                with self.steady() as reading:
                    known[instant] = as_known(context, reading.cursor, instant).covered.get(place)
            return known[instant]

        tell_outside(measured, scan, covered_at)


def _relations(resolved: Iterable[Resolved], context: Context) -> tuple[str, ...]:
    """The relations that the metrics read, those of the metrics that they are made of among them, each once."""
    found: dict[str, None] = {}
    for one in resolved:
        if one.refusal is None:
            for measure in measures_of(one.inner.kind):
                found[settle(measure, context).relation_for(one.dimensions)] = None
            found.update(dict.fromkeys(_relations((operand.one for operand in one.operands), context)))
    return tuple(found)


def _key(scan: Scan) -> ScanKey:
    return scan.kind, scan.relation.name, scan.clock, scan.credit_column
