#include "hw/printer/queue_trouble.h"

#include <cmath>

#include <fmt/format.h>

#include "hw/printer/cups_server.h"

namespace hw {
namespace {

using kiosk::PaperSize;
using kiosk::Pdf;

QueueFinding good(std::string state, std::string hint = {}) { return {true, std::move(state), std::move(hint)}; }
QueueFinding wrong(std::string state, std::string remedy) { return {false, std::move(state), std::move(remedy)}; }

std::string words(const PaperSize& size) {
    return fmt::format("{} x {} mm", std::lround(size.width / 100.0), std::lround(size.length / 100.0));
}

QueueFinding driver_of(const std::string& queue, const QueueFacts& facts) {
    if (facts.raw)
        return good(
            fmt::format("{}: raw, without a driver; the printer is sent PDF as it is, and its own page counts", queue),
            "a printer that knows no PDF prints gibberish: give the queue a driver (lpadmin -p " + queue +
                " -m everywhere, or -P FILE.ppd)");
    const auto dots = facts.dpi > 0 ? fmt::format(", {} dpi", facts.dpi) : std::string{};
    return good(fmt::format("{}: driver \"{}\"{}", queue, facts.driver, dots));
}

QueueFinding paper_of(const Pdf& ticket, const QueueFacts& facts) {
    const auto paper = paper_for(ticket, facts.view.media);
    const double ink = ticket.ink_width / 100.0;
    if (!paper)
        return wrong(fmt::format("no paper of this queue is as wide as what is printed, {} mm", ink),
                     "choose a driver for rolls of 80 mm");
    if (!prints_whole_width(ticket, *paper, facts.view.media))
        return wrong(fmt::format("the printer leaves so much at the sides of {} that less than {} mm are printed",
                                 words(paper->page.size), ink),
                     "choose a paper of the driver with smaller margins, or another driver");
    const std::string own = words(ticket.page), full = "at full size, one copy, no cover page";
    if (paper->page.size.length < ticket.page.length)
        return good(fmt::format("a ticket of {} takes several pages of {}, {}", own, words(paper->page.size), full),
                    "choose a driver that takes custom sizes or a longer roll, so that a ticket is one piece");
    if (paper->custom || facts.raw || words(paper->page.size) == own)
        return good(fmt::format("a ticket is {}, {}", words(paper->page.size), full));
    return good(
        fmt::format("takes no custom size: a ticket of {} comes on {}, the next longer paper, cut by the printer; {}", own,
                    words(paper->page.size), full),
        "a driver that takes custom sizes saves the rest of the paper");
}

void add_obstacles(std::vector<QueueFinding>& findings, CupsServer& server, const std::string& queue,
                   const QueueFacts& facts, const Pdf& ticket) {
    if (!facts.takes_pdf)
        findings.push_back(
            wrong("CUPS has no filter that turns PDF into what the driver wants", "apt install cups-filters"));
    if (!facts.forced_banner.empty())
        findings.push_back(wrong(fmt::format("CUPS prints a cover page \"{}\" with every job", facts.forced_banner),
                                 "take Classification out of /etc/cups/cupsd.conf, then systemctl restart cups"));
    if (facts.quota)
        findings.push_back(wrong("has a quota: once it is used up no ticket is printed",
                                 fmt::format("lpadmin -p {} -o job-page-limit=0 -o job-k-limit=0", queue)));
    const auto paper = paper_for(ticket, facts.view.media);
    const auto taken = paper ? server.validate(queue, {*paper, ticket.pages}) : kiosk::Status{kiosk::Done{}};
    if (!taken)
        findings.push_back(wrong("CUPS would not take a ticket: " + taken.error().detail,
                                 "see who may print there: lpadmin -p " + queue + " -u allow:all"));
}

}  // namespace

QueueReport look_at_queue(const std::string& wanted, const std::string& where, const Pdf& ticket) {
    CupsServer server(where, {});
    QueueReport report;
    report.queue = wanted;
    if (wanted.empty()) {
        auto standard = server.default_queue();
        if (!standard) {
            report.findings.push_back(
                wrong(standard.error().detail, "name the printer's queue under [printer] queue; lpstat -e lists them"));
            return report;
        }
        report.queue = *std::move(standard);
    }
    const auto facts = server.facts(report.queue);
    if (!facts) {
        report.findings.push_back(
            wrong(report.queue + ": " + facts.error().detail, "lpstat -e lists the queues; name one under [printer] queue"));
        return report;
    }
    report.dpi = facts->dpi;
    report.findings = {driver_of(report.queue, *facts), paper_of(ticket, *facts)};
    if (!facts->overruled.empty())
        report.findings.push_back(
            good(fmt::format("every job overrules the queue's {}", fmt::join(facts->overruled, ", "))));
    add_obstacles(report.findings, server, report.queue, *facts, ticket);
    return report;
}

}  // namespace hw
