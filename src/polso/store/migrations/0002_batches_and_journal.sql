-- What was imported from which file and what became of it, what could not be read, and how the settings changed.

CREATE TABLE batch (
    batch_id INTEGER PRIMARY KEY,
    imported_at TIMESTAMP NOT NULL,
    extracted_at TIMESTAMP NOT NULL,
    -- Whether somebody said so; else it is the instant of the import.
    extracted_given BOOLEAN NOT NULL,
    undone_at TIMESTAMP,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    summary VARCHAR NOT NULL
);

CREATE TABLE batch_file (
    file_id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    table_name VARCHAR,
    source_system VARCHAR,
    rows BIGINT,
    mapping VARCHAR NOT NULL
);

-- One row for each table that a file brought: a file of deals also brings the names of accounts.
CREATE TABLE batch_table (
    batch_id INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    table_name VARCHAR NOT NULL,
    source_system VARCHAR NOT NULL,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_stub BIGINT NOT NULL
);

CREATE TABLE reject (
    batch_id INTEGER NOT NULL,
    file_id INTEGER NOT NULL,
    line INTEGER,
    column_name VARCHAR,
    value VARCHAR,
    reason VARCHAR NOT NULL
);

CREATE TABLE setting_history (
    changed_at TIMESTAMP NOT NULL,
    key VARCHAR NOT NULL,
    old VARCHAR,
    new VARCHAR
);

-- The public holidays as they were known when they were copied, so that a newer library changes no past number.
CREATE TABLE holiday (
    country VARCHAR NOT NULL,
    day DATE NOT NULL
);

CREATE TABLE holiday_years (
    country VARCHAR NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL
);
