-- What a day's report counts, set aside by days and places (kiosk/ledger/case_days.h). Imports write the entries of new
-- cases themselves, in order.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    UNIQUE (district, street, community)
) STRICT;
INSERT INTO places (district, street, community) SELECT DISTINCT district, street, community FROM cases;
CREATE TABLE case_days (
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, at, place, id)
) STRICT, WITHOUT ROWID;
CREATE VIEW days_of_cases AS
    SELECT 0 AS kind, handed_in AS at, places.id AS place, cases.id AS id FROM cases JOIN places USING (district, street,
        community)
    UNION ALL SELECT 1, promised_by, places.id, cases.id FROM cases JOIN places USING (district, street, community)
        WHERE stage IN ('collected', 'at_street', 'at_district', 'at_maker', 'made', 'back_at_district', 'back_at_street')
    UNION ALL SELECT 2, stage_at, places.id, cases.id FROM cases JOIN places USING (district, street, community)
        WHERE stage = 'handed_out' AND stage_at IS NOT NULL
    UNION ALL SELECT 3, stage_at, places.id, cases.id FROM cases JOIN places USING (district, street, community)
        WHERE stage = 'refused' AND stage_at IS NOT NULL;
INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases ORDER BY 1, 2, 3, 4;
CREATE TRIGGER days_of_case AFTER UPDATE OF district, street, community, handed_in, promised_by, stage, stage_at ON cases
    WHEN (old.district, old.street, old.community, old.handed_in, old.promised_by) <> (new.district, new.street,
        new.community, new.handed_in, new.promised_by) OR old.stage NOT IN ('collected', 'at_street', 'at_district',
        'at_maker', 'made', 'back_at_district', 'back_at_street') OR new.stage NOT IN ('collected', 'at_street',
        'at_district', 'at_maker', 'made', 'back_at_district', 'back_at_street')
BEGIN
    DELETE FROM case_days WHERE kind IN (0, 1, 2, 3) AND at IN (old.handed_in, old.promised_by, old.stage_at) AND place =
        (SELECT id FROM places WHERE district = old.district AND street = old.street AND community = old.community) AND id =
        old.id;
    INSERT OR IGNORE INTO places (district, street, community) VALUES (new.district, new.street, new.community);
    INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases WHERE id = new.id;
END;
