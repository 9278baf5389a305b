#include "kiosk/store/custody_share.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/case/bounds.h"
#include "kiosk/custody/enact.h"
#include "kiosk/custody/text.h"
#include "kiosk/custody/turn.h"
#include "kiosk/custody/write.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/many_calls.h"

namespace kiosk {
namespace {

constexpr int events_at_a_time = 500;
constexpr std::size_t told_in_one_statement = 200;
constexpr std::chrono::milliseconds tell_patience{2000}, row_patience{1000};  // a ticket waits for five seconds
constexpr std::size_t longest_line = 400;

Parameter number_or_null(std::optional<std::int64_t> number) {
    return number ? Parameter(std::to_string(*number)) : std::nullopt;
}

std::string level_or_nothing(std::optional<Level> level) { return level ? std::string(name(*level)) : std::string{}; }

std::vector<Parameter> to_parameters(const ToldEvent& told, std::int64_t known) {
    return {std::to_string(known),
            told.event,
            std::string(name(told.kind)),
            std::to_string(to_number(told.at)),
            told.who,
            told.bag,
            in_one_line(told.case_keys),
            level_or_nothing(told.from),
            level_or_nothing(told.to),
            number_or_null(told.given),
            number_or_null(told.taken),
            number_or_null(told.listed),
            std::string(told.stage ? name(*told.stage) : std::string_view{}),
            told.reason,
            told.district,
            told.street,
            told.community,
            told.since ? Parameter(std::to_string(to_number(*told.since))) : std::nullopt};
}

std::optional<std::int64_t> count_in(const PostgresRows& rows, int row, int column) {
    if (rows.is_null(row, column)) return std::nullopt;
    const auto count = rows.integer(row, column);
    return count >= 0 && count <= most_cards ? std::optional{count} : std::nullopt;
}

// What another office wrote is shown here, so it is looked at as though it had been typed here.
std::string text_in(const PostgresRows& rows, int row, int column) {
    const auto text = free_text("text", rows.text(row, column));
    return text ? *text : std::string{};
}

std::string place_in(const PostgresRows& rows, int row, int column) {
    const auto text = rows.text(row, column);
    return std::string(oddness(text, longest_place) ? std::string_view{} : text);
}

std::string bag_in(std::string_view text) {
    const auto number = bag_number(text);
    return number && *number == text ? *number : std::string{};
}

std::vector<std::string> keys_in(std::string_view text) {
    auto keys = case_keys_of(text);
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

// The line of an event, if it can be shown. That of a closing may hold a time, which looks like a number.
std::string name_in(const ToldEvent& told) {
    if (told.kind != CustodyKind::closed && well_named(told)) return told.event;
    if (told.event.size() > longest_line || !std::ranges::all_of(told.event, may_stand_in_name)) return {};
    if (told.kind == CustodyKind::closed) return told.event;
    const auto text = free_text("text", told.event);
    return text && *text == told.event ? *text : std::string{};
}

std::optional<ToldEvent> to_told(const PostgresRows& rows, int row) {
    const auto kind = parse_kind(rows.text(row, 2));
    if (!kind) return std::nullopt;
    ToldEvent told{std::string(rows.text(row, 1)), *kind, to_wall(rows.integer(row, 3)), text_in(rows, row, 4)};
    told.bag = bag_in(rows.text(row, 5));
    told.case_keys = keys_in(rows.text(row, 6));
    told.from = parse_level(rows.text(row, 7));
    told.to = parse_level(rows.text(row, 8));
    told.given = count_in(rows, row, 9);
    told.taken = count_in(rows, row, 10);
    told.listed = count_in(rows, row, 11);
    told.stage = parse_stage(rows.text(row, 12));
    told.reason = text_in(rows, row, 13);
    told.district = place_in(rows, row, 14);
    told.street = place_in(rows, row, 15);
    told.community = place_in(rows, row, 16);
    if (!rows.is_null(row, 17)) told.since = to_wall(rows.integer(row, 17));
    told.event = name_in(told);
    if (told.event.empty()) told.event = fmt::format("odd {}", rows.integer(row, 0));
    return told;
}

Result<bool> knows_cases(CaseStore& cases, const ToldEvent& told) {
    for (const auto& key : told.case_keys) {
        const auto found = cases.by_key(key);
        if (!found) return found.error();
        if (!*found) return false;
    }
    return true;
}

// Why it cannot be done after all that was; nullopt: it was done, in `row`.
struct Enacted {
    std::int64_t row = 0;
    std::optional<std::string> verdict;
};
Result<Enacted> try_event(const CustodyTarget& target, const ToldEvent& told) {
    if (told.kind == CustodyKind::handed_over) {
        const auto first = find_event(target.db, told.event);
        if (!first) return first.error();
        if (*first) return Enacted{0, told_otherwise(**first)};
    }
    if (const auto begun = execute(target.db, "SAVEPOINT event"); !begun) return begun.error();
    const auto row = enact(target, told);
    const auto end = row ? "RELEASE event" : "ROLLBACK TO event; RELEASE event";
    if (const auto ended = execute(target.db, end); !ended) return ended.error();
    if (row) return Enacted{*row, {}};
    const auto fault = row.error().fault;
    if (fault != Fault::refused && fault != Fault::not_found && fault != Fault::malformed) return row.error();
    return Enacted{0, row.error().detail};
}

bool about_the_same(const ToldEvent& a, const ToldEvent& b) {
    if (!a.bag.empty() && a.bag == b.bag) return true;
    return std::ranges::any_of(
        a.case_keys, [&](const std::string& key) { return std::ranges::find(b.case_keys, key) != b.case_keys.end(); });
}

// What was done here before there was a store to tell it to cannot be undone. Were another's event forbidden because of it,
// the offices would hold different bags for ever; only of one hand-over they may say different counts.
Status contradicts_nothing_untold(sqlite3& db, const ToldEvent& told) {
    auto rows = untold_rows(db);
    if (!rows) return rows.error();
    std::erase_if(*rows, [](const LogRow& row) { return row.verdict.has_value(); });
    const bool counted_here = told.kind == CustodyKind::handed_over &&
                              std::ranges::any_of(*rows, [&](const LogRow& row) { return row.told.event == told.event; });
    if (counted_here) return Done{};
    const auto own = std::ranges::find_if(*rows, [&](const LogRow& row) { return about_the_same(row.told, told); });
    if (own == rows->end()) return Done{};
    const auto bag = told.bag.empty() ? own->told.bag : told.bag;
    const auto what = bag.empty() ? fmt::format("case {}", fmt::join(told.case_keys, ", ")) : fmt::format("bag {}", bag);
    return refused(
        fmt::format("this machine has told the shared store nothing of {}, and the store knows it otherwise; put "
                    "this ledger file aside, import its cases into a new one, and pack what is still on its way "
                    "again, in bags of other numbers",
                    what));
}

// An event of the shared log, numbered, or one of this ledger's own that is done again.
Status take_event(const CustodyTarget& target, const ToldEvent& told, std::optional<std::int64_t> change) {
    const auto rows = rows_of_event(target.db, told.event);
    if (!rows) return rows.error();
    // What was forbidden once may be done later; only the very same telling of it is known.
    const auto same = std::ranges::find_if(*rows, [&](const LogRow& row) {
        return same_content(row.told, told) && (!row.verdict || (row.told.at == told.at && row.told.who == told.who));
    });
    if (same != rows->end()) return change ? number_event(target.db, same->id, *change, same->own) : Status{Done{}};
    const auto enacted = try_event(target, told);
    if (!enacted) return enacted.error();
    auto row = enacted->row;
    if (enacted->verdict) {
        const auto plain = change ? contradicts_nothing_untold(target.db, told) : Status{Done{}};
        if (!plain) return plain;
        const auto kept = keep_forbidden(target, told, *enacted->verdict);
        if (!kept) return kept.error();
        row = *kept;
    }
    return change ? number_event(target.db, row, *change, false) : Status{Done{}};
}

// Takes back what can be, the last first. Gives what was taken back, the first first.
Result<std::vector<LogRow>> undo_untold(sqlite3& db) {
    auto rows = untold_rows(db);
    if (!rows) return rows;
    auto steps = Statement::prepare(db, "SELECT sql FROM custody_undo ORDER BY seq DESC");
    if (!steps) return steps.error();
    const auto sql = texts(*steps);
    if (!sql) return sql.error();
    steps->reset();
    if (const auto set = set_mode(db, CustodyMode::undoing); !set) return set.error();
    const auto undone = execute(db, fmt::format("{};DELETE FROM custody_undo", fmt::join(*sql, ";")));
    if (!undone) return undone.error();
    if (const auto set = set_mode(db, CustodyMode::plain); !set) return set.error();
    const auto left = untold_rows(db);
    if (!left) return left;
    std::erase_if(*rows, [&](const LogRow& row) { return std::ranges::find(*left, row.id, &LogRow::id) != left->end(); });
    return rows;
}

// What is not told yet goes by the list as it is now.
Result<ToldEvent> listed_now(sqlite3& db, const ToldEvent& told) {
    if (told.kind != CustodyKind::handed_over) return told;
    const auto bag = find_bag(db, told.bag);
    if (!bag) return bag.error();
    return *bag ? with_list(db, **bag, told) : Result<ToldEvent>{told};
}

Status do_again(const CustodyTarget& target, const std::vector<LogRow>& rows) {
    if (const auto set = set_mode(target.db, CustodyMode::recording); !set) return set;
    for (const auto& row : rows) {
        const auto told = listed_now(target.db, row.told);
        if (!told) return told.error();
        if (const auto taken = take_event(target, *told, std::nullopt); !taken) return taken;
    }
    return Done{};
}

// One page within one transaction.
Result<CustodyPage> take_page(LocalLedger& local, PostgresConnection& line, const PostgresRows& rows, std::int64_t anyway) {
    const auto target = custody_of(local);
    auto turn = CustodyTurn::begin(target);
    if (!turn) return turn.error();
    const auto undone = undo_untold(target.db);
    if (!undone) return undone.error();
    CustodyPage page{0, rows.size() == events_at_a_time, 0};
    std::int64_t change = 0;
    for (int row = 0; row < rows.size(); ++row) {
        const auto told = to_told(rows, row);
        if (!told) return Error{Fault::ledger_newer, line.shown() + ": holds an event that this program does not know"};
        const auto known = knows_cases(target.cases, *told);
        if (!known) return known.error();
        if (!*known && rows.integer(row, 0) > anyway) {
            page.unknown_case = rows.integer(row, 0);
            break;
        }
        change = rows.integer(row, 0);
        if (const auto taken = take_event(target, *told, change); !taken) return taken.error();
        ++page.events;
    }
    if (const auto again = do_again(target, *undone); !again) return again.error();
    if (page.events > 0) {
        const auto far = execute(target.db, fmt::format("UPDATE sync SET custody_change = {}", change));
        if (!far) return far.error();
    }
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return page;
}

Result<std::vector<std::int64_t>> push(PostgresConnection& line, const std::vector<LogRow>& rows, std::int64_t known) {
    std::vector<std::int64_t> numbers;
    for (std::size_t from = 0; from < rows.size(); from += told_in_one_statement) {
        ManyCalls calls("kiosk.push_custody",
                        {"bigint", "text", "text", "bigint", "text", "text", "text", "text", "text", "integer", "integer",
                         "integer", "text", "text", "text", "text", "text", "bigint"});
        for (auto at = from; at < std::min(from + told_in_one_statement, rows.size()); ++at)
            calls.add(to_parameters(rows[at].told, known++));
        const auto answers = calls.run(line);
        if (!answers) return answers.error();
        for (int row = 0; row < answers->size(); ++row) numbers.push_back(answers->integer(row, 0));
    }
    return numbers;
}

// Their numbers, or among them one that is none: then nothing was told.
Result<std::vector<std::int64_t>> told_to_store(PostgresConnection& line, const std::vector<LogRow>& rows,
                                                std::int64_t known) {
    const ShortPatience short_patience(line, tell_patience);
    auto transaction = PostgresTransaction::begin(line, row_patience);
    if (!transaction) return transaction.error();
    auto numbers = push(line, rows, known);
    if (!numbers || std::ranges::min(*numbers) <= 0) return numbers;
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return numbers;
}

}  // namespace

Result<CustodyPage> fetch_custody(LocalLedger& local, PostgresConnection& line, std::int64_t anyway) {
    auto cursor = query_integer(local.db(), "SELECT custody_change FROM sync");
    if (!cursor) return cursor.error();
    const auto last = line.run("SELECT last FROM kiosk.custody_changes");
    if (!last) return last.error();
    if (last->integer(0, 0) < *cursor) {  // the server was put back
        if (const auto forgotten = forget_custody_numbers(local.db()); !forgotten) return forgotten.error();
        cursor = std::int64_t{0};
    }
    if (last->integer(0, 0) == *cursor) return CustodyPage{};
    const auto rows =
        line.run(fmt::format("SELECT change, event, kind, at, who, bag, case_keys, from_level, to_level, given, "
                             "taken, listed, stage, reason, district, street, community, since FROM "
                             "kiosk.custody WHERE change > $1 ORDER BY "
                             "change LIMIT {}",
                             events_at_a_time),
                 {std::to_string(*cursor)});
    if (!rows) return rows.error();
    if (!rows->grow(0, *cursor)) return line.answers_oddly();
    return take_page(local, line, *rows, anyway);
}

Result<CustodyTold> tell_custody(sqlite3& db, PostgresConnection& line) {
    const auto rows = untold_rows(db);
    if (!rows) return rows.error();
    if (rows->empty()) return CustodyTold{};
    const auto cursor = query_integer(db, "SELECT custody_change FROM sync");
    if (!cursor) return cursor.error();
    const auto numbers = told_to_store(line, *rows, *cursor);
    if (!numbers) return CustodyTold{Telling::unreached, numbers.error()};
    if (std::ranges::find(*numbers, -1) != numbers->end()) return CustodyTold{Telling::unpublished};
    if (std::ranges::find(*numbers, 0) != numbers->end()) return CustodyTold{Telling::behind};
    for (std::size_t at = 0; at < rows->size(); ++at) {
        const auto done = number_event(db, (*rows)[at].id, (*numbers)[at], (*rows)[at].own);
        if (!done) return done.error();
    }
    const auto done = execute(
        db, fmt::format("DELETE FROM custody_undo; UPDATE sync SET custody_change = {}", std::ranges::max(*numbers)));
    if (!done) return done.error();
    return CustodyTold{};
}

Status forget_custody_numbers(sqlite3& db) {
    return execute(db, "UPDATE custody SET change = NULL WHERE change IS NOT NULL; UPDATE sync SET custody_change = 0");
}

Result<bool> may_share_custody(PostgresConnection& line) {
    const auto may = line.run("SELECT has_table_privilege('kiosk.custody', 'SELECT')");
    if (!may) return may.error();
    return may->text(0, 0) == "t";
}

}  // namespace kiosk
