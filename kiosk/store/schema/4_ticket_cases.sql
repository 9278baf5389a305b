-- One ticket may be for several cases, whose keys stand in one line as in the log of custody. A case is added to a ticket, as a
-- card that is laid on later joins it, and never taken away: the ledger that a terminal tells of may be restored from a
-- backup. Of a day before the last two that the terminal told of, nothing is added.
-- From here on the store tells which programs may work with it: those that know at least `oldest_program`. A later step that
-- takes nothing from them leaves it, so that they work on until they are updated; one that does sets it to its own version.
ALTER TABLE kiosk.ledger ADD COLUMN oldest_program integer NOT NULL DEFAULT 4;
ALTER TABLE kiosk.tickets RENAME COLUMN case_key TO case_keys;
DROP FUNCTION kiosk.push_ticket, kiosk.check_ticket;
CREATE FUNCTION kiosk.check_ticket(its_hall text, its_day integer, its_terminal text, its_number integer, its_service text,
    its_class text, its_refusal text, its_cases text, its_request bytea, its_time bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE last_day integer; last_number integer;
BEGIN
    IF kiosk.is_owner() THEN RETURN; END IF;
    IF (kiosk.fits(its_service, 64) AND its_service <> '' AND kiosk.fits(its_refusal, 64) AND kiosk.fits(its_cases, 600)
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
CREATE FUNCTION kiosk.add_cases(its_hall text, its_day integer, its_terminal text, its_number integer, its_cases text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE known text; more text; taken bigint;
BEGIN
    SELECT case_keys INTO known FROM kiosk.tickets
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    SELECT string_agg(one, ' ') INTO more FROM unnest(string_to_array(its_cases, ' ')) AS one
        WHERE one <> '' AND one <> ALL (string_to_array(known, ' '));
    IF more IS NULL THEN RETURN; END IF;
    IF NOT kiosk.is_owner() AND its_day < (SELECT max(day) - 1 FROM kiosk.tickets
        WHERE hall = its_hall AND terminal = its_terminal) THEN RETURN; END IF;
    known := concat_ws(' ', nullif(known, ''), more);
    IF NOT kiosk.is_owner() AND kiosk.fits(known, 600) IS NOT TRUE THEN
        PERFORM kiosk.odd('the ticket is for too many cases'); END IF;
    taken := kiosk.next_change(its_hall, its_day);
    UPDATE kiosk.tickets SET case_keys = known, change = taken
        WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
END $$;
CREATE FUNCTION kiosk.push_ticket(its_hall text, its_day integer, its_terminal text, its_number integer, its_service text,
    its_class text, its_refusal text, its_cases text, its_request bytea, its_time bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken bigint; same boolean;
BEGIN
    PERFORM kiosk.must_be((its_hall, its_terminal) = (kiosk.my_hall(), kiosk.my_letter()));
    SELECT request_hash = its_request AND issued_at = its_time AND service = its_service AND class = its_class INTO same
        FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    IF same IS NULL THEN
        PERFORM kiosk.check_ticket(its_hall, its_day, its_terminal, its_number, its_service, its_class, its_refusal,
            its_cases, its_request, its_time);
        taken := kiosk.next_change(its_hall, its_day);
        INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_keys, request_hash, issued_at,
            arrived, change, told_by) VALUES (its_hall, its_day, its_terminal, its_number, its_service, its_class,
            its_refusal, its_cases, its_request, its_time, taken, taken, session_user)
            ON CONFLICT (hall, day, terminal, number) DO NOTHING;
        SELECT request_hash = its_request AND issued_at = its_time AND service = its_service AND class = its_class INTO same
            FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    END IF;
    IF same IS NOT TRUE THEN RETURN 'clash'; END IF;
    PERFORM kiosk.add_cases(its_hall, its_day, its_terminal, its_number, its_cases);
    RETURN 'told';
END $$;
-- What a counter learns of the cards of a ticket of its hall, and of no other card.
CREATE FUNCTION kiosk.ticket_cards(its_hall text, its_day integer, its_number integer)
RETURNS TABLE (terminal text, number integer, key text, old_last4 text, refusal text, stage text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM kiosk.must_be(its_hall = kiosk.my_hall() OR pg_has_role(session_user, 'kiosk_office', 'MEMBER'));
    RETURN QUERY SELECT one.terminal, one.number, card.key, card.old_last4, card.refusal, card.stage
        FROM kiosk.tickets AS one CROSS JOIN unnest(string_to_array(one.case_keys, ' ')) WITH ORDINALITY AS tied (its_key, place)
        JOIN kiosk.cases AS card ON card.key = tied.its_key
        WHERE one.hall = its_hall AND one.day = its_day AND (its_number IS NULL OR one.number = its_number)
        ORDER BY one.terminal, one.number, tied.place;
END $$;
