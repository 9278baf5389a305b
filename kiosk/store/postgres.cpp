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

class SharedDesk final : public HallDesk {
public:
    SharedDesk(SharedOptions options, const HashKey& key) : options_(std::move(options)), key_(key) {}

    Status open() {
        return again<Done>([](PostgresConnection&) { return Status{Done{}}; });
    }

    Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) override {
        return ask<std::vector<Ticket>>([&](StoreSql& sql) { return PostgresTickets(sql).all(hall, day); });
    }

    Result<Ticket> call_next(const Call& wanted, const Policy& policy, Wall now) override {
        Call call = wanted;
        if (call.idempotency.empty()) call.idempotency = bytea(random_hash());
        return again<Ticket>([&](PostgresConnection& line) -> Result<Ticket> {
            StoreTransaction sql(line);
            PostgresTickets table(sql);
            auto called = call_next_ticket(table, key_, call, policy, now);
            if (const auto committed = sql.commit(); !committed) return committed.error();
            return called;
        });
    }

    Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) override {
        return ask<std::vector<CardUseCount>>([&](StoreSql& sql) {
            const auto rows = sql.run(
                "SELECT day, kind, sum(count) FROM kiosk.card_uses WHERE hall = $1 AND day BETWEEN $2 AND $3 GROUP BY day, "
                "kind ORDER BY day, kind COLLATE \"C\"",
                hall, from, to);
            return every(rows, [](const PostgresRow& row) {
                const auto use = parse_card_use(row.text(1)).value_or(CardUse::other);
                return CardUseCount{to_date(row.integer(0)), use, row.integer(2)};
            });
        });
    }

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

    // Repeats `work` while the line fails, until `work` is done or refused, or the patience is over.
    template <class T>
    Result<T> again(const std::function<Result<T>(PostgresConnection&)>& work) {
        const auto end = Clock::now() + options_.line_patience;
        for (int pause_ms = 5;; pause_ms = std::min(pause_ms * 2, 200)) {
            const auto connected = connect();
            auto done = connected ? work(*line_) : Result<T>{connected.error()};
            if (done) return done;
            if (line_ && !line_->lost() && done.error().fault == Fault::ledger_locked)
                static_cast<void>(end_long_turns(*line_));  // ends sessions that hold the rows for ever
            const bool lost = !connected && done.error().fault == Fault::store_unreachable;
            const bool repeat = line_ && (line_->take_repeat() || line_->lost());
            if ((!lost && !repeat) || Clock::now() > end || options_.line.stop.stop_requested()) return done;
            ::poll(nullptr, 0, pause_ms);
        }
    }

    template <class T>
    Result<T> ask(const std::function<T(StoreSql&)>& work) {
        return again<T>([&](PostgresConnection& line) {
            StoreSql sql(line);
            return sql.result(work(sql));
        });
    }

    SharedOptions options_;
    HashKey key_;
    std::optional<PostgresConnection> line_;
};

}  // namespace

Result<std::unique_ptr<HallDesk>> open_shared_desk(const SharedOptions& options, const HashKey& key) {
    if (sodium_init() < 0) return Error{Fault::store_unreachable, "libsodium cannot start: no source of randomness"};
    auto desk = std::make_unique<SharedDesk>(options, key);
    if (const auto opened = desk->open(); !opened) return opened.error();
    return std::unique_ptr<HallDesk>(std::move(desk));
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
