#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/paper/papers.h"
#include "tests/hw/printer/diary.h"
#include "tests/kiosk/paper/samples.h"
#include "tests/support/cups.h"
#include "tests/support/dots.h"
#include "tests/support/ipp_printer.h"
#include "tests/support/pdf.h"
#include "tests/support/ppd.h"

// A ticket through the real filters of a real cupsd: what reaches the printer is measured.
namespace hw {
namespace {

using kiosk::PrintOutcome;
using support::DotPage;
using support::PpdPrinter;
using namespace std::chrono_literals;

constexpr int dpi = 203;
constexpr double dots_per_mm = dpi / 25.4;

kiosk::Document longest_ticket() {
    return kiosk::ticket_paper(paper_samples::priority_ticket(), paper_samples::place(), paper_samples::site(),
                               paper_samples::policy(), paper_samples::chinese());
}

// As a printer of 203 dpi puts it on paper.
std::vector<DotPage> dots_of(const std::string& sent) {
    if (!sent.starts_with("%PDF")) return support::dot_pages(sent);
    std::vector<DotPage> pages;
    for (int page = 1; page <= support::pdf_size(sent).pages; ++page)
        pages.push_back({support::pdf_raster(sent, dpi, page), dpi});
    return pages;
}

struct Queue {
    const char* name;
    PpdPrinter printer;
    std::vector<std::string> defaults = {};  // of the queue, as lpadmin takes them
    double width_mm = 80, length_mm = 0;     // expected; 0: the ticket's own
};
void PrintTo(const Queue& row, std::ostream* out) { *out << row.name; }

class TicketThroughQueue : public testing::TestWithParam<Queue> {
protected:
    std::vector<DotPage> print() {
        support::Cupsd cupsd;
        const support::TempDir dir;
        support::write_file(dir.path() / "roll.ppd", support::ppd(GetParam().printer));
        std::vector<std::string> driver{"-P", dir.file("roll.ppd")};
        for (const auto& option : GetParam().defaults) driver.insert(driver.end(), {"-o", option});
        const support::SimulatedPrinter device(cupsd, "ticket", driver);
        Diary diary;
        auto patience = hurried();
        patience.silent = 20s;  // ghostscript takes its time on a busy machine
        const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), patience);
        printer->print({"q1", "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
        const auto end = diary.finished();
        if (!end || end->outcome != PrintOutcome::printed || device.printed().size() != 1) {
            ADD_FAILURE() << "was not printed once\n" << cupsd.log();
            return {};
        }
        return dots_of(support::read_file(device.printed().front()));
    }
};

struct Expected {
    double width_mm = 80, length_mm = 0;  // 0: the ticket's own
    double middle_mm = 40;                // of the ticket
};
void expect_the_ticket(const std::vector<DotPage>& pages, const Expected& expected) {
    ASSERT_EQ(pages.size(), 1u);
    ASSERT_EQ(pages[0].dpi, dpi);
    const auto own = kiosk::to_pdf(longest_ticket());
    const auto wanted = support::ink_box(support::pdf_raster(own->bytes, dpi));
    const auto& raster = pages[0].raster;
    const auto seen = support::ink_box(raster);
    const double length = expected.length_mm > 0 ? expected.length_mm : own->page.length / 100.0;
    EXPECT_NEAR(static_cast<double>(raster.width) / dots_per_mm, expected.width_mm, 0.5);
    EXPECT_NEAR(static_cast<double>(raster.height) / dots_per_mm, length, 0.3);
    EXPECT_NEAR(static_cast<double>(seen.top), static_cast<double>(wanted.top), 2);
    EXPECT_NEAR(static_cast<double>(seen.bottom - seen.top), static_cast<double>(wanted.bottom - wanted.top), 2);
    EXPECT_NEAR(static_cast<double>(seen.right - seen.left), static_cast<double>(wanted.right - wanted.left), 2);
    const auto from_middle = static_cast<double>(seen.left + seen.right) / 2 - expected.middle_mm * dots_per_mm;
    EXPECT_NEAR(from_middle, 0, 3);
    const auto code = support::read_qr(support::pdf_raster(own->bytes, dpi));
    ASSERT_FALSE(code.empty());
    EXPECT_EQ(support::read_qr(raster), code);
}

TEST_P(TicketThroughQueue, ComesOutAtFullSizeAndAtTheTop) {
    const auto& [name, printer, defaults, width, length] = GetParam();
    constexpr double mm_per_point = 25.4 / 72;
    // Dots are sent only of where the printer can put them.
    const double left = printer.raster ? printer.left * mm_per_point : 0;
    const double right = printer.raster ? printer.right * mm_per_point : 0;
    expect_the_ticket(print(), {width - left - right, length, width / 2 - left});
}

PpdPrinter standard(std::size_t size, bool raster = false) {
    PpdPrinter printer;
    printer.standard = size;
    printer.raster = raster;
    return printer;
}
PpdPrinter without_custom(std::vector<PpdPrinter::Size> sizes, bool raster = false) {
    PpdPrinter printer = standard(0, raster);
    printer.sizes = std::move(sizes);
    printer.longest = {};
    return printer;
}
PpdPrinter longest(PpdPrinter::Size size) {
    PpdPrinter printer;
    printer.longest = size;
    return printer;
}
PpdPrinter margins(int left, int right, bool raster) {
    PpdPrinter printer = standard(1, raster);
    printer.left = left;
    printer.right = right;
    return printer;
}
PpdPrinter with(std::vector<std::string> lines) {
    PpdPrinter printer;
    printer.lines = std::move(lines);
    return printer;
}
PpdPrinter two_sided() {
    return with({"*OpenUI *Duplex/2-Sided: PickOne", "*DefaultDuplex: DuplexNoTumble", "*Duplex None/Off: \"\"",
                 "*Duplex DuplexNoTumble/Long: \"\"", "*Duplex DuplexTumble/Short: \"\"", "*CloseUI: *Duplex"});
}
PpdPrinter mirrored() {
    return with({"*OpenUI *MirrorPrint/Mirror: Boolean", "*DefaultMirrorPrint: True", "*MirrorPrint True/On: \"\"",
                 "*MirrorPrint False/Off: \"\"", "*CloseUI: *MirrorPrint"});
}
const auto named = [](const auto& test) { return std::string(test.param.name); };

INSTANTIATE_TEST_SUITE_P(Page, TicketThroughQueue,
                         testing::Values(Queue{"shorter_by_default", standard(1)},
                                         Queue{"of_two_metres_by_default", standard(3)},
                                         Queue{"shorter_in_dots", standard(1, true)},
                                         Queue{"of_two_metres_in_dots", standard(3, true)}),
                         named);

INSTANTIATE_TEST_SUITE_P(
    Paper, TicketThroughQueue,
    testing::Values(
        Queue{"without_custom_sizes", without_custom({{227, 227}, {227, 567}, {227, 842}, {227, 5669}}), {}, 80, 297},
        Queue{"without_custom_sizes_in_dots", without_custom({{227, 227}, {227, 842}}, true), {}, 80, 297},
        Queue{"as_wide_as_the_ink", without_custom({{204, 842}}), {}, 72, 297},
        Queue{"sheet", without_custom({{595, 842}}), {}, 210, 297},
        Queue{"sheet_in_dots", without_custom({{595, 842}}, true), {}, 210, 297},
        Queue{"custom_sizes_a_little_narrower", longest({226, 5669}), {}, 79.73},
        Queue{"custom_sizes_too_short", longest({227, 567}), {}, 80, 297},
        Queue{"margins_that_differ", margins(3, 11, false)}, Queue{"margins_that_differ_in_dots", margins(3, 11, true)}),
    named);

// Each of these alone would come through, too, if the job did not say otherwise.
INSTANTIATE_TEST_SUITE_P(
    Defaults, TicketThroughQueue,
    testing::Values(
        Queue{"cover_pages", standard(1), {"job-sheets-default=classified,secret"}},
        Queue{"sheets",
              standard(1),
              {"number-up-default=4", "copies-default=3", "multiple-document-handling-default=single-document"}},
        Queue{"two_sides", two_sided(), {"sides-default=two-sided-long-edge"}},
        Queue{"booklet", two_sided(), {"booklet-default=true"}}, Queue{"landscape", standard(1), {"landscape-default=true"}},
        Queue{"turned_and_mirrored", standard(1), {"orientation-requested-default=6", "mirror-default=true"}},
        Queue{"mirror_of_the_driver", mirrored()},
        Queue{"scaling", standard(3), {"print-scaling-default=fill", "scaling-default=50", "natural-scaling-default=50"}},
        Queue{"fitting", standard(3), {"fit-to-page-default=true", "fitplot-default=true"}},
        Queue{"filling", standard(3), {"fill-default=true", "crop-to-fit-default=true"}},
        Queue{"other_pages", standard(1), {"page-ranges-default=2-3", "page-set-default=even"}},
        Queue{"last_page_first", standard(1), {"page-delivery-default=reverse-order", "OutputOrder-default=Reverse"}},
        Queue{"ornaments", standard(1), {"page-border-default=double-thick", "page-label-default=INTERNAL"}},
        Queue{"place",
              without_custom({{227, 842}}),
              {"position-default=bottom-left", "page-top-default=72", "page-left-default=72"},
              80,
              297},
        Queue{"held", standard(1), {"job-hold-until-default=indefinite"}},
        Queue{"other_medium_and_quality", standard(1, true), {"media-default=iso_a4_210x297mm", "print-quality-default=3"}},
        Queue{"all_at_once_in_dots",
              standard(3, true),
              {"job-sheets-default=standard", "number-up-default=2", "copies-default=2", "fit-to-page-default=true",
               "mirror-default=true", "page-border-default=single"}}),
    named);

TEST(DriverlessPrinter, GetsTheTicketAtFullSizeAndAtTheTop) {
    support::Cupsd cupsd;
    const support::IppPrinter device(cupsd, "ticket");
    cupsd.change("ticket",
                 {"-o", "job-sheets-default=standard,none", "-o", "number-up-default=2", "-o", "print-scaling-default=fit"});
    Diary diary;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), Patience{});
    printer->print({"q1", "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
    const auto end = diary.finished();
    ASSERT_TRUE(end) << cupsd.log();
    ASSERT_EQ(end->outcome, PrintOutcome::printed) << cupsd.log();
    ASSERT_EQ(device.printed().size(), 1u);
    expect_the_ticket(support::dot_pages(support::read_file(device.printed().front())), {});
}

// The page is made longer by what such a printer cannot reach.
TEST(PrinterWithMarginsAboveAndBelow, LosesNothing) {
    support::Cupsd cupsd;
    const support::TempDir dir;
    PpdPrinter roll = standard(1, true);
    roll.top = 20;
    roll.bottom = 28;
    support::write_file(dir.path() / "roll.ppd", support::ppd(roll));
    const support::SimulatedPrinter device(cupsd, "ticket", {"-P", dir.file("roll.ppd")});
    Diary diary;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), Patience{});
    printer->print({"q1", "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
    const auto end = diary.finished();
    ASSERT_TRUE(end) << cupsd.log();
    ASSERT_EQ(end->outcome, PrintOutcome::printed) << cupsd.log();
    const auto pages = support::dot_pages(support::read_file(device.printed().at(0)));
    ASSERT_EQ(pages.size(), 1u);
    const auto wanted = support::ink_box(support::pdf_raster(kiosk::to_pdf(longest_ticket())->bytes, dpi));
    const auto seen = support::ink_box(pages[0].raster);
    EXPECT_NEAR(static_cast<double>(seen.bottom - seen.top), static_cast<double>(wanted.bottom - wanted.top), 2);
    EXPECT_NEAR(static_cast<double>(seen.top), static_cast<double>(wanted.top) - 4 * dots_per_mm, 3)
        << "and wastes no paper";
}

// The driver's filter works for long; where the backend has said before that there is no paper, it counts a page all the
// same.
class PaperOutBehindSlowFilters : public testing::TestWithParam<bool> {};

TEST_P(PaperOutBehindSlowFilters, IsReportedForWhatItIs) {
    support::Cupsd cupsd;
    const support::TempDir dir;
    auto patience = hurried();
    patience.silent = 20s;
    PpdPrinter roll = standard(1, !GetParam());  // the filters that make dots say something of their own
    roll.filter = dir.file("driver");
    const std::string counts = GetParam() ? "" : "echo 'PAGE: 1 1' >&2\n";
    support::write_file(roll.filter, "#!/bin/sh\nsleep 0.9\n" + counts + "cat \"${6:--}\"\n");
    std::filesystem::permissions(dir.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(roll.filter, std::filesystem::perms(0755));
    support::write_file(dir.path() / "roll.ppd", support::ppd(roll));
    support::SimulatedPrinter device(cupsd, "ticket", {"-P", dir.file("roll.ppd")});
    device.paper_out(true);
    device.wait_for_data(GetParam());
    Diary diary;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), patience);
    const auto print = [&](const char* id) {
        printer->print({id, "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
    };
    print("q1");
    const auto refused = diary.finished();
    ASSERT_TRUE(refused) << cupsd.log();
    EXPECT_EQ(refused->outcome, PrintOutcome::not_printed) << cupsd.log();
    EXPECT_EQ(refused->fault, kiosk::Fault::paper_out);
    device.paper_out(false);
    print("q2");
    const auto printed = diary.finished(2);
    ASSERT_TRUE(printed);
    EXPECT_EQ(printed->outcome, PrintOutcome::printed) << cupsd.log();
    EXPECT_EQ(device.printed().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(, PaperOutBehindSlowFilters, testing::Bool(), [](const auto& test) {
    return std::string(test.param ? "whose_backend_waits_for_data" : "whose_backend_speaks_at_once");
});

// Two pieces of paper, and nothing is missing.
TEST(QueueOfShortPapers, PrintsTheTicketOnSeveral) {
    support::Cupsd cupsd;
    const support::TempDir dir;
    support::write_file(dir.path() / "roll.ppd", support::ppd(without_custom({{227, 340}})));
    const support::SimulatedPrinter device(cupsd, "ticket", {"-P", dir.file("roll.ppd")});
    Diary diary;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), Patience{});
    printer->print({"q1", "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
    const auto end = diary.finished();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->outcome, PrintOutcome::printed);
    ASSERT_EQ(device.printed().size(), 1u);
    const auto sent = support::read_file(device.printed().front());
    EXPECT_GE(support::pdf_size(sent).pages, 2);
    EXPECT_EQ(support::pdf_one_line(sent), support::pdf_one_line(kiosk::to_pdf(longest_ticket())->bytes));
}

TEST(QueueOfNarrowPapers, PrintsNothingRatherThanHalfATicket) {
    support::Cupsd cupsd;
    const support::TempDir dir;
    auto narrow = without_custom({{164, 842}});
    support::write_file(dir.path() / "roll.ppd", support::ppd(narrow));
    const support::SimulatedPrinter device(cupsd, "ticket", {"-P", dir.file("roll.ppd")});
    Diary diary;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), hurried());
    printer->print({"q1", "Ticket", [](const auto& page) { return kiosk::to_pdf(longest_ticket(), page); }});
    const auto end = diary.finished();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->outcome, PrintOutcome::not_printed);
    EXPECT_EQ(end->fault, kiosk::Fault::printer_unfit);
}

}  // namespace
}  // namespace hw
