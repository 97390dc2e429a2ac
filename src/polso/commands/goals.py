"""`goals`: targets set by hand, and how far each is reached."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from polso.answers.as_json import plain
from polso.base.errors import Place, UserError
from polso.base.money import decimal_text
from polso.base.period import Period
from polso.base.period_text import parse_period
from polso.catalog.model import Metric, Variant
from polso.commands import arguments as read
from polso.commands.amount_text import read_amount
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.query.request import Request
from polso.query.resolve import variant_of
from polso.query.targets import Target, in_force

TABLE = "target"
SCOPES = ("rep", "team")
PROFILES = ("business_days", "calendar_days", "seasonal", "end_of_period")
_PERCENT = 100


def set_goal(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Write down the target `value` of `metric` (id, name, or `metric:variant`) for `period`, of a `rep` or `team`.

    A person's target is a quota. Setting it again keeps what was set before. The result is that of one goal of `goals`
    without its figures, and the `batch` under which it can be undone. Raises UserError `goal_value_not_positive`,
    `goal_of_both`, and what names, periods and amounts raise.
    """
    from polso.intake.by_hand import SOURCE, Statement, enter
    from polso.intake.by_hand.finding import find_record

    today, now = session.today(), session.now()
    context = session.door.context(today)
    name = read.needed(arguments, "metric")
    metric, variant = variant_of(name, context)
    spelled = metric.id if variant.id == metric.default_variant else f"{metric.id}:{variant.id}"
    value = _value(read.needed(arguments, "value"), variant.unit or metric.unit)
    period = parse_period(read.needed(arguments, "period"), context.calendar, today, context.all_covered)
    named = {scope: given for scope in SCOPES if (given := read.text(arguments, scope))}
    if len(named) > 1:
        raise UserError("goal_of_both")
    scope, key, shown = "company", None, None
    with session.workspace.cursor() as cursor:
        for scope_type, given in named.items():
            found = find_record(cursor, scope_type, given)
            scope, key, shown = scope_type, found.record_id, found.name
    kind = "quota" if scope == "rep" else "goal"
    profile = read.choice(arguments, "profile", *PROFILES) or "business_days"
    currency = session.company.currency if _is_money(metric, variant) else None
    said = {
        "metric_id": spelled,
        "scope_type": scope,
        "scope_id": key,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "value": f"{value:.4f}",
        "currency": currency,
        "kind": kind,
        "profile": profile,
        "set_at": now.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    identity = "|".join(
        (spelled, scope, key or "", said["period_start"] or "", said["period_end"] or "", said["set_at"] or "")
    )
    batch = enter(session.workspace, [Statement(TABLE, SOURCE, identity, said)], now)
    return {
        "batch": batch.batch_id,
        "metric": spelled,
        "period": _period(period, session),
        "scope": {"type": scope, "id": key, "name": shown},
        "kind": kind,
        "profile": profile,
        "value": decimal_text(value),
        "currency": currency,
    }


def goals(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """`goals`: every target in force, each with its figure so far, its attainment `to_date` and at `pace`."""
    today = session.today()
    with session.door.steady():
        context = session.door.context(today)
        found = in_force(context.targets, None, today)
        ordered = sorted(
            found, key=lambda one: (one.period.start, one.period.end, one.metric, one.scope[0], one.number)
        )
        return {"goals": [_goal(session, one) for one in ordered]}


def _goal(session: Session, target: Target) -> dict[str, Any]:
    scope, key = target.scope
    shown = dict(session.door.values(scope, "sale", session.today())).get(key or "", key) if key else None
    goal: dict[str, Any] = {
        "metric": target.metric,
        "period": _period(target.period, session),
        "scope": {"type": scope, "id": key, "name": shown},
        "kind": target.kind,
        "profile": target.profile,
        "value": None if target.value is None else decimal_text(target.value),
        "currency": target.currency,
        "set_on": None if target.set_on is None else target.set_on.isoformat(),
        "actual": None,
        "to_date": None,
        "pace": None,
        "flags": [],
    }
    if target.period.start > session.today() or target.metric.partition(":")[0] not in session.workspace.metrics:
        return goal
    of_person = scope == "rep"
    asked = "rep_quota_attainment" if of_person else "sales_target_attainment"
    where = (("metric", target.metric), *(((scope, key),) if key else ()))
    spelled = f"{target.period.start}..{target.period.last_day}"
    names = (f"{asked}:to_date", f"{asked}:pace")
    request = Request(names, period=spelled, compare="none", where=where)
    answers = session.door.ask(request, session.viewer, session.today())
    to_date, pace = (next(iter(column)) for column in answers.columns)
    lower = session.workspace.metrics[target.metric.partition(":")[0]].direction == "lower"
    return goal | {
        "actual": plain(to_date.denominator if lower else to_date.numerator),
        "to_date": plain(to_date.value),
        "pace": plain(pace.value),
        "flags": list(dict.fromkeys((*to_date.flags, *pace.flags))),
    }


def _period(period: Period, session: Session) -> dict[str, str]:
    label = session.workspace.calendar.label(period)
    return {"start": period.start.isoformat(), "end": period.end.isoformat(), "label": label}


def _is_money(metric: Metric, variant: Variant) -> bool:
    return (variant.unit or metric.unit) == "currency"


def _value(given: str, unit: str) -> Decimal:
    """The value as typed; of a share also in percent."""
    bare = given.strip()
    share = unit == "ratio" and bare.endswith("%")
    value = read_amount(bare.removesuffix("%") if share else bare, given)
    if value <= 0:
        raise UserError("goal_value_not_positive", value=given, place=Place(column="value"))
    return value / _PERCENT if share else value
