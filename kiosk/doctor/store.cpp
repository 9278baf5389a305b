#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/base/clock.h"
#include "kiosk/doctor/finding.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/custody_share.h"
#include "kiosk/store/postgres_logins.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/store_sql.h"
#include "kiosk/store/sync_state.h"

namespace kiosk {
namespace {

constexpr std::chrono::seconds store_patience{10};
constexpr std::size_t shown_rows = 5;

Finding check_lag(const SyncState& state, int stale_min) {
    const auto lag = [&] {
        if (!state.synced_at) return std::string("never abreast yet");
        const auto age = std::chrono::duration_cast<std::chrono::seconds>(wall_now() - *state.synced_at);
        return fmt::format("abreast {} s ago", age.count());
    };
    const auto words = fmt::format("{}, {} changes to tell, {} events of custody to tell, {} cases to publish", lag(),
                                   state.outbox.waiting, state.unsent, state.unpublished);
    const bool old = !state.synced_at || wall_now() - *state.synced_at > std::chrono::minutes{stale_min};
    return old ? wrong("shared store", words, "see the line; `kioskctl ledger sync` tries once")
               : good("shared store", words);
}

// For whom the login speaks.
Finding check_rights(PostgresConnection& line, const Result<StoreLogin>& login, const Config::Site& site, bool has_to_send) {
    if (!login) return wrong("store rights", login.error().detail);
    const auto letter = std::string(1, site.terminal);
    if (login->owner)
        return {"store rights", true, fmt::format("login {} is the store's owner: nothing binds it", login->login),
                "give this machine a login of its own, and keep the owner's for kioskctl ledger init"};
    if (login->speaks_for(site.hall, letter))
        return good("store rights", fmt::format("login {} tells the tickets of {} {}", login->login, site.hall, letter));
    const auto office = may_share_custody(line);
    if (login->hall.empty() && office && *office && !has_to_send)
        return good("store rights", fmt::format("login {} is an office's, and tells no tickets", login->login));
    if (login->only_calls() && login->hall == site.hall && !has_to_send)
        return good("store rights", fmt::format("login {} calls in {}, and tells no tickets", login->login, site.hall));
    const auto bound = login->hall.empty() ? "no hall" : fmt::format("{} {}", login->hall, login->letter);
    return wrong("store rights",
                 fmt::format("login {} is bound to {}, so nothing is told of {} {}", login->login, bound, site.hall, letter),
                 how_to_bind(*login, site.hall, site.terminal));
}

std::string words_of(const SetAside& row) {
    switch (row.kind) {
        case AsideKind::case_row:
            return fmt::format("case {} of the store: {}{}", row.item, row.reason,
                               row.login.empty() ? "" : fmt::format(" (sent by login {})", row.login));
        case AsideKind::ticket:
            return fmt::format("ticket {} of the store: {}{}", row.item, row.reason,
                               row.login.empty() ? "" : fmt::format(" (sent by login {})", row.login));
        case AsideKind::sent:
            return fmt::format("{} is not taken: {}", row.item, row.reason);
        case AsideKind::published:
            break;
    }
    return fmt::format("case {} is not published: {}", row.item, row.reason);
}

std::vector<Finding> check_set_aside(sqlite3& db) {
    Sql sql(db);
    const auto rows = sql.result(rows_set_aside(sql));
    if (!rows) return {wrong("set aside", rows.error().detail)};
    std::vector<Finding> findings;
    for (std::size_t at = 0; at < std::min(rows->size(), shown_rows); ++at)
        findings.push_back(wrong("set aside", words_of((*rows)[at]),
                                 at == 0 ? "everything else goes on; ask whoever sent it, then kioskctl ledger sync" : ""));
    if (rows->size() > shown_rows)
        findings.push_back(wrong("set aside", fmt::format("{} more rows that cannot be", rows->size() - shown_rows)));
    return findings;
}

Finding check_line(PostgresConnection& line, const HashKey& key) {
    const auto store = kiosk::check_store(line, key);
    if (!store) return wrong("line", store.error().detail);
    if (line.read_only())
        return wrong("line", line.shown() + ": read-only (a standby): nothing can be told",
                     "name the primary under [ledger] postgres, or both servers and no target_session_attrs");
    return good("line", line.shown() + (line.encrypted() ? ", encrypted" : ""));
}

// Which login sent the store the other ticket of that number.
std::string clash_words(const OutboxRow& row, PostgresConnection* line) {
    const auto ticket = fmt::format("{}{:0>3} of {}", row.terminal, row.item, iso(row.day));
    if (!line) return ticket;
    StoreSql store(*line);
    const auto rows =
        store.run("SELECT told_by FROM kiosk.tickets WHERE hall = $1 AND day = $2 AND terminal = $3 AND number = $4",
                  row.hall, row.day, row.terminal, row.item);
    if (rows.text(0, 0).empty()) return ticket;
    return fmt::format("{} (the store's is of login {})", ticket, rows.text(0, 0));
}

}  // namespace

std::vector<Finding> check_store(const SqliteOptions& options, const Config& config) {
    if (config.ledger.postgres.empty()) return {};
    const auto local = open_local_ledger(options);
    if (!local) return {wrong("shared store", local.error().detail)};
    const auto state = sync_state(local->db());
    if (!state) return {wrong("shared store", state.error().detail)};
    std::vector<Finding> findings;
    auto line = PostgresConnection::open({config.ledger.postgres, store_patience});
    findings.push_back(line ? check_line(*line, local->key) : wrong("line", line.error().detail));
    bool keeps_copy = true;
    if (findings.back().ok) {
        const auto login = login_of_line(*line);
        findings.push_back(check_rights(*line, login, config.site, state->outbox.waiting > 0));
        keeps_copy = !login || !login->only_calls();
    }
    if (keeps_copy) findings.push_back(check_lag(*state, config.ledger.stale_min));
    for (auto& finding : check_set_aside(local->db())) findings.push_back(std::move(finding));
    Sql sql(local->db());
    if (const auto twice = clashes(sql); !twice.empty()) {
        std::vector<std::string> words;
        for (const auto& row : twice) words.push_back(clash_words(row, line ? &*line : nullptr));
        findings.push_back(
            wrong("numbers", fmt::format("given out twice: {}", fmt::join(words, ", ")),
                  "this machine was put back to an old state, or somebody else uses its login; ask both holders "
                  "of each to the counter"));
    }
    if (state->disputed > 0)
        findings.push_back(wrong("custody",
                                 fmt::format("{} things told by two offices that cannot both be", state->disputed),
                                 "kioskctl problems lists them; ask both offices, then kioskctl close-problem"));
    return findings;
}

}  // namespace kiosk
