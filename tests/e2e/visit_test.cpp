#include <gtest/gtest.h>

#include "kiosk/wording/wording.h"
#include "tests/support/hall.h"
#include "tests/support/pdf.h"

// One visit on real parts. Each test has a hall of its own: window, pcscd, cupsd, ledger.
namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::RealHall;
using support::returned_card;
using support::returned_case;

std::string page_text(const RealHall& hall, std::size_t which) {
    return support::pdf_one_line(support::read_file(hall.printer.printed().at(which)));
}

Phase ticket_page(RealHall& hall, Paper paper, std::optional<Fault> fault = {}) {
    auto issued = hall.ticket_of(returned_case);
    return ShowingTicket{issued, {paper, {}, {}, fault}, hall.found(returned_case)};
}

void take_priority_ticket(RealHall& hall) {
    hall.reader.insert(card(returned_card));
    const Phase reason = CardCameBack{hall.found(returned_case), {}};
    ASSERT_TRUE(hall.shows(reason, card_lies_there()));
    hall.press(reason, "拿优先号");
    ASSERT_TRUE(support::wait_until([&] { return hall.tickets().size() == 1; }));
}

TEST(Visit, ReturnedCardBecomesAPrintedPriorityTicket) {
    RealHall hall;
    hall.open();
    take_priority_ticket(hall);
    ASSERT_TRUE(hall.shows(ticket_page(hall, Paper::printed), card_lies_there()));
    ASSERT_EQ(hall.printer.printed().size(), 1u);

    const auto ticket = hall.tickets().at(0);
    EXPECT_EQ(ticket.klass, TicketClass::priority);
    EXPECT_TRUE(support::wait_until([&] { return hall.tickets().at(0).on_paper == OnPaper::yes; }))
        << "it is written down after the page stands";
    const auto& policy = hall.rules().policy;
    const auto paper = page_text(hall, 0);
    EXPECT_NE(paper.find(label(ticket)), std::string::npos) << paper;
    EXPECT_NE(paper.find(policy.refusal("no_portrait")->words.zh), std::string::npos) << paper;
    const Words tr(hall.rules().words, Language::chinese);
    EXPECT_NE(paper.find(queue_rule_words(policy, tr).text), std::string::npos) << paper;

    const auto shown = ticket_page(hall, Paper::printed);
    hall.press(shown, "办完了");
    ASSERT_TRUE(hall.shows(TakeYourCard{}, card_lies_there()));
    hall.reader.pull();
    ASSERT_TRUE(hall.shows(Home{}));
    EXPECT_EQ(hall.close(), 0);
}

TEST(Visit, SecondTapShowsTheSameNumberAndPrintsNoSecondPaper) {
    RealHall hall;
    hall.open();
    take_priority_ticket(hall);
    const auto shown = [&] { return ticket_page(hall, Paper::printed); };
    ASSERT_TRUE(hall.shows(shown(), card_lies_there()));
    hall.reader.pull();
    hall.reader.insert(card(returned_card));
    ASSERT_TRUE(hall.shows(shown(), card_lies_there()));
    EXPECT_EQ(hall.tickets().size(), 1u);
    EXPECT_EQ(hall.printer.printed().size(), 1u);
}

TEST(Visit, PaperOutKeepsTheNumberAndTheNextTapPrintsIt) {
    RealHall hall;
    hall.open();
    hall.printer.paper_out(true);
    take_priority_ticket(hall);
    ASSERT_TRUE(hall.shows(ticket_page(hall, Paper::not_printed, Fault::paper_out), card_lies_there()));
    EXPECT_TRUE(hall.printer.printed().empty());
    hall.reader.pull();
    hall.printer.paper_out(false);
    hall.reader.insert(card(returned_card));
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }));
    EXPECT_NE(page_text(hall, 0).find(label(hall.tickets().at(0))), std::string::npos);
    EXPECT_EQ(hall.tickets().size(), 1u);
    ASSERT_TRUE(hall.shows(ticket_page(hall, Paper::printed), card_lies_there()));
}

TEST(Visit, PrinterOffLosesNoTicket) {
    RealHall hall;
    hall.open();
    hall.printer.off(true);
    take_priority_ticket(hall);
    EXPECT_TRUE(hall.shows(ticket_page(hall, Paper::not_printed, Fault::printer_unreachable), card_lies_there()))
        << hall.log();
    EXPECT_EQ(hall.tickets().size(), 1u);
    EXPECT_TRUE(hall.printer.printed().empty());
}

TEST(Visit, CupsKilledWhileATicketIsTakenLosesNoTicket) {
    RealHall hall;
    hall.open();
    hall.cupsd.kill();
    take_priority_ticket(hall);
    ASSERT_TRUE(
        support::wait_until([&] { return hall.log().find("staff wanted") != std::string::npos; }, std::chrono::seconds(60)))
        << hall.log();
    EXPECT_EQ(hall.tickets().size(), 1u);
    hall.cupsd.start();
    hall.reader.pull();
    hall.reader.insert(card(returned_card));
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }, std::chrono::seconds(60)));
    EXPECT_EQ(hall.tickets().size(), 1u);
}

TEST(Visit, CardPulledInTheMiddleOfReadingIsAskedForAgain) {
    RealHall hall;
    hall.open();
    hall.reader.hang();
    hall.reader.insert(card("old-01"));
    ASSERT_TRUE(hall.shows(ReadingCard{}, card_lies_there()));
    hall.reader.pull();
    hall.reader.go_on();
    ASSERT_TRUE(hall.shows(PresentCard{Purpose::where_is_my_card, Fault::card_removed_early}));
    hall.reader.insert(card("old-01"));
    ASSERT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00001"), {}}, card_lies_there()));
}

TEST(Visit, PcscdKilledIsSaidAndHealsByItself) {
    RealHall hall;
    hall.open();
    hall.pcscd.kill();
    Devices devices;
    devices.reader = Fault::reader_service_gone;
    ASSERT_TRUE(hall.shows(Home{}, devices));
    hall.pcscd.start();
    ASSERT_TRUE(hall.shows(Home{}));
    hall.reader.insert(card("old-03"));
    ASSERT_TRUE(hall.shows(ShowingCase{hall.found("DEMO-00003"), {}}, card_lies_there()));
}

TEST(Visit, LedgerThatIsNoLedgerIsSaidAndLeftAsItIs) {
    RealHall hall;
    const std::string rubbish(8192, 'x');
    support::write_file(hall.file("rubbish.db"), rubbish);
    hall.use_ledger("rubbish.db");
    Devices devices;
    devices.ledger = Fault::ledger_unreadable;
    hall.open(devices);
    hall.reader.insert(card("old-01"));
    devices.card_present = true;
    EXPECT_TRUE(hall.shows(OutOfOrder{Fault::ledger_unreadable}, devices));
    EXPECT_EQ(hall.close(), 0);
    EXPECT_EQ(support::read_file(hall.file("rubbish.db")), rubbish);
}

struct End {
    const char* name;
    void (*end)(RealHall&);
};
void PrintTo(const End& row, std::ostream* out) { *out << row.name; }
class KioskThatEndsWhilePrinting : public testing::TestWithParam<End> {};

// CUPS has the job, so the paper comes out all the same.
TEST_P(KioskThatEndsWhilePrinting, KnowsThatThePaperMayHaveComeOut) {
    RealHall hall;
    hall.open();
    hall.printer.hold(true);
    take_priority_ticket(hall);
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.taking(); }));
    GetParam().end(hall);
    hall.printer.hold(false);
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }));
    hall.reader.pull();
    hall.open();
    hall.reader.insert(card(returned_card));
    const auto perhaps = ticket_page(hall, Paper::unknown);
    ASSERT_TRUE(hall.shows(perhaps, card_lies_there())) << hall.log();
    EXPECT_EQ(hall.tickets().size(), 1u);
    EXPECT_EQ(hall.printer.printed().size(), 1u) << "nobody asked for a second paper";

    hall.press(perhaps, "再打印一张");
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 2; }));
    EXPECT_EQ(page_text(hall, 0).find("补打"), std::string::npos);
    EXPECT_NE(page_text(hall, 1).find("补打"), std::string::npos) << page_text(hall, 1);
    EXPECT_NE(page_text(hall, 1).find(label(hall.tickets().at(0))), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, KioskThatEndsWhilePrinting,
                         testing::Values(End{"killed", [](RealHall& hall) { hall.kill(); }},
                                         End{"stopped", [](RealHall& hall) { EXPECT_EQ(hall.close(), 0); }}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Visit, FullPrintSpoolIsSaidAndTheNextTapPrints) {
    RealHall hall;
    hall.open();
    hall.cupsd.fill_spool();
    take_priority_ticket(hall);
    ASSERT_TRUE(hall.shows(ticket_page(hall, Paper::not_printed, Fault::print_spool_full), card_lies_there())) << hall.log();
    EXPECT_TRUE(hall.printer.printed().empty());
    hall.cupsd.empty_spool();
    hall.reader.pull();
    hall.reader.insert(card(returned_card));
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }));
    EXPECT_EQ(page_text(hall, 0).find("补打"), std::string::npos) << "it is the first";
    ASSERT_TRUE(hall.shows(ticket_page(hall, Paper::printed), card_lies_there()));
}

TEST(Visit, LogHoldsNobodysNumbers) {
    RealHall hall;
    hall.open();
    for (const char* name : {"old-01", "old-07", "social-2", "new-senior"}) {
        hall.reader.insert(card(name));
        ASSERT_TRUE(support::wait_until([&] {
            const auto log = hall.log();
            return log.rfind("showing_") != std::string::npos && log.rfind("showing_") > log.rfind("reading_card");
        })) << name;
        hall.reader.pull();
    }
    EXPECT_EQ(hall.close(), 0);
    const auto log = hall.log();
    for (const char* secret : {"40000000", "31049200", "A0000000", "测试", "演示", "DEMO-", "500106"})
        EXPECT_EQ(log.find(secret), std::string::npos) << secret << " in\n" << log;
}

TEST(Visit, TypedNumbersFindTheCaseWithoutACard) {
    RealHall hall;
    hall.open();
    hall.press(Home{}, "我的卡退回来了");
    const Phase prompt = PresentCard{Purpose::card_came_back, {}};
    ASSERT_TRUE(hall.shows(prompt));
    hall.press(prompt, "没带卡？输号码");
    ASSERT_TRUE(hall.shows(Typing{Purpose::card_came_back, {}, {}, {}}));
    Typing typed{Purpose::card_came_back, {}, {}, {}};
    for (const char key : std::string("0100080002")) {
        hall.glass.key(std::string(1, key));
        (typed.id_tail6.size() < 6 ? typed.id_tail6 : typed.card_last4) += key;
        ASSERT_TRUE(hall.shows(typed));
    }
    hall.press(typed, "查我的卡");
    ASSERT_TRUE(hall.shows(CardCameBack{hall.found(returned_case), {}}));
}

}  // namespace
