-- A shared store (kiosk/store/sync.h). Two terminals that could not hear of each other may have issued a ticket each for
-- one request.
ALTER TABLE tickets ADD COLUMN call_request BLOB;
ALTER TABLE tickets ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
DROP INDEX tickets_request;
CREATE INDEX tickets_request ON tickets (hall, day, request_hash);
DROP INDEX tickets_call;
CREATE INDEX tickets_call ON tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
CREATE UNIQUE INDEX tickets_call_request ON tickets (hall, day, call_request) WHERE call_request IS NOT NULL;
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'paper', 'use')),
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    item TEXT NOT NULL,
    clash INTEGER NOT NULL DEFAULT 0 CHECK (clash IN (0, 1)),
    UNIQUE (kind, hall, day, terminal, item)
) STRICT;
CREATE TABLE sync (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store BLOB,
    case_change INTEGER NOT NULL DEFAULT 0,
    published_cases INTEGER NOT NULL DEFAULT 0,
    synced_at INTEGER
) STRICT;
INSERT INTO sync (id) VALUES (1);
CREATE TABLE ticket_changes (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    change INTEGER NOT NULL,
    PRIMARY KEY (hall, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE unpublished (
    id INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER cases_to_publish AFTER UPDATE ON cases WHEN new.id <= (SELECT published_cases FROM sync)
BEGIN INSERT OR IGNORE INTO unpublished VALUES (new.id); END;
INSERT INTO outbox (kind, hall, day, terminal, item) SELECT 'ticket', hall, day, terminal, number FROM tickets ORDER BY id;
INSERT INTO outbox (kind, hall, day, terminal, item)
    SELECT 'paper', hall, day, terminal, number FROM tickets WHERE on_paper <> 'no' ORDER BY id;
INSERT INTO outbox (kind, hall, day, terminal, item) SELECT 'use', hall, day, terminal, kind FROM card_uses;
