-- A terminal reads what it shows and looks up by: of tickets those of its hall. It hands in its own tickets, papers and
-- counts by the functions alone: it cannot call anybody, alter a case, or touch a ticket of another. A counter calls in its
-- hall, by functions too. An office brings in cases, and adds to the log of custody, which nobody can change. Nobody but
-- offices makes temporary tables, and nobody but the owner any other.
REVOKE ALL ON SCHEMA kiosk FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA kiosk FROM PUBLIC, kiosk_terminal, kiosk_counter, kiosk_office;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA kiosk FROM PUBLIC, kiosk_terminal, kiosk_counter, kiosk_office;
GRANT USAGE ON SCHEMA kiosk TO kiosk_terminal, kiosk_counter, kiosk_office;
GRANT SELECT ON kiosk.ledger, kiosk.hall_days TO kiosk_terminal, kiosk_counter, kiosk_office;
GRANT SELECT ON kiosk.case_changes, kiosk.cases, kiosk.tickets TO kiosk_terminal, kiosk_office;
GRANT SELECT (hall, day, terminal, number, service, class, refusal, issued_at, arrived, change, called_at, call_order, counter,
    call_request, on_paper) ON kiosk.tickets TO kiosk_counter;
GRANT EXECUTE ON FUNCTION kiosk.my_hall, kiosk.my_letter, kiosk.is_owner, kiosk.end_long_turns, kiosk.ticket_cards
    TO kiosk_terminal, kiosk_counter, kiosk_office;
GRANT EXECUTE ON FUNCTION kiosk.push_ticket, kiosk.push_paper, kiosk.push_use TO kiosk_terminal;
GRANT EXECUTE ON FUNCTION kiosk.take_turn, kiosk.mark_called TO kiosk_counter;
GRANT SELECT ON kiosk.card_uses TO kiosk_office;
GRANT INSERT, UPDATE ON kiosk.cases TO kiosk_office;
GRANT EXECUTE ON FUNCTION kiosk.is_possible, kiosk.fits TO kiosk_office;
GRANT EXECUTE ON FUNCTION kiosk.take_changes TO kiosk_office;
GRANT SELECT ON kiosk.custody_changes, kiosk.custody TO kiosk_office;
GRANT EXECUTE ON FUNCTION kiosk.push_custody TO kiosk_office;
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO kiosk_office', current_database());
    IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'public') THEN REVOKE CREATE ON SCHEMA public FROM PUBLIC; END IF;
END $$;
