#include "kiosk/ledger/sqlite.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "kiosk/ledger/ballast.h"
#include "kiosk/ledger/case_query.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/check.h"
#include "kiosk/ledger/file_mark.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/seen_time.h"
#include "kiosk/ledger/ticket_desk.h"
#include "kiosk/ledger/ticket_store.h"
#include "kiosk/ledger/upper_pages.h"
#include "kiosk/ledger/use_store.h"
#include "kiosk/ledger/witness.h"

namespace kiosk {
namespace {

constexpr int parts_of_a_ticket = 4;  // of the ballast, given back for one ticket: a full disk stops no tickets

class SqliteFile final : public SqliteLedger {
public:
    explicit SqliteFile(LocalLedger local) : local_(std::move(local)) {}

    Result<std::vector<CaseView>> find(const CaseQuery& query) override {
        const auto hashed = hash_query(local_.key, query);
        if (hashed.kind == IndexKind::key) return find_by_key(hashed.key);
        auto found = local_.cases.by_hash(hashed.kind, hashed.hash);
        if (!found) return found.error();
        std::vector<CaseView> views;
        for (auto& one : *found) views.push_back(std::move(one.record.view));
        return views;
    }

    Result<TicketAnswer> issue(const TicketRequest& request, const TicketSite& site, const Policy& policy,
                               Wall now) override {
        if (const auto good = check_clock(policy, now); !good) return good.error();
        if (const auto here = mark_.check(); !here) return here.error();
        auto answer = ballast_.help(
            db(),
            [&] {
                return change(
                    [&](SqliteTickets& table) { return issue_ticket(table, local_.key, request, site, policy, now); });
            },
            parts_of_a_ticket);
        const auto* issued = answer ? std::get_if<IssuedTicket>(&*answer) : nullptr;
        if (issued && local_.options.built)
            note_issued(local_.options.path, site, LastNumber{issued->ticket.day, issued->ticket.number});
        return answer;
    }

    Result<std::optional<IssuedTicket>> ticket_of_case(const std::string& case_key, const TicketSite& site,
                                                       const Policy& policy, Wall now) override {
        return ask([&](SqliteTickets& table) { return waiting_ticket_of_case(table, case_key, site.hall, policy, now); });
    }

    Result<std::optional<IssuedTicket>> find_ticket(const std::string& hall, Date day, char terminal, int number,
                                                    const Policy& policy, Wall now) override {
        return ask([&](SqliteTickets& table) {
            return ticket_by_number(table, {hall, terminal}, day, number, policy, now);
        });
    }

    Status record_paper(const Ticket& ticket, const std::string& hall, OnPaper on_paper) override {
        return ballast_.help(
            db(),
            [&] {
                return change([&](SqliteTickets& table) {
                    record_paper_of(table, ticket, hall, on_paper);
                    return Done{};
                });
            },
            parts_of_a_ticket);
    }

    Status begin_paper(const Ticket& ticket, const std::string& hall) override {
        return change([&](SqliteTickets& table) {
            table.begin_paper(hall, ticket);
            return Done{};
        });
    }

    Status settle_papers(const TicketSite& site) override {
        return change([&](SqliteTickets& table) {
            table.settle_papers(site);
            return Done{};
        });
    }

    Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) override {
        return ask([&](SqliteTickets& table) { return table.all(hall, day); });
    }

    Result<Ticket> call_next(const Call& call, const Policy& policy, Wall now) override {
        if (const auto good = check_clock(policy, now); !good) return good.error();
        return change([&](SqliteTickets& table) { return call_next_ticket(table, local_.key, call, policy, now); });
    }

    Status count_use(CardUse use, const TicketSite& site, Wall now) override {
        const auto day = local_time(now, local_.options.utc_offset).date;
        return ballast_.help(
            db(), [&] { return count_card_use(db(), use, site, day); }, parts_of_a_ticket);
    }

    Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) override {
        return card_uses_of(db(), hall, from, to);
    }

    Result<std::size_t> count_cases() override {
        const auto count = local_.cases.count();
        if (!count) return count.error();
        return static_cast<std::size_t>(*count);
    }

    Status check() override { return check_ledger(local_); }
    LocalLedger& local() override { return local_; }
    Result<std::size_t> warm_up() override { return read_upper_pages(db()); }
    Result<KnownTime> known_time() override {
        Sql sql(db());
        return sql.result(KnownTime{local_.options.built.value_or(Wall{}), latest_seen(sql)});
    }
    Status note_time(Wall now) override {
        Sql sql(db());
        see_time(sql, now);
        return sql.status();
    }
    Result<std::vector<Ticket>> correct_time(Wall now, const TicketSite& site) override;
    Status tend() override {
        ballast_.keep();
        return mark_.check();
    }
    Status try_to_write() override { return execute(db(), "UPDATE ledger SET id = id"); }
    Result<std::optional<Wall>> synced_at() override {
        Sql sql(db());
        return sql.result(kiosk::synced_at(sql));
    }

    Status each_case(const std::function<Status(const CaseView&)>& use) override;

private:
    Result<std::vector<CaseView>> find_by_key(const std::string& key) {
        auto found = local_.cases.by_key(key);
        if (!found) return found.error();
        std::vector<CaseView> views;
        if (*found) views.push_back(std::move((*found)->record.view));
        return views;
    }

    Status check_clock(const Policy& policy, Wall now) {
        if (!local_.options.built) return Done{};
        const auto known = known_time();
        if (!known) return known.error();
        const auto trouble = judge_clock(now, *known, policy);
        if (!trouble) return Done{};
        return Error{Fault::clock_wrong, words_of(*trouble, now, *known, policy) + "; `kioskctl clock` says what to do"};
    }

    // Runs `work` on the tickets in one transaction.
    template <class Work>
    auto change(Work work) -> Result<std::invoke_result_t<Work, SqliteTickets&>> {
        Transaction sql(db());
        SqliteTickets table(sql, witness_of());
        auto done = work(table);
        if (const auto committed = sql.commit(); !committed) return committed.error();
        return done;
    }
    template <class Work>
    auto ask(Work work) -> Result<std::invoke_result_t<Work, SqliteTickets&>> {
        Sql sql(db());
        SqliteTickets table(sql, witness_of());
        return sql.result(work(table));
    }

    sqlite3& db() const { return local_.db(); }
    std::string witness_of() const { return local_.options.built ? local_.options.path : std::string{}; }

    LocalLedger local_;
    Ballast ballast_{local_.options.path};
    FileMark mark_ = FileMark::of(local_.db());
};

Result<std::vector<Ticket>> SqliteFile::correct_time(Wall now, const TicketSite& site) {
    Sql sql(db());
    correct_seen(sql, now);
    const auto today = local_time(now, local_.options.utc_offset).date;
    auto ahead = SqliteTickets(sql).after(site, today);
    const auto highest = std::ranges::max_element(ahead, {}, &Ticket::number);
    if (highest != ahead.end()) note_issued(local_.options.path, site, LastNumber{today, highest->number});
    return sql.result(std::move(ahead));
}

Status SqliteFile::each_case(const std::function<Status(const CaseView&)>& use) {
    Sql sql(db());
    sql.query(all_cases_sql()).each([&](const Statement& row) {
        if (const auto stored = to_case(row))
            sql.take(use(stored->record.view));
        else
            sql.fail(unknown_stage(db()));
    });
    return sql.status();
}

// Gives the kiosk's clock a time to be compared with at its first start. The time is a day early, because until a time
// server has answered, a machine whose clock keeps local time is up to 14 hours ahead.
Status begin_time(const LocalLedger& local) {
    const auto &built = local.options.built, &now = local.options.now;
    if (!built || !now || *now < *built) return Done{};
    Sql sql(local.db());
    if (!latest_seen(sql)) see_time(sql, *now - std::chrono::days{1});
    return sql.status();
}

}  // namespace

Result<std::unique_ptr<SqliteLedger>> open_ledger(const SqliteOptions& options) {
    auto local = open_local_ledger(options);
    const Ballast ballast(options.path);
    for (int part = 0; part < 4 && !local && local.error().fault == Fault::disk_full && ballast.give(); ++part)
        local = open_local_ledger(options);
    if (!local) return local.error();
    ballast.keep();
    if (const auto begun = begin_time(*local); !begun) return begun.error();
    return std::unique_ptr<SqliteLedger>(std::make_unique<SqliteFile>(*std::move(local)));
}

}  // namespace kiosk
