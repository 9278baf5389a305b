// Cards made to keep a reader busy or to bring it down: each ends within the limits, and tells nothing that it is not.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <random>

#include "hw/card/apdu.h"
#include "hw/card/identify.h"
#include "tests/support/card_events.h"

namespace hw {
namespace {

// What it answers to a command, which is the n-th.
using Answer = std::function<Bytes(ByteView apdu, int n)>;

class HostileCard final : public CardChannel {
public:
    HostileCard(Bytes atr, Answer answer) : atr_(std::move(atr)), answer_(std::move(answer)) {}
    Bytes atr() const override { return atr_; }
    kiosk::Result<Bytes> transmit(ByteView apdu) override {
        EXPECT_TRUE(only_reads(apdu)) << to_hex(apdu);
        return answer_(apdu, n_++);
    }

private:
    Bytes atr_;
    Answer answer_;
    int n_ = 0;
};

Bytes with_sw(Bytes data, std::uint16_t sw) {
    data.push_back(static_cast<std::uint8_t>(sw >> 8));
    data.push_back(static_cast<std::uint8_t>(sw & 0xFF));
    return data;
}

// 6F … 84 name, and as much behind it as fits.
Bytes fci_of(ByteView select, ByteView behind) {
    const ByteView name = part(select, 5, select.size() > 4 ? select[4] : 0);
    Bytes fci{0x6F, static_cast<std::uint8_t>(2 + name.size() + behind.size()), 0x84,
              static_cast<std::uint8_t>(name.size())};
    fci.insert(fci.end(), name.begin(), name.end());
    fci.insert(fci.end(), behind.begin(), behind.end());
    return fci;
}

struct HostileRow {
    const char* name;
    Bytes atr;
    Answer answer;
};
void PrintTo(const HostileRow& row, std::ostream* out) { *out << row.name; }

const Bytes usual_atr{0x3B, 0x80, 0x80, 0x01, 0x01};

Bytes deep_template(std::size_t depth) {
    Bytes nested;
    for (std::size_t i = 0; i < depth; ++i)
        nested.insert(nested.begin(), {0x6F, 0x82, static_cast<std::uint8_t>(nested.size() >> 8),
                                       static_cast<std::uint8_t>(nested.size() & 0xFF)});
    return nested;
}

const HostileRow hostile_rows[] = {
    {"more_for_ever", usual_atr, [](ByteView, int) { return with_sw({}, 0x6100); }},
    {"more_of_one_byte_for_ever", usual_atr, [](ByteView, int) { return with_sw({0x6F}, 0x6101); }},
    {"more_as_of_old_for_ever", usual_atr, [](ByteView, int) { return with_sw({}, 0x9F01); }},
    {"more_until_just_below_the_limit", usual_atr,
     [](ByteView, int n) { return n % 16 == 15 ? with_sw({}, 0x6A82) : with_sw({0x00}, 0x6101); }},
    {"wrong_le_for_ever", usual_atr, [](ByteView, int) { return with_sw({}, 0x6C10); }},
    {"another_le_each_time", usual_atr,
     [](ByteView, int n) { return with_sw({}, static_cast<std::uint16_t>(0x6C00 | (n & 0xFF))); }},
    {"wrong_length_for_ever", usual_atr, [](ByteView, int) { return with_sw({}, 0x6700); }},
    {"wrong_length_then_le_then_more", usual_atr,
     [](ByteView, int n) {
         return with_sw({}, n % 3 == 0 ? 0x6700 : n % 3 == 1 ? 0x6C01 : 0x6101);
     }},
    {"wrong_le_within_more", usual_atr, [](ByteView, int n) { return with_sw({}, n % 2 == 0 ? 0x6101 : 0x6C01); }},
    {"wrong_form_for_ever", usual_atr, [](ByteView, int) { return with_sw({}, 0x6A86); }},
    {"files_that_are_records", usual_atr, [](ByteView, int) { return with_sw({}, 0x6981); }},
    {"answers_of_65_kB", usual_atr, [](ByteView, int) { return Bytes(65538, 0x90); }},
    {"answers_of_65_kB_of_padding", usual_atr, [](ByteView, int) { return with_sw(Bytes(65000, 0x00), 0x9000); }},
    {"answers_of_just_4_kB", usual_atr, [](ByteView, int) { return with_sw(Bytes(4096, 0x6F), 0x9000); }},
    {"templates_a_thousand_deep", usual_atr, [](ByteView, int) { return with_sw(deep_template(1000), 0x9000); }},
    {"lengths_of_four_bytes", usual_atr,
     [](ByteView, int) {
         return with_sw({0x6F, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x9F, 0x0C}, 0x9000);
     }},
    {"lengths_without_end", usual_atr,
     [](ByteView, int) {
         return with_sw({0x6F, 0x80, 0xA5, 0x80, 0x9F, 0x0C, 0x80}, 0x9000);
     }},
    {"tags_without_end", usual_atr, [](ByteView, int) { return with_sw(Bytes(200, 0x9F), 0x9000); }},
    {"echo", usual_atr, [](ByteView apdu, int) { return with_sw(Bytes(apdu.begin(), apdu.end()), 0x9000); }},
    {"yes_to_everything", usual_atr, [](ByteView, int) { return with_sw({}, 0x9000); }},
    {"every_name_is_its_own", usual_atr, [](ByteView apdu, int) { return with_sw(fci_of(apdu, {}), 0x9000); }},
    {"yes_then_no", usual_atr, [](ByteView, int n) { return with_sw({}, n % 2 == 0 ? 0x9000 : 0x6A82); }},
    {"no_then_yes", usual_atr, [](ByteView, int n) { return with_sw({}, n < 7 ? 0x6A82 : 0x9000); }},
    {"status_word_counts_up", usual_atr,
     [](ByteView, int n) { return with_sw({}, static_cast<std::uint16_t>(0x6000 + 37 * n)); }},
    {"longer_each_time", usual_atr,
     [](ByteView, int n) { return with_sw(Bytes(static_cast<std::size_t>(n) * 7, 0xFF), 0x9000); }},
    {"record_lengths_that_lie", usual_atr,
     [](ByteView apdu, int) {
         return with_sw({apdu[2], 0xFF, 0x33}, 0x9000);
     }},
    {"records_without_length", usual_atr, [](ByteView apdu, int) { return with_sw({apdu[2]}, 0x9000); }},
    {"says_that_it_is_a_verify", usual_atr,
     [](ByteView, int) {
         return with_sw({0x00, 0x20, 0x00, 0x00}, 0x63C0);
     }},
    {"no_status_word", usual_atr, [](ByteView, int) { return Bytes{0x90}; }},
    {"nothing_at_all", usual_atr, [](ByteView, int) { return Bytes{}; }},
    {"atr_of_nothing", {}, [](ByteView, int) { return with_sw({}, 0x6A82); }},
    {"atr_of_one_byte", {0x3B}, [](ByteView, int) { return with_sw({}, 0x6A82); }},
    {"atr_of_33_bytes", Bytes(33, 0x3B), [](ByteView, int) { return with_sw({}, 0x6A82); }},
    {"atr_of_a_storage_card_that_is_cut",
     {0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03},
     [](ByteView, int) { return with_sw({}, 0x6D00); }},
};

class Hostile : public testing::TestWithParam<HostileRow> {};

TEST_P(Hostile, EndsWithinTheLimitsAndTellsNoNumber) {
    HostileCard card(GetParam().atr, GetParam().answer);
    const std::vector<kiosk::CityApplication> cities{{"PAY.SZT", {"深圳", "Shenzhen"}}, {"AP1.WHCTC", {"武汉", "Wuhan"}}};
    const auto found = identify(card, cities);
    EXPECT_LE(found.apdus, dialogue_limit::commands);
    if (!found.card) return;
    EXPECT_FALSE(std::holds_alternative<kiosk::TransitCard>(*found.card)) << support::describe(*found.card);
    const auto* social = std::get_if<kiosk::SocialCard>(&*found.card);
    EXPECT_TRUE(!social || (social->number.empty() && !social->holder)) << support::describe(*found.card);
}

INSTANTIATE_TEST_SUITE_P(, Hostile, testing::ValuesIn(hostile_rows),
                         [](const auto& test) { return std::string(test.param.name); });

// Answers that change, made of what real cards say.
TEST(HostileCards, ThatAnswerAtRandomEndWithinTheLimits) {
    const std::vector<std::uint16_t> words{0x9000, 0x9000, 0x9000, 0x6101, 0x6120, 0x6C08, 0x6700, 0x6A82, 0x6A86,
                                           0x6981, 0x6982, 0x6283, 0x6282, 0x9F10, 0x6A81, 0x6D00, 0x6F00};
    for (unsigned seed = 0; seed < 20000; ++seed) {
        std::minstd_rand random(seed);
        HostileCard card(usual_atr, [&](ByteView apdu, int) {
            Bytes tail(random() % 40);
            for (auto& byte : tail) byte = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 10);
            Bytes data = apdu[1] == 0xA4 && random() % 2 == 0 ? fci_of(apdu, tail) : tail;
            return with_sw(std::move(data), words[random() % words.size()]);
        });
        const auto found = identify(card);
        ASSERT_LE(found.apdus, dialogue_limit::commands) << "seed " << seed;
    }
}

}  // namespace
}  // namespace hw
