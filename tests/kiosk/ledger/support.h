#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>

#include "kiosk/intake/import_run.h"
#include "kiosk/ledger/sqlite.h"
#include "tests/support/process.h"

// What the ledger's tests share: a small policy and a ledger in a folder of its own. All people are made up.
namespace ledger_test {

constexpr const char* id_a = "500106195001010003";  // made up: area 500106, serial 000

using namespace kiosk;

inline const Date monday{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{2}};
inline constexpr std::chrono::minutes offset{480};

inline Wall at(Date day, std::chrono::minutes of_day) { return std::chrono::sys_days{day} + of_day - offset; }
inline Wall morning(int minute = 0) { return at(monday, std::chrono::hours{9} + std::chrono::minutes{minute}); }

// Open from 8:00 to 18:00 every day; the service "few" gives two tickets a day.
inline Policy make_policy() {
    Policy policy;
    for (unsigned day = 0; day < 7; ++day)
        policy.hours.push_back({std::chrono::weekday{day}, std::chrono::hours{8}, std::chrono::hours{18}});
    policy.services = {
        {"upgrade", {"换新卡", "Upgrade"}, 0}, {"returned", {"退卡", "Returned"}, 0}, {"few", {"少", "Few"}, 2}};
    policy.priority_service = "returned";
    for (const char* code : {"no_portrait", "outlying_county", "already_new", "not_registered", "under_age", "unreadable",
                             "letter_mismatch", "other", "city_special"})
        policy.refusals.push_back({code, {code, code}, {"", ""}, true});
    return policy;
}

inline const TicketSite site{"Hall", 'A'};

// SQL that undoes the ledger's later steps: what an older program would find.
inline constexpr const char* back_to_the_sixth_version = R"sql(
DROP TRIGGER days_of_case;
DROP VIEW days_of_cases;
DROP TABLE case_days;
DROP TABLE places;
ALTER TABLE tickets ADD COLUMN case_id INTEGER REFERENCES cases (id) ON DELETE SET NULL;
CREATE INDEX tickets_case ON tickets (case_id) WHERE case_id IS NOT NULL;
UPDATE tickets SET case_id = (SELECT min(case_id) FROM ticket_cases WHERE ticket_id = tickets.id);
DROP TABLE ticket_cases;
ALTER TABLE ledger DROP COLUMN latest_seen;
DROP TABLE papers_begun;
DROP TABLE set_aside;
ALTER TABLE ledger DROP COLUMN leftovers;
ALTER TABLE cases ADD COLUMN masked_id TEXT NOT NULL DEFAULT '';
ALTER TABLE case_updates ADD COLUMN masked_id TEXT NOT NULL DEFAULT '';
PRAGMA user_version = 6;
)sql";

inline TicketRequest request(const std::string& idempotency, TicketClass klass = TicketClass::ordinary) {
    TicketRequest result;
    result.service = klass == TicketClass::priority ? "returned" : "upgrade";
    result.klass = klass;
    result.idempotency = idempotency;
    return result;
}

class LedgerTest : public testing::Test {
protected:
    SqliteOptions options() const { return {dir_.file("ledger.db"), {}, offset}; }
    std::unique_ptr<SqliteLedger> open() const {
        auto ledger = open_ledger(options());
        if (!ledger) {
            ADD_FAILURE() << ledger.error().detail;
            return nullptr;
        }
        return *std::move(ledger);
    }
    // The fault of opening, and its sentence.
    Error failure() const {
        const auto ledger = open_ledger(options());
        if (ledger) {
            ADD_FAILURE() << "the ledger opened";
            return {Fault::not_found, {}};
        }
        return ledger.error();
    }

    support::TempDir dir_;
    Policy policy_ = make_policy();
};

// Another process, with connections of its own: SQLite's are not to be taken through fork().
inline pid_t start(const std::function<bool()>& work) {
    const pid_t pid = fork();
    if (pid == 0) _exit(work() ? 0 : 1);
    return pid;
}

// The ticket in an answer; a failure if there is none.
inline IssuedTicket issued(const Result<TicketAnswer>& answer) {
    if (!answer) {
        ADD_FAILURE() << answer.error().detail;
        return {};
    }
    const auto* ticket = std::get_if<IssuedTicket>(&*answer);
    if (!ticket) {
        ADD_FAILURE() << "no ticket";
        return {};
    }
    return *ticket;
}

}  // namespace ledger_test
