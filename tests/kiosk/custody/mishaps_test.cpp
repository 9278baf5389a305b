// What custody does not accept, and what the check of a ledger finds.
#include <sqlite3.h>

#include <functional>
#include <ostream>

#include "kiosk/base/owned.h"
#include "tests/kiosk/custody/support.h"

namespace ledger_test {
namespace {

using enum Level;

struct Breach {
    const char* name;
    const char* sql;
    const char* finding;
};
void PrintTo(const Breach& row, std::ostream* out) { *out << row.name; }
class BrokenCustody : public CustodyTest, public testing::WithParamInterface<Breach> {};
TEST_P(BrokenCustody, IsFound) {
    add_cases(4);
    ASSERT_TRUE(pack("B17", keys(3)));
    ASSERT_TRUE(move("B17", community, street, 3, 2));
    ASSERT_TRUE(ledger_->check());
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
    const Owned<sqlite3, sqlite3_close_v2> db(raw);
    for (const char* trigger : {"problems_stay", "custody_is_not_changed"})
        ASSERT_EQ(sqlite3_exec(raw, fmt::format("DROP TRIGGER {}", trigger).c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(raw, GetParam().sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    const auto checked = ledger_->check();
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().detail.find(GetParam().finding), std::string::npos) << checked.error().detail;
}
INSTANTIATE_TEST_SUITE_P(
    , BrokenCustody,
    testing::Values(
        Breach{"stage_elsewhere", "UPDATE cases SET stage = 'at_maker' WHERE key = 'K001'", "not where its bag is"},
        Breach{"bag_elsewhere",
               "UPDATE bags SET level = 'district'; UPDATE cases SET stage = 'at_district' WHERE key < 'K004'",
               "not where its last hand-over left it"},
        Breach{"problem_lost", "DELETE FROM problems", "problems do not agree"},
        Breach{"count_changed", "UPDATE custody SET taken = 3 WHERE kind = 'handed_over'", "problems do not agree"},
        Breach{"bag_not_opened", "UPDATE bags SET level = 'community', homeward = 1; UPDATE cases SET stage = 'ready'",
               "not where its bag is"},
        Breach{"giver_changed", "UPDATE custody SET from_level = 'district' WHERE kind = 'handed_over'",
               "somebody who did not have it"},
        Breach{"envelope_with_three", "UPDATE bags SET envelope = 1; UPDATE cases SET stage = 'refused'",
               "does not hold one card"}),
    [](const auto& test) { return std::string(test.param.name); });

// Every refusal is one sentence, and nothing is changed by it.
struct Wrong {
    const char* name;
    std::function<Result<CustodyAnswer>(Custody& custody, const Policy& policy)> entered;
    Fault fault;
    const char* sentence;
};
void PrintTo(const Wrong& row, std::ostream* out) { *out << row.name; }

Result<CustodyAnswer> moved(Custody& custody, const std::string& bag, Party from, Party to, int given = 3, int taken = 3,
                            const std::string& who = clerk) {
    return custody.hand_over({bag, std::move(from), std::move(to), given, taken, who}, morning());
}

class WrongCustody : public CustodyTest, public testing::WithParamInterface<Wrong> {};
TEST_P(WrongCustody, IsRefusedWithASentenceAndChangesNothing) {
    add_cases(5);
    import(case_columns_line + case_row("OTHER", 90, "collected", "B") + case_row("DONE", 91, "handed_out") +
           case_row("BACK1", 92, "refused", "A", "other") + case_row("BACK2", 93, "refused", "A", "other"));
    ASSERT_TRUE(pack("B17", keys(3)));
    ASSERT_TRUE(pack("HOME", {key(4)}));
    forward_to("HOME", community, true, 1);
    ASSERT_TRUE(move("B17", community, street, 3, 3));
    const auto before = events();
    auto custody_now = custody();
    const auto answer = GetParam().entered(custody_now, policy_);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, GetParam().fault);
    EXPECT_EQ(answer.error().detail, GetParam().sentence);
    EXPECT_EQ(events(), before);
    EXPECT_EQ(custody().bag("B17")->at, street);
    EXPECT_EQ(custody().bag("B17")->cards, 3);
    EXPECT_EQ(stage(1), Stage::at_street);
    EXPECT_TRUE(custody().problems(true)->empty());
    EXPECT_TRUE(ledger_->check());
}
INSTANTIATE_TEST_SUITE_P(
    , WrongCustody,
    testing::Values(
        Wrong{"bag_unknown",
              [](auto& custody, auto&) {
                  return moved(custody, "B99", {street, {}}, {district, {}});
              },
              Fault::not_found, "bag B99: the ledger does not know it; it was never packed"},
        Wrong{"bag_not_there",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {district, {}}, {maker, {}});
              },
              Fault::refused, "bag B17: is at the street, not at the district"},
        Wrong{"wrong_direction",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {community, {}});
              },
              Fault::refused, "bag B17: goes from the street to the district now, not to the community"},
        Wrong{"one_skipped",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {maker, {}});
              },
              Fault::refused, "bag B17: goes from the street to the district now, not to the maker"},
        Wrong{"to_itself",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {street, {}});
              },
              Fault::refused, "bag B17: goes from the street to the district now, not to the street"},
        Wrong{"opened",
              [](auto& custody, auto&) {
                  return moved(custody, "HOME", {community, {}}, {district, {}});
              },
              Fault::refused, "bag HOME: came home and was opened; its cards are handed out one by one"},
        Wrong{"wrong_street",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, "T"}, {district, {}});
              },
              Fault::refused, "bag B17: belongs to the street S, not to T"},
        Wrong{"negative_count",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, -1, 3);
              },
              Fault::malformed, "a count is a number from 0 to 100000, not -1"},
        Wrong{"huge_count",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 4'000'000);
              },
              Fault::malformed, "a count is a number from 0 to 100000, not 4000000"},
        Wrong{"number_is_none",
              [](auto& custody, auto&) {
                  return moved(custody, "B 17;", {street, {}}, {district, {}});
              },
              Fault::malformed, "a bag's number is 1 to 40 letters, digits, '-', '.' or '/'"},
        Wrong{"number_is_a_card",
              [](auto& custody, auto&) {
                  return moved(custody, "4000900000000001", {street, {}}, {district, {}});
              },
              Fault::malformed, "a bag's number must not be an ID, card or phone number"},
        Wrong{"nobody",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, " \n");
              },
              Fault::malformed, "who: must be one line of 1 to 200 bytes"},
        Wrong{"clerk_who_turns_the_text",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, "desk \u202e1");
              },
              Fault::malformed, "who: holds a line break, a character of control or direction, or one that was lost"},
        Wrong{"clerk_who_controls_the_terminal",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, "desk \u009b2J");
              },
              Fault::malformed, "who: holds a line break, a character of control or direction, or one that was lost"},
        Wrong{"clerk_without_end",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, std::string(1'000'000, 'x'));
              },
              Fault::malformed, "who: is longer than 200 bytes"},
        Wrong{"phone_of_the_clerk",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, "desk 139 0000 0000");
              },
              Fault::malformed, "who: must not hold an ID, card or phone number"},
        Wrong{"phone_with_hyphens",
              [](auto& custody, auto&) {
                  return moved(custody, "B17", {street, {}}, {district, {}}, 3, 3, "desk 139-0000-0000");
              },
              Fault::malformed, "who: must not hold an ID, card or phone number"},
        Wrong{"case_unknown",
              [](auto& custody, auto&) {
                  return custody.pack({"B18", {"K999"}, clerk}, morning());
              },
              Fault::not_found, "case K999: the ledger has no such case"},
        Wrong{"case_twice",
              [](auto& custody, auto&) {
                  return custody.pack({"B18", {"K005", "k005"}, clerk}, morning());
              },
              Fault::refused, "case K005: is named twice"},
        Wrong{"case_in_another_bag",
              [](auto& custody, auto&) {
                  return custody.pack({"B18", {"K005", "K001"}, clerk}, morning());
              },
              Fault::refused, "case K001: its card is in bag B17 already"},
        Wrong{
            "two_communities",
            [](auto& custody, auto&) {
                return custody.pack({"B18", {"K005", "OTHER"}, clerk}, morning());
            },
            Fault::refused,
            "case OTHER: its card is not of the same community and at the same place as that of K005; a bag holds the cards "
            "of one"},
        Wrong{"card_handed_out",
              [](auto& custody, auto&) {
                  return custody.pack({"B18", {"DONE"}, clerk}, morning());
              },
              Fault::refused, "case DONE: is handed_out, so its card cannot be packed"},
        Wrong{"two_refused_cards",
              [](auto& custody, auto&) {
                  return custody.pack({"E18", {"BACK1", "BACK2"}, clerk}, morning());
              },
              Fault::refused, "refused cards go back one by one, each in an envelope with a number of its own"},
        Wrong{"bag_empty",
              [](auto& custody, auto&) {
                  return custody.pack({"B18", {}, clerk}, morning());
              },
              Fault::malformed, "a bag is packed with one card at least"},
        Wrong{"bag_used",
              [](auto& custody, auto&) {
                  return custody.pack({"B17", {"K005"}, clerk}, morning());
              },
              Fault::refused, "bag B17: that number is in use already, for other cards"},
        Wrong{"refused_on_the_way",
              [](auto& custody, auto& policy) {
                  return custody.refuse_card({"K001", "other", "E1", clerk}, policy, morning());
              },
              Fault::refused, "case K001: is at_street, not at the maker, who alone refuses cards"},
        Wrong{"refused_for_nothing",
              [](auto& custody, auto& policy) {
                  return custody.refuse_card({"K001", "because", "E1", clerk}, policy, morning());
              },
              Fault::refused, "the policy has no reason of this name for a refusal: because"},
        Wrong{"handed_out_too_early",
              [](auto& custody, auto&) {
                  return custody.hand_out({"K001", clerk}, morning());
              },
              Fault::refused, "case K001: is at_street, so there is no card to hand out"},
        Wrong{"id_for_a_key",
              [](auto& custody, auto&) {
                  return custody.hand_out({"4000900000000001", clerk}, morning());
              },
              Fault::malformed, "a case is named by the key on its receipt, not by an ID, card or phone number"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ledger_test
