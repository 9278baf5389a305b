#include <gtest/gtest.h>

#include "tests/support/hall.h"
#include "tests/support/pdf.h"

// Somebody brings several people's cards along, on real parts.
namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::RealHall;

constexpr char next_card[] = "还有一张卡", those_were_all[] = "查完了";

class Errand : public testing::Test {
protected:
    State page(const Phase& phase, const Devices& devices = {}) const {
        auto state = hall.state_of(phase, devices);
        state.errand = errand;
        return state;
    }
    ErrandCard line_of(const std::string& key) { return errand_card(hall.found(key), hall_day()); }
    Date hall_day() const {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        return local_time(now, hall.rules().policy.utc_offset).date;
    }
    // Lays a card on, sees its answer, takes the card away and presses a button of that page.
    void lay(const std::string& name, const std::string& key, const char* button) {
        hall.reader.insert(card(name));
        const auto found = hall.found(key);
        const Phase answer = is_refused(found.stage) ? Phase{CardCameBack{found, {}}} : Phase{ShowingCase{found, {}}};
        ASSERT_TRUE(hall.shows(page(answer, card_lies_there()))) << name << '\n' << hall.log();
        hall.reader.pull();
        hall.press(page(answer), button);
        errand.push_back(line_of(key));
    }

    RealHall hall;
    std::vector<ErrandCard> errand;
};

TEST_F(Errand, ThreeCardsBecomeOneSlipAndOneTicket) {
    hall.open();
    lay("old-01", "DEMO-00001", next_card);
    ASSERT_TRUE(hall.shows(page(PresentCard{})));
    hall.reader.insert(card("old-02"));
    const Phase reason = CardCameBack{hall.found("DEMO-00002"), {}};
    ASSERT_TRUE(hall.shows(page(reason, card_lies_there())));
    hall.press(page(reason), next_card);
    errand.push_back(line_of("DEMO-00002"));
    ASSERT_TRUE(hall.shows(page(PresentCard{}, card_lies_there()))) << "it is to be taken away first";
    hall.reader.pull();
    ASSERT_TRUE(hall.shows(page(PresentCard{})));
    lay("old-06", "DEMO-00006", those_were_all);
    ASSERT_TRUE(hall.shows(page(ShowingErrand{})));

    hall.press(page(ShowingErrand{}), "打印出来");
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }));
    const auto slip = support::pdf_one_line(support::read_file(hall.printer.printed().at(0)));
    for (const char* line : {"尾号0001", "尾号0002退回来了", "尾号0006退回来了"})
        EXPECT_NE(slip.find(line), std::string::npos) << line << '\n' << slip;
    for (const auto* key : {"DEMO-00001", "DEMO-00002", "DEMO-00006"})
        EXPECT_EQ(slip.find(hall.found(key).masked_name), std::string::npos) << slip;
    const Phase printed = ShowingErrand{{Paper::printed, {}, {}, {}, 1}};
    ASSERT_TRUE(hall.shows(page(printed))) << hall.log();

    hall.press(page(printed), "退回来的2张卡，一起拿个号");
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 2; })) << hall.log();
    const auto tickets = hall.tickets();
    ASSERT_EQ(tickets.size(), 1u);
    ASSERT_EQ(tickets[0].cards.size(), 2u);
    EXPECT_EQ(tickets[0].cards[0].key, "DEMO-00002");
    EXPECT_EQ(tickets[0].cards[1].key, "DEMO-00006");
    const auto paper = support::pdf_one_line(support::read_file(hall.printer.printed().at(1)));
    EXPECT_NE(paper.find(label(tickets[0])), std::string::npos) << paper;
    for (const auto& card : tickets[0].cards) EXPECT_NE(paper.find("尾号" + card.last4), std::string::npos) << paper;
    EXPECT_EQ(hall.ticket_of("DEMO-00006").ticket.number, tickets[0].number);
}

TEST_F(Errand, PowerCutBetweenTwoCardsLeavesNothingOfTheFirst) {
    hall.open();
    lay("old-02", "DEMO-00002", "看卡走到哪了");
    errand.clear();
    const Phase way = ShowingCase{hall.found("DEMO-00002"), {}};
    ASSERT_TRUE(hall.shows(page(way)));
    hall.press(page(way), next_card);
    errand.push_back(line_of("DEMO-00002"));
    ASSERT_TRUE(hall.shows(page(PresentCard{})));
    hall.kill();
    hall.open();
    errand.clear();
    hall.reader.insert(card("old-02"));
    ASSERT_TRUE(hall.shows(page(CardCameBack{hall.found("DEMO-00002"), {}}, card_lies_there()))) << "as the first one";
    EXPECT_TRUE(hall.tickets().empty());
}

}  // namespace
