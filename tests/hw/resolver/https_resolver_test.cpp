#include <sys/stat.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <string>

#include "hw/resolver/resolver.h"
#include "kiosk/base/mailbox.h"
#include "tests/support/platform.h"

namespace hw {
namespace {

using namespace kiosk;
using namespace std::chrono_literals;
using namespace std::string_literals;
using support::TestPlatform;

const std::string code = "\x80\x00\r\n\xff opaque \x01 + % \x00"s;  // whatever a phone may show

std::string words_of(const CodeResolved& answer) {
    static constexpr const char* troubles[] = {"unknown", "expired", "away", "lost", "refused"};
    if (const auto* trouble = std::get_if<PlatformTrouble>(&answer.answer))
        return troubles[static_cast<std::size_t>(*trouble)] + (answer.detail.empty() ? "" : ": " + answer.detail);
    const auto* key = std::get_if<ByKey>(&std::get<CaseQuery>(answer.answer));
    return key ? "case " + key->key : "other query";
}

// A resolver and what it reports.
class Asker {
public:
    explicit Asker(ResolverOptions platform)
        : resolver(
              open_https_resolver(std::move(platform), [this](CodeResolved answer) { told_.post(std::move(answer)); })) {}

    std::string ask(const std::string& bytes = code, int query = 7) {
        resolver->ask({query, bytes});
        return next();
    }
    std::string next(std::chrono::milliseconds at_most = 60s) {
        const auto answer = told_.wait({}, at_most);
        return answer ? words_of(*answer) : "nothing";
    }

private:
    Mailbox<hw::CodeResolved> told_;

public:
    std::unique_ptr<Resolver> resolver;  // last: it posts
};

struct Act {
    const char* name;
    std::string reported;  // the beginning
    int sent = 1;          // how often the code arrives
    std::string answer = R"({"case": "C-1"})";
};
void PrintTo(const Act& row, std::ostream* out) { *out << row.name; }

class PlatformThat : public testing::TestWithParam<Act> {};
TEST_P(PlatformThat, IsAskedOnceAtMostAndEveryByteArrives) {
    const TestPlatform platform(GetParam().name, GetParam().answer);
    auto address = platform.address();
    const bool never_ends = GetParam().reported.find("in time") != std::string::npos;
    if (never_ends) address.whole = 700ms;
    Asker asker(address);
    EXPECT_EQ(asker.ask().substr(0, GetParam().reported.size()), GetParam().reported);
    EXPECT_EQ(asker.next(100ms), "nothing") << "one question, one answer";
    EXPECT_EQ(platform.codes(), std::vector<std::string>(static_cast<std::size_t>(GetParam().sent), code));
}
INSTANTIATE_TEST_SUITE_P(
    , PlatformThat,
    testing::Values(Act{"answers", "case C-1"}, Act{"chunked", "case C-1"}, Act{"sets_cookies", "case C-1"},
                    Act{"knows_nobody", "unknown", 1, R"({"error":"unknown"})"},
                    Act{"finds_it_used", "expired", 1, R"({"error":"used"})"},
                    Act{"server_error", "refused: it answers with HTTP status 500"},
                    Act{"not_there", "refused: it answers with HTTP status 404"},
                    Act{"forbidden", "refused: it answers with HTTP status 401"},
                    Act{"moved", "refused: it answers with HTTP status 307"},
                    Act{"expects_nothing", "refused: it answers with HTTP status 417"},
                    Act{"elsewhere", "refused: it answers with HTTP status 302"}, Act{"two_lengths", "refused"},
                    Act{"packed", "refused: its answer does not follow the format"},
                    Act{"endless_headers", "refused: its answer is too long"},
                    Act{"endless_short_headers", "refused: its answer is too long"}, Act{"endless_header", "lost"},
                    Act{"endless_trailers", "refused: its answer is too long"}, Act{"endless_chunk_size", "lost"},
                    Act{"endless_hints", "refused: its answer is too long"},
                    Act{"deep", "refused: its answer does not follow the format", 1, std::string(8000, '[')},
                    Act{"page", "refused: its answer is not application/json"},
                    Act{"typeless", "refused: its answer is not application/json"},
                    Act{"too_long", "refused: its answer is too long"},
                    Act{"empty", "refused: its answer does not follow the format"},
                    Act{"babbles", "refused: its answer does not follow the format", 1, "[1]"}, Act{"garbage", "lost"},
                    Act{"cut_off", "lost: it hung up"}, Act{"hangs_up_after_it_read", "lost: it hung up"},
                    Act{"hangs_up_before_it_reads", "lost: it hung up", 0}, Act{"silent", "lost: it did not answer in time"},
                    Act{"drips", "lost: it did not answer in time"}, Act{"mute", "away: it did not answer in time", 0},
                    Act{"hangs_up_at_once", "away: it does not speak TLS", 0},
                    Act{"plain", "away: it does not speak TLS", 0},
                    Act{"other_name", "away: its certificate is for another name", 0},
                    Act{"expired", "away: its certificate has expired", 0},
                    Act{"stranger", "away: its certificate is of nobody whom this machine trusts", 0}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HttpsResolver, SendsTheCodeAsItIsAndNothingMore) {
    const TestPlatform platform("answers");
    auto address = platform.address();
    support::write_file(platform.file("token"), "made-up.token \r\nsecond line\n");
    address.token_file = platform.file("token");
    Asker asker(address);
    EXPECT_EQ(asker.ask(), "case DEMO-00001");
    const auto head = platform.head(1);
    EXPECT_EQ(head.substr(0, head.find("\r\n")), "POST /codes HTTP/1.1");
    EXPECT_NE(head.find("\r\nContent-Type: application/octet-stream\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nAuthorization: Bearer made-up.token\r\n"), std::string::npos);
    for (const char* word : {"Expect", "Cookie", "Proxy", "Accept-Encoding"})
        EXPECT_EQ(head.find(word), std::string::npos) << word;
}

TEST(HttpsResolver, AnswersEveryQuestionOfADayOnAConnectionOfItsOwn) {
    const TestPlatform platform("sets_cookies");
    Asker asker(platform.address());
    for (int i = 1; i <= 3; ++i) EXPECT_EQ(asker.ask("code " + std::to_string(i), i), "case DEMO-00001");
    EXPECT_EQ(platform.codes(), (std::vector<std::string>{"code 1", "code 2", "code 3"}));
    EXPECT_EQ(platform.head(3).find("Cookie"), std::string::npos);
}

TEST(HttpsResolver, DoesNotSendACodeAgainWhoseAnswerWasLost) {
    const TestPlatform platform("hangs_up_after_it_read");
    Asker asker(platform.address());
    EXPECT_EQ(asker.ask(), "lost: it hung up");
    EXPECT_EQ(asker.ask(), "lost: this code was sent before and no answer came");
    EXPECT_EQ(asker.ask("another"), "lost: it hung up");
    EXPECT_EQ(platform.codes(), (std::vector<std::string>{code, "another"}));
}

TEST(HttpsResolver, SendsACodeAgainThatNeverLeft) {
    auto address = [] {
        const TestPlatform gone("answers");
        return gone.address();
    }();
    const TestPlatform other("answers");
    address.ca_file = other.address().ca_file;
    Asker away(address);
    EXPECT_EQ(away.ask().substr(0, 4), "away");
    EXPECT_EQ(away.ask().substr(0, 4), "away") << "not: sent before";
}

TEST(HttpsResolver, StopsAtOnceWhenNobodyWaitsAnyMore) {
    const TestPlatform platform("silent");
    Asker asker(platform.address());  // it would wait for 20 s
    const auto begin = std::chrono::steady_clock::now();
    asker.resolver->ask({7, code});
    ASSERT_TRUE(support::wait_until([&] { return platform.codes().size() == 1; }));
    asker.resolver->stop();
    EXPECT_EQ(asker.next(50ms), "nothing");
    EXPECT_EQ(asker.ask(code, 8), "lost: this code was sent before and no answer came") << "it may be used up";
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

TEST(HttpsResolver, NextQuestionEndsTheOneBefore) {
    const TestPlatform silent("silent");
    Asker asker(silent.address());
    asker.resolver->ask({7, "first"});
    ASSERT_TRUE(support::wait_until([&] { return silent.codes().size() == 1; }));
    asker.resolver->ask({8, "second"});
    ASSERT_TRUE(support::wait_until([&] { return silent.codes().size() == 2; }));
    EXPECT_EQ(silent.codes(), (std::vector<std::string>{"first", "second"}));
}

TEST(HttpsResolver, GoesInAMomentWhateverItWaitsFor) {
    const TestPlatform mute("mute");
    const auto begin = std::chrono::steady_clock::now();
    {
        Asker asker(mute.address());
        asker.resolver->ask({7, code});
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

TEST(HttpsResolver, IsNotLedAstrayByItsEnvironment) {
    const TestPlatform platform("answers"), proxy("plain");
    const auto wrong = "http://127.0.0.1:" + support::read_file(proxy.file("port"));
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"}) setenv(name, wrong.c_str(), 1);
    Asker asker(platform.address());
    EXPECT_EQ(asker.ask(), "case DEMO-00001");
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"}) unsetenv(name);
}

TEST(HttpsResolver, TrustsNobodyButTheNamedAuthority) {
    const TestPlatform platform("answers"), other("answers");
    auto address = platform.address();
    address.ca_file = other.address().ca_file;
    Asker asker(address);
    EXPECT_EQ(asker.ask().substr(0, 52), "away: its certificate is of nobody whom this machine");
    EXPECT_TRUE(platform.codes().empty());
}

TEST(HttpsResolver, ShowsItsOwnCertificateWhereOneIsWanted) {
    const TestPlatform platform("wants_certificate");
    auto address = platform.address();
    address.certificate = platform.file("client.pem");
    address.key = platform.file("client-key.pem");
    Asker known(address);
    EXPECT_EQ(known.ask(), "case DEMO-00001");
    Asker stranger(platform.address());
    const auto reported = stranger.ask();
    EXPECT_TRUE(reported.starts_with("away") || reported.starts_with("lost")) << reported;
    EXPECT_EQ(platform.codes().size(), 1U);
}

TEST(HttpsResolver, SendsNothingWithoutItsToken) {
    const TestPlatform platform("answers");
    auto address = platform.address();
    address.token_file = platform.file("no-such-token");
    Asker asker(address);
    EXPECT_EQ(asker.ask(), "away: token file " + address.token_file + ": cannot be read: No such file or directory");
    support::write_file(address.token_file, "two words\n");
    EXPECT_EQ(asker.ask(), "away: token file " + address.token_file + ": its first line is no bearer token");
    support::write_file(address.token_file, "renewed\n");
    EXPECT_EQ(asker.ask(), "case DEMO-00001") << "read anew for each code";
}

// ---- what an administrator is told
struct Look {
    const char* act;
    const char* state;
    bool ok = false;
};
void PrintTo(const Look& row, std::ostream* out) { *out << row.act; }
class LookAtPlatform : public testing::TestWithParam<Look> {};
TEST_P(LookAtPlatform, SaysInPlainWordsWhatIsWrongAndSendsNothing) {
    const TestPlatform platform(GetParam().act);
    auto address = platform.address();
    if (std::string(GetParam().act) == "mute") address.connect = address.whole = 500ms;
    const auto found = look_at_resolver(address);
    EXPECT_EQ(found.ok, GetParam().ok);
    EXPECT_EQ(found.state, GetParam().state);
    EXPECT_EQ(found.remedy.empty(), GetParam().ok);
    EXPECT_TRUE(platform.codes().empty());
}
INSTANTIATE_TEST_SUITE_P(
    , LookAtPlatform,
    testing::Values(Look{"answers", "it is reached, and its certificate is in order", true},
                    Look{"expired", "its certificate has expired, or this machine's clock is wrong"},
                    Look{"stranger", "its certificate is of nobody whom this machine trusts"},
                    Look{"other_name", "its certificate is for another name than the one in the address"},
                    Look{"plain", "it does not speak TLS 1.2 or later with us"}, Look{"mute", "it did not answer in time"}),
    [](const auto& test) { return std::string(test.param.act); });

TEST(LookAtFiles, NamesThoseThatCannotBeUsed) {
    const TestPlatform platform("answers");
    auto address = platform.address();
    address.certificate = platform.file("client.pem");
    address.key = platform.file("authority.pem");
    EXPECT_EQ(look_at_resolver(address).state,
              "our own certificate or its key cannot be read, or they do not belong together");
    address = platform.address();
    address.ca_file = platform.file("no-such-file");
    EXPECT_EQ(look_at_resolver(address).state, address.ca_file + ": cannot be read: No such file or directory");
    support::write_file(address.ca_file, "no certificate");
    EXPECT_EQ(look_at_resolver(address).state, "the file of the authorities to trust cannot be read, or holds none");
}

// OpenSSL would wait for somebody to write into it.
TEST(LookAtFiles, RefusesAPipeInThePlaceOfAFile) {
    const TestPlatform platform("answers");
    for (const auto file :
         {&ResolverOptions::ca_file, &ResolverOptions::certificate, &ResolverOptions::key, &ResolverOptions::token_file}) {
        auto address = platform.address();
        const auto pipe = platform.file("pipe");
        ::mkfifo(pipe.c_str(), 0600);
        address.*file = pipe;
        EXPECT_NE(look_at_resolver(address).state.find(pipe + ": is a pipe, not a file"), std::string::npos);
    }
}

// ---- what stays in memory
// How often the bytes lie in this process's memory; `masked` is them with each bit turned, so that looking does not leave
// them there itself.
__attribute__((no_sanitize("address", "thread", "undefined"))) int found_between(const char* from, const char* to,
                                                                                 const char* masked, std::size_t size) {
    int found = 0;
    for (; from + size <= to; ++from) {
        std::size_t same = 0;
        while (same < size && from[same] == static_cast<char>(~masked[same])) ++same;
        found += same == size ? 1 : 0;
    }
    return found;
}

int found_in_memory(const std::string& masked) {
    constexpr std::size_t sanitizers_own = std::size_t{1} << 30;
    std::ifstream maps("/proc/self/maps");
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        std::size_t from = 0, to = 0;
        char readable = 0, writable = 0;
        if (std::sscanf(line.c_str(), "%zx-%zx %c%c", &from, &to, &readable, &writable) != 4) continue;
        if (readable != 'r' || writable != 'w' || to - from > sanitizers_own) continue;
        found += found_between(reinterpret_cast<const char*>(from), reinterpret_cast<const char*>(to), masked.data(),
                               masked.size());
    }
    return found;
}

PrivateBytes unmasked(const std::string& masked) {
    PrivateBytes bytes;
    for (const char c : masked) {
        const char clear = static_cast<char>(~c);
        bytes.append({&clear, 1});
    }
    return bytes;
}

std::string masked(std::string_view bytes) {
    std::string turned;
    for (const char c : bytes) turned += static_cast<char>(~c);
    return turned;
}

struct Trace {
    const char* act;
    std::string reported;
};
void PrintTo(const Trace& row, std::ostream* out) { *out << row.act; }
class MemoryAfter : public testing::TestWithParam<Trace> {};
TEST_P(MemoryAfter, HoldsNeitherTheCodeNorTheAnswer) {
    // Made of parts at run time: the program's own constants would be found.
    std::string secret, name;
    for (int i = 0; i < 40; ++i) secret += masked(std::to_string(i * i % 17));
    for (int i = 0; i < 40; ++i) name += masked(std::to_string(i * i % 19));
    const auto answer = [&] { return R"({"case":"C-1","name":")" + std::string(unmasked(name).view()) + "\"}"; };
    const auto run = [&] {
        const TestPlatform platform(GetParam().act, answer());
        auto address = platform.address();
        if (GetParam().reported.find("in time") != std::string::npos) address.whole = 700ms;
        Asker asker(address);
        const int before_code = found_in_memory(secret), before_name = found_in_memory(name);
        asker.resolver->ask({7, unmasked(secret)});
        EXPECT_EQ(asker.next().substr(0, GetParam().reported.size()), GetParam().reported);
        EXPECT_TRUE(support::wait_until([&] { return found_in_memory(secret) <= before_code; }))
            << "the code is still there";
        EXPECT_LE(found_in_memory(name), before_name) << "the answer is still there";
    };
    run();
}
INSTANTIATE_TEST_SUITE_P(, MemoryAfter,
                         testing::Values(Trace{"answers", "case C-1"}, Trace{"chunked", "case C-1"},
                                         Trace{"server_error", "refused"}, Trace{"too_long", "refused"},
                                         Trace{"cut_off", "lost"}, Trace{"silent", "lost: it did not answer in time"},
                                         Trace{"hangs_up_after_it_read", "lost"}, Trace{"stranger", "away"}),
                         [](const auto& test) { return std::string(test.param.act); });

}  // namespace
}  // namespace hw
