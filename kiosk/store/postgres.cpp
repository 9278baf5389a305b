#include "kiosk/store/postgres.h"

#include <poll.h>
#include <sodium.h>

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "kiosk/ledger/ticket_desk.h"
#include "kiosk/store/postgres_cases.h"
#include "kiosk/store/postgres_logins.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/postgres_tickets.h"

namespace kiosk {
namespace {

using Clock = std::chrono::steady_clock;

class PostgresLedger final : public Ledger {
public:
    PostgresLedger(SharedOptions options, const HashKey& key) : options_(std::move(options)), key_(key) {}

    Status open() {
        return again<Done>([](PostgresConnection&) { return Status{Done{}}; });
    }

    Result<std::vector<CaseView>> find(const CaseQuery& query) override {
        return ask<std::vector<CaseView>>([&](StoreSql& sql) { return find_shared_cases(sql, key_, query); });
    }

    Result<TicketAnswer> issue(const TicketRequest& request, const TicketSite& site, const Policy& policy,
                               Wall now) override {
        return change<TicketAnswer>(
            [&](TicketTable& table) { return issue_ticket(table, key_, request, site, policy, now); });
    }

    Result<std::optional<IssuedTicket>> ticket_of_case(const std::string& case_key, const TicketSite& site,
                                                       const Policy& policy, Wall now) override {
        return ask<std::optional<IssuedTicket>>([&](StoreSql& sql) {
            PostgresTickets table(sql);
            return waiting_ticket_of_case(table, case_key, site.hall, policy, now);
        });
    }

    Result<std::optional<IssuedTicket>> find_ticket(const std::string& hall, Date day, char terminal, int number,
                                                    const Policy& policy, Wall now) override {
        return ask<std::optional<IssuedTicket>>([&](StoreSql& sql) {
            PostgresTickets table(sql);
            return ticket_by_number(table, {hall, terminal}, day, number, policy, now);
        });
    }

    Status record_paper(const Ticket& ticket, const std::string& hall, OnPaper on_paper) override {
        return change<Done>([&](TicketTable& table) {
            record_paper_of(table, ticket, hall, on_paper);
            return Done{};
        });
    }

    Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) override {
        return ask<std::vector<Ticket>>([&](StoreSql& sql) { return PostgresTickets(sql).all(hall, day); });
    }

    Result<Ticket> call_next(const Call& wanted, const Policy& policy, Wall now) override {
        Call call = wanted;
        if (call.idempotency.empty()) call.idempotency = bytea(random_hash());
        return change<Ticket>([&](TicketTable& table) { return call_next_ticket(table, key_, call, policy, now); });
    }

    Status count_use(CardUse use, const TicketSite& site, Wall now) override;
    Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) override;
    Result<std::size_t> count_cases() override;
    Status check() override;

private:
    Status connect() {
        if (line_ && !line_->lost()) return Done{};
        line_.reset();
        auto line = PostgresConnection::open(options_.line);
        if (!line) return line.error();
        if (const auto store = check_store(*line, key_); !store) return store.error();
        line_.emplace(*std::move(line));
        return Done{};
    }

    // Until it is answered, refused, or the patience is over.
    template <class T>
    Result<T> again(const std::function<Result<T>(PostgresConnection&)>& work, bool even_if_lost = true) {
        const auto end = Clock::now() + options_.line_patience;
        for (int pause_ms = 5;; pause_ms = std::min(pause_ms * 2, 200)) {
            const auto connected = connect();
            auto done = connected ? work(*line_) : Result<T>{connected.error()};
            if (done) return done;
            if (line_ && !line_->lost() && done.error().fault == Fault::ledger_locked)
                static_cast<void>(end_long_turns(*line_));  // whoever holds the rows for ever
            const bool lost = !connected && done.error().fault == Fault::store_unreachable;
            const bool repeat = line_ && (line_->take_repeat() || (line_->lost() && even_if_lost));
            if ((!lost && !repeat) || Clock::now() > end || options_.line.stop.stop_requested()) return done;
            ::poll(nullptr, 0, pause_ms);
        }
    }

    template <class T>
    Result<T> ask(const std::function<T(StoreSql&)>& work, bool even_if_lost = true) {
        return again<T>(
            [&](PostgresConnection& line) {
                StoreSql sql(line);
                return sql.result(work(sql));
            },
            even_if_lost);
    }

    // What `work` does with the tickets, in one transaction.
    template <class T>
    Result<T> change(const std::function<T(TicketTable&)>& work) {
        return again<T>([&](PostgresConnection& line) -> Result<T> {
            StoreTransaction sql(line);
            PostgresTickets table(sql);
            auto done = work(table);
            if (const auto committed = sql.commit(); !committed) return committed.error();
            return done;
        });
    }

    SharedOptions options_;
    HashKey key_;
    std::optional<PostgresConnection> line_;
};

Status PostgresLedger::count_use(CardUse use, const TicketSite& site, Wall now) {
    const auto day = local_time(now, options_.utc_offset).date;
    return ask<Done>(
        [&](StoreSql& sql) {
            sql.run(
                "INSERT INTO kiosk.card_uses AS known (hall, day, terminal, kind, count) VALUES ($1, $2, $3, $4, 1) ON "
                "CONFLICT (hall, day, terminal, kind) DO UPDATE SET count = known.count + 1",
                site.hall, day, site.terminal, use);
            return Done{};
        },
        false);
}

Result<std::vector<CardUseCount>> PostgresLedger::uses(const std::string& hall, Date from, Date to) {
    return ask<std::vector<CardUseCount>>([&](StoreSql& sql) {
        const auto rows = sql.run(
            "SELECT day, kind, sum(count) FROM kiosk.card_uses WHERE hall = $1 AND day BETWEEN $2 AND $3 GROUP BY day, kind "
            "ORDER BY day, kind COLLATE \"C\"",
            hall, from, to);
        return every(rows, [](const PostgresRow& row) {
            const auto use = parse_card_use(row.text(1)).value_or(CardUse::other);
            return CardUseCount{to_date(row.integer(0)), use, row.integer(2)};
        });
    });
}

Result<std::size_t> PostgresLedger::count_cases() {
    return ask<std::size_t>(
        [](StoreSql& sql) { return static_cast<std::size_t>(sql.run("SELECT count(*) FROM kiosk.cases").integer(0, 0)); });
}

// PostgreSQL holds its own indexes and rows together; what it cannot know is that changes are numbered.
Status PostgresLedger::check() {
    return ask<Done>([](StoreSql& sql) {
        const auto wrong = sql.run(
                                  "SELECT (SELECT count(*) FROM kiosk.cases WHERE change > (SELECT last FROM "
                                  "kiosk.case_changes)) + (SELECT count(*) FROM kiosk.tickets AS one WHERE NOT EXISTS "
                                  "(SELECT 1 FROM kiosk.hall_days AS its WHERE its.hall = one.hall AND its.day = one.day "
                                  "AND its.change >= one.change))")
                               .integer(0, 0);
        if (wrong != 0)
            sql.fail({Fault::ledger_unreadable,
                      fmt::format("shared store {}: {} rows are newer than its counters; restore it as a whole",
                                  sql.line().shown(), wrong)});
        return Done{};
    });
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_shared_ledger(const SharedOptions& options, const HashKey& key) {
    if (sodium_init() < 0) return Error{Fault::store_unreachable, "libsodium cannot start: no source of randomness"};
    auto ledger = std::make_unique<PostgresLedger>(options, key);
    if (const auto opened = ledger->open(); !opened) return opened.error();
    return std::unique_ptr<Ledger>(std::move(ledger));
}

Result<std::vector<std::string>> halls_of_store(const PostgresOptions& where, HallTable table, Date from, Date to) {
    auto line = PostgresConnection::open(where);
    if (!line) return line.error();
    StoreSql sql(*line);
    const auto rows = sql.run(fmt::format("SELECT DISTINCT hall COLLATE \"C\" FROM kiosk.{} WHERE day BETWEEN $1 AND $2 "
                                          "ORDER BY 1",
                                          table == HallTable::tickets ? "tickets" : "card_uses"),
                              from, to);
    return sql.result(every(rows, first_column));
}

}  // namespace kiosk
