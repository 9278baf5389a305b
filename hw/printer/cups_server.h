#pragma once

#include <cups/cups.h>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "hw/printer/job_watch.h"
#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"

namespace hw {

struct QueueView {
    bool stopped = false, accepting = true;
    std::vector<std::string> reasons;
};

// What became of handing a job to CUPS.
struct Submission {
    std::optional<int> job;     // CUPS's number: taken
    bool may_be_taken = false;  // no number, yet it was sent whole: look for it by its name
    std::optional<kiosk::Error> error;
};

// One cupsd, asked by IPP. Used by one thread. A request that is not answered within three seconds, or until `stop`,
// fails with print_service_gone; the next one connects anew. So does the first request to a cupsd that was restarted
// since the last one: it begins its jobs again, whatever became of them before.
class CupsServer {
public:
    CupsServer(std::string where, std::stop_token stop);

    // Errors: print_service_gone; printer_unreachable where there is no such queue.
    kiosk::Result<QueueView> queue(const std::string& name);
    kiosk::Result<std::string> default_queue();
    Submission print(const std::string& queue, const std::string& job_name, const std::string& pdf);
    // not_found: CUPS knows of no such job.
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
    kiosk::Result<Message> ask(Message question);
    kiosk::Error failure(const char* what);
    static int on_timeout(http_t* connection, void* self);

    std::string where_;
    std::stop_token stop_;
    kiosk::Steady give_up_{};
    Connection connection_;
};

}  // namespace hw
