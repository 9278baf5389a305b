#include <gtest/gtest.h>

#include "hw/printer/printer.h"
#include "kiosk/base/mailbox.h"
#include "tests/hw/printer/diary.h"
#include "tests/support/cups.h"

// The driver on a real cupsd of the test's own.
namespace hw {
namespace {

using kiosk::Fault;
using kiosk::PrintOutcome;
using namespace std::chrono_literals;

// A raw queue passes it on as it is.
std::string page(const std::string& words) { return "%PDF-1.4\n% " + words + "\n%%EOF\n"; }

class CupsPrinterTest : public testing::Test {
protected:
    std::unique_ptr<Printer> open(const std::string& queue = "ticket") {
        return open_cups_printer(queue, cupsd_.socket(), diary_.sink(), hurried());
    }
    static PrintJob job(const std::string& id, const std::string& words = "hello") {
        return {id, "Ticket", [words](const auto&) { return kiosk::Pdf{page(words), {8000, 10000}}; }};
    }
    void expect(std::size_t number, PrintOutcome outcome, std::optional<Fault> fault) {
        const auto end = diary_.finished(number);
        ASSERT_TRUE(end) << "no outcome";
        EXPECT_EQ(end->outcome, outcome);
        EXPECT_EQ(end->fault, fault);
    }
    // Until the job is with the (held) printer.
    void wait_until_taken() {
        ASSERT_TRUE(support::wait_until([&] { return device_.taking(); })) << cupsd_.log();
    }
    void expect_nothing_left() {
        EXPECT_TRUE(support::wait_until([&] { return cupsd_.waiting_jobs(device_.queue()) == 0; }));
    }

    support::Cupsd cupsd_;
    support::SimulatedPrinter device_{cupsd_, "ticket"};
    Diary diary_;
};

TEST_F(CupsPrinterTest, PrintsThePageItWasGiven) {
    const auto printer = open();
    printer->print(job("a1", "A017"));
    expect(1, PrintOutcome::printed, std::nullopt);
    EXPECT_EQ(diary_.finished()->job, "a1");
    ASSERT_EQ(device_.printed().size(), 1u);
    EXPECT_EQ(support::read_file(device_.printed()[0]), page("A017"));
    EXPECT_EQ(diary_.states(), std::vector{std::optional<Fault>()});
}

TEST_F(CupsPrinterTest, ManyJobsComeOutOnceEachAndInOrder) {
    const auto printer = open();
    constexpr std::size_t many = 12;
    for (std::size_t i = 0; i < many; ++i) printer->print(job("m" + std::to_string(i), "page " + std::to_string(i)));
    expect(many, PrintOutcome::printed, std::nullopt);
    const auto pages = device_.printed();
    ASSERT_EQ(pages.size(), many);
    for (std::size_t i = 0; i < many; ++i) {
        EXPECT_EQ(support::read_file(pages[i]), page("page " + std::to_string(i)));
        EXPECT_EQ(diary_.finished(i + 1)->job, "m" + std::to_string(i));
    }
}

struct Trouble {
    const char* name;
    void (support::SimulatedPrinter::*set)(bool);
    Fault fault;
};
void PrintTo(const Trouble& row, std::ostream* out) { *out << row.name; }
class TroubleTest : public CupsPrinterTest, public testing::WithParamInterface<Trouble> {};

TEST_P(TroubleTest, IsTakenBackAndPrintsAgainOnceMended) {
    const auto printer = open();
    (device_.*GetParam().set)(true);
    printer->print(job("t1"));
    expect(1, PrintOutcome::not_printed, GetParam().fault);
    EXPECT_TRUE(diary_.state_is(GetParam().fault));
    expect_nothing_left();
    (device_.*GetParam().set)(false);
    printer->print(job("t2"));
    expect(2, PrintOutcome::printed, std::nullopt);
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    EXPECT_EQ(device_.printed().size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(, TroubleTest,
                         testing::Values(Trouble{"paper_out", &support::SimulatedPrinter::paper_out, Fault::paper_out},
                                         Trouble{"cover_open", &support::SimulatedPrinter::cover_open,
                                                 Fault::printer_cover_open},
                                         Trouble{"jam", &support::SimulatedPrinter::jam, Fault::paper_jam},
                                         Trouble{"off", &support::SimulatedPrinter::off, Fault::printer_unreachable}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_F(CupsPrinterTest, PaperThatComesBackInTimeLetsTheJobGoOn) {
    device_.paper_out(true);
    auto patience = hurried();
    patience.blocked = 60s;
    const auto printer = open_cups_printer("ticket", cupsd_.socket(), diary_.sink(), patience);
    printer->print(job("p1"));
    ASSERT_TRUE(support::wait_until([&] { return cupsd_.waiting_jobs("ticket") == 1; }));
    device_.paper_out(false);
    expect(1, PrintOutcome::printed, std::nullopt);
}

TEST_F(CupsPrinterTest, LowPaperStopsNothing) {
    device_.paper_low(true);
    const auto printer = open();
    printer->print(job("l1"));
    expect(1, PrintOutcome::printed, std::nullopt);
}

TEST_F(CupsPrinterTest, SilentPrinterThatTookTheDataMayHavePrinted) {
    device_.hold(true);
    const auto printer = open();
    printer->print(job("s1"));
    expect(1, PrintOutcome::unknown, Fault::printer_unreachable);
    expect_nothing_left();
}

TEST_F(CupsPrinterTest, JobThatTheBackendLostSightOfIsUnknown) {
    device_.lose_job_history(true);
    const auto printer = open();
    printer->print(job("h1"));
    expect(1, PrintOutcome::unknown, std::nullopt);
    device_.lose_job_history(false);
    printer->print(job("h2"));
    expect(2, PrintOutcome::printed, std::nullopt);
}

TEST_F(CupsPrinterTest, DisabledQueueIsReportedAtOnce) {
    cupsd_.disable("ticket");
    const auto printer = open();
    EXPECT_TRUE(diary_.state_is(Fault::printer_unreachable));
    printer->print(job("d1"));
    expect(1, PrintOutcome::not_printed, Fault::printer_unreachable);
    cupsd_.enable("ticket");
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    EXPECT_TRUE(device_.printed().empty());
}

TEST_F(CupsPrinterTest, RejectingQueueIsReportedAtOnce) {
    cupsd_.reject("ticket");
    const auto printer = open();
    printer->print(job("r1"));
    expect(1, PrintOutcome::not_printed, Fault::printer_unreachable);
}

TEST_F(CupsPrinterTest, QueueDisabledUnderAWaitingJobIsTakenBack) {
    device_.hold(true);
    const auto printer = open();
    printer->print(job("first"));
    wait_until_taken();
    cupsd_.disable("ticket");  // stops the first at the backend; it waits again
    const auto end = diary_.finished(1);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->outcome, PrintOutcome::unknown);  // its data had been taken
    expect_nothing_left();
}

TEST_F(CupsPrinterTest, UnknownQueue) {
    const auto printer = open("nowhere");
    EXPECT_TRUE(diary_.state_is(Fault::printer_unreachable));
    printer->print(job("u1"));
    expect(1, PrintOutcome::not_printed, Fault::printer_unreachable);
}

TEST_F(CupsPrinterTest, DefaultQueueWhereNoneIsNamed) {
    const auto without = open("");
    EXPECT_TRUE(diary_.state_is(Fault::printer_unreachable));
    ASSERT_EQ(support::run({"lpadmin", "-h", cupsd_.socket(), "-d", "ticket"}).code, 0);
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    without->print(job("q1"));
    expect(1, PrintOutcome::printed, std::nullopt);
}

TEST_F(CupsPrinterTest, JobCancelledByAnotherHandMayHavePrinted) {
    device_.hold(true);
    auto patience = hurried();
    patience.silent = 60s;
    const auto printer = open_cups_printer("ticket", cupsd_.socket(), diary_.sink(), patience);
    printer->print(job("c1"));
    wait_until_taken();
    cupsd_.cancel_all("ticket");
    expect(1, PrintOutcome::unknown, Fault::printer_unreachable);
}

TEST_F(CupsPrinterTest, CupsdKilledInTheMiddleNeverPrintsTwiceUnasked) {
    device_.hold(true);
    auto patience = hurried();
    patience.silent = 60s;
    patience.service = 60s;
    const auto printer = open_cups_printer("ticket", cupsd_.socket(), diary_.sink(), patience);
    printer->print(job("k1"));
    wait_until_taken();
    cupsd_.kill();
    cupsd_.start();
    expect(1, PrintOutcome::unknown, Fault::print_service_gone);
    expect_nothing_left();
    device_.hold(false);  // what the first backend had begun comes out now
    ASSERT_TRUE(support::wait_until([&] { return !device_.taking(); }));
    EXPECT_LE(device_.printed().size(), 1u);
    printer->print(job("k2"));
    expect(2, PrintOutcome::printed, std::nullopt);
    EXPECT_TRUE(diary_.state_is(std::nullopt));
}

TEST_F(CupsPrinterTest, JobGivenUpWhileCupsdWasAwayIsCancelledWhenItIsBack) {
    device_.hold(true);
    const auto printer = open();
    printer->print(job("g1"));
    wait_until_taken();
    cupsd_.kill();
    expect(1, PrintOutcome::unknown, Fault::print_service_gone);
    EXPECT_TRUE(diary_.state_is(Fault::print_service_gone));
    cupsd_.start();
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    expect_nothing_left();
}

TEST_F(CupsPrinterTest, NoCupsdAtStart) {
    cupsd_.stop();
    const auto printer = open();
    EXPECT_TRUE(diary_.state_is(Fault::print_service_gone));
    printer->print(job("n1"));
    expect(1, PrintOutcome::not_printed, Fault::print_service_gone);
    cupsd_.start();
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    printer->print(job("n2"));
    expect(2, PrintOutcome::printed, std::nullopt);
}

TEST_F(CupsPrinterTest, HangingCupsdHoldsNobodyUp) {
    cupsd_.hang();
    auto printer = open();
    const auto before = std::chrono::steady_clock::now();
    printer->print(job("x1"));
    printer.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);  // libcups waits one for "100 Continue"
    cupsd_.go_on();
}

TEST_F(CupsPrinterTest, HangingCupsdIsReportedAsGone) {
    cupsd_.hang();
    const auto printer = open();
    EXPECT_TRUE(diary_.state_is(Fault::print_service_gone));
    cupsd_.go_on();
    EXPECT_TRUE(diary_.state_is(std::nullopt));
}

TEST_F(CupsPrinterTest, FullSpoolIsCalledThatAndPrintsAsSoonAsThereIsRoom) {
    const auto printer = open();
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    cupsd_.fill_spool();
    printer->print(job("f1"));
    expect(1, PrintOutcome::not_printed, Fault::print_spool_full);
    printer->print(job("f2"));
    expect(2, PrintOutcome::not_printed, Fault::print_spool_full);
    cupsd_.empty_spool();
    printer->print(job("f3"));
    expect(3, PrintOutcome::printed, std::nullopt);
    EXPECT_TRUE(diary_.state_is(std::nullopt));
    EXPECT_EQ(device_.printed().size(), 1u);
    expect_nothing_left();
}

TEST_F(CupsPrinterTest, QuotaIsTheQueuesFault) {
    cupsd_.change("ticket", {"-o", "job-quota-period=3600", "-o", "job-page-limit=1"});
    const auto printer = open();
    printer->print(job("q1"));
    expect(1, PrintOutcome::printed, std::nullopt);
    printer->print(job("q2"));
    expect(2, PrintOutcome::not_printed, Fault::printer_unfit);
    EXPECT_EQ(device_.printed().size(), 1u);
}

TEST_F(CupsPrinterTest, QueueThatIsForOthersIsTheQueuesFault) {
    cupsd_.change("ticket", {"-u", "allow:nobody-at-all"});
    const auto printer = open();
    printer->print(job("u1"));
    expect(1, PrintOutcome::not_printed, Fault::printer_unfit);
}

// cupsd hangs up on whoever asks nothing for so many seconds.
TEST(CupsPrinter, ConnectionThatCupsdPutAwayCostsNoTicket) {
    support::Cupsd cupsd("Timeout 1\nKeepAliveTimeout 1\n");
    const support::SimulatedPrinter device(cupsd, "ticket");
    Diary diary;
    auto patience = hurried();
    patience.idle_look = 60s;
    const auto printer = open_cups_printer("ticket", cupsd.socket(), diary.sink(), patience);
    ASSERT_TRUE(diary.state_is(std::nullopt));
    const auto make = [](const auto&) { return kiosk::Pdf{page("hello"), {8000, 10000}}; };
    for (std::size_t number = 1; number <= 2; ++number) {
        ASSERT_TRUE(support::wait_until([&] { return cupsd.connections() == 0; })) << "cupsd keeps an idle connection";
        printer->print({"t" + std::to_string(number), "Ticket", make});
        const auto end = diary.finished(number);
        ASSERT_TRUE(end);
        EXPECT_EQ(end->outcome, PrintOutcome::printed);
    }
    EXPECT_EQ(diary.states(), std::vector{std::optional<Fault>()});
}

TEST_F(CupsPrinterTest, PageThatCannotBeMadeIsNotPrinted) {
    const auto printer = open();
    printer->print({"e1", "Ticket", [](const auto&) -> kiosk::Result<kiosk::Pdf> {
                        return kiosk::Error{Fault::malformed, "no page"};
                    }});
    expect(1, PrintOutcome::not_printed, Fault::malformed);
    EXPECT_TRUE(diary_.state_is(std::nullopt));
}

}  // namespace
}  // namespace hw
