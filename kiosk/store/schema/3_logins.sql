-- Who may say what (kiosk/store/postgres_logins.h). A login is bound to its hall, a terminal's to its letter
-- too, in a table that only the owner writes. Terminals and counters write by functions alone; these look at session_user,
-- which SET ROLE does not change, and nothing that a session can set changes what they mean: the search path is pinned,
-- names are qualified, and no literal depends on standard_conforming_strings. The owner is bound by nothing, as the tables
-- are his.
--
-- A day may be tomorrow at the latest. The first that a terminal may add to is the day before the last that it has told: a
-- month without a line is told late and in order, and a day that is over long ago is not added to. One that has told nothing
-- yet may bring its past along from `since` on. A number may be a few ahead of the last one that was told of its day, for
-- what a lost disk or a refused row leaves out; not hundreds. What was told before is known by its content, whatever its
-- day, so telling all again after a restore needs no exception.
--
-- A turn is a few milliseconds. A session may set its timeouts as it likes, so whoever waits in vain has those ended that
-- have held theirs for half a minute; what they had not committed is told again. Not an office's: publishing takes minutes.
--
-- What the rights of before let anyone write and nobody could mend is taken away: counts and change numbers that cannot be,
-- and days that are still to come.
CREATE TABLE kiosk.logins (
    login text PRIMARY KEY,
    hall text NOT NULL,
    letter text CHECK (letter COLLATE "C" BETWEEN 'A' AND 'Z' AND length(letter) = 1),
    since integer NOT NULL,
    UNIQUE (hall, letter)
);
ALTER TABLE kiosk.tickets ADD COLUMN told_by text NOT NULL DEFAULT '';
ALTER TABLE kiosk.cases ADD COLUMN brought_by text NOT NULL DEFAULT '';
DELETE FROM kiosk.card_uses WHERE count NOT BETWEEN 0 AND 100000;
DELETE FROM kiosk.tickets WHERE day > 1 + extract(epoch FROM clock_timestamp()) / 86400;
DELETE FROM kiosk.hall_days WHERE day > 1 + extract(epoch FROM clock_timestamp()) / 86400;
UPDATE kiosk.tickets SET change = 1000000000 WHERE change > 1000000000;
UPDATE kiosk.hall_days SET change = 1000000001 WHERE change > 1000000000;

CREATE FUNCTION kiosk.clock() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;
CREATE FUNCTION kiosk.today() RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT (kiosk.clock() / 86400000)::integer $$;
CREATE FUNCTION kiosk.fits(its_text text, most integer) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN octet_length(its_text) <= most
    AND its_text !~ E'[\\u0001-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]';
CREATE FUNCTION kiosk.within_day(its_time bigint, its_day integer) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN its_time - its_day::bigint * 86400000 BETWEEN -14 * 3600000 AND 38 * 3600000;

CREATE FUNCTION kiosk.is_owner() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, current_user, 'MEMBER')
$$;
CREATE FUNCTION kiosk.my_hall() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT hall FROM kiosk.logins WHERE login = session_user
$$;
CREATE FUNCTION kiosk.my_letter() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT letter FROM kiosk.logins WHERE login = session_user
$$;
CREATE FUNCTION kiosk.odd(what text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN RAISE EXCEPTION '%', what USING ERRCODE = 'invalid_parameter_value'; END $$;
CREATE FUNCTION kiosk.must_be(its_own boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF its_own OR kiosk.is_owner() THEN RETURN; END IF;
    RAISE EXCEPTION 'login % is not bound to that hall and letter', session_user USING ERRCODE = 'insufficient_privilege';
END $$;

DROP FUNCTION kiosk.push_ticket, kiosk.push_paper, kiosk.push_use;
CREATE FUNCTION kiosk.check_ticket(its_hall text, its_day integer, its_terminal text, its_number integer, its_service text,
    its_class text, its_refusal text, its_case text, its_request bytea, its_time bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE last_day integer; last_number integer;
BEGIN
    IF kiosk.is_owner() THEN RETURN; END IF;
    IF (kiosk.fits(its_service, 64) AND its_service <> '' AND kiosk.fits(its_refusal, 64) AND kiosk.fits(its_case, 64)
        AND its_class IN ('ordinary', 'priority') AND octet_length(its_request) = 16) IS NOT TRUE THEN
        PERFORM kiosk.odd('a text of the ticket is too long, or none of its kind'); END IF;
    IF (its_day <= kiosk.today() + 1) IS NOT TRUE THEN PERFORM kiosk.odd('the day of the ticket is still to come'); END IF;
    IF kiosk.within_day(its_time, its_day) IS NOT TRUE THEN
        PERFORM kiosk.odd('the time of the ticket is not of its day'); END IF;
    SELECT max(day) INTO last_day FROM kiosk.tickets WHERE hall = its_hall AND terminal = its_terminal;
    IF its_day < coalesce(last_day - 1, (SELECT since FROM kiosk.logins WHERE login = session_user)) THEN
        PERFORM kiosk.odd('the ticket is of a day before those that this terminal may still tell'); END IF;
    SELECT coalesce(max(number), 0) INTO last_number FROM kiosk.tickets
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal;
    IF (its_number BETWEEN 1 AND least(999, last_number + 20)) IS NOT TRUE THEN
        PERFORM kiosk.odd('the number of the ticket is far ahead of the last one that was told'); END IF;
END $$;
CREATE INDEX tickets_terminal ON kiosk.tickets (hall, terminal, day);
CREATE FUNCTION kiosk.push_ticket(its_hall text, its_day integer, its_terminal text, its_number integer, its_service text,
    its_class text, its_refusal text, its_case text, its_request bytea, its_time bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken bigint; same boolean;
BEGIN
    PERFORM kiosk.must_be((its_hall, its_terminal) = (kiosk.my_hall(), kiosk.my_letter()));
    SELECT request_hash = its_request AND issued_at = its_time AND service = its_service AND class = its_class INTO same
        FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    IF same IS NULL THEN
        PERFORM kiosk.check_ticket(its_hall, its_day, its_terminal, its_number, its_service, its_class, its_refusal,
            its_case, its_request, its_time);
        taken := kiosk.next_change(its_hall, its_day);
        INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_key, request_hash, issued_at,
            arrived, change, told_by) VALUES (its_hall, its_day, its_terminal, its_number, its_service, its_class,
            its_refusal, its_case, its_request, its_time, taken, taken, session_user)
            ON CONFLICT (hall, day, terminal, number) DO NOTHING;
        SELECT request_hash = its_request AND issued_at = its_time AND service = its_service AND class = its_class INTO same
            FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    END IF;
    IF same THEN RETURN 'told'; END IF;
    RETURN 'clash';
END $$;
CREATE FUNCTION kiosk.push_paper(its_hall text, its_day integer, its_terminal text, its_number integer, its_paper text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE stands text; taken bigint;
BEGIN
    PERFORM kiosk.must_be((its_hall, its_terminal) = (kiosk.my_hall(), kiosk.my_letter()));
    IF (its_paper IN ('no', 'yes', 'unknown')) IS NOT TRUE THEN PERFORM kiosk.odd('no such news of paper'); END IF;
    SELECT on_paper INTO stands FROM kiosk.tickets
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    IF stands IS NULL THEN RETURN false; END IF;
    IF stands = its_paper OR stands = 'yes' OR its_paper = 'no' THEN RETURN true; END IF;
    taken := kiosk.next_change(its_hall, its_day);
    UPDATE kiosk.tickets SET on_paper = its_paper, change = taken
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number AND on_paper <> 'yes';
    RETURN true;
END $$;
CREATE FUNCTION kiosk.push_use(its_hall text, its_day integer, its_terminal text, its_kind text, its_count bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE last_day integer; last_count bigint;
BEGIN
    PERFORM kiosk.must_be((its_hall, its_terminal) = (kiosk.my_hall(), kiosk.my_letter()));
    SELECT count INTO last_count FROM kiosk.card_uses
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND kind = its_kind;
    IF last_count >= its_count THEN RETURN; END IF;
    IF NOT kiosk.is_owner() THEN
        IF (its_kind IN ('social', 'new_elderly', 'old_elderly', 'other')) IS NOT TRUE THEN
            PERFORM kiosk.odd('no such kind of card'); END IF;
        IF (its_count BETWEEN 0 AND coalesce(last_count, 0) + 10000 AND its_count <= 100000) IS NOT TRUE THEN
            PERFORM kiosk.odd('more cards than a terminal can read'); END IF;
        IF (its_day <= kiosk.today() + 1) IS NOT TRUE THEN
            PERFORM kiosk.odd('the day of the count is still to come'); END IF;
        SELECT max(day) INTO last_day FROM kiosk.card_uses WHERE hall = its_hall AND terminal = its_terminal;
        IF its_day < coalesce(last_day - 1, (SELECT since FROM kiosk.logins WHERE login = session_user)) THEN
            PERFORM kiosk.odd('the count is of a day before those that this terminal may still tell'); END IF;
    END IF;
    INSERT INTO kiosk.card_uses AS known (hall, day, terminal, kind, count)
        VALUES (its_hall, its_day, its_terminal, its_kind, its_count)
        ON CONFLICT (hall, day, terminal, kind) DO UPDATE SET count = greatest(known.count, excluded.count);
END $$;
CREATE INDEX card_uses_terminal ON kiosk.card_uses (hall, terminal, day);

CREATE FUNCTION kiosk.take_turn(its_hall text, its_day integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM kiosk.must_be(its_hall = kiosk.my_hall());
    IF NOT kiosk.is_owner() AND (its_day BETWEEN kiosk.today() - 1 AND kiosk.today() + 1) IS NOT TRUE THEN
        PERFORM kiosk.odd('calls are made today'); END IF;
    PERFORM 1 FROM kiosk.hall_days WHERE hall = its_hall AND day = its_day FOR UPDATE;
    IF NOT FOUND THEN PERFORM kiosk.next_change(its_hall, its_day); END IF;
END $$;
CREATE FUNCTION kiosk.mark_called(its_hall text, its_day integer, its_terminal text, its_number integer, its_time bigint,
    its_counter text, its_call bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken bigint;
BEGIN
    PERFORM kiosk.take_turn(its_hall, its_day);
    IF NOT kiosk.is_owner() AND (kiosk.fits(its_counter, 64) AND its_counter <> '' AND octet_length(its_call) = 16
        AND kiosk.within_day(its_time, its_day)) IS NOT TRUE THEN
        PERFORM kiosk.odd('the name of the counter is too long, or the time of the call is not of its day'); END IF;
    PERFORM 1 FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal
        AND number = its_number AND called_at IS NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    taken := kiosk.next_change(its_hall, its_day);
    UPDATE kiosk.tickets SET called_at = its_time, counter = its_counter, call_request = its_call, call_order = taken,
        change = taken WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION kiosk.push_custody(known bigint, its_event text, its_kind text, its_time bigint, its_teller text,
    its_bag text, its_cases text, its_from text, its_to text, its_given integer, its_taken integer, its_listed integer,
    its_stage text, its_reason text, its_district text, its_street text, its_community text, its_since bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken_number bigint;
BEGIN
    IF NOT kiosk.is_owner() AND (kiosk.fits(its_event, 600) AND kiosk.fits(its_teller, 200) AND kiosk.fits(its_bag, 40)
        AND kiosk.fits(its_cases, 5000000) AND kiosk.fits(its_from, 64) AND kiosk.fits(its_to, 64)
        AND kiosk.fits(its_stage, 64) AND kiosk.fits(its_reason, 200) AND kiosk.fits(its_district, 200)
        AND kiosk.fits(its_street, 200) AND kiosk.fits(its_community, 200)) IS NOT TRUE THEN
        PERFORM kiosk.odd('a text of the hand-over is too long, or no text'); END IF;
    SELECT last + 1 INTO taken_number FROM kiosk.custody_changes FOR UPDATE;
    IF taken_number <> known + 1 THEN RETURN 0; END IF;
    IF EXISTS (SELECT 1 FROM unnest(string_to_array(its_cases, ' ')) AS one
        WHERE NOT EXISTS (SELECT 1 FROM kiosk.cases WHERE key = one)) THEN RETURN -1; END IF;
    INSERT INTO kiosk.custody VALUES (taken_number, its_event, its_kind, its_time, its_teller, its_bag, its_cases, its_from,
        its_to, its_given, its_taken, its_listed, its_stage, its_reason, its_district, its_street, its_community, its_since);
    UPDATE kiosk.custody_changes SET last = taken_number;
    RETURN taken_number;
END $$;

CREATE FUNCTION kiosk.longest_turn() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 30;
CREATE FUNCTION kiosk.end_long_turns() RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(DISTINCT login, ', ') FILTER (WHERE ended) FROM (SELECT login, pg_terminate_backend(pid) AS ended
        FROM pg_stat_activity JOIN kiosk.logins ON login = usename WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - make_interval(secs => kiosk.longest_turn())
        AND NOT pg_has_role(usename, 'kiosk_office', 'MEMBER') AND pg_has_role(current_user, usename, 'USAGE')) AS turns
$$;

ALTER TABLE kiosk.hall_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE kiosk.tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_hall ON kiosk.hall_days FOR SELECT TO kiosk_terminal, kiosk_counter
    USING (hall = (SELECT kiosk.my_hall()));
CREATE POLICY own_hall ON kiosk.tickets FOR SELECT TO kiosk_terminal, kiosk_counter
    USING (hall = (SELECT kiosk.my_hall()));
CREATE POLICY every_hall ON kiosk.hall_days FOR SELECT TO kiosk_office USING (true);
CREATE POLICY every_hall ON kiosk.tickets FOR SELECT TO kiosk_office USING (true);
CREATE FUNCTION kiosk.take_changes(known bigint, its_count bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (its_count BETWEEN 0 AND 100000000) IS NOT TRUE THEN PERFORM kiosk.odd('more cases than a city has'); END IF;
    UPDATE kiosk.case_changes SET last = last + its_count WHERE last = known;
    RETURN FOUND;
END $$;
UPDATE kiosk.case_changes SET last = (SELECT coalesce(max(change), 0) FROM kiosk.cases) WHERE last > 1000000000000;
ALTER TABLE kiosk.cases ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_case ON kiosk.cases FOR SELECT TO kiosk_terminal, kiosk_office USING (true);
CREATE FUNCTION kiosk.is_possible(one kiosk.cases) RETURNS boolean LANGUAGE sql STABLE
RETURN one.change BETWEEN 1 AND 1000000000000 AND one.added <= one.change AND octet_length(one.key) >= 4
    AND kiosk.fits(one.key, 40) AND kiosk.fits(one.masked_name, 600) AND kiosk.fits(one.masked_id, 40)
    AND kiosk.fits(one.old_last4, 4) AND kiosk.fits(one.new_last4, 4) AND kiosk.fits(one.community, 200)
    AND kiosk.fits(one.street, 200) AND kiosk.fits(one.district, 200) AND kiosk.fits(one.stage, 64)
    AND kiosk.fits(one.refusal, 64) AND one.handed_in BETWEEN 0 AND 100000 AND one.promised_by BETWEEN 0 AND 100000
    AND coalesce(one.stage_at, 0) BETWEEN 0 AND 8640000000000
    AND coalesce(octet_length(one.card_hash), 16) = 16 AND coalesce(octet_length(one.social_hash), 16) = 16
    AND coalesce(octet_length(one.id_hash), 16) = 16 AND coalesce(octet_length(one.typed_hash), 16) = 16;
CREATE POLICY possible ON kiosk.cases FOR INSERT TO kiosk_office
    WITH CHECK (brought_by = session_user AND kiosk.is_possible(cases.*));
CREATE POLICY possible_still ON kiosk.cases FOR UPDATE TO kiosk_office USING (true)
    WITH CHECK (brought_by = session_user AND kiosk.is_possible(cases.*));
