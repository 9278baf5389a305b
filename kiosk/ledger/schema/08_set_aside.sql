-- Rows between a ledger and the shared store that cannot be (kiosk/ledger/set_aside.h).
CREATE TABLE set_aside (
    kind TEXT NOT NULL CHECK (kind IN ('case', 'ticket', 'told', 'published')),
    item TEXT NOT NULL,
    reason TEXT NOT NULL,
    login TEXT NOT NULL,
    PRIMARY KEY (kind, item)
) STRICT, WITHOUT ROWID;
