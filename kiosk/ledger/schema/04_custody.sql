-- Custody (kiosk/custody): bags and the cards that are or were in them, a log of what happened to them, and what did not
-- add up.
CREATE TABLE bags (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    envelope INTEGER NOT NULL CHECK (envelope IN (0, 1)),
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('community', 'street', 'district', 'maker')),
    homeward INTEGER NOT NULL CHECK (homeward IN (0, 1)),
    begun_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bags_envelopes ON bags (begun_at) WHERE envelope = 1;
CREATE TABLE bag_cases (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    bag_id INTEGER NOT NULL REFERENCES bags (id),
    inside INTEGER NOT NULL CHECK (inside IN (0, 1)),
    PRIMARY KEY (case_id, bag_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bag_cases_inside ON bag_cases (case_id) WHERE inside = 1;
CREATE INDEX bag_cases_bag ON bag_cases (bag_id, inside);
CREATE TABLE custody (
    id INTEGER PRIMARY KEY,
    event TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('packed', 'handed_over', 'refused', 'handed_out', 'left_behind')),
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    bag_id INTEGER REFERENCES bags (id),
    case_id INTEGER REFERENCES cases (id),
    from_level TEXT,
    to_level TEXT,
    given INTEGER CHECK (given >= 0),
    taken INTEGER CHECK (taken >= 0),
    listed INTEGER CHECK (listed >= 0)
) STRICT;
CREATE INDEX custody_at ON custody (at);
CREATE INDEX custody_bag ON custody (bag_id) WHERE bag_id IS NOT NULL;
CREATE INDEX custody_case ON custody (case_id) WHERE case_id IS NOT NULL;
CREATE TRIGGER custody_is_not_changed BEFORE UPDATE ON custody
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TRIGGER custody_is_not_taken_away BEFORE DELETE ON custody
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    custody_id INTEGER NOT NULL UNIQUE REFERENCES custody (id),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    reason TEXT,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX problems_open ON problems (id) WHERE closed_at IS NULL;
CREATE TRIGGER problems_stay BEFORE DELETE ON problems
BEGIN SELECT raise(ABORT, 'a problem is closed, not taken away'); END;
CREATE TRIGGER problems_are_closed_once BEFORE UPDATE ON problems WHEN old.closed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a problem is closed once'); END;
