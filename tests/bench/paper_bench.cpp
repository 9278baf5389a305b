// Ticket as a value -> PDF -> accepted by a real cupsd -> printed by its simulated printer; and what an idle driver costs.
//   paper_bench [seconds of idleness, default 0]
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "hw/printer/cups_server.h"
#include "hw/printer/printer.h"
#include "kiosk/base/mailbox.h"
#include "tests/kiosk/paper/samples.h"
#include "tests/support/cups.h"

namespace {

using Clock = std::chrono::steady_clock;
constexpr int repeats = 40;

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

double timed(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return milliseconds(Clock::now() - start);
}

void report(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%-44s median %8.2f ms   p95 %8.2f ms\n", what, at(0.5), at(0.95));
}

kiosk::Pdf pdf_of(const kiosk::Ticket& ticket) {
    const kiosk::Policy policy = paper_samples::policy();
    return *kiosk::to_pdf(
        kiosk::ticket_paper(ticket, paper_samples::place(), paper_samples::site(), policy, paper_samples::chinese()));
}
kiosk::Pdf ticket_pdf() { return pdf_of(paper_samples::priority_ticket()); }

void measure_pdf() {
    std::size_t size = 0;
    std::printf("%-44s        %8.2f ms\n", "paper that nobody sees, made at idle", timed([] { pdf_of({}); }));
    std::printf("%-44s        %8.2f ms\n", "ticket -> PDF, the first after it",
                timed([&] { size = ticket_pdf().bytes.size(); }));
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) times.push_back(timed([&] { size = ticket_pdf().bytes.size(); }));
    report("ticket -> PDF, again", times);
    std::printf("%-44s        %8.1f kB\n", "size", static_cast<double>(size) / 1000);
}

void measure_acceptance(support::Cupsd& cupsd, const std::string& queue) {
    hw::CupsServer server(cupsd.socket(), {});
    std::vector<double> accepted, whole;
    for (int i = 0; i < repeats; ++i) {
        const kiosk::Pdf pdf = ticket_pdf();
        const hw::JobTerms terms{{{pdf.page}}, pdf.pages};
        bool taken = true;
        accepted.push_back(timed([&] { taken = server.print(queue, "bench", pdf.bytes, terms).job.has_value(); }));
        whole.push_back(
            timed([&] { taken = taken && server.print(queue, "bench", ticket_pdf().bytes, terms).job.has_value(); }));
        if (!taken) std::puts("CUPS refused a job");
    }
    report("PDF -> accepted by CUPS", accepted);
    report("ticket -> PDF -> accepted by CUPS", whole);
}

double cpu_milliseconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

void measure_driver(support::Cupsd& cupsd, const std::string& queue, int idle_seconds) {
    kiosk::Mailbox<hw::PrinterEvent> events;
    const auto printer =
        hw::open_cups_printer(queue, cupsd.socket(), [&](hw::PrinterEvent event) { events.post(std::move(event)); });
    events.wait({});  // ready
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        times.push_back(timed([&] {
            printer->print({"bench-" + std::to_string(i), "Ticket", [](const auto&) { return ticket_pdf(); }});
            events.wait({});
        }));
    }
    report("print() -> PrintFinished", times);
    if (idle_seconds == 0) return;
    const double before = cpu_milliseconds();
    events.wait({}, std::chrono::seconds(idle_seconds));  // nothing comes
    std::printf("idle driver, CPU over %d s %27.2f ms\n", idle_seconds, cpu_milliseconds() - before);
}

}  // namespace

int main(int count, char** arguments) {
    measure_pdf();
    support::Cupsd cupsd;
    const support::SimulatedPrinter printer(cupsd, "ticket");
    measure_acceptance(cupsd, printer.queue());
    measure_driver(cupsd, printer.queue(), count > 1 ? std::atoi(arguments[1]) : 0);
}
