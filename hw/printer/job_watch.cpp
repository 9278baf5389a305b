#include "hw/printer/job_watch.h"

#include "hw/printer/reasons.h"

namespace hw {

using kiosk::Fault;
using kiosk::PrintOutcome;
using kiosk::Steady;

namespace {

// While the queue's filters work nothing has come to the printer, and all backends of CUPS speak before they send. CUPS
// empties both when a job begins; a backend that says that all is well makes the reasons "none".
bool has_spoken(const JobView& job) { return !job.reasons.empty() || !job.message.empty(); }

}  // namespace

JobWatch::Next JobWatch::see(const JobView& job, Steady now) {
    // A cupsd that was restarted while nobody looked begins the job anew.
    const bool anew = last_.state == JobView::State::printing && last_.begun_at != 0 && job.begun_at != last_.begun_at;
    const bool was_gone = gone_since_.has_value() || anew;
    if (anew) may_have_printed_ = true;
    note(job, now);
    switch (job.state) {
        case JobView::State::completed:
            if (lost_sight(job.reasons)) return finish(PrintOutcome::unknown, std::nullopt);
            return finish(PrintOutcome::printed, std::nullopt);
        case JobView::State::canceled:
        case JobView::State::aborted:
            return ended_without_paper(Fault::printer_unreachable);
        case JobView::State::waiting:
        case JobView::State::printing:
            break;
    }
    if (!was_gone || canceling_since_) return patience_with(now);
    result_.fault = Fault::print_service_gone;  // it would begin anew, and paper might come twice
    return Next::cancel;
}

void JobWatch::note(const JobView& job, Steady now) {
    if (job.state != last_.state || job.pages != last_.pages) last_progress_ = now;
    const bool printing = job.state == JobView::State::printing;
    const bool ended = !printing && job.state != JobView::State::waiting;
    // A backend outlives its cupsd: whatever had begun may have gone on meanwhile.
    if (gone_since_ && (began_ || !blocked_since_)) may_have_printed_ = true;
    gone_since_.reset();
    // Thrown back into the queue in the middle: by hand, or by a backend that failed.
    if (last_.state == JobView::State::printing && job.state == JobView::State::waiting && free_since_) {
        may_have_printed_ = true;
    }
    // Begun and thrown back, or ended, between two looks: nobody saw what the printer did with it.
    if (job.begun_at != 0 && !began_ && !printing) may_have_printed_ = true;
    last_ = job;
    began_ = began_ || printing || job.begun_at != 0;
    if (ended) return;  // the reasons of a printer that has put the job away say nothing about it
    fault_ = blocking_fault(job.reasons);
    if (!fault_ && not_reached(job.reasons, job.message)) fault_ = Fault::printer_unreachable;
    if (fault_) {
        if (!blocked_since_) blocked_since_ = now;
        free_since_.reset();
        at_work_since_.reset();
    } else {
        blocked_since_.reset();
        if (printing && !free_since_) free_since_ = now;
        if (printing && has_spoken(job) && !at_work_since_) at_work_since_ = now;
        was_at_work_ = was_at_work_ || at_work_since_;
    }
    const bool settled = at_work_since_ && now - *at_work_since_ >= patience_.settling;
    // Many drivers count a page when they send it, whether there is paper or not.
    may_have_printed_ = may_have_printed_ || settled || (was_at_work_ && job.pages > 0);
}

JobWatch::Next JobWatch::patience_with(Steady now) {
    if (canceling_since_) {
        if (now - *canceling_since_ < patience_.cancel) return Next::look_again;
        return finish(PrintOutcome::unknown, result_.fault);
    }
    const bool blocked = blocked_since_ && now - *blocked_since_ >= patience_.blocked;
    if (!blocked && now - last_progress_ < patience_.silent) return Next::look_again;
    result_.fault = fault_.value_or(Fault::printer_unreachable);
    return Next::cancel;
}

void JobWatch::canceling(Steady now) { canceling_since_ = now; }

JobWatch::Next JobWatch::service_gone(Steady now) {
    if (!gone_since_) gone_since_ = now;
    if (now - *gone_since_ < patience_.service) return Next::look_again;
    return job_gone();
}

JobWatch::Next JobWatch::job_gone() {
    const bool certain = blocked_since_ && !began_ && !may_have_printed_;
    return finish(certain ? PrintOutcome::not_printed : PrintOutcome::unknown, Fault::print_service_gone);
}

JobWatch::Next JobWatch::ended_without_paper(std::optional<Fault> otherwise) {
    const auto fault = canceling_since_ ? result_.fault : fault_ ? fault_ : otherwise;
    // What another hand or the printer ends may have come free since the last look; what we end is looked at until then.
    const bool held_back = blocked_since_ && canceling_since_;
    const bool certain = !may_have_printed_ && (!began_ || held_back);
    return finish(certain ? PrintOutcome::not_printed : PrintOutcome::unknown, fault);
}

JobWatch::Next JobWatch::finish(PrintOutcome outcome, std::optional<Fault> fault) {
    result_ = {outcome, fault};
    return Next::finished;
}

}  // namespace hw
