#include "kiosk/code/payload.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

namespace kiosk {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::string_view qr_alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct Row {
    const char* name;
    std::string_view payload;
    std::optional<OwnCode> want;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.payload; }

class ParsePayload : public testing::TestWithParam<Row> {};

TEST_P(ParsePayload, AcceptsOnlyWhatWeWrite) {
    const Row& row = GetParam();
    EXPECT_EQ(parse_payload(row.payload), row.want);
    if (!row.want) return;
    EXPECT_EQ(to_payload(*row.want), row.payload);
}

const OwnCode ticket = TicketCode{2026y / 11 / 22, 'A', 17};
const std::string longest(64, 'K');
const std::string longest_payload = "KA1:C:" + longest;
const std::string too_long_payload = longest_payload + "K";

INSTANTIATE_TEST_SUITE_P(
    , ParsePayload,
    testing::Values(
        Row{"ticket", "KA1:T:2026-11-22:A017", ticket},
        Row{"last_ticket", "KA1:T:2026-11-22:Z999", TicketCode{2026y / 11 / 22, 'Z', 999}},
        Row{"leap_day", "KA1:T:2028-02-29:B001", TicketCode{2028y / 2 / 29, 'B', 1}},
        Row{"case_key", "KA1:C:C-000123", CaseCode{"C-000123"}}, Row{"small_letters_in_key", "KA1:C:%61b"sv, std::nullopt},
        Row{"key_with_small_letter", "KA1:C:%6101", CaseCode{"a01"}}, Row{"key_with_colon", "KA1:C:A%3AB", CaseCode{"A:B"}},
        Row{"key_with_chinese", "KA1:C:%E6%A1%88", CaseCode{"案"}}, Row{"key_with_percent", "KA1:C:%25", CaseCode{"%"}},
        Row{"longest_key", longest_payload, CaseCode{longest}}, Row{"too_long_key", too_long_payload, std::nullopt},
        Row{"no_key", "KA1:C:", std::nullopt}, Row{"cut_escape", "KA1:C:A%3", std::nullopt},
        Row{"cut_escape_at_once", "KA1:C:%", std::nullopt}, Row{"escape_in_small_letters", "KA1:C:A%3aB", std::nullopt},
        Row{"escape_of_a_plain_letter", "KA1:C:%41", std::nullopt},
        Row{"escape_that_is_no_number", "KA1:C:%ZZ", std::nullopt}, Row{"key_with_space", "KA1:C:A B", std::nullopt},
        Row{"key_with_nul", "KA1:C:A\0B"sv, std::nullopt}, Row{"empty", "", std::nullopt},
        Row{"prefix_only", "KA1", std::nullopt}, Row{"later_version", "KA2:T:2026-11-22:A017", std::nullopt},
        Row{"small_prefix", "ka1:t:2026-11-22:A017", std::nullopt},
        Row{"unknown_kind", "KA1:X:2026-11-22:A017", std::nullopt},
        Row{"day_that_is_none", "KA1:T:2026-02-29:A017", std::nullopt},
        Row{"day_without_dashes", "KA1:T:20261122:A017", std::nullopt},
        Row{"number_zero", "KA1:T:2026-11-22:A000", std::nullopt},
        Row{"number_too_long", "KA1:T:2026-11-22:A0017", std::nullopt},
        Row{"number_too_short", "KA1:T:2026-11-22:A17", std::nullopt},
        Row{"negative_number", "KA1:T:2026-11-22:A-17", std::nullopt},
        Row{"small_terminal", "KA1:T:2026-11-22:a017", std::nullopt},
        Row{"trailing_space", "KA1:T:2026-11-22:A017 ", std::nullopt},
        Row{"leading_space", " KA1:T:2026-11-22:A017", std::nullopt},
        Row{"trailing_nul", "KA1:T:2026-11-22:A017\0"sv, std::nullopt},
        Row{"payment_code", "134567890123456789", std::nullopt},
        Row{"web_address", "https://example.org/KA1:T:", std::nullopt},
        Row{"binary_bus_code", "\x80\x01\x4c\x24"sv, std::nullopt}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Payload, EveryByteOfAKeySurvivesAndStaysAlphanumeric) {
    for (int byte = 0; byte < 256; ++byte) {
        const OwnCode code = CaseCode{std::string("K") + static_cast<char>(byte)};
        const std::string payload = to_payload(code);
        EXPECT_EQ(payload.find_first_not_of(qr_alphanumeric), std::string::npos) << byte;
        EXPECT_EQ(parse_payload(payload), code) << byte;
    }
}

}  // namespace
}  // namespace kiosk
