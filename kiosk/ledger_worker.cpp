#include "kiosk/ledger_worker.h"

#include <spdlog/spdlog.h>

#include "kiosk/base/clock.h"
#include "kiosk/base/wipe.h"

namespace kiosk {
namespace {

constexpr std::chrono::seconds retry_every{30};

// Faults of the file itself. The others are answers: the file is as good as before.
bool needs_reopening(Fault fault) {
    return fault == Fault::ledger_unreadable || fault == Fault::ledger_newer || fault == Fault::disk_full;
}

template <class Question>
bool changes(const Question& question) {
    return !std::holds_alternative<LookUp>(question) && !std::holds_alternative<FindTicket>(question) &&
           !std::holds_alternative<BeginPaper>(question);
}

}  // namespace

LedgerWorker::LedgerWorker(SqliteOptions options, TicketSite site, const Policy& policy, EventSink sink,
                           std::function<Status(SqliteLedger&)> prepare, Sharing sharing)
    : options_(std::move(options)),
      site_(std::move(site)),
      policy_(policy),
      sink_(std::move(sink)),
      prepare_(std::move(prepare)),
      sharing_(std::move(sharing)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void LedgerWorker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const bool open = static_cast<bool>(ensure_open());
        const auto patience = open ? std::nullopt : std::optional<std::chrono::milliseconds>{retry_every};
        const auto question = questions_.wait(stop, patience);
        if (!question) continue;
        answer(*question);
        wipe_stack();
        if (sharing_.changed && changes(*question)) sharing_.changed();
    }
}

Status LedgerWorker::ensure_open() {
    if (ledger_) return Done{};
    auto opened = open_ledger(options_);
    if (!opened) {
        report(opened.error());
        return opened.error();
    }
    if (prepare_) {
        if (const auto prepared = prepare_(**opened); !prepared) {
            report(prepared.error());
            return prepared.error();
        }
        prepare_ = {};
    }
    if (!settled_) {
        const auto settled = (*opened)->settle_papers(site_);
        if (!settled) spdlog::warn("ledger: {}", settled.error().detail);
        settled_ = static_cast<bool>(settled);
    }
    ledger_ = *std::move(opened);
    reported_.reset();
    spdlog::info("ledger open: {}", options_.path);
    sink_(LedgerReady{});
    if (const auto warm = ledger_->warm_up(); !warm) spdlog::warn("ledger: {}", warm.error().detail);
    return Done{};
}

void LedgerWorker::report(const Error& error) {
    if (!needs_reopening(error.fault)) return spdlog::warn("ledger: {}", error.detail);
    ledger_.reset();
    if (reported_ == error.fault) return;
    reported_ = error.fault;
    spdlog::error("ledger: {}", error.detail);
    sink_(LedgerFailed{error.fault});
}

void LedgerWorker::answer(const Question& question) {
    std::visit([this](const auto& one) { answer(one); }, question);
}

Result<std::vector<CaseView>> LedgerWorker::find_first(const std::vector<CaseQuery>& by) {
    for (const auto& query : by) {
        auto found = ledger_->find(query);
        if (!found || !found->empty()) return found;
    }
    return std::vector<CaseView>{};
}

void LedgerWorker::answer(const LookUp& question) {
    if (const auto open = ensure_open(); !open) return sink_(CasesFound{question.query, open.error()});
    auto found = find_first(question.by);
    if (!found) {
        report(found.error());
        return sink_(CasesFound{question.query, found.error()});
    }
    std::optional<IssuedTicket> ticket;
    if (!found->empty() && is_refused(found->front().stage)) {
        if (auto issued = ledger_->ticket_of_case(found->front().key, site_, policy_, wall_now()))
            ticket = *std::move(issued);
        else
            report(issued.error());
    }
    sink_(CasesFound{question.query, std::move(found), std::move(ticket), age()});
}

// Since when nothing has come from the shared store, if that is long ago. A clock that was set back is no better.
std::optional<Wall> LedgerWorker::age() const {
    if (!ledger_ || !sharing_.stale_after) return std::nullopt;  // it may just have failed
    const auto at = ledger_->synced_at();
    if (!at || !*at) return std::nullopt;
    const auto now = wall_now();
    const bool fresh = **at <= now && now - **at < *sharing_.stale_after;
    return fresh ? std::nullopt : *at;
}

void LedgerWorker::answer(const IssueTicket& question) {
    if (const auto open = ensure_open(); !open) return sink_(TicketReady{question.query, open.error()});
    auto issued = ledger_->issue(question.request, site_, policy_, wall_now());
    if (!issued) report(issued.error());
    sink_(TicketReady{question.query, std::move(issued), age()});
}

void LedgerWorker::answer(const FindTicket& question) {
    if (const auto open = ensure_open(); !open) return sink_(TicketFound{question.query, open.error()});
    auto found = ledger_->find_ticket(site_.hall, question.day, question.terminal, question.number, policy_, wall_now());
    if (!found) report(found.error());
    sink_(TicketFound{question.query, std::move(found), age()});
}

// A ledger that cannot keep it keeps no ticket from being printed: the number is good.
void LedgerWorker::answer(const BeginPaper& question) {
    if (ensure_open()) {
        if (const auto begun = ledger_->begin_paper(question.ticket, site_.hall); !begun) report(begun.error());
    }
    sink_(PaperBegun{question.job});
}

void LedgerWorker::answer(const RecordPaper& question) {
    if (!ensure_open()) return;
    if (const auto recorded = ledger_->record_paper(question.ticket, site_.hall, question.on_paper); !recorded)
        report(recorded.error());
}

void LedgerWorker::answer(const CountUse& question) {
    if (!ensure_open()) return;
    if (const auto counted = ledger_->count_use(question.use, site_, wall_now()); !counted) report(counted.error());
}

}  // namespace kiosk
