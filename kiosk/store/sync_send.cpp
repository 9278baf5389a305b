// What a round sends to the store, and what the round sets aside.
#include <utility>

#include <fmt/format.h>

#include "kiosk/case/identifier.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/store/outbox_sender.h"
#include "kiosk/store/postgres_logins.h"
#include "kiosk/store/store_sql.h"
#include "kiosk/store/sync.h"

namespace kiosk {
namespace {

std::string why_unsent(const StoreLogin& place, const TicketSite& site) {
    const auto bound = place.hall.empty()     ? std::string("no hall")
                       : place.letter.empty() ? fmt::format("{} for calls only", place.hall)
                                              : fmt::format("{} {}", place.hall, place.letter);
    return fmt::format("login {} is bound to {}, so nothing is told of {} {}; {}", place.login, bound, site.hall,
                       site.terminal, how_to_bind(place, site.hall, site.terminal));
}

}  // namespace

// A new line tries once more whatever was set aside in either direction, since the owner of the store may have mended the
// cause. The outbox loses the rows of other terminals: those came from the store.
Status Sync::begin_line() {
    refused_.clear();
    try_aside_again_ = true;
    Transaction sql(db());
    sql.run("DELETE FROM ticket_changes WHERE EXISTS (SELECT 1 FROM set_aside WHERE kind = 'ticket')");
    sql.run("DELETE FROM set_aside WHERE kind IN ('ticket', 'told')");
    keep_own_outbox(sql, options_.site());
    return sql.commit();
}

// The rows that this round needs are held by another session. The lines of sessions that hold them too long are ended, so
// that the next round finds the rows free.
Error Sync::held_up(Error error) {
    if (error.fault != Fault::ledger_locked || line_->lost()) return error;
    const auto ended = end_long_turns(*line_);
    if (ended && !ended->empty()) error.detail += fmt::format("; login {} held them too long, its line was ended", *ended);
    return error;
}

Status Sync::send_outbox(SyncReport& report) {
    if (line_->read_only()) {
        report.why_unsent =
            fmt::format("shared store {}: is read-only (a standby): nothing can be told; name the primary", line_->shown());
        return Done{};
    }
    const auto place = login_of_line(*line_);
    if (!place) return place.error();
    const auto site = options_.site();
    if (!place->speaks_for(site.hall, std::string(1, site.terminal))) {
        Sql sql(db());
        const bool waits = sql.query("SELECT 1 FROM outbox LIMIT 1").any();
        const bool ours = sql.take(office());
        const bool office_only = place->hall.empty() && ours && !waits;  // such a login never has anything to send
        if (!office_only) report.why_unsent = why_unsent(*place, site);
        return sql.status();
    }
    for (OutboxSeq after{};;) {
        const auto sent = send_some({db(), *line_, site, refused_}, after);
        if (!sent) return sent.error();
        if (sent->rows == 0) return Done{};
        report.sent += sent->sent;
        report.clashes += sent->clashes;
        report.odd += sent->odd;
        after = sent->last_seq;
    }
}

void Sync::keep_aside(Sql& sql, const std::vector<OddCase>& odd) {
    for (const auto& one : odd) odd_ += set_aside(sql, {AsideKind::case_row, one.item, one.reason, one.login}) ? 1 : 0;
}

// Fetches again the cases that were set aside: this program may be newer now, or an office may have mended the case.
Status Sync::fetch_cases_set_aside(Whose whose) {
    if (!std::exchange(try_aside_again_, false)) return Done{};
    Sql sql(db());
    auto keys = items_set_aside(sql, AsideKind::case_row);
    std::erase_if(keys, [](const std::string& key) { return !is_case_key(key); });
    if (keys.empty()) return sql.status();
    StoreSql store(*line_);
    const auto records = cases_of_keys(store, keys);
    if (store.failed() || records.empty()) return store.status();
    const CaseChange change{sql.query("SELECT case_change FROM sync").integer()};
    if (!sql.failed()) sql.take(copy_cases(*local_, {store_, records, change}, whose));
    for (const auto& record : records) forget_set_aside(sql, AsideKind::case_row, record.view.key);
    return sql.status();
}

}  // namespace kiosk
