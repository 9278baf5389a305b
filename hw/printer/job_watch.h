#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/fault.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/print_outcome.h"

namespace hw {

// One look at a job in its queue.
struct JobView {
    enum class State : std::uint8_t { waiting, printing, canceled, aborted, completed };
    int id = 0;
    State state = State::waiting;
    int pages = 0;                     // that the printer says it has put out
    std::vector<std::string> reasons;  // printer-state-reasons of the job's printer; none at all: no word of it so far
    std::string message;               // printer-state-message, English; empty: likewise
    int begun_at = 0;  // when its printing last began (time-at-processing), if only between two looks; 0: never
    bool operator==(const JobView&) const = default;
};

// How long the driver is patient. The person stands before it.
struct Patience {
    std::chrono::milliseconds blocked{8000};  // while the printer says why it does not print
    std::chrono::milliseconds silent{15000};  // while nothing happens and nobody says why
    std::chrono::milliseconds service{8000};  // for a cupsd that went away
    std::chrono::milliseconds cancel{3000};   // for a cancel to take effect
    // A reason that comes so soon after the backend's first word stood before it: the IPP backend asks once a second.
    std::chrono::milliseconds settling{1200};
    std::chrono::milliseconds idle_look{120'000};  // between looks at an idle queue that nobody attends to
    std::chrono::milliseconds idle_retry{2000};    // and while something is wrong with it
};

// Decides what became of a job, from what was seen of it. Pure.
class JobWatch {
public:
    struct Result {
        kiosk::PrintOutcome outcome = kiosk::PrintOutcome::unknown;
        std::optional<kiosk::Fault> fault;
        bool operator==(const Result&) const = default;
    };
    enum class Next : std::uint8_t { look_again, cancel, finished };

    JobWatch(const Patience& patience, kiosk::Steady now) : patience_(patience), last_progress_(now) {}

    Next see(const JobView& job, kiosk::Steady now);  // cancel: do it, then call `canceling`
    Next service_gone(kiosk::Steady now);             // the queue could not be asked
    Next job_gone();                                  // the service is there, but knows of no such job
    void canceling(kiosk::Steady now);
    // Only after `finished`.
    const Result& result() const { return result_; }

private:
    Next finish(kiosk::PrintOutcome outcome, std::optional<kiosk::Fault> fault);
    Next ended_without_paper(std::optional<kiosk::Fault> otherwise);
    void note(const JobView& job, kiosk::Steady now);
    Next patience_with(kiosk::Steady now);

    Patience patience_;
    JobView last_;
    kiosk::Steady last_progress_;
    std::optional<kiosk::Fault> fault_;  // that stands now
    std::optional<kiosk::Steady> blocked_since_, free_since_, gone_since_, canceling_since_;
    std::optional<kiosk::Steady> at_work_since_;  // free, and the backend has spoken
    bool began_ = false;                          // its printing
    bool was_at_work_ = false;                    // the printer, as far as is known
    bool may_have_printed_ = false;               // it was, and nothing kept it from it
    Result result_;
};

}  // namespace hw
