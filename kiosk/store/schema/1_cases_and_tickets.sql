-- No sequences: a number that is taken from one may become visible after a higher one. `change` comes from a row that the
-- writing transaction holds until it is committed, so whoever has read up to a number has read all before it. For tickets
-- there is such a row for each hall and day, that no hall waits for another.
CREATE TABLE kiosk.case_changes (
    id integer PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL
);
INSERT INTO kiosk.case_changes VALUES (1, 0);
CREATE TABLE kiosk.cases (
    key text PRIMARY KEY,
    change bigint NOT NULL,
    added bigint NOT NULL,
    card_hash bytea,
    social_hash bytea,
    id_hash bytea,
    typed_hash bytea,
    masked_name text NOT NULL,
    masked_id text NOT NULL,
    old_last4 text NOT NULL,
    new_last4 text NOT NULL,
    community text NOT NULL,
    street text NOT NULL,
    district text NOT NULL,
    handed_in integer NOT NULL,
    promised_by integer NOT NULL,
    stage text NOT NULL,
    stage_at bigint,
    refusal text NOT NULL
);
CREATE INDEX cases_change ON kiosk.cases (change);
CREATE INDEX cases_card ON kiosk.cases (card_hash) WHERE card_hash IS NOT NULL;
CREATE INDEX cases_social ON kiosk.cases (social_hash) WHERE social_hash IS NOT NULL;
CREATE INDEX cases_id ON kiosk.cases (id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX cases_typed ON kiosk.cases (typed_hash) WHERE typed_hash IS NOT NULL;
CREATE TABLE kiosk.hall_days (
    hall text NOT NULL,
    day integer NOT NULL,
    change bigint NOT NULL,
    PRIMARY KEY (hall, day)
);
CREATE TABLE kiosk.tickets (
    hall text NOT NULL,
    day integer NOT NULL,
    terminal text NOT NULL CHECK (terminal BETWEEN 'A' AND 'Z' AND length(terminal) = 1),
    number integer NOT NULL CHECK (number BETWEEN 1 AND 999),
    service text NOT NULL,
    class text NOT NULL CHECK (class IN ('ordinary', 'priority')),
    refusal text NOT NULL,
    case_key text NOT NULL,
    request_hash bytea NOT NULL,
    issued_at bigint NOT NULL,
    arrived bigint NOT NULL,
    change bigint NOT NULL,
    called_at bigint,
    call_order bigint,
    counter text,
    call_request bytea,
    on_paper text NOT NULL DEFAULT 'no' CHECK (on_paper IN ('no', 'yes', 'unknown')),
    PRIMARY KEY (hall, day, terminal, number),
    CHECK ((called_at IS NULL) = (counter IS NULL) AND (called_at IS NULL) = (call_order IS NULL))
);
CREATE INDEX tickets_change ON kiosk.tickets (hall, day, change);
CREATE INDEX tickets_request ON kiosk.tickets (hall, day, request_hash);
CREATE INDEX tickets_waiting ON kiosk.tickets (hall, day) WHERE called_at IS NULL;
CREATE UNIQUE INDEX tickets_call_order ON kiosk.tickets (hall, day, call_order) WHERE call_order IS NOT NULL;
CREATE UNIQUE INDEX tickets_call_request ON kiosk.tickets (hall, day, call_request) WHERE call_request IS NOT NULL;
CREATE TABLE kiosk.card_uses (
    hall text NOT NULL,
    day integer NOT NULL,
    terminal text NOT NULL,
    kind text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (hall, day, terminal, kind)
);
CREATE FUNCTION kiosk.next_change(its_hall text, its_day integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken bigint;
BEGIN
    INSERT INTO kiosk.hall_days AS known (hall, day, change) VALUES (its_hall, its_day, 1)
        ON CONFLICT (hall, day) DO UPDATE SET change = known.change + 1 RETURNING known.change INTO taken;
    RETURN taken;
END $$;
CREATE FUNCTION kiosk.push_ticket(its_hall text, its_day integer, its_terminal text, its_number integer, its_service text,
    its_class text, its_refusal text, its_case text, its_request bytea, its_time bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken bigint; same boolean;
BEGIN
    SELECT request_hash = its_request AND issued_at = its_time AND service = its_service AND class = its_class INTO same
        FROM kiosk.tickets WHERE hall = its_hall AND day = its_day AND terminal = its_terminal AND number = its_number;
    IF same IS NULL THEN
        taken := kiosk.next_change(its_hall, its_day);
        INSERT INTO kiosk.tickets (hall, day, terminal, number, service, class, refusal, case_key, request_hash, issued_at,
            arrived, change) VALUES (its_hall, its_day, its_terminal, its_number, its_service, its_class, its_refusal,
            its_case, its_request, its_time, taken, taken) ON CONFLICT (hall, day, terminal, number) DO NOTHING;
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
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO kiosk.card_uses AS known (hall, day, terminal, kind, count)
        VALUES (its_hall, its_day, its_terminal, its_kind, its_count)
        ON CONFLICT (hall, day, terminal, kind) DO UPDATE SET count = greatest(known.count, excluded.count)
$$;
