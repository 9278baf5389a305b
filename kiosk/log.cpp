#include "kiosk/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

void log_device(const char* device, std::optional<Fault> before, std::optional<Fault> after, const FaultCatalog& faults) {
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

}  // namespace

void start_log() {
    spdlog::init_thread_pool(1024, 1);
    auto sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();  // shared: spdlog's own interface
    auto logger = std::make_shared<spdlog::async_logger>("kiosk", std::move(sink), spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    spdlog::set_default_logger(std::move(logger));
    spdlog::set_pattern("%L %v");  // the journal adds the time
    spdlog::flush_on(spdlog::level::info);
}

void log_turn(const State& before, const Event& event, const Turn& after, const FaultCatalog& faults) {
    log_event(event);
    log_device("reader", before.devices.reader, after.state.devices.reader, faults);
    log_device("printer", before.devices.printer, after.state.devices.printer, faults);
    log_device("scanner", before.devices.scanner, after.state.devices.scanner, faults);
    log_device("ledger", before.devices.ledger, after.state.devices.ledger, faults);
    if (before.phase.index() != after.state.phase.index())
        spdlog::info("visit {}: {} -> {}", after.state.visit, name(before.phase), name(after.state.phase));
    if (!before.staff_called && after.state.staff_called) spdlog::warn("visit {}: staff wanted", after.state.visit);
}

}  // namespace kiosk
