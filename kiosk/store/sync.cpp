#include "kiosk/store/sync.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/log.h"
#include "kiosk/custody/turn.h"
#include "kiosk/store/bulk_copy.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/publish.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {
namespace {

constexpr std::size_t keys_at_a_time = 1000;
constexpr std::int64_t worth_a_bulk = 5000;          // cases
constexpr std::int64_t most_of_an_office = 100'000;  // cases in one bulk, which takes some seconds
constexpr int tickets_at_a_time = 500;
constexpr int days_back = 62;  // how old fetched tickets may be: a terminal may have been away for more than a month
constexpr int publish_tries = 20;
// A store that was restored from a backup may lack published cases, so an office brings all its cases in once more. A case
// whose stage is further here keeps that stage.
void publish_all_again(Sql& sql) { sql.run("UPDATE sync SET published_cases = 0"); }

std::optional<Hash> known_store(Sql& sql) {
    return sql.query("SELECT store FROM sync")
        .first([](const Statement& row) { return to_hash(row.blob(0)); })
        .value_or(std::nullopt);
}

std::vector<std::string> keys_of_unpublished_bags(Sql& sql) {
    return sql
        .query("SELECT key FROM cases WHERE id IN (SELECT id FROM unpublished) AND id IN (SELECT case_id FROM bag_cases)")
        .all(first_text);
}

CaseChange case_cursor(Sql& sql) { return CaseChange{sql.query("SELECT case_change FROM sync").integer()}; }

std::int64_t number(CaseChange change) { return static_cast<std::int64_t>(change); }

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
    Sql sql(db());
    const auto known = known_store(sql);
    if (sql.failed() || known == *store) return sql.status();
    begun_anew_ = known.has_value();  // a ledger's first store is no change of stores
    return begin_anew(*store);
}

// Prepares the ledger for a store whose mark it does not know: another store, or one that was restored from a backup and got
// a new mark (start_store_anew). Fills the outbox and sets every cursor back; the steps that follow then send all rows of
// this terminal and fetch everything. Rows that both sides already have are not doubled.
Status Sync::begin_anew(const Hash& store) {
    const auto ours = office();  // asks the store, so it comes before the transaction that locks the ledger
    if (!ours) return ours.error();
    Transaction sql(db());
    sql.run("UPDATE sync SET case_change = 0");
    sql.run("DELETE FROM ticket_changes");
    if (*ours) publish_all_again(sql);
    fill_outbox(sql, options_.site());
    forget_custody_numbers(sql);
    sql.run("UPDATE sync SET store = ?1", store);
    return sql.commit();
}

// A line from an earlier round may have broken unnoticed, and only a new line shows whether the server is there. So `work`
// is tried again.
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
    if (const auto sent = send_outbox(report); !sent) return held_up(sent.error());
    const auto ours = office();
    if (!ours) return ours.error();
    FirstError all;
    all.take(fetch_cases(report.cases, *ours ? Whose::further : Whose::store));
    if (!all.failed()) all.take(fetch_tickets(report, now));
    report.odd += odd_;
    if (!all.failed()) all.take(remember_time(now));
    if (*ours && !all.failed()) all.take(exchange_custody(report.custody));
    return all.result(report);
}

Status Sync::fetch_cases(std::size_t& count, Whose whose) {
    Sql sql(db());
    StoreSql store(*line_);
    auto cursor = case_cursor(sql);
    const auto last = last_case_change(store);
    sql.take(store.status());
    if (last < cursor) {  // the store was restored from a backup
        cursor = {};
        if (whose == Whose::further) publish_all_again(sql);
    }
    for (bool all_new = true; cursor < last && !sql.failed();) {
        std::optional<CasePage> page;
        if (all_new && number(last) - number(cursor) >= worth_a_bulk)
            page = sql.take(fetch_many_cases(count, cursor, last, whose));
        if (!page && !sql.failed()) {
            page = changed_cases(store, cursor, last);
            sql.take(store.status());
            keep_aside(sql, page->odd);
        }
        if (sql.failed()) break;
        const auto copied = sql.take(copy_cases(*local_, {store_, page->records, page->change}, whose));
        count += copied.added + copied.updated;
        all_new = copied.added == page->records.size();
        cursor = page->change;
    }
    return sql.failed() ? sql.status() : fetch_cases_set_aside(whose);
}

// Fetches cases in bulk as long as all of them are new here. Gives the first page that has a known case; nullopt: too few
// cases for a bulk. When the line is lost, the cases fetched so far stay. No hand-over can be entered during a bulk, so an
// office takes fewer cases at a time.
Result<std::optional<CasePage>> Sync::fetch_many_cases(std::size_t& count, CaseChange cursor, CaseChange last, Whose whose) {
    Sql sql(db());
    StoreSql store(*line_);
    const auto expected = count_changed_cases(store, cursor, last);
    if (store.failed() || expected < worth_a_bulk) return store.result(std::optional<CasePage>{});
    const auto most = whose == Whose::further ? most_of_an_office : expected;
    auto bulk = BulkCopy::begin(*local_, store_, std::min(expected, most));
    if (!bulk) return bulk.error();
    CasePage page{{}, cursor};
    for (;;) {
        page = changed_cases(store, cursor, last);
        if (store.failed()) break;
        keep_aside(sql, page.odd);
        if (sql.failed() || static_cast<std::int64_t>(bulk->count()) >= most) break;
        if (!sql.take(bulk->take(page.records))) break;
        cursor = page.change;
        if (cursor >= last) break;
    }
    const auto& stop = options_.shared.stop;
    if (!sql.failed() && bulk->count() > 0) sql.take(bulk->finish(cursor, stop));
    if (sql.failed()) {
        if (!stop.stop_requested()) bulk->take_away();
        return sql.status().error();
    }
    count += bulk->count();
    if (cursor >= last) page = CasePage{{}, last};
    return store.result(std::optional{std::move(page)});
}

Status Sync::fetch_tickets(SyncReport& report, Wall now) {
    Sql sql(db());
    StoreSql store(*line_);
    const Date tomorrow{std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1}};  // in any time zone
    const auto days = store.run(
        fmt::format("SELECT day, change FROM kiosk.hall_days WHERE hall = $1 AND day <= $2 ORDER BY day DESC LIMIT {}",
                    days_back),
        options_.hall, tomorrow);
    sql.take(store.status());
    for (int row = days.size(); row-- > 0 && !sql.failed();) {
        const auto day = to_date(days.integer(row, 0));
        const TicketChange change{days.integer(row, 1)};
        const TicketChange after{
            sql.query("SELECT change FROM ticket_changes WHERE hall = ?1 AND day = ?2", options_.hall, day).integer()};
        if (after != change) sql.take(fetch_day(day, after < change ? after : TicketChange{}, report));
    }
    return sql.status();
}

Status Sync::fetch_day(Date day, TicketChange after, SyncReport& report) {
    for (;;) {
        StoreSql store(*line_);
        const auto page = changed_tickets(store, options_.hall, day, after, tickets_at_a_time);
        if (store.failed() || (page.tickets.empty() && page.odd.empty())) return store.status();
        const auto copied = copy_tickets(db(), options_.site(), day, page);
        if (!copied) return copied.error();
        report.tickets += copied->news;
        report.clashes += copied->clashes.size();
        report.odd += copied->odd;
        after = page.change;
        if (!page.more) return Done{};
    }
}

Status Sync::remember_time(Wall now) {
    Sql sql(db());
    sql.run("UPDATE sync SET synced_at = ?1", now);
    return sql.status();
}

Result<PublishReport> Sync::publish(Wall now) {
    PublishReport report;
    if (const auto connected = connect(); !connected) return connected.error();
    const auto ours = office();
    if (!ours) return ours.error();
    if (const auto brought = bring(report, *ours); !brought) return brought.error();
    if (const auto remembered = remember_time(now); !remembered) return remembered.error();
    return report;
}

// Publishes cases; with `custody`, after an exchange of custody events. The stages of cases follow from events, so whoever
// reads a stage that was published so can read its events too, and no office publishes a stage older than the events that it
// has read. Without `custody` cases go before events: only where an event names cases that the store does not have yet.
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
        const auto sent = send_all_custody(count);
        if (!sent) return sent.error();
        if (*sent == SendOutcome::sent) return Done{};
        if (*sent == SendOutcome::behind) {
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

// An office publishes a case before it sends an event that names the case. So when an event names a case that is unknown
// here, the cases are fetched first.
Result<std::size_t> Sync::fetch_all_custody() {
    std::size_t count = 0;
    for (CustodyChange anyway{};;) {
        const auto page = fetch_custody(*local_, *line_, anyway);
        if (!page) return page.error();
        count += page->events;
        if (!page->more && !page->unknown_case) break;
        anyway = page->unknown_case.value_or(CustodyChange{});
        if (!page->unknown_case) continue;
        std::size_t cases = 0;
        if (const auto fetched = fetch_cases(cases, Whose::further); !fetched) return fetched.error();
    }
    if (count == 0) return count;
    const auto fetched = fetch_stages_of_bags();
    return fetched ? Result<std::size_t>{count} : fetched.error();
}

// An import in another office may give a card a stage beyond that of its bag, such as served. fetch_cases did not take that
// stage while the bag had not come so far here. Now that the bag has moved, these cases are fetched again.
Status Sync::fetch_stages_of_bags() {
    Sql sql(db());
    StoreSql store(*line_);
    const auto change = case_cursor(sql);
    const auto keys = keys_of_unpublished_bags(sql);
    for (std::size_t from = 0; from < keys.size() && !sql.failed(); from += keys_at_a_time) {
        const auto some = std::span(keys).subspan(from).first(std::min(keys_at_a_time, keys.size() - from));
        const auto records = cases_of_keys(store, some);
        sql.take(store.status());
        if (!sql.failed()) sql.take(copy_cases(*local_, {store_, records, change}, Whose::further));
    }
    return sql.status();
}

Result<SendOutcome> Sync::send_all_custody(std::size_t& count) {
    Sql before(db());
    const auto waiting = count_unsent(before);
    const bool shares = before.query("SELECT custody_shared FROM sync").integer() == 1;
    if (before.failed() || (waiting == 0 && shares)) return before.result(SendOutcome::sent);
    CustodyTurn turn(custody_of(*local_));
    auto& sql = turn.sql();
    const auto sent = send_custody(sql, *line_);
    if (sent.why) return *sent.why;
    if (sent.how != SendOutcome::sent) return turn.result(sent.how);
    sql.run("UPDATE sync SET custody_shared = 1");
    if (const auto committed = turn.commit(); !committed) return committed.error();
    count += static_cast<std::size_t>(waiting);
    return SendOutcome::sent;
}

Rounds open_rounds(SyncOptions options) {
    return [sync = std::make_shared<Sync>(std::move(options))](Wall now) { return sync->round(now); };
}

}  // namespace kiosk
