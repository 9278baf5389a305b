#include "kiosk/ledger/sync.h"

#include <fmt/format.h>

#include "kiosk/ledger/postgres_cases.h"
#include "kiosk/ledger/postgres_schema.h"
#include "kiosk/ledger/publish.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/ledger/tell.h"
#include "kiosk/ledger/ticket_copy.h"

namespace kiosk {
namespace {

constexpr int cases_at_a_time = 1000, tickets_at_a_time = 500;
constexpr int days_back = 62;  // of tickets that are fetched: a terminal that was away for a month and more
constexpr int publish_tries = 20;

Result<std::optional<Hash>> known_store(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT store FROM sync");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    return to_hash(statement->blob(0));
}

Result<std::int64_t> last_case_change(PostgresConnection& line) {
    const auto last = line.run("SELECT last FROM kiosk.case_changes");
    if (!last) return last.error();
    return last->integer(0, 0);
}

struct CasePage {
    std::vector<CaseRecord> records;
    std::int64_t change = 0;  // of the last
};

Result<CasePage> changed_cases(PostgresConnection& line, std::int64_t after) {
    const auto rows = line.run(fmt::format("SELECT {}, change FROM kiosk.cases WHERE change > $1 ORDER BY change LIMIT {}",
                                           shared_case_columns(), cases_at_a_time),
                               {std::to_string(after)});
    if (!rows) return rows.error();
    CasePage page{{}, after};
    for (int row = 0; row < rows->size(); ++row) {
        auto record = to_record(*rows, row);
        if (!record) return unknown_shared_stage(line);
        page.records.push_back(*std::move(record));
        page.change = rows->integer(row, 17);
    }
    return page;
}

}  // namespace

Status Sync::connect() {
    begun_anew_ = false;
    if (!local_) {
        auto local = open_local_ledger(options_.local);
        if (!local) return local.error();
        local_.emplace(*std::move(local));
    }
    if (!line_ || line_->lost()) {
        line_.reset();
        auto line = PostgresConnection::open(options_.shared);
        if (!line) return line.error();
        line_.emplace(*std::move(line));
    }
    const auto store = check_store(*line_, local_->key);
    if (!store) return store.error();
    const auto known = known_store(db());
    if (!known) return known.error();
    if (*known == *store) return Done{};
    begun_anew_ = known->has_value();  // the first store of all is no other
    return begin_anew(*store);
}

// A store that this ledger does not know, or not in this state: it is told everything, and everything is fetched. Nothing is
// doubled by it.
Status Sync::begin_anew(const Hash& store) {
    auto transaction = Transaction::begin(db());
    if (!transaction) return transaction.error();
    const auto reset = execute(db(), "UPDATE sync SET case_change = 0; DELETE FROM ticket_changes");
    if (!reset) return reset;
    if (const auto filled = fill_outbox(db()); !filled) return filled;
    auto remember = Statement::prepare(db(), "UPDATE sync SET store = ?1");
    if (!remember) return remember.error();
    if (const auto done = remember->bind(1, Blob(store)).run(); !done) return done;
    return transaction->commit();
}

// A line that has stood since the last round may have broken meanwhile; whether the server is there, only a new one tells.
Result<SyncReport> Sync::round(Wall now) {
    const bool old = line_ && !line_->lost();
    auto report = one_round(now);
    if (report || !old || !line_ || !line_->lost() || options_.shared.stop.stop_requested()) return report;
    return one_round(now);
}

Result<SyncReport> Sync::one_round(Wall now) {
    SyncReport report;
    if (const auto connected = connect(); !connected) return connected.error();
    report.begun_anew = begun_anew_;
    if (const auto told = tell(report); !told) return told.error();
    if (const auto fetched = fetch_cases(report.cases, Whose::store); !fetched) return fetched.error();
    if (const auto fetched = fetch_tickets(report); !fetched) return fetched.error();
    if (const auto remembered = remember_time(now); !remembered) return remembered.error();
    return report;
}

Status Sync::tell(SyncReport& report) {
    for (std::int64_t after = 0;;) {
        const auto told = tell_some(db(), *line_, after);
        if (!told) return told.error();
        if (told->rows == 0) return Done{};
        report.told += told->rows - told->clashes;
        report.clashes += told->clashes;
        after = told->last_seq;
    }
}

Status Sync::fetch_cases(std::size_t& count, Whose whose) {
    auto cursor = query_integer(db(), "SELECT case_change FROM sync");
    if (!cursor) return cursor.error();
    const auto last = last_case_change(*line_);
    if (!last) return last.error();
    if (*last < *cursor) cursor = std::int64_t{0};  // the server was put back; what it lost is seen to by an office
    while (*cursor < *last) {
        const auto page = changed_cases(*line_, *cursor);
        if (!page) return page.error();
        if (page->records.empty()) return Done{};
        const auto copied = copy_cases(*local_, page->records, page->change, whose);
        if (!copied) return copied.error();
        count += copied->added + copied->updated;
        cursor = page->change;
    }
    return Done{};
}

Status Sync::fetch_tickets(SyncReport& report) {
    const auto days = line_->run(
        fmt::format("SELECT day, change FROM kiosk.hall_days WHERE hall = $1 ORDER BY day DESC LIMIT {}", days_back),
        {options_.hall});
    if (!days) return days.error();
    auto cursor = Statement::prepare(db(), "SELECT change FROM ticket_changes WHERE hall = ?1 AND day = ?2");
    if (!cursor) return cursor.error();
    for (int row = days->size(); row-- > 0;) {
        const auto day = days->integer(row, 0), change = days->integer(row, 1);
        const auto known = cursor->bind(1, options_.hall).bind(2, day).step();
        if (!known) return known.error();
        const auto after = *known ? cursor->integer(0) : 0;
        cursor->reset();
        if (after == change) continue;
        if (const auto done = fetch_day(to_date(day), after < change ? after : 0, report); !done) return done;
    }
    return Done{};
}

Status Sync::fetch_day(Date day, std::int64_t after, SyncReport& report) {
    for (;;) {
        const auto page = changed_tickets(*line_, options_.hall, day, after, tickets_at_a_time);
        if (!page) return page.error();
        if (page->empty()) return Done{};
        const auto copied = copy_tickets(db(), options_.hall, day, *page);
        if (!copied) return copied.error();
        report.tickets += copied->news;
        report.clashes += copied->clashes.size();
        after = page->back().change;
        if (page->size() < tickets_at_a_time) return Done{};
    }
}

Status Sync::remember_time(Wall now) {
    auto statement = Statement::prepare(db(), "UPDATE sync SET synced_at = ?1");
    if (!statement) return statement.error();
    return statement->bind(1, to_number(now)).run();
}

Result<PublishReport> Sync::publish(Wall now) {
    PublishReport report;
    if (const auto connected = connect(); !connected) return connected.error();
    for (int tries = 0; tries < publish_tries; ++tries) {
        if (const auto fetched = fetch_cases(report.copied, Whose::further); !fetched) return fetched.error();
        const auto done = publish_cases(*local_, *line_);
        if (!done) return done.error();
        if (!*done) continue;  // another office was quicker
        report.cases = **done;
        if (const auto remembered = remember_time(now); !remembered) return remembered.error();
        return report;
    }
    return Error{Fault::ledger_locked, "publish: other offices bring in cases all the time; try again"};
}

Result<std::optional<Wall>> synced_at(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT synced_at FROM sync");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    const auto at = statement->integer_or_null(0);
    return at ? std::optional{to_wall(*at)} : std::nullopt;
}

Result<SyncState> sync_state(sqlite3& db) {
    SyncState state;
    const auto at = synced_at(db);
    if (!at) return at.error();
    state.synced_at = *at;
    const auto outbox = count_outbox(db);
    if (!outbox) return outbox.error();
    state.outbox = *outbox;
    const auto unpublished = count_unpublished(db);
    if (!unpublished) return unpublished.error();
    state.unpublished = *unpublished;
    const auto rows = clashes(db);
    if (!rows) return rows.error();
    for (const auto& row : *rows)
        state.clashes.push_back(fmt::format("{}{:0>3} of {}", row.terminal, row.item, iso(to_date(row.day))));
    return state;
}

}  // namespace kiosk
