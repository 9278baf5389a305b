#include "hw/printer/fake_printer.h"

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace hw {
namespace {

using kiosk::Fault;
using kiosk::PrintOutcome;
using Condition = FakePrinter::Condition;

PrintJob job(const std::string& id) {
    return {id, "Ticket A017", [](const auto&) { return kiosk::Pdf{"%PDF-made-up"}; }};
}

class FakePrinterTest : public testing::Test {
protected:
    PrinterEvent next() {
        const auto event = events_.wait(std::stop_token(), std::chrono::seconds(20));
        if (event) return *event;
        ADD_FAILURE() << "reported nothing";
        return PrintFinished{};
    }
    template <class T>
    T expect() {
        auto event = next();
        if (auto* reported = std::get_if<T>(&event)) return *reported;
        ADD_FAILURE() << "reported something else: " << event.index();
        return {};
    }

    kiosk::Mailbox<PrinterEvent> events_;
    PrinterSink sink_ = [this](PrinterEvent event) { events_.post(std::move(event)); };
    support::TempDir dir_;
};

TEST_F(FakePrinterTest, KeepsADiaryOfPages) {
    FakePrinter printer(sink_, dir_.path() / "tickets");
    expect<PrinterReady>();
    printer.print(job("1"));
    EXPECT_EQ(expect<PrintFinished>().outcome, PrintOutcome::printed);
    ASSERT_EQ(printer.printed().size(), 1u);
    EXPECT_EQ(printer.printed()[0].job, "1");
    EXPECT_EQ(support::read_file(dir_.path() / "tickets/001-Ticket_A017.pdf"), "%PDF-made-up");
}

TEST_F(FakePrinterTest, WithoutPaperNothingComesUntilItIsPutBack) {
    FakePrinter printer(sink_);
    expect<PrinterReady>();
    printer.set(Condition::paper_out);
    EXPECT_EQ(expect<PrinterFailed>().fault, Fault::paper_out);
    printer.print(job("1"));
    const auto failed = expect<PrintFinished>();
    EXPECT_EQ(failed.outcome, PrintOutcome::not_printed);
    EXPECT_EQ(failed.fault, Fault::paper_out);
    printer.set(Condition::well);
    expect<PrinterReady>();
    printer.print(job("2"));
    EXPECT_EQ(expect<PrintFinished>().outcome, PrintOutcome::printed);
    EXPECT_EQ(printer.printed().size(), 1u);
}

TEST_F(FakePrinterTest, ForgetfulPrinterPrintsButNobodyLearnsOfIt) {
    FakePrinter printer(sink_);
    expect<PrinterReady>();
    printer.set(Condition::forgetful);
    printer.print(job("1"));
    EXPECT_EQ(expect<PrintFinished>().outcome, PrintOutcome::unknown);
    EXPECT_EQ(printer.printed().size(), 1u);
}

TEST_F(FakePrinterTest, SameConditionTwiceIsReportedOnce) {
    FakePrinter printer(sink_);
    expect<PrinterReady>();
    printer.set(Condition::off);
    printer.set(Condition::off);
    printer.set(Condition::well);
    EXPECT_EQ(expect<PrinterFailed>().fault, Fault::printer_unreachable);
    expect<PrinterReady>();
}

}  // namespace
}  // namespace hw
