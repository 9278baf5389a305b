#include "kiosk/store/postgres_schema.h"

#include <array>

#include <fmt/format.h>

#include "kiosk/store/postgres_schema_logins.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {
namespace {

// Step n brings a store of version n to n + 1. A step that has been released is never changed.
// Days are counted from 1970-01-01, moments are milliseconds since then, UTC. No sequences: a number that is taken from one
// may become visible after a higher one. `change` comes from a row that the writing transaction holds until it is committed,
// so whoever has read up to a number has read all before it. For tickets there is such a row for each hall and day, that no
// hall waits for another.
constexpr std::array<std::string_view, store_schema_version> store_steps = {
    R"sql(
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
)sql",
    // The log of custody. One counter row for all offices, so that it has one order and whoever adds to it has read what
    // stands before: 0 is for one who has not, -1 names cases that the store does not have; else its number.
    R"sql(
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
)sql",
    bound_logins_step,
};

// A terminal reads what it shows and looks up by: of tickets those of its hall. It hands in its own tickets, papers and
// counts by the functions alone: it cannot call anybody, alter a case, or touch a ticket of another. A counter calls in its
// hall, by functions too. An office brings in cases, and adds to the log of custody, which nobody can change. Nobody but
// offices makes temporary tables, and nobody but the owner any other.
constexpr std::string_view rights = R"sql(
REVOKE ALL ON SCHEMA kiosk FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA kiosk FROM PUBLIC, kiosk_terminal, kiosk_counter, kiosk_office;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA kiosk FROM PUBLIC, kiosk_terminal, kiosk_counter, kiosk_office;
GRANT USAGE ON SCHEMA kiosk TO kiosk_terminal, kiosk_counter, kiosk_office;
GRANT SELECT ON kiosk.ledger, kiosk.hall_days TO kiosk_terminal, kiosk_counter, kiosk_office;
GRANT SELECT ON kiosk.case_changes, kiosk.cases, kiosk.tickets TO kiosk_terminal, kiosk_office;
GRANT SELECT (hall, day, terminal, number, service, class, refusal, issued_at, arrived, change, called_at, call_order, counter,
    call_request, on_paper) ON kiosk.tickets TO kiosk_counter;
GRANT EXECUTE ON FUNCTION kiosk.my_hall, kiosk.my_letter, kiosk.is_owner, kiosk.end_long_turns
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
)sql";

Error newer(const PostgresConnection& line, std::int64_t version) {
    return {Fault::ledger_newer,
            fmt::format("shared store {}: has version {}, this program knows {}; install the newer program", line.shown(),
                        version, store_schema_version)};
}

Error wrong_key(const PostgresConnection& line) {
    return {Fault::ledger_unreadable,
            fmt::format("shared store {}: belongs to another key than this machine's; copy the key file of the machine that "
                        "made the store, see [ledger] key_file",
                        line.shown())};
}

void make_roles(StoreSql& sql) {
    for (const char* role : {"kiosk_terminal", "kiosk_counter", "kiosk_office"}) {
        if (sql.run("SELECT 1 FROM pg_roles WHERE rolname = $1", role).size() == 0)
            sql.script(fmt::format("CREATE ROLE {} NOLOGIN", role));
    }
}

// The version of the store, made if it was not there: then 0.
int begin_store(StoreSql& sql, const HashKey& key) {
    sql.script(
        "CREATE SCHEMA IF NOT EXISTS kiosk; CREATE TABLE IF NOT EXISTS kiosk.ledger (id integer PRIMARY KEY CHECK (id = 1), "
        "version integer NOT NULL, key_check bytea NOT NULL, store bytea NOT NULL)");
    const auto check = key_check(key);
    sql.run("INSERT INTO kiosk.ledger VALUES (1, 0, $1, $2) ON CONFLICT (id) DO NOTHING", check, random_hash());
    const auto known = sql.run("SELECT version, key_check FROM kiosk.ledger FOR UPDATE");
    if (known.integer(0, 0) > store_schema_version) sql.fail(newer(sql.line(), known.integer(0, 0)));
    if (known.hash(0, 1) != check) sql.fail(wrong_key(sql.line()));
    return static_cast<int>(known.integer(0, 0));
}

}  // namespace

Status prepare_store(PostgresConnection& line, const HashKey& key) {
    StoreTransaction sql(line);
    const int version = begin_store(sql, key);
    make_roles(sql);  // a step names them
    for (int step = version; step < store_schema_version && !sql.failed(); ++step)
        sql.script(
            fmt::format("{}UPDATE kiosk.ledger SET version = {}", store_steps[static_cast<std::size_t>(step)], step + 1));
    // Older programs filled it, and want to find it.
    sql.script("UPDATE kiosk.cases SET masked_id = '' WHERE masked_id <> ''");
    sql.script(rights);
    return sql.commit();
}

Result<Hash> check_store(PostgresConnection& line, const HashKey& key) {
    StoreSql sql(line);
    const auto there = sql.run("SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'kiosk'");
    const Error missing{Fault::not_found,
                        fmt::format("shared store {}: is not there, or not for this user; run `kioskctl ledger init` as "
                                    "the database's owner, and give this user a role",
                                    line.shown())};
    if (there.text(0, 0) != "t") sql.fail(missing);
    const auto known = sql.run("SELECT version, key_check, store FROM kiosk.ledger");
    const auto store = known.size() == 1 ? known.hash(0, 2) : std::nullopt;
    if (!store) sql.fail(missing);
    const auto version = known.integer(0, 0);
    if (version > store_schema_version) sql.fail(newer(line, version));
    if (known.hash(0, 1) != key_check(key)) sql.fail(wrong_key(line));
    if (version < store_schema_version)
        sql.fail({Fault::ledger_unreadable, fmt::format("shared store {}: has version {}; bring it forward: kioskctl ledger "
                                                        "init",
                                                        line.shown(), version)});
    return sql.result(store.value_or(Hash{}));
}

Status start_store_anew(PostgresConnection& line) {
    StoreSql sql(line);
    sql.run("UPDATE kiosk.ledger SET store = $1", random_hash());
    return sql.status();
}

}  // namespace kiosk
