#include "kiosk/store/custody_share.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/custody/custody_fields.h"
#include "kiosk/custody/enact.h"
#include "kiosk/custody/rules.h"
#include "kiosk/custody/text.h"
#include "kiosk/custody/turn.h"
#include "kiosk/custody/write.h"
#include "kiosk/store/many_calls.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {
namespace {

constexpr int events_at_a_time = 500;
constexpr std::size_t sent_in_one_statement = 200;
constexpr std::chrono::milliseconds send_patience{2000}, row_patience{1000};  // a ticket waits for five seconds
constexpr std::size_t longest_line = 400;

std::optional<std::int64_t> countable(std::optional<std::int64_t> count) {
    return count && *count >= 0 && *count <= most_cards ? count : std::nullopt;
}

std::string showable(std::string_view text) {
    const auto free = free_text("text", text);
    return free ? *free : std::string{};
}

std::string showable_place(const std::string& text) { return oddness(text, longest_place) ? std::string{} : text; }

std::string showable_bag(const std::string& text) {
    const auto number = bag_number(text);
    return number && *number == text ? text : std::string{};
}

std::vector<std::string> showable_keys(std::vector<std::string> keys) {
    std::erase_if(keys, [](const std::string& key) {
        const auto normal = case_key(key);
        return !normal || *normal != key;
    });
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

bool may_stand_in_name(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view(" -./_@").find(c) != std::string_view::npos;
}

// The event's line if it may be shown, else an empty text. The line of a closing may hold a time, which free_text would take
// for a card number.
std::string name_in(const CustodyRecord& record) {
    if (record.kind != CustodyKind::closed && well_named(record)) return record.event;
    if (record.event.size() > longest_line || !std::ranges::all_of(record.event, may_stand_in_name)) return {};
    if (record.kind == CustodyKind::closed) return record.event;
    const auto text = free_text("text", record.event);
    return text && *text == record.event ? *text : std::string{};
}

// Reads a row of the query: the event's number, then custody_columns. Another office wrote the event and this office shows
// it, so its texts pass the checks of texts typed here. nullopt: this program does not know such an event.
std::optional<CustodyRecord> to_custody(const PostgresRow& row) {
    auto record = read_custody(row, 1);
    if (name(record.kind) != row.text(2)) return std::nullopt;
    record.who = showable(record.who);
    record.bag = showable_bag(record.bag);
    record.case_keys = showable_keys(std::move(record.case_keys));
    for (auto* count : {&record.given, &record.taken, &record.listed}) *count = countable(*count);
    record.reason = showable(record.reason);
    for (auto* place : {&record.district, &record.street, &record.community}) *place = showable_place(*place);
    record.event = name_in(record);
    if (record.event.empty()) record.event = fmt::format("odd {}", row.integer(0));
    return record;
}

bool knows_cases(Sql& sql, const CustodyRecord& record) {
    return std::ranges::all_of(record.case_keys, [&](const std::string& key) { return case_by_key(sql, key).has_value(); });
}

// `row`: where the event was written; `verdict`: why the event cannot be done after all earlier ones.
struct Enacted {
    LogId row{};
    std::optional<std::string> verdict;
};
Enacted try_event(Sql& sql, const CustodyRecord& record) {
    if (record.kind == CustodyKind::handed_over) {
        if (const auto first = find_event(sql, record.event)) return {{}, counted_otherwise(*first)};
    }
    Enacted enacted;
    const auto why = sql.attempt([&] { enacted.row = enact(sql, record); });
    if (why) enacted.verdict = why->detail;
    return enacted;
}

// The store's functions take an empty text for a missing level.
template <class Field>
const Field& as_sent(const Field& field) {
    return field;
}
std::string_view as_sent(const std::optional<Level>& level) { return level ? name(*level) : std::string_view{}; }

bool about_the_same(const CustodyRecord& a, const CustodyRecord& b) {
    if (!a.bag.empty() && a.bag == b.bag) return true;
    return std::ranges::any_of(
        a.case_keys, [&](const std::string& key) { return std::ranges::find(b.case_keys, key) != b.case_keys.end(); });
}

// Events that this ledger wrote before it had a store cannot be undone. If such an event forbade an event of the shared log,
// the offices would hold different bags for ever, so this function refuses. Only two counts of one hand-over may differ.
void must_not_contradict_unsent(Sql& sql, const CustodyRecord& record) {
    auto rows = unsent_rows(sql);
    std::erase_if(rows, [](const LogRow& row) { return row.verdict.has_value(); });
    const bool counted_here = record.kind == CustodyKind::handed_over &&
                              std::ranges::any_of(rows, [&](const LogRow& row) { return row.record.event == record.event; });
    if (counted_here) return;
    const auto own = std::ranges::find_if(rows, [&](const LogRow& row) { return about_the_same(row.record, record); });
    if (own == rows.end()) return;
    const auto bag = record.bag.empty() ? own->record.bag : record.bag;
    const auto what = bag.empty() ? fmt::format("case {}", fmt::join(record.case_keys, ", ")) : fmt::format("bag {}", bag);
    refuse(sql, fmt::format("this machine has told the shared store nothing of {}, and the store knows it otherwise; put "
                            "this ledger file aside, import its cases into a new one, and pack what is still on its way "
                            "again, in bags of other numbers",
                            what));
}

// Does an event of the shared log, whose number is `change`, or does an undone event of this ledger again, which has no
// number.
void take_event(Sql& sql, const CustodyRecord& record, std::optional<CustodyChange> change) {
    const auto rows = rows_of_event(sql, record.event);
    // An event that was forbidden once may be allowed later, so a forbidden row is the same event only if time and person
    // agree too.
    const auto same = std::ranges::find_if(rows, [&](const LogRow& row) {
        return same_content(row.record, record) &&
               (!row.verdict || (row.record.at == record.at && row.record.who == record.who));
    });
    if (same != rows.end()) {
        if (change) number_event(sql, same->id, *change, same->own);
        return;
    }
    auto [row, verdict] = try_event(sql, record);
    if (verdict && change) must_not_contradict_unsent(sql, record);
    if (verdict) row = keep_forbidden(sql, record, *verdict);
    if (change) number_event(sql, row, *change, false);
}

// Undoes the unsent events, last first, as far as they can be undone. Gives the undone events, first first.
std::vector<LogRow> undo_unsent(Sql& sql) {
    auto rows = unsent_rows(sql);
    const auto steps = sql.query("SELECT sql FROM custody_undo ORDER BY seq DESC").all(first_text);
    set_mode(sql, CustodyMode::undoing);
    for (const auto& step : steps) sql.script(step);
    sql.run("DELETE FROM custody_undo");
    set_mode(sql, CustodyMode::plain);
    const auto left = unsent_rows(sql);
    std::erase_if(rows, [&](const LogRow& row) { return std::ranges::find(left, row.id, &LogRow::id) != left.end(); });
    return rows;
}

// The list of cards in an unsent hand-over is made again from the bag as it is now.
CustodyRecord listed_now(Sql& sql, const CustodyRecord& record) {
    if (record.kind != CustodyKind::handed_over) return record;
    const auto bag = find_bag(sql, record.bag);
    return bag ? with_list(sql, *bag, record) : record;
}

void do_again(Sql& sql, const std::vector<LogRow>& rows) {
    set_mode(sql, CustodyMode::recording);
    for (const auto& row : rows) take_event(sql, listed_now(sql, row.record), std::nullopt);
}

// Takes one page of the shared log in one transaction.
Result<CustodyPage> take_page(LocalLedger& local, PostgresConnection& line, const PostgresRows& rows, CustodyChange anyway) {
    CustodyTurn turn(custody_of(local));
    auto& sql = turn.sql();
    const auto undone = undo_unsent(sql);
    CustodyPage page{0, rows.size() == events_at_a_time, {}};
    CustodyChange change{};
    for (int row = 0; row < rows.size() && !sql.failed(); ++row) {
        const auto record = to_custody({rows, row});
        const CustodyChange its{rows.integer(row, 0)};
        if (!record) {
            sql.fail({Fault::ledger_newer, line.shown() + ": holds an event that this program does not know"});
            break;
        }
        if (its > anyway && !knows_cases(sql, *record)) {
            page.unknown_case = its;
            break;
        }
        change = its;
        take_event(sql, *record, change);
        ++page.events;
    }
    do_again(sql, undone);
    if (page.events > 0) sql.run("UPDATE sync SET custody_change = ?1", change);
    if (const auto committed = turn.commit(); !committed) return committed.error();
    return page;
}

std::vector<CustodyChange> push(StoreSql& store, const std::vector<LogRow>& rows, CustodyChange known) {
    std::vector<CustodyChange> numbers;
    auto before = static_cast<std::int64_t>(known);
    for (std::size_t from = 0; from < rows.size(); from += sent_in_one_statement) {
        ManyCalls calls("kiosk.push_custody",
                        {"bigint", "text", "text", "bigint", "text", "text", "text", "text", "text", "integer", "integer",
                         "integer", "text", "text", "text", "text", "text", "bigint"});
        for (auto at = from; at < std::min(from + sent_in_one_statement, rows.size()); ++at)
            std::apply([&](const auto&... field) { calls.add(before++, as_sent(stored(field))...); },
                       custody_fields(rows[at].record));
        const auto answers = calls.run(store);
        for (int row = 0; row < answers.size(); ++row) numbers.push_back(CustodyChange{answers.integer(row, 0)});
    }
    return numbers;
}

// Sends the rows and gives their numbers in the store. If any number is not positive, the store has kept no row.
Result<std::vector<CustodyChange>> send_to_store(PostgresConnection& line, const std::vector<LogRow>& rows,
                                                 CustodyChange known) {
    const ShortPatience short_patience(line, send_patience);
    StoreTransaction store(line, row_patience);
    const auto numbers = push(store, rows, known);
    const bool refused = std::ranges::any_of(numbers, [](CustodyChange number) { return number <= CustodyChange{}; });
    if (refused) return store.result(numbers);
    if (const auto committed = store.commit(); !committed) return committed.error();
    return numbers;
}

}  // namespace

Result<CustodyPage> fetch_custody(LocalLedger& local, PostgresConnection& line, CustodyChange anyway) {
    Sql sql(local.db());
    StoreSql store(line);
    CustodyChange cursor{sql.query("SELECT custody_change FROM sync").integer()};
    const CustodyChange last{store.run("SELECT last FROM kiosk.custody_changes").integer(0, 0)};
    if (sql.failed() || store.failed()) return sql.failed() ? sql.status().error() : store.status().error();
    if (last < cursor) {  // the store was restored from a backup
        forget_custody_numbers(sql);
        cursor = {};
    }
    if (last == cursor) return sql.result(CustodyPage{});
    const auto rows =
        store.run(fmt::format("SELECT change, {} FROM kiosk.custody WHERE change > $1 ORDER BY change LIMIT {}",
                              fmt::join(custody_columns, ", "), events_at_a_time),
                  cursor);
    store.take(sql.status());
    if (!rows.grow(0, static_cast<std::int64_t>(cursor))) store.fail(line.answers_oddly());
    if (store.failed()) return store.status().error();
    return take_page(local, line, rows, anyway);
}

CustodySent send_custody(Sql& sql, PostgresConnection& line) {
    const auto rows = unsent_rows(sql);
    const CustodyChange cursor{sql.query("SELECT custody_change FROM sync").integer()};
    if (rows.empty() || sql.failed()) return {};
    const auto numbers = send_to_store(line, rows, cursor);
    if (!numbers) return {SendOutcome::unreached, numbers.error()};
    if (std::ranges::find(*numbers, CustodyChange{-1}) != numbers->end()) return {SendOutcome::unpublished};
    if (std::ranges::find(*numbers, CustodyChange{0}) != numbers->end()) return {SendOutcome::behind};
    for (std::size_t at = 0; at < rows.size(); ++at) number_event(sql, rows[at].id, (*numbers)[at], rows[at].own);
    sql.run("DELETE FROM custody_undo");
    sql.run("UPDATE sync SET custody_change = ?1", std::ranges::max(*numbers));
    return {};
}

void forget_custody_numbers(Sql& sql) {
    sql.run("UPDATE custody SET change = NULL WHERE change IS NOT NULL");
    sql.run("UPDATE sync SET custody_change = 0");
}

Result<bool> may_share_custody(PostgresConnection& line) {
    StoreSql store(line);
    const auto may = store.run("SELECT has_table_privilege('kiosk.custody', 'SELECT')");
    return store.result(may.text(0, 0) == "t");
}

}  // namespace kiosk
