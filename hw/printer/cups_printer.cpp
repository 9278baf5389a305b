#include <condition_variable>
#include <mutex>
#include <thread>
#include <variant>

#include "hw/printer/cups_server.h"
#include "hw/printer/job_watch.h"
#include "hw/printer/printer.h"
#include "hw/printer/reasons.h"
#include "kiosk/base/device_state.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/base/overloaded.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::PrintOutcome;
using kiosk::Result;
using std::chrono::milliseconds;

constexpr milliseconds first_look{10}, longest_look{200};  // at a job; the pause between grows

kiosk::Steady now() { return std::chrono::steady_clock::now(); }

void pause(const std::stop_token& stop, milliseconds at_most) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, at_most, [] { return false; });
}

class CupsPrinter final : public Printer {
public:
    CupsPrinter(std::string queue, std::string server, PrinterSink sink, Patience patience)
        : wanted_queue_(std::move(queue)), where_(std::move(server)), sink_(std::move(sink)), patience_(patience) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }

    void print(PrintJob job) override { wishes_.post(std::move(job)); }
    void attend() override { wishes_.post(Look{}); }
    void prepare(std::function<void()> what) override { wishes_.post(std::move(what)); }

private:
    struct Look {};
    using Wish = std::variant<Look, PrintJob, std::function<void()>>;

    // ---- all of this on the printer's thread
    void run(const std::stop_token& stop) {
        CupsServer server(where_, stop);
        look_at_queue(server);
        while (!stop.stop_requested()) {
            server.disconnect();  // cupsd hangs up on an idle one
            const bool well = state_.works() && leftovers_.empty();
            const auto wish = wishes_.wait(stop, well ? patience_.idle_look : patience_.idle_retry);
            if (stop.stop_requested()) return;
            std::visit(kiosk::overloaded{[&](const Look&) { look_at_queue(server); },
                                         [&](const PrintJob& job) { print_now(server, job, stop); },
                                         [](const std::function<void()>& what) { what(); }},
                       wish.value_or(Look{}));
            cancel_leftovers(server);
        }
    }

    void report_state(std::optional<Fault> fault) { state_.report(fault, sink_); }

    void look_at_queue(CupsServer& server) {
        const Result<QueueView> queue = open_queue(server);
        if (!queue) return report_state(queue.error().fault);
        const bool closed = queue->stopped || !queue->accepting;
        report_state(closed ? Fault::printer_unreachable : blocking_fault(queue->reasons));
    }

    Result<QueueView> open_queue(CupsServer& server) {
        queue_ = wanted_queue_;
        if (queue_.empty()) {
            auto standard = server.default_queue();
            if (!standard) return standard.error();
            queue_ = *std::move(standard);
        }
        return server.queue(queue_);
    }

    void print_now(CupsServer& server, const PrintJob& job, const std::stop_token& stop) {
        const JobWatch::Result result = outcome_of(server, job, stop);
        if (stop.stop_requested()) return;
        if (result.outcome == PrintOutcome::printed) {
            report_state(std::nullopt);
        } else if (result.fault && *result.fault != Fault::malformed && *result.fault != Fault::refused) {
            report_state(result.fault);
        }
        sink_(PrintFinished{job.id, result.outcome, result.fault});
    }

    JobWatch::Result outcome_of(CupsServer& server, const PrintJob& job, const std::stop_token& stop) {
        Result<kiosk::Pdf> pdf = job.pdf({});
        if (!pdf) return {PrintOutcome::not_printed, pdf.error().fault};
        const Result<QueueView> queue = open_queue(server);
        if (!queue) return {PrintOutcome::not_printed, queue.error().fault};
        if (queue->stopped || !queue->accepting) return {PrintOutcome::not_printed, Fault::printer_unreachable};
        const auto paper = paper_for(*pdf, queue->media);
        if (!paper) return {PrintOutcome::not_printed, Fault::printer_unfit};
        if (paper->page != kiosk::PaperPage{pdf->page}) pdf = job.pdf(paper->page);
        if (!pdf) return {PrintOutcome::not_printed, pdf.error().fault};

        const std::string name = job.title + " #" + job.id;
        const Submission submission = server.print(queue_, name, pdf->bytes, {*paper, pdf->pages});
        if (!submission.job && !submission.may_be_taken) {
            return {PrintOutcome::not_printed, fault_of_queue(*submission.error)};
        }
        return watch(server, name, submission.job, stop);
    }

    static Fault fault_of_queue(const Error& error) {
        return error.fault == Fault::not_found ? Fault::printer_unreachable : error.fault;
    }

    // `number`: CUPS's, as long as it can be trusted: a cupsd that was killed may give it to another job.
    JobWatch::Result watch(CupsServer& server, const std::string& name, std::optional<int> number,
                           const std::stop_token& stop) {
        JobWatch watching(patience_, now());
        auto next = number ? JobWatch::Next::look_again : watching.service_gone(now());
        for (auto wait = first_look; !stop.stop_requested(); wait = std::min(2 * wait, longest_look)) {
            const Result<JobView> seen = number ? server.job(queue_, *number) : server.job_named(queue_, name);
            if (seen) {
                next = watching.see(*seen, now());
                if (next == JobWatch::Next::cancel) next = cancel(server, *seen, watching);
            } else if (number) {
                number.reset();
                next = watching.service_gone(now());
            } else {
                const bool unknown_job = seen.error().fault == Fault::not_found;
                next = unknown_job ? watching.job_gone() : watching.service_gone(now());
                if (next == JobWatch::Next::finished && !unknown_job) leftovers_.push_back(name);
            }
            if (next == JobWatch::Next::finished) return watching.result();
            pause(stop, wait);
        }
        return {PrintOutcome::unknown, std::nullopt};
    }

    JobWatch::Next cancel(CupsServer& server, const JobView& job, JobWatch& watching) {
        watching.canceling(now());  // refused where the job has just ended; the next look shows it
        static_cast<void>(server.cancel(queue_, job.id));
        return JobWatch::Next::look_again;
    }

    // Jobs that were given up while cupsd was away: nobody waits for their paper any more.
    void cancel_leftovers(CupsServer& server) {
        std::erase_if(leftovers_, [&](const std::string& name) {
            const Result<JobView> found = server.job_named(queue_, name);
            if (!found) return found.error().fault == Fault::not_found;
            const bool ended = found->state != JobView::State::waiting && found->state != JobView::State::printing;
            return ended || server.cancel(queue_, found->id);
        });
    }

    const std::string wanted_queue_, where_;
    const PrinterSink sink_;
    const Patience patience_;
    kiosk::Mailbox<Wish> wishes_;
    std::string queue_;
    kiosk::DeviceState<PrinterReady, PrinterFailed> state_;
    std::vector<std::string> leftovers_;  // names of jobs
    std::jthread thread_;                 // last: it uses all the others
};

}  // namespace

std::unique_ptr<Printer> open_cups_printer(std::string queue, std::string server, PrinterSink sink, Patience patience) {
    return std::make_unique<CupsPrinter>(std::move(queue), std::move(server), std::move(sink), patience);
}

}  // namespace hw
