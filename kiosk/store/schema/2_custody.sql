-- The log of custody (kiosk/store/custody_share.h). One counter row for all offices, so that the log has one order and whoever
-- adds to it has read what stands before: push_custody returns 0 to an office that has not, -1 when an event names cases that
-- the store does not have, else the number of the event.
CREATE TABLE kiosk.custody_changes (
    id integer PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL
);
INSERT INTO kiosk.custody_changes VALUES (1, 0);
CREATE TABLE kiosk.custody (
    change bigint PRIMARY KEY,
    event text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('packed', 'handed_over', 'refused', 'handed_out', 'closed')),
    at bigint NOT NULL CHECK (at BETWEEN 0 AND 253402300799999),
    who text NOT NULL,
    bag text NOT NULL,
    case_keys text NOT NULL,
    from_level text NOT NULL,
    to_level text NOT NULL,
    given integer CHECK (given BETWEEN 0 AND 100000),
    taken integer CHECK (taken BETWEEN 0 AND 100000),
    listed integer CHECK (listed BETWEEN 0 AND 100000),
    stage text NOT NULL,
    reason text NOT NULL,
    district text NOT NULL,
    street text NOT NULL,
    community text NOT NULL,
    since bigint CHECK (since BETWEEN 0 AND 253402300799999),
    CHECK (kind <> 'handed_over' OR (listed IS NOT NULL AND event = concat_ws(' ', 'move', bag, from_level, to_level))),
    CHECK (kind <> 'packed' OR (stage, to_level) IN (('collected', 'community'), ('at_street', 'street'),
        ('at_district', 'district'), ('at_maker', 'maker'), ('refused', 'maker'), ('back_at_district', 'district'),
        ('back_at_street', 'street'))),
    CHECK (kind <> 'refused' OR to_level = 'maker'),
    CHECK (kind <> 'handed_out' OR stage IN ('handed_out', 'refused_handed_back'))
);
CREATE FUNCTION kiosk.push_custody(known bigint, its_event text, its_kind text, its_time bigint, its_teller text, its_bag
    text,
    its_cases text, its_from text, its_to text, its_given integer, its_taken integer, its_listed integer, its_stage text,
    its_reason text, its_district text, its_street text, its_community text, its_since bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken_number bigint;
BEGIN
    SELECT last + 1 INTO taken_number FROM kiosk.custody_changes FOR UPDATE;
    IF taken_number <> known + 1 THEN RETURN 0; END IF;
    IF EXISTS (SELECT 1 FROM unnest(string_to_array(its_cases, ' ')) AS one
        WHERE NOT EXISTS (SELECT 1 FROM kiosk.cases WHERE key = one)) THEN RETURN -1; END IF;
    INSERT INTO kiosk.custody VALUES (taken_number, its_event, its_kind, its_time, its_teller, its_bag, its_cases, its_from,
        its_to, its_given, its_taken, its_listed, its_stage, its_reason, its_district, its_street, its_community, its_since);
    UPDATE kiosk.custody_changes SET last = taken_number;
    RETURN taken_number;
END $$;
