#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace support {

// A private cupsd, on a unix socket only, that nobody else can see. It is never root: a test run by root starts it
// as nobody, for cupsd wants neither itself nor its backends to run with more rights than they need.
class Cupsd {
public:
    explicit Cupsd(const std::string& more = {});  // started and ready; `more`: lines of cupsd.conf
    ~Cupsd();
    Cupsd(const Cupsd&) = delete;
    Cupsd& operator=(const Cupsd&) = delete;

    std::string socket() const { return dir_.file("s"); }  // as kiosk.toml's [printer] server takes it
    void start();
    void kill();  // SIGKILL: as if the power failed, but what it had begun goes on
    void stop();  // SIGTERM
    void hang();  // SIGSTOP: connects, but never answers
    void go_on();
    void fill_spool();  // no document fits into it any more
    void empty_spool();
    std::string log() const { return read_file(dir_.path() / "error_log"); }

    void disable(const std::string& queue);
    void enable(const std::string& queue);
    void reject(const std::string& queue);
    void cancel_all(const std::string& queue);
    void change(const std::string& queue, const std::vector<std::string>& how);  // as lpadmin -p QUEUE takes it
    bool has_driver(const std::string& queue) const;           // one of a driverless printer is made after lpadmin has ended
    std::size_t connections() const;                           // that clients have with it now
    std::size_t waiting_jobs(const std::string& queue) const;  // not completed

private:
    friend class SimulatedPrinter;
    void write_configuration(const std::string& more);
    void limit_files(const std::string& size);
    void admin(std::vector<std::string> command) const;

    TempDir dir_;
    std::unique_ptr<Child> daemon_;
};

// A printer behind a queue of that cupsd: the backend "kiosksim", which does what the files in its folder say.
class SimulatedPrinter {
public:
    // `driver`: how lpadmin makes the queue.
    SimulatedPrinter(Cupsd& cupsd, std::string queue, const std::vector<std::string>& driver = {"-m", "raw"});
    const std::string& queue() const { return queue_; }

    // Each holds until it is taken back; a job that meets it waits, and tells CUPS the reason as a real printer does.
    void paper_out(bool now) { set("media-empty-error", now); }
    void paper_low(bool now) { set("media-low-report", now); }  // does not keep it from printing
    void cover_open(bool now) { set("cover-open-report", now); }
    void jam(bool now) { set("media-jam-warning", now); }
    void off(bool now) { set("off", now); }    // as CUPS's network backends say it: no reason, only a message
    void hold(bool now) { set("hold", now); }  // data taken, page never finished; tells nothing
    void wait_for_data(bool now) { set("waits-for-data", now); }  // before its first word
    void lose_job_history(bool now) { set("cups-ipp-missing-job-history", now); }

    bool taking() const;                                 // a job's data has been taken, and it is held
    std::vector<std::filesystem::path> printed() const;  // what it was sent, oldest first

private:
    void set(const std::string& name, bool now) const;

    std::filesystem::path folder_;
    std::string queue_;
};

}  // namespace support
