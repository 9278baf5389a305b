#include "hw/printer/printer.h"

#include <ostream>
#include <random>

#include <fmt/format.h>

#include "hw/printer/queue_trouble.h"
#include "kiosk/base/assets.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/paper/papers.h"
#include "kiosk/policy/faults.h"

namespace kiosk::ctl {
namespace {

struct PrinterOptions {
    std::string queue;  // empty: as configured
};

constexpr std::chrono::seconds outcome_patience{60};  // the driver gives up earlier

std::string_view name(PrintOutcome outcome) {
    return outcome == PrintOutcome::printed       ? "printed"
           : outcome == PrintOutcome::not_printed ? "not printed"
                                                  : "outcome unknown";
}

std::optional<hw::PrintFinished> printed(const Config::Printer& config, hw::PrintJob job) {
    Mailbox<hw::PrinterEvent> mailbox;
    const auto printer =
        hw::open_cups_printer(config.queue, config.server, [&](hw::PrinterEvent event) { mailbox.post(std::move(event)); });
    printer->print(std::move(job));
    while (const auto event = mailbox.wait({}, outcome_patience))
        if (const auto* finished = std::get_if<hw::PrintFinished>(&*event)) return *finished;
    return std::nullopt;
}

int say(const Context& context, const std::string& queue, const hw::PrintFinished& finished) {
    const bool well = finished.outcome == PrintOutcome::printed;
    if (context.json)
        print(context, {{"queue", queue},
                        {"outcome", name(finished.outcome)},
                        {"fault", finished.fault ? Json(kiosk::name(*finished.fault)) : Json()}});
    if (well && !context.json)
        context.out << fmt::format("{}: printed; measure the ruler and let a telephone read the code\n", queue);
    if (well) return 0;
    const auto words = FaultCatalog::load(asset_path("faults.toml"));
    const auto why = finished.fault && words ? ": " + words->words(*finished.fault).log : std::string{};
    return refuse(context, fmt::format("{}: {}{}; kioskctl doctor says more", queue, name(finished.outcome), why));
}

}  // namespace

static int run_printer(const Context& context, const PrinterOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto catalog = Catalog::load(words_path());
    if (!catalog) return refuse(context, catalog.error().detail);
    auto config = site->config.printer;
    if (!options.queue.empty()) config.queue = options.queue;
    const auto report = hw::look_at_queue(config.queue, config.server, {});
    const Document slip = printer_test({report.queue, report.dpi, local_time(wall_now(), site->policy.utc_offset)},
                                       {*catalog, Language::chinese});
    const auto job = fmt::format("test-{:08x}", std::random_device{}());
    const auto finished = printed(config, {job, slip.title, [&](const auto& page) { return to_pdf(slip, page); }});
    if (!finished) return refuse(context, report.queue + ": the printer's driver does not answer");
    return say(context, report.queue, *finished);
}

void add_printer(Commands& commands) {
    auto& options = commands.make<PrinterOptions>();
    auto* command = commands.add("printer", "the printer of tickets and slips", options, run_printer);
    command->require_subcommand(1);
    auto* test = command->add_subcommand("test", "print a slip with a ruler, a QR code and the number of dots");
    test->add_option("--queue", options.queue, "a CUPS queue; without it the configured one");
}

}  // namespace kiosk::ctl
