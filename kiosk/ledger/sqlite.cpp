#include "kiosk/ledger/sqlite.h"

#include <sodium.h>

#include <utility>

#include "kiosk/base/overloaded.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/custody_run.h"
#include "kiosk/ledger/custody_store.h"
#include "kiosk/ledger/identifier.h"
#include "kiosk/ledger/import_run.h"
#include "kiosk/ledger/report_store.h"
#include "kiosk/ledger/schema.h"
#include "kiosk/ledger/ticket_store.h"
#include "kiosk/ledger/use_store.h"

namespace kiosk {
namespace {

struct HashedQuery {
    IndexKind kind;
    Hash hash;
};

std::string key_path(const SqliteOptions& options) {
    return options.key_file.empty() ? options.path + ".key" : options.key_file;
}

class SqliteFile final : public SqliteLedger {
public:
    SqliteFile(SqliteOptions options, Connection connection, const HashKey& key, CaseStore cases)
        : options_(std::move(options)), connection_(std::move(connection)), key_(key), cases_(std::move(cases)) {}

    Result<std::vector<CaseView>> find(const CaseQuery& query) override {
        if (const auto* by = std::get_if<ByKey>(&query)) return find_by_key(normal_identifier(by->key));
        const auto hashed = hash_query(query);
        auto found = cases_.by_hash(hashed.kind, hashed.hash);
        if (!found) return found.error();
        std::vector<CaseView> views;
        for (auto& one : *found) views.push_back(std::move(one.record.view));
        return views;
    }

    Result<TicketAnswer> issue(const TicketRequest& request, const TicketSite& site, const Policy& policy,
                               Wall now) override {
        return issue_ticket(db(), key_, request, site, policy, now);
    }

    Result<std::optional<IssuedTicket>> ticket_of_case(const std::string& case_key, const TicketSite& site,
                                                       const Policy& policy, Wall now) override {
        return waiting_ticket_of_case(db(), case_key, site.hall, policy, now);
    }

    Result<std::optional<IssuedTicket>> find_ticket(const std::string& hall, Date day, char terminal, int number,
                                                    const Policy& policy, Wall now) override {
        return ticket_by_number(db(), hall, day, terminal, number, policy, now);
    }

    Status record_paper(const Ticket& ticket, const std::string& hall, OnPaper on_paper) override {
        return record_paper_of(db(), ticket, hall, on_paper);
    }

    Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) override {
        return tickets_of_day(db(), hall, day);
    }

    Result<Ticket> call_next(const std::string& hall, const std::string& counter, const Policy& policy, Wall now) override {
        return call_next_ticket(db(), hall, counter, policy, now);
    }

    Status count_use(CardUse use, const TicketSite& site, Wall now) override {
        return count_card_use(db(), use, site, local_time(now, options_.utc_offset).date);
    }

    Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) override {
        return card_uses_of(db(), hall, from, to);
    }

    Result<std::size_t> count_cases() override {
        const auto count = cases_.count();
        if (!count) return count.error();
        return static_cast<std::size_t>(*count);
    }

    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override { return run_packing(custody(), packing, now); }
    Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) override {
        return run_hand_over(custody(), hand_over, now);
    }
    Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) override {
        return run_refusal(custody(), refusal, policy, now);
    }
    Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) override {
        return run_hand_out(custody(), hand_out, now);
    }
    Result<Problem> close_problem(const Closing& closing, Wall now) override { return run_closing(custody(), closing, now); }
    Result<Bag> bag(const std::string& number) override { return known_bag(db(), number); }
    Result<std::vector<Problem>> problems(bool closed_too) override { return all_problems(db(), closed_too); }
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override {
        return each_event_of(db(), from, to, use);
    }
    Result<DailyReport> report(Date day, const Policy& policy) override { return report_of_day(db(), day, policy); }

    Status check() override;

    Status each_case(const std::function<Status(const CaseView&)>& use) override;

    Result<ImportReport> import_from(ByteSource csv, const Policy& policy, const ImportOptions& options) override {
        return run_import({db(), cases_, key_, options_.path, key_path(options_), options_.utc_offset}, std::move(csv),
                          policy, options);
    }

private:
    Result<std::vector<CaseView>> find_by_key(const std::string& key) {
        auto found = cases_.by_key(key);
        if (!found) return found.error();
        std::vector<CaseView> views;
        if (*found) views.push_back(std::move((*found)->record.view));
        return views;
    }

    HashedQuery hash_query(const CaseQuery& query) const {
        const auto hashed = [this](IndexKind kind, HashOf what, const std::string& text) {
            return HashedQuery{kind, keyed_hash(key_, what, text)};
        };
        using Kind = IndexKind;
        return std::visit(overloaded{[&](const ByCard& by) { return hashed(Kind::card, HashOf::card, by.number.digits()); },
                                     [&](const BySocialCard& by) {
                                         return hashed(Kind::social_card, HashOf::social_card, normal_identifier(by.number));
                                     },
                                     [&](const ByResidentId& by) {
                                         return hashed(Kind::resident_id, HashOf::resident_id, normal_identifier(by.number));
                                     },
                                     [&](const ByKey& by) { return hashed(Kind::key, HashOf::case_key, by.key); },
                                     [&](const ByTyping& by) {
                                         return hashed(Kind::typed, HashOf::typed,
                                                       normal_identifier(by.id_tail6 + by.card_last4));
                                     }},
                          query);
    }

    sqlite3& db() const { return *connection_.db; }
    CustodyTarget custody() { return {db(), cases_, key_path(options_), options_.patience}; }

    SqliteOptions options_;
    Connection connection_;
    HashKey key_;
    CaseStore cases_;  // after the connection: its statements go first
};

Status SqliteFile::check() {
    auto statement = Statement::prepare(db(), "PRAGMA integrity_check(1)");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    if (statement->text(0) != "ok")
        return Error{Fault::ledger_unreadable, "ledger " + options_.path + ": is damaged; restore the latest backup"};
    auto foreign = Statement::prepare(db(), "PRAGMA foreign_key_check");
    if (!foreign) return foreign.error();
    const auto broken = foreign->step();
    if (!broken) return broken.error();
    if (*broken)
        return Error{Fault::ledger_unreadable,
                     "ledger " + options_.path + ": tickets name cases that are not there; restore the latest backup"};
    const auto holes = query_integer(db(),
                                     "SELECT count(*) FROM cases WHERE id <= (SELECT visible_cases FROM ledger) AND NOT "
                                     "EXISTS (SELECT 1 FROM case_index AS entry WHERE entry.kind = 0 AND entry.value = "
                                     "CAST(key AS BLOB) AND entry.id = cases.id)");
    if (!holes) return holes.error();
    if (*holes > 0)
        return Error{Fault::ledger_unreadable, "ledger " + options_.path +
                                                   ": has cases that nobody can find; restore the latest "
                                                   "backup, or import all cases into a new ledger"};
    return check_custody(db());
}

Status SqliteFile::each_case(const std::function<Status(const CaseView&)>& use) {
    auto statement = Statement::prepare(db(), all_cases_sql());
    if (!statement) return statement.error();
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return Done{};
        const auto stored = to_case(*statement);
        if (!stored) return unknown_stage(db());
        if (const auto used = use(stored->record.view); !used) return used;
    }
}

}  // namespace

Result<std::unique_ptr<SqliteLedger>> open_ledger(const SqliteOptions& options) {
    if (sodium_init() < 0) return Error{Fault::ledger_unreadable, "libsodium cannot start: no source of randomness"};
    auto connection = open_connection(options.path, options.patience);
    if (!connection) return connection.error();
    auto& db = *connection->db;
    if (const auto ready = prepare_schema(db); !ready) return ready.error();
    auto key = key_of_ledger(db, key_path(options));
    if (!key) return key.error();
    auto cases = CaseStore::open(db);
    if (!cases) return cases.error();
    return std::unique_ptr<SqliteLedger>(
        std::make_unique<SqliteFile>(options, *std::move(connection), *key, *std::move(cases)));
}

}  // namespace kiosk
