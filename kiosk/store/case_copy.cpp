#include "kiosk/store/case_copy.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/log.h"
#include "kiosk/custody/turn.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

// One page, within a transaction of its own.
class PageCopy {
public:
    static Result<PageCopy> begin(LocalLedger& local, Whose whose) {
        auto& db = local.db();
        auto insert =
            Statement::prepare(db, fmt::format("INSERT INTO cases (id, {}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                                               "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                                               case_columns()));
        auto update =
            Statement::prepare(db, fmt::format("UPDATE cases SET ({}) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                                               "?12, ?13, ?14, ?15, ?16, ?17) WHERE id = ?1",
                                               case_columns()));
        auto enter = Statement::prepare(db, "INSERT OR IGNORE INTO case_index (kind, value, id) VALUES (?1, ?2, ?3)");
        auto leave = Statement::prepare(db, "DELETE FROM case_index WHERE kind = ?1 AND value = ?2 AND id = ?3");
        auto untold = Statement::prepare(db, "SELECT 1 FROM unpublished WHERE id = ?1");
        auto told = Statement::prepare(db, "DELETE FROM unpublished WHERE id = ?1");
        auto left = Statement::prepare(db, "SELECT 1 FROM custody WHERE case_id = ?1 AND kind = 'left_behind' AND at > ?2");
        for (auto* statement : {&insert, &update, &enter, &leave, &untold, &told, &left})
            if (!*statement) return statement->error();
        auto rule = BagRule::open(db);
        if (!rule) return rule.error();
        const auto last = query_integer(db, "SELECT visible_cases FROM ledger");
        if (!last) return last.error();
        return PageCopy(local, whose, *last, *std::move(insert), *std::move(update), *std::move(enter), *std::move(leave),
                        *std::move(untold), *std::move(told), *std::move(left), *std::move(rule));
    }

    Status take(const CaseRecord& record) {
        const auto stored = local_.cases.by_key(record.view.key);
        if (!stored) return stored.error();
        return *stored ? meet(**stored, record) : add(record);
    }

    Result<CopiedPage> finish(std::int64_t change) {
        const auto marked = execute(
            local_.db(), fmt::format("UPDATE ledger SET visible_cases = {}; {}", last_id_, fetched_sql(last_id_, change)));
        if (!marked) return marked.error();
        return page_;
    }

private:
    PageCopy(LocalLedger& local, Whose whose, std::int64_t last_id, Statement insert, Statement update, Statement enter,
             Statement leave, Statement untold, Statement told, Statement left, BagRule rule)
        : local_(local),
          whose_(whose),
          last_id_(last_id),
          insert_(std::move(insert)),
          update_(std::move(update)),
          enter_(std::move(enter)),
          leave_(std::move(leave)),
          untold_(std::move(untold)),
          told_(std::move(told)),
          left_(std::move(left)),
          rule_(std::move(rule)) {}

    Status add(const CaseRecord& record) {
        insert_.bind(1, ++last_id_);
        bind_record(insert_, record);
        if (const auto inserted = insert_.run(); !inserted) return inserted;
        ++page_.added;
        return index(last_id_, CaseRecord{}, record);
    }

    // Of a card in a bag the stage follows from the bag here, as it does in the ledger that it came from: its hand-overs are
    // heard of by themselves. Of one that was found to have stayed behind what was said of it before does not count.
    Result<bool> keeps_stage(const StoredCase& ours, const CaseView& theirs) {
        if (ours.record.view.stage == theirs.stage) return false;
        const auto forbidden = rule_.forbids(ours.id, theirs.stage);
        if (!forbidden) return forbidden.error();
        if (*forbidden) return true;
        const ResetLater reset_later(left_);
        return left_.bind(1, ours.id).bind(2, theirs.stage_at ? to_number(*theirs.stage_at) : 0).step();
    }

    Status meet(const StoredCase& ours, CaseRecord theirs) {
        if (ours.record == theirs) return told_.bind(1, ours.id).run();
        const auto keeps = keeps_stage(ours, theirs.view);
        if (!keeps) return keeps.error();
        if (*keeps) {
            const auto& view = ours.record.view;
            theirs.view.stage = view.stage;
            theirs.view.stage_at = view.stage_at;
            theirs.view.refusal = view.refusal;
        }
        if (whose_ == Whose::further) {
            const ResetLater reset_later(untold_);
            const auto untold = untold_.bind(1, ours.id).step();
            if (!untold) return untold.error();
            const auto mine = ours.record.view.stage, other = theirs.view.stage;
            if (*untold && (mine == other || may_follow(other, mine))) {
                ++page_.kept;
                return Done{};
            }
        }
        if (ours.record == theirs) return Done{};
        update_.bind(1, ours.id);
        bind_record(update_, theirs);
        if (const auto updated = update_.run(); !updated) return updated;
        ++page_.updated;
        if (const auto indexed = index(ours.id, ours.record, theirs); !indexed) return indexed;
        return *keeps ? Status{Done{}} : told_.bind(1, ours.id).run();  // the update itself has noted it
    }

    Status index(std::int64_t id, const CaseRecord& from, const CaseRecord& to) {
        const auto before = index_values(from), after = index_values(to);
        for (std::size_t kind = 0; kind < index_kinds; ++kind) {
            const bool same = before[kind] && after[kind] && std::ranges::equal(*before[kind], *after[kind]);
            if (same) continue;
            const auto number = static_cast<std::int64_t>(kind);
            if (before[kind] && !from.view.key.empty()) {
                if (const auto left = leave_.bind(1, number).bind(2, *before[kind]).bind(3, id).run(); !left) return left;
            }
            if (!after[kind]) continue;
            if (const auto entered = enter_.bind(1, number).bind(2, *after[kind]).bind(3, id).run(); !entered)
                return entered;
        }
        return Done{};
    }

    LocalLedger& local_;
    Whose whose_;
    std::int64_t last_id_;
    Statement insert_, update_, enter_, leave_, untold_, told_, left_;
    BagRule rule_;
    CopiedPage page_;
};

}  // namespace

Result<CopiedPage> copy_cases(LocalLedger& local, const PageOfStore& page, Whose whose) {
    if (const auto room = check_room(local.options.path); !room) return room.error();
    auto turn = CustodyTurn::begin(custody_of(local));
    if (!turn) return turn.error();
    if (const auto same = is_of_store(local.db(), page.store); !same) return same.error();
    if (const auto gathered = execute(local.db(), gather_unpublished_sql); !gathered) return gathered.error();
    auto copy = PageCopy::begin(local, whose);
    if (!copy) return copy.error();
    for (const auto& record : page.cases) {
        if (const auto taken = copy->take(record); !taken) return taken.error();
    }
    const auto done = copy->finish(page.change);
    if (!done) return done.error();
    if (const auto committed = turn->commit(); !committed) return committed.error();
    return *done;
}

Status is_of_store(sqlite3& db, const Hash& store) {
    auto same = Statement::prepare(db, "SELECT 1 FROM sync WHERE store = ?1");
    if (!same) return same.error();
    const auto row = same->bind(1, Blob(store)).step();
    if (!row) return row.error();
    return *row ? Status{Done{}} : Status{Error{Fault::store_unreachable, "shared store: is another one by now"}};
}

std::string fetched_sql(std::int64_t last_id, std::int64_t change) {
    return fmt::format("UPDATE sync SET published_cases = {}, case_change = {};", last_id, change);
}

Result<std::int64_t> count_unpublished(sqlite3& db) {
    return query_integer(db,
                         "SELECT (SELECT count(*) FROM unpublished) + (SELECT count(*) FROM cases WHERE id > (SELECT "
                         "published_cases FROM sync) AND id <= (SELECT visible_cases FROM ledger))");
}

}  // namespace kiosk
