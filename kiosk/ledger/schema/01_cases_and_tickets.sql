CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL
) STRICT;
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    card_hash BLOB,
    social_hash BLOB,
    id_hash BLOB,
    typed_hash BLOB,
    masked_name TEXT NOT NULL,
    masked_id TEXT NOT NULL,
    old_last4 TEXT NOT NULL,
    new_last4 TEXT NOT NULL,
    community TEXT NOT NULL,
    street TEXT NOT NULL,
    district TEXT NOT NULL,
    handed_in INTEGER NOT NULL,
    promised_by INTEGER NOT NULL,
    stage TEXT NOT NULL,
    stage_at INTEGER,
    refusal TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_by_key ON cases (key);
CREATE INDEX cases_by_card ON cases (card_hash) WHERE card_hash IS NOT NULL;
CREATE INDEX cases_by_social_card ON cases (social_hash) WHERE social_hash IS NOT NULL;
CREATE INDEX cases_by_id ON cases (id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX cases_by_typing ON cases (typed_hash) WHERE typed_hash IS NOT NULL;
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
    service TEXT NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('ordinary', 'priority')),
    refusal TEXT NOT NULL,
    case_id INTEGER REFERENCES cases (id) ON DELETE SET NULL,
    request_hash BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    called_at INTEGER,
    call_order INTEGER,
    counter TEXT,
    on_paper TEXT NOT NULL DEFAULT 'no' CHECK (on_paper IN ('no', 'yes', 'unknown')),
    CHECK ((called_at IS NULL) = (counter IS NULL) AND (called_at IS NULL) = (call_order IS NULL))
) STRICT;
CREATE UNIQUE INDEX tickets_number ON tickets (hall, day, terminal, number);
CREATE UNIQUE INDEX tickets_request ON tickets (hall, day, request_hash);
CREATE UNIQUE INDEX tickets_call ON tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
CREATE INDEX tickets_case ON tickets (case_id) WHERE case_id IS NOT NULL;
