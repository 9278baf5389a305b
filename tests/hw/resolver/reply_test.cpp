#include "hw/resolver/reply.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace hw {
namespace {

using namespace kiosk;
using namespace std::string_literals;

struct Row {
    const char* name;
    std::string json;
    std::optional<PlatformAnswer> answer;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class PlatformReply : public testing::TestWithParam<Row> {};
TEST_P(PlatformReply, IsBelievedOnlyIfItFollowsTheFormat) { EXPECT_EQ(parse_reply(GetParam().json), GetParam().answer); }

constexpr auto nothing = std::nullopt;
const auto made_up_id = "11010519491231002X"s;  // of the standard itself

INSTANTIATE_TEST_SUITE_P(
    , PlatformReply,
    testing::Values(
        Row{"case_key", R"({"case": "C-1"})", ByKey{"C-1"}},
        Row{"old_card", R"({"card":"4000000000000001"})", ByCard{*CardNumber::parse("4000000000000001")}},
        Row{"social_card", R"({"social_card":"A00000001"})", BySocialCard{"A00000001"}},
        Row{"resident_id", R"({"resident_id":")" + made_up_id + "\"}", ByResidentId{made_up_id}},
        Row{"unknown", R"({"error":"unknown"})", PlatformTrouble::unknown},
        Row{"expired", R"({"error":"expired"})", PlatformTrouble::expired},
        Row{"used", R"({"error":"used"})", PlatformTrouble::expired},
        Row{"spread_out", " \r\n\t{ \"case\" :\t\"C-1\" } \n", ByKey{"C-1"}},
        Row{"with_other_members", R"({"name":"示例","case":"C-1","traceId":"\u4e00\n\""})", ByKey{"C-1"}},
        Row{"escaped", R"({"c\u0061se":"C\/\u002d1"})", ByKey{"C/-1"}},
        Row{"longest", "{\"case\":\"" + std::string(64, 'a') + "\"}", ByKey{std::string(64, 'a')}},
        Row{"too_long", "{\"case\":\"" + std::string(65, 'a') + "\"}", nothing}, Row{"empty", "", nothing},
        Row{"empty_object", "{}", nothing}, Row{"empty_key", R"({"case":""})", nothing},
        Row{"nothing_of_ours", R"({"name":"x"})", nothing}, Row{"two_answers", R"({"case":"C-1","card":"1"})", nothing},
        Row{"same_twice", R"({"case":"C-1","case":"C-1"})", nothing},
        Row{"answer_and_error", R"({"case":"C-1","error":"used"})", nothing},
        Row{"unknown_error", R"({"error":"busy"})", nothing}, Row{"number", R"({"case":1})", nothing},
        Row{"null", R"({"case":null})", nothing}, Row{"nested", R"({"data":{"case":"C-1"}})", nothing},
        Row{"list", R"(["case","C-1"])", nothing}, Row{"bare_text", "\"C-1\"", nothing},
        Row{"unfinished_text", R"({"case":"C-1)", nothing}, Row{"unfinished_object", R"({"case":"C-1")", nothing},
        Row{"comma_at_the_end", R"({"case":"C-1",})", nothing}, Row{"two_objects", R"({"case":"C-1"}{})", nothing},
        Row{"no_colon", R"({"case" "C-1"})", nothing}, Row{"wrong_escape", R"({"case":"\x41"})", nothing},
        Row{"half_an_escape", R"({"case":"\u00)", nothing}, Row{"escape_at_the_end", "{\"case\":\"\\", nothing},
        Row{"control_character", "{\"case\":\"C\n1\"}", nothing}, Row{"nul", "{\"case\":\"C\0001\"}"s, nothing},
        Row{"escaped_nul", R"({"case":"C\u00001"})", nothing}, Row{"chinese_key", R"({"case":"示例"})", nothing},
        Row{"wrong_card", R"({"card":"123"})", nothing},
        Row{"wrong_check_character", R"({"resident_id":"110105194912310021"})", nothing},
        Row{"byte_order_mark", "\xEF\xBB\xBF{\"case\":\"C-1\"}", nothing},
        Row{"page", "<html>{\"case\":\"C-1\"}</html>", nothing}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hw
