-- Custody that offices share (kiosk/store/custody_share.h). A row of the log holds all that another office needs to enact the
-- event. `change` is the row's number in the shared log, NULL until the store has the event. `verdict` says why the event was
-- not enacted; such an event exists in the log and in a problem only.
-- Triggers write down, as SQL, how to undo the events of a machine that cannot reach the store. Later the machine undoes them,
-- enacts the others' events and enacts its own again; only then may an event leave the log. SQLite's session extension, which
-- Debian's library has, records changes without triggers. It is not used: a changeset is undone only where a row is still as
-- the change left it, while an import may bring a card's stage on before the undo; and ledgers in the field hold undo as SQL,
-- so triggers and changesets would stand side by side.
ALTER TABLE sync ADD COLUMN custody_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync ADD COLUMN custody_shared INTEGER NOT NULL DEFAULT 0 CHECK (custody_shared IN (0, 1));
ALTER TABLE sync ADD COLUMN custody_mode TEXT NOT NULL DEFAULT 'plain' CHECK (custody_mode IN ('plain', 'recording',
    'undoing'));
CREATE TABLE custody_6 (
    id INTEGER PRIMARY KEY,
    change INTEGER,
    own INTEGER NOT NULL DEFAULT 1 CHECK (own IN (0, 1)),
    verdict TEXT,
    part_of INTEGER REFERENCES custody_6 (id),
    event TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('packed', 'handed_over', 'refused', 'handed_out', 'left_behind', 'closed')),
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    bag TEXT NOT NULL,
    case_keys TEXT NOT NULL,
    bag_id INTEGER REFERENCES bags (id),
    case_id INTEGER REFERENCES cases (id),
    from_level TEXT,
    to_level TEXT,
    given INTEGER CHECK (given >= 0),
    taken INTEGER CHECK (taken >= 0),
    listed INTEGER CHECK (listed >= 0),
    stage TEXT NOT NULL,
    reason TEXT NOT NULL,
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    since INTEGER
) STRICT;
INSERT INTO custody_6 (event, kind, at, who, bag, case_keys, bag_id, case_id, from_level, to_level, given, taken, listed,
    stage, reason, district, street, community, since)
SELECT event, kind, at, who, bag, case_keys, bag_id, case_id, from_level, to_level, given, taken, listed, stage, reason,
    district, street, community, since
FROM (
    SELECT log.id * 2 AS place, log.event, log.kind, log.at, log.who, ifnull(bags.number, '') AS bag, ifnull(CASE
            WHEN log.kind = 'packed' THEN (SELECT group_concat(key, ' ') FROM (SELECT key FROM bag_cases JOIN cases ON
                cases.id = bag_cases.case_id WHERE bag_cases.bag_id = log.bag_id ORDER BY key))
            WHEN log.kind = 'handed_over' AND log.from_level = 'maker' AND NOT bags.envelope THEN
                (SELECT group_concat(key, ' ') FROM (SELECT key FROM bag_cases AS entry JOIN cases AS one ON one.id =
                entry.case_id WHERE entry.bag_id = log.bag_id AND inside = 0 AND one.refusal <> '' AND NOT EXISTS
                (SELECT 1 FROM custody AS other WHERE other.case_id = one.id AND other.kind IN ('refused', 'left_behind'))
                ORDER BY key))
            WHEN log.kind <> 'handed_over' THEN cases.key END, '') AS case_keys,
        log.bag_id, log.case_id, log.from_level, log.to_level, log.given, log.taken, log.listed,
        CASE WHEN log.kind = 'handed_out' THEN CASE cases.refusal WHEN '' THEN 'handed_out' ELSE 'refused_handed_back' END
            WHEN log.kind <> 'packed' THEN '' WHEN bags.envelope THEN 'refused' WHEN log.to_level = 'maker' THEN 'at_maker'
            WHEN log.to_level = 'community' THEN 'collected'
            WHEN ifnull((SELECT next.to_level = CASE log.to_level WHEN 'street' THEN 'community' ELSE 'street' END
                FROM custody AS next WHERE next.bag_id = log.bag_id AND next.kind = 'handed_over' ORDER BY next.id LIMIT 1),
                bags.homeward) THEN 'back_at_' || log.to_level ELSE 'at_' || log.to_level END AS stage,
        CASE WHEN log.kind = 'refused' THEN cases.refusal ELSE '' END AS reason,
        CASE WHEN log.kind IN ('packed', 'refused') THEN bags.district ELSE '' END AS district,
        CASE WHEN log.kind IN ('packed', 'refused') THEN bags.street ELSE '' END AS street,
        CASE WHEN log.kind IN ('packed', 'refused') THEN bags.community ELSE '' END AS community,
        CASE WHEN log.kind = 'packed' AND bags.envelope THEN bags.begun_at END AS since
    FROM custody AS log LEFT JOIN bags ON bags.id = log.bag_id LEFT JOIN cases ON cases.id = log.case_id
    UNION ALL
    SELECT ifnull((SELECT min(id) * 2 - 1 FROM custody AS gone WHERE gone.kind = 'left_behind' AND gone.bag_id =
            log.bag_id AND gone.from_level = log.from_level AND gone.to_level = log.to_level),
            (SELECT max(id) * 2 FROM custody) + problems.id),
        'close ' || log.event, 'closed', problems.closed_at, problems.closed_by, bags.number,
        ifnull((SELECT group_concat(key, ' ') FROM (SELECT key FROM custody AS gone JOIN cases ON cases.id = gone.case_id
            WHERE gone.kind = 'left_behind' AND gone.bag_id = log.bag_id AND gone.from_level = log.from_level AND gone.to_level
            = log.to_level ORDER BY key)), ''),
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', problems.reason, '', '', '', NULL
    FROM problems JOIN custody AS log ON log.id = problems.custody_id JOIN bags ON bags.id = log.bag_id
    WHERE problems.closed_at IS NOT NULL
) ORDER BY place;
UPDATE custody_6 AS gone SET part_of = (SELECT closing.id FROM custody_6 AS closing WHERE closing.event = 'close move ' ||
    gone.bag || ' ' || gone.from_level || ' ' || gone.to_level) WHERE kind = 'left_behind';
CREATE TABLE problems_6 (
    id INTEGER PRIMARY KEY,
    custody_id INTEGER NOT NULL UNIQUE REFERENCES custody_6 (id),
    opened_at INTEGER NOT NULL,
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    reason TEXT,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (reason IS NULL))
) STRICT;
INSERT INTO problems_6 SELECT problems.id, (SELECT id FROM custody_6 WHERE custody_6.event = log.event), opened_at, district,
    street, community, closed_at, closed_by, reason
    FROM problems JOIN custody AS log ON log.id = problems.custody_id JOIN bags ON bags.id = log.bag_id;
DROP TABLE problems;
DROP TABLE custody;
ALTER TABLE custody_6 RENAME TO custody;
ALTER TABLE problems_6 RENAME TO problems;
CREATE UNIQUE INDEX custody_event ON custody (event) WHERE verdict IS NULL;
CREATE INDEX custody_told_again ON custody (event);
CREATE INDEX custody_at ON custody (at);
CREATE INDEX custody_bag ON custody (bag_id) WHERE bag_id IS NOT NULL;
CREATE INDEX custody_case ON custody (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX custody_change ON custody (change);
CREATE INDEX custody_parts ON custody (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX problems_open ON problems (id) WHERE closed_at IS NULL;
CREATE TRIGGER custody_is_not_changed BEFORE UPDATE OF id, verdict, part_of, event, kind, at, who, bag, case_keys, bag_id,
    case_id, from_level, to_level, given, taken, listed, stage, reason, district, street, community, since ON custody
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TRIGGER custody_is_not_taken_away BEFORE DELETE ON custody
    WHEN old.change IS NOT NULL OR (SELECT custody_mode FROM sync) <> 'undoing'
BEGIN SELECT raise(ABORT, 'custody is only added to'); END;
CREATE TRIGGER problems_stay BEFORE DELETE ON problems WHEN (SELECT custody_mode FROM sync) <> 'undoing'
BEGIN SELECT raise(ABORT, 'a problem is closed, not taken away'); END;
CREATE TRIGGER problems_are_closed_once BEFORE UPDATE ON problems
    WHEN old.closed_at IS NOT NULL AND (SELECT custody_mode FROM sync) <> 'undoing'
BEGIN SELECT raise(ABORT, 'a problem is closed once'); END;
CREATE TABLE custody_undo (
    seq INTEGER PRIMARY KEY,
    sql TEXT NOT NULL
) STRICT;
CREATE TRIGGER undo_event AFTER INSERT ON custody WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('DELETE FROM custody WHERE id = ' || new.id); END;
CREATE TRIGGER undo_problem AFTER INSERT ON problems WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('DELETE FROM problems WHERE id = ' || new.id); END;
CREATE TRIGGER undo_closing AFTER UPDATE ON problems WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES
    ('UPDATE problems SET closed_at = NULL, closed_by = NULL, reason = NULL WHERE id = '
    || old.id); END;
CREATE TRIGGER undo_bag AFTER INSERT ON bags WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('DELETE FROM bags WHERE id = ' || new.id); END;
CREATE TRIGGER undo_move AFTER UPDATE ON bags WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('UPDATE bags SET level = ' || quote(old.level) || ', homeward = ' ||
    old.homeward || ' WHERE id = ' || old.id); END;
CREATE TRIGGER undo_entry AFTER INSERT ON bag_cases WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('DELETE FROM bag_cases WHERE bag_id = ' || new.bag_id || ' AND case_id = ' ||
    new.case_id); END;
CREATE TRIGGER undo_taking_out AFTER UPDATE ON bag_cases WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('UPDATE bag_cases SET inside = ' || old.inside || ' WHERE bag_id = ' ||
    old.bag_id || ' AND case_id = ' || old.case_id); END;
CREATE TRIGGER undo_stage AFTER UPDATE ON cases WHEN (SELECT custody_mode FROM sync) = 'recording'
BEGIN INSERT INTO custody_undo (sql) VALUES ('UPDATE cases SET stage = ' || quote(old.stage) || ', stage_at = ' ||
    quote(old.stage_at) || ', refusal = ' || quote(old.refusal) || ' WHERE id = ' || old.id || ' AND stage = ' ||
    quote(new.stage) || ' AND stage_at IS ' || quote(new.stage_at)); END;
