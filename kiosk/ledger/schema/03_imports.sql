-- Imports in small transactions (kiosk/ledger/case_writer.h): an index that can be filled bit by bit in its own order, and
-- marks of what counts already.
DROP INDEX cases_by_key;
DROP INDEX cases_by_card;
DROP INDEX cases_by_social_card;
DROP INDEX cases_by_id;
DROP INDEX cases_by_typing;
CREATE TABLE case_index (
    kind INTEGER NOT NULL,
    value BLOB NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, value, id)
) STRICT, WITHOUT ROWID;
INSERT INTO case_index SELECT 0, CAST(key AS BLOB), id FROM cases ORDER BY 2;
INSERT INTO case_index SELECT 1, card_hash, id FROM cases WHERE card_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 2, social_hash, id FROM cases WHERE social_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 3, id_hash, id FROM cases WHERE id_hash IS NOT NULL ORDER BY 2;
INSERT INTO case_index SELECT 4, typed_hash, id FROM cases WHERE typed_hash IS NOT NULL ORDER BY 2;
CREATE TABLE case_updates (
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
ALTER TABLE ledger ADD COLUMN visible_cases INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN updates_apply INTEGER NOT NULL DEFAULT 0;
UPDATE ledger SET visible_cases = (SELECT ifnull(max(id), 0) FROM cases);
