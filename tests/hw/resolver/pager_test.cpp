#include "hw/resolver/pager.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "kiosk/base/mailbox.h"
#include "tests/support/platform.h"

namespace hw {
namespace {

using namespace std::chrono_literals;
using support::TestPlatform;

// A pager and what it complains about.
struct Teller {
    explicit Teller(const TestPlatform& chat, std::vector<std::chrono::milliseconds> pauses = {1ms, 1ms}) {
        const auto address = chat.address();
        pager = open_https_pager({address.url, R"({"text":"{}"})", address.ca_file, 20s, std::move(pauses)},
                                 [this](const std::string& why) { failures.post(why); });
    }
    std::string failure() {
        const auto why = failures.wait({}, 60s);
        return why ? *why : "nothing";
    }

    kiosk::Mailbox<std::string> failures;
    std::unique_ptr<Pager> pager;  // last: it posts
};

std::vector<std::string> arrived(const TestPlatform& chat, std::size_t count) {
    support::wait_until([&] { return chat.codes().size() >= count; });
    return chat.codes();
}

TEST(Pager, PostsTheLineAsJson) {
    const TestPlatform chat("answers", R"({"errcode":0,"errmsg":"ok"})");
    Teller teller(chat);
    teller.pager->tell("大厅 \"A\"\n来人");
    EXPECT_EQ(arrived(chat, 1), std::vector<std::string>{R"({"text":"大厅 \"A\"\n来人"})"});
    EXPECT_NE(chat.head(1).find("Content-Type: application/json\r\n"), std::string::npos);
}

struct Refusal {
    const char *name, *answer, *complaint;
};
void PrintTo(const Refusal& row, std::ostream* out) { *out << row.name; }
class ChatThat : public testing::TestWithParam<Refusal> {};

TEST_P(ChatThat, RefusesIsToldAgainAFewTimes) {
    const TestPlatform chat(GetParam().name, GetParam().answer);
    Teller teller(chat);
    teller.pager->tell("come");
    for (int attempt = 0; attempt < 3; ++attempt) EXPECT_EQ(teller.failure(), GetParam().complaint);
    EXPECT_EQ(chat.codes().size(), 3U);
    teller.pager->tell("please");
    EXPECT_EQ(teller.failure(), GetParam().complaint) << "the next line is tried anew";
}
INSTANTIATE_TEST_SUITE_P(, ChatThat,
                         testing::Values(Refusal{"server_error", "", "it answers with HTTP status 500"},
                                         Refusal{"not_there", "", "it answers with HTTP status 404"},
                                         Refusal{"answers", R"({"errcode":93000})", "it answers with errcode 93000"},
                                         Refusal{"answers_feishu", R"({"code":19001})", "it answers with code 19001"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Pager, TakesAnyAnswerOfSuccess) {
    for (const char* act : {"page", "typeless", "empty"}) {
        const TestPlatform chat(act, "thank you");
        Teller teller(chat);
        teller.pager->tell("come");
        EXPECT_EQ(arrived(chat, 1).size(), 1U) << act;
        teller.pager->tell("come");
        EXPECT_EQ(arrived(chat, 2).size(), 2U) << act;
        EXPECT_EQ(teller.failures.take_all(), std::vector<std::string>{}) << act;
    }
}

TEST(Pager, TellsNoMoreOnceNobodyIsWantedAnyMore) {
    const TestPlatform chat("server_error");
    Teller teller(chat, {1h});
    teller.pager->tell("come");
    teller.failure();
    teller.pager->stop();
    teller.pager->tell("somebody else");
    teller.failure();
    EXPECT_EQ(chat.codes().size(), 2U) << "it did not wait for the end of the pause";
}

}  // namespace
}  // namespace hw
