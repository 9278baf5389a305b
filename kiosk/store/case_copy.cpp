#include "kiosk/store/case_copy.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/turn.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/ledger/case_days.h"

namespace kiosk {
namespace {

std::string case_values() {  // ?2 and so on
    return fmt::format("?2{}", fmt::join(std::vector<std::string_view>(case_column_count - 1, ", ?"), ""));
}
const NamedSql insert_copy(fmt::format("INSERT INTO cases (id, {}) VALUES (?1, {})", case_columns, case_values()),
                           "insert_copy");
const NamedSql update_copy(fmt::format("UPDATE cases SET ({}) = ({}) WHERE id = ?1", case_columns, case_values()),
                           "update_copy");

// Copies one page of cases in a transaction of its own.
class PageCopy {
public:
    PageCopy(Sql& sql, CaseStore& cases, Whose whose)
        : sql_(sql), cases_(cases), whose_(whose), last_id_{sql.query("SELECT visible_cases FROM ledger").integer()} {}

    void take(const CaseRecord& record) {
        const auto stored = sql_.take(cases_.by_key(record.view.key));
        if (sql_.failed()) return;
        if (stored)
            meet(*stored, record);
        else
            add(record);
    }

    CopiedPage finish(CaseChange change) {
        sql_.run("UPDATE ledger SET visible_cases = ?1", last_id_);
        note_fetched(sql_, last_id_, change);
        return page_;
    }

private:
    void add(const CaseRecord& record) {
        last_id_ = next(last_id_);
        std::apply([&](const auto&... field) { sql_.run(insert_copy, last_id_, field...); }, case_fields(record));
        ++page_.added;
        index(last_id_, CaseRecord{}, record);
        add_days(sql_, last_id_);
    }

    // Whether a case keeps the stage that it has here. It does while its card is in a bag: the stage follows from the bag,
    // whose hand-overs arrive as events of their own. It also does if its card was found to have stayed behind after the
    // store's stage was entered.
    bool keeps_stage(const StoredCase& ours, const CaseView& theirs) {
        if (ours.record.view.stage == theirs.stage) return false;
        if (forbidden_by_bag(sql_, ours.id, theirs.stage)) return true;
        return sql_
            .query("SELECT 1 FROM custody WHERE case_id = ?1 AND kind = 'left_behind' AND at > ?2", ours.id,
                   theirs.stage_at.value_or(Wall{}))
            .any();
    }

    bool is_unpublished(CaseId id) { return sql_.query("SELECT 1 FROM unpublished WHERE id = ?1", id).any(); }
    void mark_published(CaseId id) { sql_.run("DELETE FROM unpublished WHERE id = ?1", id); }

    void meet(const StoredCase& ours, CaseRecord theirs) {
        if (ours.record == theirs) return mark_published(ours.id);
        const bool keeps = keeps_stage(ours, theirs.view);
        if (keeps) {
            const auto& view = ours.record.view;
            theirs.view.stage = view.stage;
            theirs.view.stage_at = view.stage_at;
            theirs.view.refusal = view.refusal;
        }
        const auto mine = ours.record.view.stage, other = theirs.view.stage;
        const bool further = mine == other || may_follow(other, mine);
        if (whose_ == Whose::further && further && is_unpublished(ours.id)) {
            ++page_.kept;
            return;
        }
        if (ours.record == theirs) return;
        std::apply([&](const auto&... field) { sql_.run(update_copy, ours.id, field...); }, case_fields(theirs));
        ++page_.updated;
        index(ours.id, ours.record, theirs);
        if (!keeps) mark_published(ours.id);  // the update above has marked the case as unpublished
    }

    void index(CaseId id, const CaseRecord& from, const CaseRecord& to) {
        const auto before = index_values(from), after = index_values(to);
        for (std::size_t kind = 0; kind < index_kinds; ++kind) {
            if (before[kind] && after[kind] && std::ranges::equal(*before[kind], *after[kind])) continue;
            if (before[kind] && !from.view.key.empty())
                sql_.run("DELETE FROM case_index WHERE kind = ?1 AND value = ?2 AND id = ?3", kind, *before[kind], id);
            if (after[kind])
                sql_.run("INSERT OR IGNORE INTO case_index (kind, value, id) VALUES (?1, ?2, ?3)", kind, *after[kind], id);
        }
    }

    Sql& sql_;
    CaseStore& cases_;
    Whose whose_;
    CaseId last_id_;
    CopiedPage page_;
};

}  // namespace

Result<CopiedPage> copy_cases(LocalLedger& local, const PageOfStore& page, Whose whose) {
    CustodyTurn turn(custody_of(local), check_room(local.options.path));
    auto& sql = turn.sql();
    must_be_of_store(sql, page.store);
    gather_unpublished(sql);
    PageCopy copy(sql, local.cases, whose);
    for (const auto& record : page.cases) copy.take(record);
    const auto done = copy.finish(page.change);
    if (const auto committed = turn.commit(); !committed) return committed.error();
    return done;
}

void must_be_of_store(Sql& sql, const Hash& store) {
    if (!sql.query("SELECT 1 FROM sync WHERE store = ?1", store).any())
        sql.fail({Fault::store_unreachable, "shared store: is another one by now"});
}

void gather_unpublished(Sql& sql) {
    sql.run(
        "INSERT OR IGNORE INTO unpublished SELECT id FROM cases WHERE id > (SELECT published_cases FROM sync) AND id <= "
        "(SELECT visible_cases FROM ledger)");
    sql.run("UPDATE sync SET published_cases = (SELECT visible_cases FROM ledger)");
}

void note_fetched(Sql& sql, CaseId last_id, CaseChange change) {
    sql.run("UPDATE sync SET published_cases = ?1, case_change = ?2", last_id, change);
}

std::int64_t count_unpublished(Sql& sql) {
    return sql
        .query(
            "SELECT (SELECT count(*) FROM unpublished) + (SELECT count(*) FROM cases WHERE id > (SELECT published_cases "
            "FROM sync) AND id <= (SELECT visible_cases FROM ledger))")
        .integer();
}

}  // namespace kiosk
