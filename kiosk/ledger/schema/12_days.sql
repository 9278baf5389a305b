-- What a day's report counts, set aside by days and places (kiosk/ledger/case_days.h). Imports write the entries of new
-- cases themselves, in order.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    district TEXT NOT NULL,
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    refusal TEXT NOT NULL, -- why cards came back, which the report counts one by one; '' of all other cards
    UNIQUE (district, street, community, refusal)
) STRICT;
INSERT INTO places (district, street, community, refusal) SELECT district, street, community, '' FROM cases
    UNION SELECT district, street, community, refusal FROM cases WHERE stage = 'refused';
CREATE TABLE case_days (
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, at, place, id)
) STRICT, WITHOUT ROWID;
CREATE VIEW days_of_cases AS
    SELECT kind, at, places.id AS place, entry.id AS id FROM (
        SELECT 0 AS kind, handed_in AS at, district, street, community, '' AS refusal, id FROM cases
        UNION ALL SELECT 1, promised_by, district, street, community, '', id FROM cases WHERE stage IN ('collected',
            'at_street', 'at_district', 'at_maker', 'made', 'back_at_district', 'back_at_street')
        UNION ALL SELECT 2, stage_at, district, street, community, '', id FROM cases WHERE stage = 'handed_out' AND stage_at
            IS NOT NULL
        UNION ALL SELECT 3, stage_at, district, street, community, refusal, id FROM cases WHERE stage = 'refused' AND
            stage_at IS NOT NULL
    ) AS entry JOIN places USING (district, street, community, refusal);
INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases ORDER BY 1, 2, 3, 4;
CREATE TRIGGER days_of_case AFTER UPDATE OF district, street, community, handed_in, promised_by, stage, stage_at, refusal ON
    cases
    WHEN (old.district, old.street, old.community, old.handed_in, old.promised_by) <> (new.district, new.street,
        new.community, new.handed_in, new.promised_by) OR old.stage NOT IN ('collected', 'at_street', 'at_district',
        'at_maker', 'made', 'back_at_district', 'back_at_street') OR new.stage NOT IN ('collected', 'at_street',
        'at_district', 'at_maker', 'made', 'back_at_district', 'back_at_street')
BEGIN
    DELETE FROM case_days WHERE kind IN (0, 1, 2, 3) AND at IN (old.handed_in, old.promised_by, old.stage_at) AND place IN
        (SELECT id FROM places WHERE district = old.district AND street = old.street AND community = old.community) AND id =
        old.id;
    INSERT OR IGNORE INTO places (district, street, community, refusal) VALUES (new.district, new.street, new.community, ''),
        (new.district, new.street, new.community, iif(new.stage = 'refused', new.refusal, ''));
    INSERT INTO case_days SELECT kind, at, place, id FROM days_of_cases WHERE id = new.id;
END;
