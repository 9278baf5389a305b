#include "kiosk/store/sync.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/log.h"
#include "kiosk/custody/turn.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/bulk_copy.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/publish.h"
#include "kiosk/store/ticket_copy.h"

namespace kiosk {
namespace {

constexpr std::size_t keys_at_a_time = 1000;
constexpr std::int64_t worth_a_bulk = 5000;          // cases
constexpr std::int64_t most_of_an_office = 100'000;  // in a bulk: some seconds
constexpr int tickets_at_a_time = 500;
constexpr int days_back = 62;  // of tickets that are fetched: a terminal that was away for a month and more
constexpr int publish_tries = 20;
// A store that was put back may lack what was published: an office brings all its cases in once more, and a stage that is
// further here stays.
constexpr const char* all_unpublished = "UPDATE sync SET published_cases = 0";

Result<std::optional<Hash>> known_store(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT store FROM sync");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    return to_hash(statement->blob(0));
}

Result<std::vector<std::string>> keys_of_unpublished_bags(sqlite3& db) {
    auto statement = Statement::prepare(
        db, "SELECT key FROM cases WHERE id IN (SELECT id FROM unpublished) AND id IN (SELECT case_id FROM bag_cases)");
    if (!statement) return statement.error();
    return texts(*statement);
}

}  // namespace

Status Sync::connect() {
    begun_anew_ = false;
    odd_ = 0;
    if (!local_) {
        auto local = open_local_ledger(options_.local);
        if (!local) return local.error();
        local_.emplace(*std::move(local));
    }
    const bool new_line = !line_ || line_->lost();
    if (new_line) {
        line_.reset();
        office_.reset();
        auto line = PostgresConnection::open(options_.shared);
        if (!line) return line.error();
        line_.emplace(*std::move(line));
    }
    const auto store = check_store(*line_, local_->key);
    if (!store) return store.error();
    store_ = *store;
    if (new_line) {
        if (const auto begun = begin_line(); !begun) return begun;
    }
    const auto known = known_store(db());
    if (!known) return known.error();
    if (*known == *store) return Done{};
    begun_anew_ = known->has_value();  // the first store of all is no other
    return begin_anew(*store);
}

// A store that this ledger does not know, or not in this state: it is told all that is this terminal's, and everything is
// fetched. Nothing is doubled by it.
Status Sync::begin_anew(const Hash& store) {
    const auto ours = office();  // asks the store, so before the ledger is held
    if (!ours) return ours.error();
    auto transaction = Transaction::begin(db());
    if (!transaction) return transaction.error();
    const auto reset = execute(db(), "UPDATE sync SET case_change = 0; DELETE FROM ticket_changes");
    if (!reset) return reset;
    if (*ours) {
        if (const auto all = execute(db(), all_unpublished); !all) return all;
    }
    if (const auto filled = fill_outbox(db(), options_.site()); !filled) return filled;
    if (const auto forgotten = forget_custody_numbers(db()); !forgotten) return forgotten;
    auto remember = Statement::prepare(db(), "UPDATE sync SET store = ?1");
    if (!remember) return remember.error();
    if (const auto done = remember->bind(1, Blob(store)).run(); !done) return done;
    return transaction->commit();
}

// A line that has stood since the last round may have broken meanwhile; whether the server is there, only a new one tells.
template <class Work>
auto Sync::again_if_lost(Work work) {
    const bool old = line_ && !line_->lost();
    auto done = work();
    if (done || !old || !line_ || !line_->lost() || options_.shared.stop.stop_requested()) return done;
    return work();
}

Result<SyncReport> Sync::round(Wall now) {
    return again_if_lost([&] { return one_round(now); });
}

Result<SyncReport> Sync::one_round(Wall now) {
    SyncReport report;
    if (const auto connected = connect(); !connected) return connected.error();
    report.begun_anew = begun_anew_;
    if (const auto told = tell(report); !told) return held_up(told.error());
    const auto ours = office();
    if (!ours) return ours.error();
    const auto fetched_cases = fetch_cases(report.cases, *ours ? Whose::further : Whose::store);
    if (!fetched_cases) return fetched_cases.error();
    if (const auto fetched = fetch_tickets(report, now); !fetched) return fetched.error();
    report.odd += odd_;
    if (const auto remembered = remember_time(now); !remembered) return remembered.error();
    if (*ours) {
        if (const auto exchanged = exchange_custody(report.custody); !exchanged) return exchanged.error();
    }
    return report;
}

Status Sync::fetch_cases(std::size_t& count, Whose whose) {
    auto cursor = query_integer(db(), "SELECT case_change FROM sync");
    if (!cursor) return cursor.error();
    const auto last = last_case_change(*line_);
    if (!last) return last.error();
    if (*last < *cursor) {  // the server was put back
        cursor = std::int64_t{0};
        if (whose == Whose::further) {
            if (const auto all = execute(db(), all_unpublished); !all) return all;
        }
    }
    for (bool all_new = true; *cursor < *last;) {
        std::optional<CasePage> page;
        if (all_new && *last - *cursor >= worth_a_bulk) {
            auto many = fetch_many_cases(count, *cursor, *last, whose);
            if (!many) return many.error();
            page = std::move(*many);
        }
        if (!page) {
            auto next = changed_cases(*line_, *cursor, *last);
            if (!next) return next.error();
            page = *std::move(next);
            if (const auto kept = keep_aside(page->odd); !kept) return kept;
        }
        const auto copied = copy_cases(*local_, {store_, page->records, page->change}, whose);
        if (!copied) return copied.error();
        count += copied->added + copied->updated;
        all_new = copied->added == page->records.size();
        cursor = page->change;
    }
    return fetch_cases_set_aside(whose);
}

// As far as they are all new; gives the first page that is not, nullopt if they are too few. When the line is lost, what has
// come stays. Nobody hands anything over meanwhile, so an office takes fewer at a time.
Result<std::optional<CasePage>> Sync::fetch_many_cases(std::size_t& count, std::int64_t cursor, std::int64_t last,
                                                       Whose whose) {
    const auto expected = count_changed_cases(*line_, cursor, last);
    if (!expected) return expected.error();
    if (*expected < worth_a_bulk) return std::optional<CasePage>{};
    const auto most = whose == Whose::further ? most_of_an_office : *expected;
    auto bulk = BulkCopy::begin(*local_, store_, std::min(*expected, most));
    if (!bulk) return bulk.error();
    Result<CasePage> page = CasePage{{}, cursor};
    Status written = Done{};
    for (;;) {
        page = changed_cases(*line_, cursor, last);
        if (page) written = keep_aside(page->odd);
        if (!page || !written || static_cast<std::int64_t>(bulk->count()) >= most) break;
        const auto taken = bulk->take(page->records);
        if (!taken) written = taken.error();
        if (!taken || !*taken) break;
        cursor = page->change;
        if (cursor >= last) break;
    }
    const auto& stop = options_.shared.stop;
    if (written && bulk->count() > 0) written = bulk->finish(cursor, stop);
    if (!written && !stop.stop_requested()) bulk->take_away();
    if (!written) return written.error();
    count += bulk->count();
    if (!page) return page.error();
    if (cursor >= last) page = CasePage{{}, last};
    return std::optional{*std::move(page)};
}

Status Sync::fetch_tickets(SyncReport& report, Wall now) {
    const auto tomorrow = to_number(Date{std::chrono::floor<std::chrono::days>(now)}) + 1;  // wherever the hall is
    const auto days = line_->run(
        fmt::format("SELECT day, change FROM kiosk.hall_days WHERE hall = $1 AND day <= $2 ORDER BY day DESC LIMIT {}",
                    days_back),
        {options_.hall, std::to_string(tomorrow)});
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
        if (page->tickets.empty() && page->odd.empty()) return Done{};
        const auto copied = copy_tickets(db(), options_.site(), day, *page);
        if (!copied) return copied.error();
        report.tickets += copied->news;
        report.clashes += copied->clashes.size();
        report.odd += copied->odd;
        after = page->change;
        if (!page->more) return Done{};
    }
}

Status Sync::remember_time(Wall now) {
    auto statement = Statement::prepare(db(), "UPDATE sync SET synced_at = ?1");
    if (!statement) return statement.error();
    return statement->bind(1, to_number(now)).run();
}

// Custody after the cases: an office tells it before it brings in the stages that follow from it, so whoever has read a
// stage has read why, and brings in none that is older.
Result<PublishReport> Sync::publish(Wall now) {
    PublishReport report;
    if (const auto connected = connect(); !connected) return connected.error();
    const auto ours = office();
    if (!ours) return ours.error();
    if (const auto brought = bring(report, *ours); !brought) return brought.error();
    if (const auto remembered = remember_time(now); !remembered) return remembered.error();
    return report;
}

Status Sync::bring(PublishReport& report, bool custody) {
    for (int tries = 0; tries < publish_tries; ++tries) {
        if (const auto fetched = fetch_cases(report.copied, Whose::further); !fetched) return fetched;
        if (custody) {
            if (const auto exchanged = exchange_custody(report.custody); !exchanged) return exchanged;
        }
        const auto done = publish_cases(*local_, *line_);
        if (!done) return done.error();
        if (!*done) continue;  // another office was quicker
        report.cases = (*done)->cases;
        report.odd = (*done)->odd.size();
        return Done{};
    }
    return Error{Fault::ledger_locked, "publish: other offices bring in cases all the time; try again"};
}

Status Sync::bring_cases() {
    PublishReport report;
    return bring(report, false);
}

Result<bool> Sync::office() {
    if (office_) return *office_;
    const auto may = may_share_custody(*line_);
    if (may) office_ = *may;
    return may;
}

Status Sync::share_custody(bool cases_too) {
    return again_if_lost([&]() -> Status {
        if (const auto connected = connect(); !connected) return connected;
        const auto ours = office();
        if (!ours) return ours.error();
        if (!*ours)
            return Error{Fault::refused, fmt::format("shared store {}: this user is not an office's (role kiosk_office), so "
                                                     "custody stays on this machine",
                                                     line_->shown())};
        std::size_t count = 0;
        if (cases_too) {
            if (const auto fetched = fetch_cases(count, Whose::further); !fetched) return fetched;
        }
        return exchange_custody(count);
    });
}

Status Sync::exchange_custody(std::size_t& count) {
    bool brought = false;
    for (int tries = 0; tries < publish_tries; ++tries) {
        const auto came = fetch_all_custody();
        if (!came) return came.error();
        count += *came;
        const auto told = tell_all_custody(count);
        if (!told) return told.error();
        if (*told == Telling::told) return Done{};
        if (*told == Telling::behind) {
            brought = false;
            continue;
        }
        if (brought)
            return Error{Fault::refused,
                         "hand-overs of this machine name cases that neither it nor the shared store has; let the office "
                         "that imported them run `kioskctl ledger publish`"};
        if (const auto done = bring_cases(); !done) return done;
        brought = true;
    }
    return Error{Fault::ledger_locked, "other offices tell hand-overs all the time; try again"};
}

// An event that names an unknown case is of an office that has brought the case in before it told it.
Result<std::size_t> Sync::fetch_all_custody() {
    std::size_t count = 0;
    for (std::int64_t anyway = 0;;) {
        const auto page = fetch_custody(*local_, *line_, anyway);
        if (!page) return page.error();
        count += page->events;
        if (!page->more && page->unknown_case == 0) break;
        anyway = page->unknown_case;
        if (page->unknown_case == 0) continue;
        std::size_t cases = 0;
        if (const auto fetched = fetch_cases(cases, Whose::further); !fetched) return fetched.error();
    }
    if (count == 0) return count;
    const auto fetched = fetch_stages_of_bags();
    return fetched ? Result<std::size_t>{count} : fetched.error();
}

// A stage that an import elsewhere gave a card after its bag, such as served, came with the cases, when the bag had not come
// so far here; now it has.
Status Sync::fetch_stages_of_bags() {
    const auto change = query_integer(db(), "SELECT case_change FROM sync");
    if (!change) return change.error();
    const auto keys = keys_of_unpublished_bags(db());
    if (!keys) return keys.error();
    for (std::size_t from = 0; from < keys->size(); from += keys_at_a_time) {
        const auto records =
            cases_of_keys(*line_, std::span(*keys).subspan(from).first(std::min(keys_at_a_time, keys->size() - from)));
        if (!records) return records.error();
        const auto copied = copy_cases(*local_, {store_, *records, *change}, Whose::further);
        if (!copied) return copied.error();
    }
    return Done{};
}

Result<Telling> Sync::tell_all_custody(std::size_t& count) {
    const auto waiting = count_untold(db());
    if (!waiting) return waiting.error();
    const auto shares = query_integer(db(), "SELECT custody_shared FROM sync");
    if (!shares) return shares.error();
    if (*waiting == 0 && *shares == 1) return Telling::told;
    auto turn = CustodyTurn::begin(custody_of(*local_));
    if (!turn) return turn.error();
    const auto told = tell_custody(db(), *line_);
    if (!told) return told.error();
    if (told->why) return *told->why;
    if (told->how != Telling::told) return told->how;
    if (const auto marked = execute(db(), "UPDATE sync SET custody_shared = 1"); !marked) return marked.error();
    if (const auto committed = turn->commit(); !committed) return committed.error();
    count += static_cast<std::size_t>(*waiting);
    return Telling::told;
}

}  // namespace kiosk
