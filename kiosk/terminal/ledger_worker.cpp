#include "kiosk/terminal/ledger_worker.h"

#include <spdlog/spdlog.h>

#include <filesystem>

#include "kiosk/base/clock.h"
#include "kiosk/base/wipe.h"
#include "kiosk/ledger/witness.h"

namespace kiosk {
namespace {

constexpr std::chrono::minutes watch_every{2};
constexpr std::chrono::seconds retry_every{5};      // while something is wrong
constexpr std::chrono::minutes note_every{60};      // that it has gone well for so long shows a clock to be right
constexpr std::chrono::seconds longest_answer{45};  // a disk may be slow, but not for so long
constexpr std::chrono::seconds jump{60};            // more than a time server's small steps

// Faults of the file itself. The others are answers: the file is as good as before.
bool needs_reopening(Fault fault) { return fault == Fault::ledger_unreadable || fault == Fault::ledger_newer; }
// With these it stays open: what is in it can still be read, and where it was taken away there is no other copy.
bool stays_open(Fault fault) {
    return fault == Fault::ledger_gone || fault == Fault::disk_full || fault == Fault::disk_read_only;
}

template <class Question>
bool changes(const Question& question) {
    return std::holds_alternative<IssueTicket>(question) || std::holds_alternative<RecordPaper>(question) ||
           std::holds_alternative<CountUse>(question);
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
    const auto now = [] { return std::chrono::steady_clock::now(); };
    watch();
    for (auto looked = now(); !stop.stop_requested(); busy_since_ = 0) {
        const auto due = looked + (reported_ || clock_trouble_ ? Steady::duration(retry_every) : watch_every);
        const auto question = questions_.wait(stop, std::chrono::ceil<std::chrono::milliseconds>(due - now()));
        busy_since_ = now().time_since_epoch().count();
        if (question) {
            answer(*question);
            wipe_stack();
            if (sharing_.changed && changes(*question)) sharing_.changed();
        }
        const bool just_told = question && (reported_ || clock_trouble_);  // whoever asked is to read of it first
        if (!just_told && now() >= due) watch();
        if (just_told || now() >= due) looked = now();
    }
}

bool LedgerWorker::answers(Steady now) const {
    const Steady::rep since = busy_since_;
    return since == 0 || now - Steady(Steady::duration(since)) < longest_answer;
}

void LedgerWorker::watch() {
    if (!ready()) return;
    if (const auto looked = watch_clock(); !looked) report(looked.error());
}

Status LedgerWorker::watch_clock() {
    const Moment now{wall_now(), std::chrono::steady_clock::now()};
    const auto known = ledger_->known_time();
    if (!known) return known.error();
    const auto trouble = judge_clock(now.wall, *known, policy_);
    if (trouble && trouble != clock_trouble_) spdlog::error("clock: {}", words_of(*trouble, now.wall, *known, policy_));
    if (trouble != clock_trouble_ || *known != known_) sink_(TimeKnown{*known});
    clock_trouble_ = trouble;
    known_ = *known;
    return note_time(now);
}

Status LedgerWorker::note_time(Moment now) {
    const auto went = watched_ ? (now.wall - watched_->wall) - (now.steady - watched_->steady) : Steady::duration{};
    if (std::chrono::abs(went) > jump)
        spdlog::warn("clock: was set {} by {} s", went.count() > 0 ? "forward" : "back",
                     std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(went)).count());
    if (!watched_ || clock_trouble_ || std::chrono::abs(went) > jump) good_since_ = now.steady;
    watched_ = now;
    if (now.steady - good_since_ < note_every) return Done{};
    good_since_ = now.steady;
    return ledger_->note_time(now.wall);
}

// A ledger that cannot be written is as good as ever for look-ups; whether it can be again is seen first, so that the next
// page offers a ticket.
Status LedgerWorker::ready() {
    if (const auto open = ensure_open(); !open) return open;
    if (const auto here = ledger_->tend(); !here) {
        report(here.error());
        return here;
    }
    if (reported_ && ledger_->try_to_write()) well_again();
    return Done{};
}

void LedgerWorker::well_again() {
    reported_.reset();
    spdlog::info("ledger: well again");
    sink_(LedgerReady{});
}

Status LedgerWorker::ensure_open() {
    if (ledger_) return Done{};
    std::error_code ignored;
    if (!std::filesystem::exists(options_.path, ignored) && has_witness(options_.path, site_)) {
        // An empty one in its place would know nobody.
        const Error gone{Fault::ledger_gone,
                         "ledger " + options_.path +
                             ": is not there, but this terminal has given tickets; put the latest backup "
                             "in its place (kioskctl restore), or import the cases anew"};
        report(gone);
        return gone;
    }
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
    if (!needs_reopening(error.fault) && !stays_open(error.fault)) return spdlog::warn("ledger: {}", error.detail);
    if (needs_reopening(error.fault)) ledger_.reset();
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
    if (const auto open = ready(); !open) return sink_(CasesFound{question.query, open.error()});
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

// A ledger that is new may be there in place of one that was lost. Then the store knows today's numbers, and no witness
// does.
Status LedgerWorker::knows_issued_numbers() {
    if (!options_.built || !sharing_.changed || has_witness(options_.path, site_)) return Done{};
    const auto abreast = ledger_->synced_at();
    if (!abreast) return abreast.error();
    if (*abreast) return Done{};
    const Error wait{Fault::ledger_locked,
                     "is new; tickets wait until it has heard from the shared store, which may know some"};
    report(wait);
    return wait;
}

void LedgerWorker::answer(const IssueTicket& question) {
    if (const auto open = ready(); !open) return sink_(TicketReady{question.query, open.error()});
    const auto looked = watch_clock();  // the visit hears first why there may be no ticket
    if (!looked) {
        report(looked.error());
        return sink_(TicketReady{question.query, looked.error()});
    }
    if (const auto known = knows_issued_numbers(); !known) return sink_(TicketReady{question.query, known.error()});
    auto issued = ledger_->issue(question.request, site_, policy_, wall_now());
    if (!issued) report(issued.error());
    sink_(TicketReady{question.query, std::move(issued), age()});
}

void LedgerWorker::answer(const FindTicket& question) {
    if (const auto open = ready(); !open) return sink_(TicketFound{question.query, open.error()});
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
    if (!ready()) return;
    if (const auto recorded = ledger_->record_paper(question.ticket, site_.hall, question.on_paper); !recorded)
        report(recorded.error());
}

void LedgerWorker::answer(const CountUse& question) {
    if (!ready() || clock_trouble_) return;  // of which day it is nobody can say
    if (const auto counted = ledger_->count_use(question.use, site_, wall_now()); !counted) report(counted.error());
}

}  // namespace kiosk
