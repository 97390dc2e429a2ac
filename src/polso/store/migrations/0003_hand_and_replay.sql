-- What people say about records, which exports no longer have a record, and what preparing a batch again needs.

CREATE TABLE "correction" (
    "entity" VARCHAR,
    "entity_source" VARCHAR,
    "entity_key" VARCHAR,
    "column_name" VARCHAR,
    "value" VARCHAR,
    "replaced" VARCHAR,
    "source_system" VARCHAR NOT NULL,
    "external_id" VARCHAR NOT NULL,
    "is_stub" BOOLEAN NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "file_id" INTEGER,
    "line" INTEGER,
    "first_seen_at" TIMESTAMP NOT NULL,
    "deleted_at" TIMESTAMP,
    "known_from" TIMESTAMP NOT NULL,
    "known_to" TIMESTAMP,
    "closed_by" INTEGER
);

CREATE TABLE "account_pair" (
    "first_id" VARCHAR,
    "second_id" VARCHAR,
    "verdict" VARCHAR,
    "source_system" VARCHAR NOT NULL,
    "external_id" VARCHAR NOT NULL,
    "is_stub" BOOLEAN NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "file_id" INTEGER,
    "line" INTEGER,
    "first_seen_at" TIMESTAMP NOT NULL,
    "deleted_at" TIMESTAMP,
    "known_from" TIMESTAMP NOT NULL,
    "known_to" TIMESTAMP,
    "closed_by" INTEGER
);

CREATE TABLE "expected_total" (
    "total_id" VARCHAR,
    "metric_id" VARCHAR,
    "period" VARCHAR,
    "value" DECIMAL(18,4),
    "currency" VARCHAR,
    "origin" VARCHAR,
    "source_system" VARCHAR NOT NULL,
    "external_id" VARCHAR NOT NULL,
    "is_stub" BOOLEAN NOT NULL,
    "batch_id" INTEGER NOT NULL,
    "file_id" INTEGER,
    "line" INTEGER,
    "first_seen_at" TIMESTAMP NOT NULL,
    "deleted_at" TIMESTAMP,
    "known_from" TIMESTAMP NOT NULL,
    "known_to" TIMESTAMP,
    "closed_by" INTEGER
);

-- `files` for imports, `hand` for what people entered.
ALTER TABLE batch ADD COLUMN kind VARCHAR DEFAULT 'files';
-- JSON; null where a batch was made before it was kept.
ALTER TABLE batch ADD COLUMN options VARCHAR;
ALTER TABLE batch_table ADD COLUMN rows_gone BIGINT DEFAULT 0;
