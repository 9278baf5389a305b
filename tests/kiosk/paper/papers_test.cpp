#include "kiosk/paper/papers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "tests/kiosk/paper/samples.h"
#include "tests/support/golden.h"
#include "tests/support/pdf.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;

Document slip(Stage stage, Date today, const Words& tr) {
    return status_slip(paper_samples::case_at(stage), paper_samples::site(), paper_samples::policy(), tr, today);
}
Document ticket(const Ticket& issued, const Words& tr) {
    return ticket_paper(issued, paper_samples::place(), paper_samples::site(), paper_samples::policy(), tr);
}

std::string words_of(const Document& document) { return support::pdf_one_line(to_pdf(document)->bytes); }
bool says(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

TEST(TicketPaper, PriorityHoldsNumberReasonRuleAndQueue) {
    const std::string text = words_of(ticket(paper_samples::priority_ticket(), paper_samples::chinese()));
    for (const auto* words : {"优先号", "A017", "老卡换新卡", "社保卡里没有您的照片，新卡做不了。",
                              "请带上老卡和身份证，到柜台来，我们帮您办。", "优先号先叫；每叫两位，也叫一位普通号",
                              "您前面5个人", "10到20分钟", "样板大厅", "样板路1号", "2026年3月9日", "09:40"}) {
        EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    }
}

TEST(TicketPaper, PriorityInEnglish) {
    const std::string text = words_of(ticket(paper_samples::priority_ticket(), paper_samples::english()));
    for (const auto* words : {"Priorityticket", "A017", "Upgradeofanoldcard", "Thereisnophotoonfile", "oldcardandIDcard",
                              "aftereverytwoofthem", "5people", "10to20minutes", "SampleHall", "9March2026", "09:40"}) {
        EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    }
}

TEST(TicketPaper, OrdinaryHasNoReason) {
    const std::string text = words_of(ticket(paper_samples::ordinary_ticket(), paper_samples::chinese()));
    EXPECT_TRUE(says(text, "排队号A108")) << text;
    EXPECT_TRUE(says(text, "每叫两位")) << text;
    EXPECT_FALSE(says(text, "退回来")) << text;
    EXPECT_FALSE(says(text, "请带上")) << text;
}

TEST(TicketPaper, UnknownWaitIsSaidToBeUnknown) {
    const Document paper = ticket_paper(paper_samples::ordinary_ticket(), {0, std::nullopt}, paper_samples::site(),
                                        paper_samples::policy(), paper_samples::chinese());
    const std::string text = words_of(paper);
    EXPECT_TRUE(says(text, "窗口现在没叫号，说不准")) << text;
    EXPECT_TRUE(says(text, "您前面没有人")) << text;
}

TEST(TicketPaper, TimeIsTheHallsNotTheServers) {
    Policy elsewhere = paper_samples::policy();
    elsewhere.utc_offset = -60min;
    const Document paper = ticket_paper(paper_samples::ordinary_ticket(), paper_samples::place(), paper_samples::site(),
                                        elsewhere, paper_samples::chinese());
    EXPECT_TRUE(says(words_of(paper), "00:40"));
}

TEST(TicketPaper, ReasonThatThePolicyDoesNotKnowIsLeftToTheCounter) {
    Policy without = paper_samples::policy();
    without.refusals.clear();
    const Document paper = ticket_paper(paper_samples::priority_ticket(), paper_samples::place(), paper_samples::site(),
                                        without, paper_samples::chinese());
    const std::string text = words_of(paper);
    EXPECT_TRUE(says(text, "窗口会告诉您")) << text;
    EXPECT_TRUE(says(text, "老卡和身份证")) << text;
}

TEST(TicketPaper, StrayBracesInThePolicyAreOnlyText) {
    Policy odd = paper_samples::policy();
    odd.queue_rule.zh = "先叫{优先}号{}{}";
    const Document paper = ticket_paper(paper_samples::ordinary_ticket(), paper_samples::place(), paper_samples::site(), odd,
                                        paper_samples::chinese());
    EXPECT_TRUE(says(words_of(paper), "先叫{优先}号两{}"));
}

struct SlipRow {
    const char* name;
    Stage stage;
    Date today;
    std::vector<const char*> said;
    std::vector<const char*> unsaid;
};
void PrintTo(const SlipRow& row, std::ostream* out) { *out << row.name; }
class SlipAt : public testing::TestWithParam<SlipRow> {};

TEST_P(SlipAt, EveryStageSays) {
    const std::string text = words_of(slip(GetParam().stage, GetParam().today, paper_samples::chinese()));
    EXPECT_TRUE(says(text, "钱＊＊")) << text;
    EXPECT_TRUE(says(text, "3月2日交的卡")) << text;
    for (const auto* words : GetParam().said) EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    for (const auto* words : GetParam().unsaid) EXPECT_FALSE(says(text, words)) << words << "\n" << text;
}

INSTANTIATE_TEST_SUITE_P(
    , SlipAt,
    testing::Values(
        SlipRow{"collected",
                Stage::collected,
                paper_samples::in_time(),
                {"样板一村社区", "3月12日（星期四）给您"},
                {"晚了", "今天"}},
        SlipRow{"at_street", Stage::at_street, paper_samples::in_time(), {"样板街道", "3月6日到的"}, {"晚了"}},
        SlipRow{"at_district", Stage::at_district, paper_samples::in_time(), {"样板区", "3月6日到的"}, {"晚了"}},
        SlipRow{"at_maker", Stage::at_maker, paper_samples::in_time(), {"制卡中心", "3月6日到的"}, {"晚了"}},
        SlipRow{"made", Stage::made, paper_samples::in_time(), {"制卡中心：新卡做好了"}, {"晚了"}},
        SlipRow{"late", Stage::at_maker, paper_samples::too_late(), {"已经晚了", "3月12日", "请到窗口说一声"}, {"最晚"}},
        SlipRow{"back_at_street", Stage::back_at_street, paper_samples::in_time(), {"在回来的路上", "3月6日到的"}, {"晚了"}},
        SlipRow{
            "ready_is_never_late", Stage::ready, paper_samples::too_late(), {"新卡到了", "请到样板一村社区去拿"}, {"晚了"}},
        SlipRow{"handed_out", Stage::handed_out, paper_samples::too_late(), {"新卡已经交给您了"}, {"晚了", "优先号"}},
        SlipRow{"refused",
                Stage::refused,
                paper_samples::in_time(),
                {"没办成", "社保卡里没有您的照片", "老卡和身份证", "优先号"},
                {"给您。"}},
        SlipRow{
            "refused_handed_back", Stage::refused_handed_back, paper_samples::too_late(), {"没办成", "优先号"}, {"晚了"}},
        SlipRow{"served", Stage::served, paper_samples::too_late(), {"窗口已经给您办好了"}, {"晚了", "优先号"}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(StatusSlip, NoPriorityTicketIsPromisedWhereThePolicyGivesNone) {
    CaseView found = paper_samples::case_at(Stage::refused_at_community);
    found.refusal = "already_new";
    const auto paper = status_slip(found, paper_samples::site(), paper_samples::policy(), paper_samples::chinese(),
                                   paper_samples::in_time());
    const std::string text = words_of(paper);
    EXPECT_TRUE(says(text, "这张已经是新卡")) << text;
    EXPECT_FALSE(says(text, "优先号")) << text;
}

TEST(StatusSlip, PlacesThatAreNotKnownHaveAName) {
    CaseView found = paper_samples::case_at(Stage::at_street);
    found.community.clear();
    found.street.clear();
    found.district.clear();
    const auto paper = status_slip(found, paper_samples::site(), paper_samples::policy(), paper_samples::chinese(),
                                   paper_samples::in_time());
    const std::string text = words_of(paper);
    for (const auto* words : {"您的社区", "街道", "样板区"}) EXPECT_TRUE(says(text, words)) << words << "\n" << text;
}

std::vector<ErrandCard> several_cards() {
    std::vector<ErrandCard> cards;
    for (const auto stage : {Stage::at_maker, Stage::refused_at_community, Stage::back_at_street, Stage::ready}) {
        cards.push_back(errand_card(paper_samples::case_at(stage), paper_samples::in_time()));
        cards.back().last4 = "100" + std::to_string(cards.size());
    }
    cards[0].late = true;
    cards.push_back({.last4 = "1005", .verdict = Verdict::upgradable});
    return cards;
}
Document several(const std::vector<ErrandCard>& cards, const Words& tr) {
    return errand_slip(cards, paper_samples::site(), paper_samples::policy(), tr, paper_samples::in_time());
}

Ticket ticket_of_several() {
    Ticket issued = paper_samples::priority_ticket();
    issued.cards = {{"S-1", "1001", "no_portrait", "refused_at_community"},
                    {"S-2", "1002", "other", "refused_at_community"},
                    {"S-3", "", "no_portrait", "refused_at_community"}};
    return issued;
}

TEST(TicketPaper, OfSeveralCardsSaysWhyEachCameBackAndOnceWhatToBring) {
    const std::string text = words_of(ticket(ticket_of_several(), paper_samples::chinese()));
    for (const auto* words : {"A017", "这3张卡退回来了", "尾号1001：社保卡里没有您的照片", "尾号1002：有一项资料对不上"})
        EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    const auto bring = text.find("请带上老卡和身份证，到柜台来");
    ASSERT_NE(bring, std::string::npos) << text;
    EXPECT_EQ(text.find("请带上老卡和身份证，到柜台来", bring + 1), std::string::npos) << text;
}

TEST(ErrandSlip, HasALineForEachCardAndNobodysName) {
    const std::string text = words_of(several(several_cards(), paper_samples::chinese()));
    for (const auto* words :
         {"尾号1001在制卡中心，晚了", "尾号1002退回来了", "尾号1003新卡在回来的路上", "尾号1004新卡到了，到样板一村社区拿",
          "尾号1005没有交上来过", "请到窗口说一声", "一起拿一个号", "样板大厅", "3月12日"})
        EXPECT_TRUE(says(text, words)) << words << "\n" << text;
    EXPECT_FALSE(says(text, "钱")) << text;
}

TEST(ErrandSlip, SaysTheNumberOfACardThatHasOneAndAsksForNoOther) {
    auto cards = several_cards();
    cards[1].ticket = "A017";
    const std::string text = words_of(several(cards, paper_samples::chinese()));
    EXPECT_TRUE(says(text, "尾号1002退回来了，号是A017")) << text;
    EXPECT_FALSE(says(text, "一起拿一个号")) << text;
}

TEST(ErrandSlip, CardWithoutANumberIsCounted) {
    auto cards = several_cards();
    cards[2].last4.clear();
    EXPECT_TRUE(says(words_of(several(cards, paper_samples::chinese())), "第3张卡新卡在回来的路上"));
}

// The words of the real policy on paper: every reason and every service, in both languages.
TEST(Papers, OfTheShippedPoliciesCanAllBePrinted) {
    for (const auto* name : {"policy/shapingba.toml", "policy/sample-district.toml"}) {
        const auto policy = load_policy(asset_path(name));
        ASSERT_TRUE(policy) << policy.error().detail;
        for (const auto& tr : {paper_samples::chinese(), paper_samples::english()}) {
            for (const auto& reason : policy->refusals) {
                Ticket issued = paper_samples::priority_ticket();
                issued.service = policy->priority_service;
                issued.refusal = reason.code;
                const auto paper = ticket_paper(issued, paper_samples::place(), paper_samples::site(), *policy, tr);
                const bool told = std::any_of(paper.blocks.begin(), paper.blocks.end(), [&](const Block& block) {
                    return block == Block(Paragraph{tr(reason.words), true});
                });
                EXPECT_TRUE(told) << name << ": " << reason.code;
                EXPECT_TRUE(to_pdf(paper)) << name << ": " << reason.code;
            }
        }
    }
}

// ---- Pictures. KIOSK_RENEW_GOLDEN=1 in the environment writes them anew.
struct Picture {
    const char* name;
    Document (*paper)();
};
void PrintTo(const Picture& row, std::ostream* out) { *out << row.name; }
class PaperPicture : public testing::TestWithParam<Picture> {};

TEST_P(PaperPicture, LooksAsBefore) {
    const auto pdf = to_pdf(GetParam().paper());
    ASSERT_TRUE(pdf);
    const auto seen = support::image_of(support::pdf_raster(pdf->bytes));
    const auto picture = support::compare_golden(seen, std::string("paper/") + GetParam().name);
    EXPECT_TRUE(picture.matches) << picture.why;
}

INSTANTIATE_TEST_SUITE_P(
    , PaperPicture,
    testing::Values(
        Picture{"ticket_priority_zh", [] { return ticket(paper_samples::priority_ticket(), paper_samples::chinese()); }},
        Picture{"ticket_priority_en", [] { return ticket(paper_samples::priority_ticket(), paper_samples::english()); }},
        Picture{"ticket_again_zh",
                [] {
                    return ticket_paper(paper_samples::priority_ticket(), paper_samples::place(), paper_samples::site(),
                                        paper_samples::policy(), paper_samples::chinese(), true);
                }},
        Picture{"printer_test_zh",
                [] {
                    return printer_test({"receipt", 203, {2026y / 3 / 9, 580min}}, paper_samples::chinese());
                }},
        Picture{"ticket_ordinary_zh", [] { return ticket(paper_samples::ordinary_ticket(), paper_samples::chinese()); }},
        Picture{"ticket_ordinary_en", [] { return ticket(paper_samples::ordinary_ticket(), paper_samples::english()); }},
        Picture{"slip_in_time_zh", [] { return slip(Stage::at_maker, paper_samples::in_time(), paper_samples::chinese()); }},
        Picture{"slip_in_time_en", [] { return slip(Stage::at_maker, paper_samples::in_time(), paper_samples::english()); }},
        Picture{"slip_late_zh",
                [] { return slip(Stage::back_at_district, paper_samples::too_late(), paper_samples::chinese()); }},
        Picture{"slip_late_en",
                [] { return slip(Stage::back_at_district, paper_samples::too_late(), paper_samples::english()); }},
        Picture{"slip_refused_zh",
                [] { return slip(Stage::refused_at_community, paper_samples::in_time(), paper_samples::chinese()); }},
        Picture{"ticket_of_several_zh", [] { return ticket(ticket_of_several(), paper_samples::chinese()); }},
        Picture{"ticket_of_several_en", [] { return ticket(ticket_of_several(), paper_samples::english()); }},
        Picture{"slip_of_several_zh", [] { return several(several_cards(), paper_samples::chinese()); }},
        Picture{"slip_of_several_en", [] { return several(several_cards(), paper_samples::english()); }},
        Picture{"slip_refused_en",
                [] { return slip(Stage::refused_at_community, paper_samples::in_time(), paper_samples::english()); }}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
