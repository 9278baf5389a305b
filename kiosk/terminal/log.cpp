#include "kiosk/terminal/log.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

// That the end of the program gives to lines still on their way, once; more often only while somebody takes them.
constexpr std::chrono::milliseconds last_words{500};
constexpr int last_turns = 10;

class QueueSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit QueueSink(std::shared_ptr<LogQueue> queue) : queue_(std::move(queue)) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        queue_->push(fmt::to_string(line));
    }
    void flush_() override {}

    std::shared_ptr<LogQueue> queue_;
};

// Where one of them is closed, the next file that is opened would be taken for it.
void open_standard_descriptors() {
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(number, F_GETFD) < 0) static_cast<void>(::open("/dev/null", O_RDWR));
}

// What a library says of itself (Pango, GLib, an assertion) goes to stderr from whatever thread it is on: rather lost than
// waited for. A pipe is opened once more, as others may share the one that we were given.
void never_wait_for_stderr() {
    struct stat is {};
    if (::fstat(STDERR_FILENO, &is) != 0 || !(S_ISFIFO(is.st_mode) || S_ISSOCK(is.st_mode))) return;
    const Descriptor own(::open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_CLOEXEC));  // a socket cannot be opened
    if (own)
        ::dup2(own.get(), STDERR_FILENO);
    else
        ::fcntl(STDERR_FILENO, F_SETFL, ::fcntl(STDERR_FILENO, F_GETFL) | O_NONBLOCK);
}

// Signals are for other threads.
std::future<void> start_writing(std::shared_ptr<LogQueue> queue) {
    std::promise<void> promise;
    auto written = promise.get_future();
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    std::thread([queue = std::move(queue), promise = std::move(promise)]() mutable {
        LogWriter writer(STDOUT_FILENO);
        while (const auto next = queue->pop()) writer.write(*next);
        promise.set_value();
    }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return written;
}

bool takes_lines(int fd) {
    pollfd writable{fd, POLLOUT, 0};
    return ::poll(&writable, 1, 0) > 0;
}

void log_device(std::string_view device, std::optional<Fault> before, std::optional<Fault> after,
                const FaultCatalog& faults) {
    if (before == after) return;
    if (after)
        spdlog::warn("{}: {} ({})", device, name(*after), faults.words(*after).log);
    else
        spdlog::info("{}: ready", device);
}

std::string_view name(PrintOutcome outcome) {
    switch (outcome) {
        case PrintOutcome::printed:
            return "printed";
        case PrintOutcome::not_printed:
            return "not printed";
        case PrintOutcome::unknown:
            return "outcome unknown";
    }
    return "";
}

void log_event(const Event& event) {
    std::visit(overloaded{[](const CardFailed& e) { spdlog::warn("card: {}", kiosk::name(e.fault)); },
                          [](const PrintFinished& e) {
                              if (e.outcome == PrintOutcome::printed) return spdlog::info("{}: printed", e.job);
                              spdlog::warn("{}: {}{}{}; staff wanted", e.job, name(e.outcome), e.fault ? ", " : "",
                                           e.fault ? kiosk::name(*e.fault) : "");
                          },
                          [](const TicketReady& e) {
                              if (!e.answer) return spdlog::error("no ticket: {}", kiosk::name(e.answer.error().fault));
                              if (const auto* issued = std::get_if<IssuedTicket>(&*e.answer))
                                  spdlog::info("ticket {} {}{}", label(issued->ticket), issued->ticket.service,
                                               issued->issued_before ? ", again" : "");
                          },
                          [](const CodeResolved& e) {
                              if (!e.detail.empty()) spdlog::warn("platform: {}", e.detail);
                          },
                          [](const CasesFound& e) {
                              if (!e.cases) spdlog::error("look-up failed: {}", kiosk::name(e.cases.error().fault));
                          },
                          [](const auto&) {}},
               event);
}

// What somebody may do on purpose: counted, for the staff.
void log_misuse(const State& before, const State& after) {
    if (after.guesses.in_visit > before.guesses.in_visit)
        spdlog::warn("typing: wrong numbers, {} in visit {}, {} lately{}", after.guesses.in_visit, after.visit,
                     after.guesses.lately, typing_is_over(after) ? "; staff wanted" : "");
    const auto* refused = std::get_if<AnotherTicket>(&after.phase);
    if (refused && refused->not_before && !std::holds_alternative<AnotherTicket>(before.phase))
        spdlog::warn("tickets: {} were given without a card within minutes, and one more is wanted; staff wanted",
                     after.cardless.size());
}

void log_forgotten_card(const State& before, const State& after) {
    const auto* left = std::get_if<TakeYourCard>(&after.phase);
    const auto* already = std::get_if<TakeYourCard>(&before.phase);
    if (left && left->forgotten && !(already && already->forgotten))
        spdlog::warn("card: one lies forgotten on the reader; staff wanted");
}

void log_staff_call(const std::optional<StaffCall>& before, const State& after) {
    const auto& call = after.staff_call;
    if (call && !before) spdlog::warn("visit {}: staff wanted", after.visit);
    if (call && call->late && !(before && before->late))
        spdlog::warn("visit {}: nobody has come; staff wanted", after.visit);
}

}  // namespace

Log::Log() : queue_(std::make_shared<LogQueue>()) {
    open_standard_descriptors();
    ::signal(SIGPIPE, SIG_IGN);  // a reader that has gone ends no kiosk
    never_wait_for_stderr();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("kiosk", std::make_shared<QueueSink>(queue_)));
    spdlog::set_pattern("%L %v");  // the journal adds the time
    written_ = start_writing(queue_);
}

Log::~Log() {
    queue_->close();
    for (int turn = 0; turn < last_turns; ++turn) {
        if (written_.wait_for(last_words) == std::future_status::ready || !takes_lines(STDOUT_FILENO)) return;
    }
}

void log_turn(const State& before, const Event& event, const Turn& after, const FaultCatalog& faults) {
    log_event(event);
    const auto were = faults_of(before.devices), are = faults_of(after.state.devices);
    for (std::size_t i = 0; i < are.size(); ++i) log_device(are[i].first, were[i].second, are[i].second, faults);
    if (before.phase.index() != after.state.phase.index())
        spdlog::info("visit {}: {} -> {}", after.state.visit, name(before.phase), name(after.state.phase));
    log_misuse(before, after.state);
    log_forgotten_card(before, after.state);
    log_staff_call(before.staff_call, after.state);
}

}  // namespace kiosk
