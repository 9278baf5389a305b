#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <variant>

#include "kiosk/base/mailbox.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/visit/effect.h"
#include "kiosk/visit/event.h"

namespace kiosk {

// What a store that several kiosks share asks of the ledger's worker.
struct Sharing {
    std::function<void()> changed;  // there is something to send; on the worker's thread
    std::optional<std::chrono::minutes> stale_after =
        std::nullopt;  // answers from an older copy say how old; nullopt: no store
};

// The ledger on its own thread: takes what the visit wants, reports as the drivers do. A file that cannot be opened, or
// fails later, is tried again with each question and every few seconds. The machine's clock is looked at as often. While all
// is well and nobody is there, both are looked at every two minutes only.
class LedgerWorker {
public:
    // `policy` must outlive it. `prepare` runs once on the worker's thread after the first opening (the demo's import).
    LedgerWorker(SqliteOptions options, TicketSite site, const Policy& policy, EventSink sink,
                 std::function<Status(SqliteLedger&)> prepare = {}, Sharing sharing = {});

    void ask(LookUp question) { questions_.post(std::move(question)); }
    void ask(IssueTicket question) { questions_.post(std::move(question)); }
    void ask(FindTicket question) { questions_.post(question); }
    void ask(BeginPaper question) { questions_.post(std::move(question)); }
    void ask(RecordPaper question) { questions_.post(std::move(question)); }
    void ask(CountUse question) { questions_.post(question); }
    void attend() { questions_.post(Attend{}); }  // somebody is there: look at once how the ledger and the clock are

    // Whether nothing takes its thread too long; any thread may ask. A ledger that fails answers too: it says so. The first
    // round may take as long as it wants, since it brings an old ledger forward.
    bool answers(Steady now) const;

private:
    struct Attend {};
    using Question = std::variant<LookUp, IssueTicket, FindTicket, BeginPaper, RecordPaper, CountUse, Attend>;

    void run(const std::stop_token& stop);
    Status ready();
    Status ensure_open();
    void well_again();
    void answer(const Question& question);
    void answer(const LookUp& question);
    void answer(const IssueTicket& question);
    void answer(const FindTicket& question);
    void answer(const BeginPaper& question);
    void answer(const RecordPaper& question);
    void answer(const CountUse& question);
    void answer(const Attend&) { watch(); }
    void watch();
    Status watch_clock();
    Status note_time(Moment now);
    Result<std::vector<CaseView>> find_first(const std::vector<CaseQuery>& by);
    std::optional<Wall> age() const;
    Status knows_issued_numbers();
    void report(const Error& error);

    SqliteOptions options_;
    TicketSite site_;
    const Policy& policy_;
    EventSink sink_;
    std::function<Status(SqliteLedger&)> prepare_;
    std::unique_ptr<SqliteLedger> ledger_;
    std::optional<Fault> reported_;
    bool settled_ = false;  // the papers of the program's last run
    Sharing sharing_;
    KnownTime known_;
    std::optional<ClockTrouble> clock_trouble_;
    std::optional<Moment> watched_;
    Steady good_since_{};                     // the clock has been right and steady, or the ledger noted the time
    std::atomic<Steady::rep> busy_since_{0};  // 0: it waits, or is in its first round
    Mailbox<Question> questions_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace kiosk
