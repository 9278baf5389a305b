#pragma once

#include <cups/cups.h>

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "hw/printer/cups_answers.h"
#include "hw/printer/job_terms.h"
#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"

namespace hw {

// What became of handing a job to CUPS.
struct Submission {
    std::optional<int> job;     // CUPS's number: taken
    bool may_be_taken = false;  // no number, yet it was sent whole: look for it by its name
    std::optional<kiosk::Error> error;
};

// One cupsd, asked by IPP. Used by one thread. A request that is not answered within three seconds, or until `stop`,
// fails with print_service_gone; the next one connects anew.
class CupsServer {
public:
    CupsServer(std::string where, std::stop_token stop);

    // Errors: print_service_gone; printer_unreachable where there is no such queue.
    kiosk::Result<QueueView> queue(const std::string& name);
    kiosk::Result<QueueFacts> facts(const std::string& name);
    kiosk::Result<std::string> default_queue();
    // Whether CUPS would take such a job, as far as it can say without one.
    kiosk::Status validate(const std::string& queue, const JobTerms& terms);
    Submission print(const std::string& queue, const std::string& job_name, const std::string& pdf, const JobTerms& terms);
    // not_found: CUPS knows of no such job. print_service_gone also where cupsd hung up since the last look, though that was
    // just now: restarted, it gives the number to another job, or begins the same one again, whatever became of it before.
    kiosk::Result<JobView> job(const std::string& queue, int id);
    kiosk::Result<JobView> job_named(const std::string& queue, const std::string& job_name);
    kiosk::Status cancel(const std::string& queue, int id);
    void disconnect() { connection_.reset(); }

private:
    using Connection = kiosk::Owned<http_t, httpClose>;
    using Message = kiosk::Owned<ipp_t, ippDelete>;

    bool connect();
    void start_clock();
    Message request(ipp_op_t operation, const std::string& queue) const;
    // `hung_up`: cupsd has hung up since the last request. It does so, too, when nobody asked it for a while.
    kiosk::Result<Message> ask(Message question, bool* hung_up = nullptr);
    kiosk::Result<Message> attributes(const std::string& queue, std::span<const char* const> wanted);
    kiosk::Error failure(const char* what);
    static int on_timeout(http_t* connection, void* self);

    std::string where_;
    std::stop_token stop_;
    kiosk::Steady give_up_{}, last_look_{};  // at a job
    Connection connection_;
};

}  // namespace hw
