#include "kiosk/table/import.h"

#include <gtest/gtest.h>

#include <ostream>

#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

const std::string english =
    "case_key,holder_name,id_number,old_card,social_card,community,street,district,handed_in_at,stage,stage_at,refusal,"
    "new_card\n";
const std::string chinese =
    "编号,姓名,身份证号码,敬老卡卡号,社保卡卡号,村（社区）,镇（街道）,区县,收取时间,状态,状态时间,退回原因,新卡卡号\n";

// Made up: area 500106, serial 000.
constexpr const char* id_b = "500106195202020005";

std::string row(const std::string& key, const std::string& stage, const std::string& refusal = {},
                const std::string& card = "4000900000000001", const std::string& id = id_a) {
    return key + ",测试甲," + id + "," + card + ",A00000001,演示社区,演示街道,沙坪坝区,2026-11-01," + stage +
           ",2026-11-01 09:30," + refusal + ",\n";
}

class ImportTest : public LedgerTest {
protected:
    ImportReport import(const std::string& csv) {
        auto report = import_csv(ledger_->local(), csv, policy_);
        if (!report) {
            ADD_FAILURE() << report.error().detail;
            return {};
        }
        return *std::move(report);
    }
    std::optional<CaseView> by_key(const std::string& key) {
        const auto found = ledger_->find(ByKey{key});
        if (!found || found->empty()) return std::nullopt;
        return found->front();
    }
    std::size_t count() { return *ledger_->count_cases(); }

    std::unique_ptr<SqliteLedger> ledger_ = open();
};

void expect_bad(const ImportReport& report, std::size_t line, const std::string& column, const std::string& reason) {
    ASSERT_EQ(report.bad.size(), 1U);
    EXPECT_EQ(report.bad[0].line, line);
    EXPECT_EQ(report.bad[0].column, column);
    EXPECT_NE(report.bad[0].reason.find(reason), std::string::npos) << report.bad[0].reason;
    EXPECT_EQ(report.added + report.updated + report.unchanged, 0U);
}

TEST_F(ImportTest, KeepsWhatMayBeShown) {
    const auto report = import(english + row("K001", "at_maker"));
    EXPECT_TRUE(report.bad.empty());
    EXPECT_EQ(report.rows, 1U);
    EXPECT_EQ(report.added, 1U);
    const auto found = by_key("K001");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->masked_name, "测＊甲");
    EXPECT_EQ(found->old_last4, "0001");
    EXPECT_EQ(found->community, "演示社区");
    EXPECT_EQ(found->handed_in, *parse_iso_date("2026-11-01"));
    EXPECT_EQ(found->promised_by, *parse_iso_date("2026-11-11"));
    EXPECT_EQ(found->stage, Stage::at_maker);
    EXPECT_EQ(found->stage_at, at(*parse_iso_date("2026-11-01"), std::chrono::minutes{9 * 60 + 30}));
}

TEST_F(ImportTest, FindsACaseByEachOfItsNumbers) {
    import(english + row("K001", "at_maker") + row("K002", "ready", "", "4000900000000002", id_b));
    const std::vector<CaseQuery> queries = {ByCard{*CardNumber::parse("4000 9000 0000 0001")}, ByResidentId{id_a},
                                            ByKey{"k001"}, ByTyping{"010003", "0001"}};
    for (const auto& query : queries) {
        const auto found = ledger_->find(query);
        ASSERT_TRUE(found);
        ASSERT_EQ(found->size(), 1U) << "query " << query.index();
        EXPECT_EQ(found->front().key, "K001");
    }
    EXPECT_EQ(ledger_->find(BySocialCard{"a00000001"})->size(), 2U);
}

TEST_F(ImportTest, FindsNothingByAnotherKindOfNumber) {
    import(english + row("K001", "at_maker"));
    EXPECT_TRUE(ledger_->find(BySocialCard{"4000900000000001"})->empty());
    EXPECT_TRUE(ledger_->find(ByResidentId{"A00000001"})->empty());
    EXPECT_TRUE(ledger_->find(ByTyping{"010003", "0002"})->empty());
}

TEST_F(ImportTest, TypedXMayBeSmall) {
    import(english + row("K001", "at_maker", "", "4000900000000001", "50010619500101010X"));
    EXPECT_EQ(ledger_->find(ByTyping{"01010x", "0001"})->size(), 1U);
}

TEST_F(ImportTest, NewestHandInComesFirst) {
    auto older = row("K001", "handed_out"), newer = row("K002", "collected");
    older.replace(older.find("2026-11-01"), 10, "2026-10-01");
    import(english + older + newer);
    const auto found = ledger_->find(ByCard{*CardNumber::parse("4000900000000001")});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->front().key, "K002");
}

TEST_F(ImportTest, SecondImportOfTheSameFileChangesNothing) {
    const auto csv = english + row("K001", "at_maker") + row("K002", "refused", "no_portrait", "4000900000000002", id_b);
    EXPECT_EQ(import(csv).added, 2U);
    const auto again = import(csv);
    EXPECT_EQ(again.unchanged, 2U);
    EXPECT_EQ(again.added + again.updated, 0U);
    EXPECT_EQ(count(), 2U);
}

TEST_F(ImportTest, LaterFileMovesTheCaseOn) {
    import(english + row("K001", "at_maker"));
    EXPECT_EQ(import(english + row("K001", "ready")).updated, 1U);
    EXPECT_EQ(by_key("K001")->stage, Stage::ready);
}

TEST_F(ImportTest, PromiseStaysWhenThePolicyChanges) {
    import(english + row("K001", "at_maker"));
    policy_.promise_days = 20;
    EXPECT_EQ(import(english + row("K001", "at_maker")).unchanged, 1U);
    EXPECT_EQ(by_key("K001")->promised_by, *parse_iso_date("2026-11-11"));
}

TEST_F(ImportTest, RowWithoutKeyGetsTheSameOpaqueKeyEachTime) {
    const auto csv = english + row("", "at_maker");
    EXPECT_EQ(import(csv).added, 1U);
    EXPECT_EQ(import(csv).unchanged, 1U);
    const auto found = ledger_->find(ByResidentId{id_a});
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().key.size(), 16U);
    EXPECT_EQ(found->front().key.find("0001"), std::string::npos);
}

TEST_F(ImportTest, OneBadRowKeepsTheWholeFileOut) {
    const auto report = import(english + row("K001", "at_maker") + row("K002", "lost", "", "4000900000000002", id_b));
    expect_bad(report, 3, "stage", "no stage");
    EXPECT_EQ(count(), 0U);
    EXPECT_FALSE(by_key("K001"));
}

TEST_F(ImportTest, BadFileLeavesEarlierCasesAsTheyWere) {
    import(english + row("K001", "at_maker"));
    import(english + row("K001", "ready") + row("K002", "lost", "", "4000900000000002", id_b));
    EXPECT_EQ(by_key("K001")->stage, Stage::at_maker);
}

TEST_F(ImportTest, EveryBadRowIsNamed) {
    const auto report =
        import(english + row("K001", "lost") + row("K002", "at_maker", "no_portrait") + row("K003", "refused"));
    ASSERT_EQ(report.bad.size(), 3U);
    EXPECT_EQ(report.bad[0].line, 2U);
    EXPECT_EQ(report.bad[1].line, 3U);
    EXPECT_EQ(report.bad[2].line, 4U);
}

TEST_F(ImportTest, CardCannotGoBackwards) {
    import(english + row("K001", "ready"));
    expect_bad(import(english + row("K001", "at_maker")), 2, "stage", "the ledger has ready already");
    EXPECT_EQ(by_key("K001")->stage, Stage::ready);
}

TEST_F(ImportTest, SameKeyTwiceInOneFileIsBad) {
    expect_bad(import(english + row("K001", "at_maker") + row("K001", "ready")), 3, "", "earlier row");
    import(english + row("K001", "at_maker"));
    expect_bad(import(english + row("K001", "at_maker") + row("K001", "ready")), 3, "", "earlier row");
}

TEST_F(ImportTest, KeyOfSomebodyElseIsNotTakenOver) {
    import(english + row("K001", "at_maker"));
    expect_bad(import(english + row("K001", "at_maker", "", "4000900000000002", id_b)), 2, "case_key", "somebody else");
}

TEST_F(ImportTest, WrittenNumberMayBeCorrected) {
    import(english + row("K001", "at_maker"));
    EXPECT_EQ(import(english + row("K001", "at_maker", "", "4000900000000009")).updated, 1U);
    EXPECT_EQ(ledger_->find(ByCard{*CardNumber::parse("4000900000000009")})->size(), 1U);
    EXPECT_TRUE(ledger_->find(ByCard{*CardNumber::parse("4000900000000001")})->empty());
}

TEST_F(ImportTest, ReasonAddedByTheCityIsTaken) {
    import(english + row("K001", "refused", "city_special"));
    EXPECT_EQ(by_key("K001")->refusal, "city_special");
}

TEST_F(ImportTest, UsualReasonIsTakenThoughThePolicyHasNoWordsForIt) {
    policy_.refusals.clear();
    EXPECT_EQ(import(english + row("K001", "refused", "no_portrait")).added, 1u);
    EXPECT_EQ(by_key("K001")->refusal, "no_portrait");
}

TEST_F(ImportTest, ServedCaseKeepsItsReason) {
    import(english + row("K001", "refused", "no_portrait"));
    EXPECT_EQ(import(english + row("K001", "served", "no_portrait")).updated, 1U);
    EXPECT_EQ(by_key("K001")->stage, Stage::served);
}

TEST_F(ImportTest, SpreadsheetInChinese) {
    const auto report = import(chinese + row("", "退卡到社区", "无照片"));
    EXPECT_TRUE(report.bad.empty()) << (report.bad.empty() ? "" : report.bad[0].reason);
    const auto found = ledger_->find(ByResidentId{id_a});
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().stage, Stage::refused_at_community);
    EXPECT_EQ(found->front().refusal, "no_portrait");
}

TEST_F(ImportTest, ColumnsInAnyOrderAndOthersOfTheListPassedOver) {
    const auto report = import(
        "序号,状态,收取时间,镇(街道),敬老卡卡号,身份证号码,姓名,联系电话,备注\n"
        "1,制卡中,2026/11/1,演示街道,4000900000000001," +
        std::string(id_a) + ",测试甲,,\n");
    EXPECT_EQ(report.added, 1U) << (report.bad.empty() ? "" : report.bad[0].reason);
    EXPECT_EQ(ledger_->find(ByResidentId{id_a})->front().street, "演示街道");
}

TEST_F(ImportTest, ByteOrderMarkAndCarriageReturns) {
    auto csv = "\xEF\xBB\xBF" + chinese + row("K001", "待领取");
    for (std::size_t line = csv.find('\n'); line != std::string::npos; line = csv.find('\n', line + 2))
        csv.insert(line, "\r");
    EXPECT_EQ(import(csv).added, 1U);
    EXPECT_EQ(by_key("K001")->masked_name, "测＊甲");
}

// 姓名,身份证号码,敬老卡卡号,收取时间,状态 / 测试甲,…,已收取 as GB18030 writes it.
TEST_F(ImportTest, SpreadsheetInGb18030) {
    const std::string header =
        "\xD0\xD5\xC3\xFB,\xC9\xED\xB7\xDD\xD6\xA4\xBA\xC5\xC2\xEB,\xBE\xB4\xC0\xCF\xBF\xA8\xBF\xA8\xBA\xC5,"
        "\xCA\xD5\xC8\xA1\xCA\xB1\xBC\xE4,\xD7\xB4\xCC\xAC\r\n";
    const std::string line =
        "\xB2\xE2\xCA\xD4\xBC\xD7," + std::string(id_a) + ",4000900000000001,2026-11-01,\xD2\xD1\xCA\xD5\xC8\xA1\r\n";
    const auto report = import(header + line);
    EXPECT_EQ(report.added, 1U) << (report.bad.empty() ? "" : report.bad[0].reason);
    EXPECT_EQ(ledger_->find(ByResidentId{id_a})->front().masked_name, "测＊甲");
}

TEST_F(ImportTest, EnglishHeaderOverGb18030Rows) {
    const std::string line = "\xB2\xE2\xCA\xD4\xBC\xD7," + std::string(id_a) + ",4000900000000001,2026-11-01,collected\n";
    EXPECT_EQ(import("holder_name,id_number,old_card,handed_in_at,stage\n" + line).added, 1U);
    EXPECT_EQ(ledger_->find(ByResidentId{id_a})->front().masked_name, "测＊甲");
}

TEST_F(ImportTest, BrokenByteInUtf8IsNamedByLine) {
    auto csv = chinese + row("K001", "待领取") + row("K002", "待领取", "", "4000900000000002", id_b);
    csv[csv.rfind("演示社区") + 1] = '\xFF';
    expect_bad(import(csv), 3, "", "neither UTF-8 nor GB18030");
}

TEST_F(ImportTest, QuotedFieldWithEverythingInIt) {
    auto csv = english + row("K001", "ready");
    csv.replace(csv.find("演示街道"), std::string("演示街道").size(), "\"演示, \"\"北\"\" 街道\"");
    EXPECT_EQ(import(csv).added, 1U);
    EXPECT_EQ(by_key("K001")->street, "演示, \"北\" 街道");
}

TEST_F(ImportTest, LineIsThatOfTheFileAfterAQuotedLineBreak) {
    auto csv = english + row("K001", "ready") + row("K002", "lost", "", "4000900000000002", id_b);
    csv.replace(csv.find("演示社区"), 12, "\"演示\n社区\"");
    const auto report = import(csv);
    ASSERT_EQ(report.bad.size(), 2U);
    EXPECT_EQ(report.bad[0].line, 2U);
    EXPECT_NE(report.bad[0].reason.find("line break"), std::string::npos);
    EXPECT_EQ(report.bad[1].line, 4U);
}

TEST_F(ImportTest, BlankLinesAndEmptySpreadsheetRowsAreLeftOut) {
    const auto report = import(english + "\n,,,,,,,,,,,,\n" + row("K001", "ready") + "\r\n");
    EXPECT_EQ(report.rows, 1U);
    EXPECT_EQ(report.added, 1U);
}

struct BadFile {
    const char* name;
    std::string csv;
    std::size_t line;
    std::string column;
    std::string reason;
};
void PrintTo(const BadFile& file, std::ostream* out) { *out << file.name; }
class Refuses : public ImportTest, public testing::WithParamInterface<BadFile> {};
TEST_P(Refuses, AndSaysWhereAndWhy) {
    expect_bad(import(GetParam().csv), GetParam().line, GetParam().column, GetParam().reason);
    EXPECT_EQ(count(), 0U);
}

std::string with(std::string text, const std::string& what, const std::string& by) {
    return text.replace(text.find(what), what.size(), by);
}
const std::string good = english + row("K001", "at_maker");

INSTANTIATE_TEST_SUITE_P(
    , Refuses,
    testing::Values(
        BadFile{"empty_file", "", 1, "", "the file is empty"},
        BadFile{"utf16",
                "\xFF\xFE"
                "a,b\n",
                1, "", "UTF-16"},
        BadFile{"no_header", row("K001", "ready"), 1, "", "first line must name the columns"},
        BadFile{"missing_column", with(good, ",stage,", ",remark,"), 1, "", "stage (状态) is missing"},
        BadFile{"unknown_column", with(good, "new_card", "newcard"), 1, "", "column newcard is not known"},
        BadFile{"unknown_column_that_controls", with(good, "new_card", "\x1b[2J"), 1, "", "the column number "},
        BadFile{"unknown_column_that_turns", with(good, "new_card", "n\u202eew"), 1, "", "the column number "},
        BadFile{"unknown_column_without_end", with(good, "new_card", std::string(100'000, 'x')), 1, "",
                "the column number "},
        BadFile{"column_twice", with(good, "street", "community"), 1, "", "community is there twice"},
        BadFile{"too_few_fields", with(good, "," + std::string(id_a) + ",4000900000000001,A00000001,演示社区", ""), 2, "",
                "has 9 fields, the header has 13"},
        BadFile{"cut_off", good.substr(0, good.rfind(",2026-11-01 09:30")), 2, "", "the file ends within it"},
        BadFile{"quote_in_the_middle", with(good, "演示社区", "演\"示"), 2, "", "middle of a field"},
        BadFile{"text_after_quote", with(good, "演示社区", "\"演\"示"), 2, "", "follows a closing quote"},
        BadFile{"quote_never_closed", with(good, "演示社区", "\"演示"), 2, "", "never closed"},
        BadFile{"no_name", with(good, "测试甲", ""), 2, "holder_name", "is empty"},
        BadFile{"wrong_check_digit", with(good, id_a, "500106195001010004"), 2, "id_number", "check character"},
        BadFile{"short_id", with(good, id_a, "50010619500101"), 2, "id_number", "characters"},
        BadFile{"bad_card", with(good, "4000900000000001", "400090000000001"), 2, "old_card", "16 digits"},
        BadFile{"spreadsheet_ate_the_card", with(good, "4000900000000001", "4.0009E+15"), 2, "old_card",
                "last digits are lost"},
        BadFile{"no_card_and_no_key", with(english + row("", "at_maker"), "4000900000000001", ""), 2, "old_card",
                "needs a case key"},
        BadFile{"bad_social_card", with(good, "A00000001", "A-1"), 2, "social_card", "letters and digits"},
        BadFile{"no_such_day", with(good, "2026-11-01,", "2026-11-31,"), 2, "handed_in_at", "must be a day"},
        BadFile{"mixed_separators", with(good, "2026-11-01,", "2026-11/01,"), 2, "handed_in_at", "must be a day"},
        BadFile{"no_such_minute", with(good, "09:30", "09:60"), 2, "stage_at", "must be a day"},
        BadFile{"stage_before_hand_in", with(good, "2026-11-01 09:30", "2026-10-31"), 2, "stage_at",
                "before the day of hand-in"},
        BadFile{"unknown_stage", english + row("K001", "somewhere"), 2, "stage", "no stage"},
        BadFile{"unknown_reason", english + row("K001", "refused", "whim"), 2, "refusal", "none of the eight"},
        BadFile{"reason_without_refusal", english + row("K001", "ready", "no_portrait"), 2, "refusal", "not refused"},
        BadFile{"refusal_without_reason", english + row("K001", "refused"), 2, "refusal", "was refused"},
        BadFile{"key_is_an_id_number", english + row(id_a, "ready"), 2, "case_key", "looks like somebody's number"},
        BadFile{"key_is_a_phone_number", english + row("13000000000", "ready"), 2, "case_key",
                "looks like somebody's number"},
        BadFile{"key_with_odd_characters", english + row("K 0*1", "ready"), 2, "case_key", "letters, digits"},
        BadFile{"new_card_too_short", with(good, "09:30,,", "09:30,,4000900000000001"), 2, "new_card", "19 digits"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(ImportTest, ReasonsNameNoPersonalData) {
    const auto csv = english + "K1,测试甲,500106195001010004,40009000000000,%%%,,,,yesterday,ready,,,123\n" + "测试乙\n";
    const auto report = import(csv);
    EXPECT_GE(report.bad.size(), 6U);
    for (const auto& bad : report.bad) {
        for (const char* secret : {"测试", "5001061950", "40009", "%%%", "123"})
            EXPECT_EQ(bad.reason.find(secret), std::string::npos) << bad.reason;
    }
}

}  // namespace
}  // namespace ledger_test
