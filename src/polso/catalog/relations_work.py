"""What people do and what customers say: activities, selling time, enquiries, surveys, social counters, events."""

from __future__ import annotations

from polso.catalog.relation import KNOWN, Clock, Relation

_BY_PERSON = {"rep": "rep_id", "team": "rep_id"}
_ENTITIES = {"account": "account_id", "rep": "rep_id"}

WORK = Relation(
    "work",
    (
        ("activity_id", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("direction", "VARCHAR"),
        ("status", "VARCHAR"),
        ("is_automated", "BOOLEAN"),
        ("is_copy", "BOOLEAN"),
        ("is_follow_up", "BOOLEAN"),
        ("touch_no", "INTEGER"),
        ("rep_id", "VARCHAR"),
        ("lead_id", "VARCHAR"),
        ("opportunity_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("touched", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("booked_on", "DATE"),
        ("done_on", "DATE"),
        ("minutes", "INTEGER"),
        ("hours", "DECIMAL(18,4)"),
        ("is_connected", "BOOLEAN"),
        *KNOWN,
    ),
    (Clock("done", "done_on"), Clock("booked", "booked_on")),
    "activity_id",
    {**_BY_PERSON, "source": "source_id", "product": "product_id", "segment": "account_id"},
    {**_ENTITIES, "lead": "lead_id", "opportunity": "opportunity_id", "source": "source_id"},
    (
        "activity_id",
        "kind",
        "direction",
        "status",
        "rep_id",
        "account_id",
        "lead_id",
        "opportunity_id",
        "booked_on",
        "done_on",
        "minutes",
    ),
)

WORK_TOUCHED = Relation(
    "work_touched",
    (
        ("touched", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("is_follow_up", "BOOLEAN"),
        ("rep_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("source_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("day", "DATE"),
        *KNOWN,
    ),
    (Clock("done", "day"),),
    "touched",
    {**_BY_PERSON, "source": "source_id", "product": "product_id", "segment": "account_id"},
    {**_ENTITIES, "source": "source_id"},
    ("touched", "kind", "rep_id", "account_id", "day"),
    counts="touched",
)

WORK_WON = Relation(
    "work_won",
    (
        ("activity_id", "VARCHAR"),
        ("opportunity_id", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("done_on", "DATE"),
        ("closed_on", "DATE"),
        *KNOWN,
    ),
    (Clock("closed", "closed_on"),),
    "activity_id",
    {**_BY_PERSON, "segment": "account_id"},
    {**_ENTITIES, "opportunity": "opportunity_id"},
    ("activity_id", "kind", "opportunity_id", "rep_id", "done_on", "closed_on"),
)

WORK_TIME = Relation(
    "work_time",
    (("rep_id", "VARCHAR"), ("day", "DATE"), ("kind", "VARCHAR"), ("hours", "DECIMAL(18,4)"), *KNOWN),
    (Clock("day", "day"),),
    "rep_id",
    dict(_BY_PERSON),
    {"rep": "rep_id"},
    ("rep_id", "day", "kind", "hours"),
)

WORK_AVAILABLE = Relation(
    "work_available",
    (
        ("rep_id", "VARCHAR"),
        ("day", "DATE"),
        ("fte", "DECIMAL(9,6)"),
        ("hours", "DECIMAL(18,4)"),
        *KNOWN,
    ),
    (Clock("day", "day"),),
    "rep_id",
    dict(_BY_PERSON),
    {"rep": "rep_id"},
    ("rep_id", "day", "fte", "hours"),
)

INQUIRY_RESPONSE = Relation(
    "inquiry_response",
    (
        ("inquiry_id", "VARCHAR"),
        ("channel", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("received_on", "DATE"),
        ("begun", "BIGINT"),
        ("minutes", "BIGINT"),
        ("begun_elapsed", "BIGINT"),
        ("minutes_elapsed", "BIGINT"),
        ("ended_as", "VARCHAR"),
        *KNOWN,
    ),
    (Clock("received", "received_on"),),
    "inquiry_id",
    {**_BY_PERSON, "channel": "channel", "segment": "account_id"},
    dict(_ENTITIES),
    ("inquiry_id", "channel", "account_id", "rep_id", "received_on", "minutes", "minutes_elapsed", "ended_as"),
)

SURVEY_ANSWER = Relation(
    "survey_answer",
    (
        ("response_id", "VARCHAR"),
        ("survey", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("account_id", "VARCHAR"),
        ("product_id", "VARCHAR"),
        ("topic", "VARCHAR"),
        ("sent_on", "DATE"),
        ("responded_on", "DATE"),
        ("satisfied", "BOOLEAN"),
        ("score", "DECIMAL(18,8)"),
        ("scale_min", "DECIMAL(18,8)"),
        ("scale_max", "DECIMAL(18,8)"),
        ("rescaled", "DECIMAL(18,4)"),
        ("counts", "BOOLEAN"),
        *KNOWN,
    ),
    (Clock("responded", "responded_on"), Clock("sent", "sent_on")),
    "response_id",
    {**_BY_PERSON, "product": "product_id", "segment": "account_id"},
    {**_ENTITIES, "product": "product_id"},
    ("response_id", "account_id", "rep_id", "responded_on", "score", "scale_min", "scale_max", "topic"),
)

SOCIAL_GAIN = Relation(
    "social_gain",
    (
        ("channel", "VARCHAR"),
        ("post_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("day", "DATE"),
        ("gained", "BIGINT"),
        ("impressions", "BIGINT"),
        *KNOWN,
    ),
    (Clock("day", "day"),),
    "channel",
    {**_BY_PERSON, "channel": "channel"},
    {"rep": "rep_id"},
    ("channel", "post_id", "rep_id", "day", "gained", "impressions"),
)

NETWORKING_EVENT = Relation(
    "networking_event",
    (
        ("event_key", "VARCHAR"),
        ("activity_id", "VARCHAR"),
        ("rep_id", "VARCHAR"),
        ("day", "DATE"),
        *KNOWN,
    ),
    (Clock("day", "day"),),
    "event_key",
    dict(_BY_PERSON),
    {"rep": "rep_id"},
    ("event_key", "rep_id", "day"),
    counts="event_key",
)

RELATIONS: tuple[Relation, ...] = (
    WORK,
    WORK_TOUCHED,
    WORK_WON,
    WORK_TIME,
    WORK_AVAILABLE,
    INQUIRY_RESPONSE,
    SURVEY_ANSWER,
    SOCIAL_GAIN,
    NETWORKING_EVENT,
)
