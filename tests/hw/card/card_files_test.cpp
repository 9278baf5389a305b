// Every card file there is: what the reader tells, with how many APDUs, and what the hall says of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <stdexcept>

#include "hw/card/identify.h"
#include "kiosk/policy/policy.h"
#include "tests/support/card_events.h"

namespace hw {
namespace {

namespace fs = std::filesystem;

const fs::path source = KIOSK_SOURCE_DIR;
const kiosk::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{20}};

const kiosk::Policy& policy() {
    static const auto loaded = kiosk::load_policy((source / "assets/policy/shapingba.toml").string());
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    return *loaded;
}

struct FileRow {
    const char* file;
    const char* outcome;
    int apdus;
    const char* verdict;  // and the place; "-": it could not be read
};
void PrintTo(const FileRow& row, std::ostream* out) { *out << row.file; }

std::string verdict_on(const kiosk::Card& card) {
    const auto [verdict, place] = judge(card, policy().card_rules(today));
    return std::string(name(verdict)) + (place.en.empty() ? "" : " " + place.en);
}

class CardFile : public testing::TestWithParam<FileRow> {};

TEST_P(CardFile, IsIdentifiedWithFewApdusAndJudged) {
    SimulatedCard card = support::card(GetParam().file);
    card.reset();
    const auto other_cities = policy().directory.applications();
    const Identified found = identify(card, other_cities);
    EXPECT_EQ(found.card ? support::describe(*found.card) : support::describe(hw::CardFailed{found.card.error().fault}),
              GetParam().outcome);
    EXPECT_EQ(found.apdus, GetParam().apdus);
    EXPECT_EQ(found.card ? verdict_on(*found.card) : "-", GetParam().verdict);
}

constexpr FileRow rows[] = {
    // of the demo
    FileRow{"bank", "bank", 5, "bank"},
    FileRow{"blocked", "blocked", 3, "blocked"},
    FileRow{"city-union", "transit 0017", 3, "elsewhere Hangzhou"},
    FileRow{"county", "transit 0001", 5, "outlying_county"},
    FileRow{"dual", "transit 0003 and 0021", 6, "already_new"},
    FileRow{"garbage", "unknown", 30, "unknown"},
    FileRow{"mifare", "storage Mifare Classic 1K", 0, "old_unreadable"},
    FileRow{"mute", "card failed card_unresponsive", 1, "-"},
    FileRow{"new-ordinary", "transit 0002", 4, "ordinary"},
    FileRow{"new-senior", "transit 0001", 4, "already_new"},
    FileRow{"old-01", "transit 0001", 5, "upgradable"},
    FileRow{"old-02", "transit 0002", 5, "upgradable"},
    FileRow{"old-03", "transit 0003", 5, "upgradable"},
    FileRow{"old-04", "transit 0004", 5, "upgradable"},
    FileRow{"old-05", "transit 0005", 5, "upgradable"},
    FileRow{"old-06", "transit 0006", 5, "upgradable"},
    FileRow{"old-07", "transit 0007", 5, "upgradable"},
    FileRow{"old-08", "transit 0008", 5, "upgradable"},
    FileRow{"pulled", "card failed card_removed_early", 4, "-"},
    FileRow{"resident-id", "resident id", 4, "resident_id"},
    FileRow{"social-1", "social 3 0001 protected", 7, "social_third"},
    FileRow{"social-2", "social 2 0002 open", 7, "social_second"},
    FileRow{"social-3", "social 3 0003 protected rides", 7, "social_serves"},
    FileRow{"tunion-elsewhere", "transit 0001", 4, "elsewhere Beijing"},
    // social cards
    FileRow{"social-1st", "social 1 0011 open", 11, "social_first"},
    FileRow{"social-1st-blank", "social 1 0012 open", 7, "social_first"},
    FileRow{"social-4th", "unknown", 13, "unknown"},
    FileRow{"social-after-select", "social 2 0013 open", 10, "social_second"},
    FileRow{"social-area-unknown", "social 3 0020 protected", 7, "social_third"},
    FileRow{"social-ascii-dates", "social 2 0017 open", 7, "social_second"},
    FileRow{"social-bank", "social 3 0025 protected", 7, "social_third"},
    FileRow{"social-cancelled", "blocked", 1, "blocked"},
    FileRow{"social-contact", "social 2 0001 open", 10, "social_second"},
    FileRow{"social-dates-ff", "social 3 0018 protected", 7, "social_third"},
    FileRow{"social-expired", "social 3 0021 protected", 7, "social_expired"},
    FileRow{"social-holder-blank", "social 3 0023 protected", 7, "social_third"},
    FileRow{"social-locked", "blocked", 15, "blocked"},
    FileRow{"social-long-name", "social 2 0014 open", 8, "social_second"},
    FileRow{"social-name-cut", "social 2 0015 open", 8, "social_second"},
    FileRow{"social-open", "social 3 0022 open", 8, "social_third"},
    FileRow{"social-ordinary", "social 3 0024 protected rides", 7, "social_third"},
    FileRow{"social-over-long", "social 2 0027 open", 7, "social_second"},
    FileRow{"social-rare-name", "social 2 0016 open", 7, "social_second"},
    FileRow{"social-sichuan", "social 3 0019 protected", 7, "social_elsewhere Sichuan"},
    FileRow{"social-wrong-le", "social 2 0028 protected", 8, "social_second"},
    FileRow{"social-3-check-letter", "social 3 567X protected", 7, "social_third"},
    FileRow{"social-3-letters", "social 3 567X protected", 7, "social_third"},
    FileRow{"social-all-records", "social 2 0043 open", 13, "social_second"},
    FileRow{"social-any-length", "social 2 0046 open", 14, "social_second"},
    FileRow{"social-digits", "social 3 6785 protected", 7, "social_third"},
    FileRow{"social-foreigner", "social 2 0047 open", 7, "social_second"},
    FileRow{"social-letters", "social 2 567X open", 7, "social_second"},
    FileRow{"social-no-version", "social 1 0041 open", 20, "social_first"},
    FileRow{"social-selected-number", "social 2 0042 protected", 24, "social_second"},
    FileRow{"social-two-ways", "social 2 0045 open", 12, "social_second"},
    FileRow{"social-utf8-name", "social 2 0048 open", 7, "social_second"},
    FileRow{"social-without-fci", "social 3 0044 protected", 16, "social_third"},
    // T-Union
    FileRow{"tunion-backwards", "transit 0037", 4, "already_new"},
    FileRow{"tunion-by-city", "transit 0047", 4, "elsewhere Chengdu"},
    FileRow{"tunion-cancelled", "blocked", 2, "blocked"},
    FileRow{"tunion-cut-tlv", "transit 0042", 4, "new_unclear"},
    FileRow{"tunion-expired", "transit 0036", 4, "expired"},
    FileRow{"tunion-impossible-dates", "transit 0038", 4, "already_new"},
    FileRow{"tunion-in-pieces", "transit 0044", 8, "already_new"},
    FileRow{"tunion-military", "transit 0033", 4, "military"},
    FileRow{"tunion-nested", "transit 0043", 4, "new_unclear"},
    FileRow{"tunion-no-fci", "transit 0039", 5, "already_new"},
    FileRow{"tunion-number-ff", "numberless", 13, "numberless"},
    FileRow{"tunion-over-long", "transit 0045", 5, "new_unclear"},
    FileRow{"tunion-padded", "transit 0041", 4, "new_unclear"},
    FileRow{"tunion-passenger-odd", "transit 0035", 4, "new_unclear"},
    FileRow{"tunion-passenger-unknown", "transit 0034", 4, "new_unclear"},
    FileRow{"tunion-phone", "transit 0049", 4, "already_new"},
    FileRow{"tunion-short-fci", "transit 0040", 5, "new_unclear"},
    FileRow{"tunion-short-file", "numberless", 13, "numberless"},
    FileRow{"tunion-student", "transit 0031", 4, "student"},
    FileRow{"tunion-test", "transit 0032", 4, "test"},
    FileRow{"tunion-unlisted-here", "transit 0048", 4, "unknown"},
    FileRow{"tunion-unnamed", "transit 0046", 4, "elsewhere"},
    FileRow{"tunion-long-lengths", "transit 0077", 4, "new_unclear"},
    FileRow{"tunion-number-padded", "transit 0075", 4, "new_unclear"},
    FileRow{"tunion-odd-fci", "transit 0079", 5, "new_unclear"},
    FileRow{"tunion-record", "transit 0076", 6, "new_unclear"},
    FileRow{"tunion-without-dates", "transit 0078", 5, "new_unclear"},
    // City-Union, and Chongqing
    FileRow{"campus", "numberless", 14, "numberless"},
    FileRow{"city-union-file", "transit 0018", 4, "elsewhere Hangzhou"},
    FileRow{"city-union-kunming", "transit 0019", 3, "elsewhere Kunming"},
    FileRow{"city-union-unnamed", "transit 0020", 3, "elsewhere"},
    FileRow{"locked-old", "blocked", 15, "blocked"},
    FileRow{"old-closed", "numberless of 4000", 13, "old_unreadable"},
    FileRow{"old-expired", "transit 0053", 5, "expired"},
    FileRow{"old-no-fci", "transit 0052", 6, "upgradable"},
    FileRow{"wallet", "transit 0051", 6, "upgradable"},
    FileRow{"campus-own-issuer", "numberless", 12, "numberless"},
    FileRow{"city-union-integer", "numberless of 3100", 12, "elsewhere Hangzhou"},
    FileRow{"city-union-own-issuer", "numberless of 6500", 12, "elsewhere Kunming"},
    FileRow{"city-union-shanghai", "numberless of 2000", 12, "elsewhere Shanghai"},
    FileRow{"city-union-shanghai-file", "numberless of 2000", 13, "elsewhere Shanghai"},
    FileRow{"hangzhou-by-file", "transit 0074", 16, "elsewhere Hangzhou"},
    FileRow{"highway", "numberless", 13, "numberless"},
    FileRow{"old-by-file", "transit 9017", 18, "upgradable"},
    FileRow{"old-by-file-strict", "transit 0071", 20, "upgradable"},
    FileRow{"old-master-file-only", "transit 0072", 17, "upgradable"},
    FileRow{"old-t0", "transit 0073", 10, "upgradable"},
    // other cities by their own schemes
    FileRow{"beijing-file-of-another", "unknown", 15, "unknown"},
    FileRow{"beijing-old", "transit 0001", 13, "elsewhere Beijing"},
    FileRow{"lingnan", "of Guangdong", 8, "elsewhere Guangdong"},
    FileRow{"macau", "of Macau", 9, "elsewhere Macau"},
    FileRow{"shenzhen", "of Shenzhen", 12, "elsewhere Shenzhen"},
    FileRow{"suzhou", "of Suzhou (Jiangsu)", 10, "elsewhere Suzhou (Jiangsu)"},
    FileRow{"wuhan", "of Wuhan", 11, "elsewhere Wuhan"},
    // nothing to be read
    FileRow{"bank-cancelled", "unknown", 15, "unknown"},
    FileRow{"bank-visa", "bank", 5, "bank"},
    FileRow{"felica", "storage FeliCa", 0, "old_unreadable"},
    FileRow{"infineon", "storage Infineon SLE66R35", 0, "old_unreadable"},
    FileRow{"mifare-4k", "storage Mifare Classic 4K", 0, "old_unreadable"},
    FileRow{"mifare-nameless", "storage ISO 14443 type A 0000", 0, "old_unreadable"},
    FileRow{"mifare-plus", "storage Mifare Plus SL1 2K", 0, "old_unreadable"},
    FileRow{"not-woken", "transit 0054", 4, "already_new"},
    FileRow{"not-woken-silent", "storage ISO 14443 type A FF28", 10, "old_unreadable"},
    FileRow{"phone-peer", "phone", 0, "phone"},
    FileRow{"phone-silent", "phone", 15, "phone"},
    FileRow{"resident-id-file", "resident id", 11, "resident_id"},
    FileRow{"resident-id-named", "resident id", 4, "resident_id"},
    FileRow{"resident-id-storage", "resident id", 0, "resident_id"},
    FileRow{"ultralight", "storage Mifare Ultralight", 0, "old_unreadable"},
    FileRow{"vicinity", "storage ISO 15693 0000", 0, "old_unreadable"},
    FileRow{"bank-contact", "bank", 10, "bank"},
    FileRow{"bank-contact-closed", "bank", 7, "bank"},
    FileRow{"bank-unionpay", "bank", 7, "bank"},
    // faults
    FileRow{"crooked", "transit 0001", 5, "upgradable"},
    FileRow{"endless-le", "unknown", 22, "unknown"},
    FileRow{"endless-more", "card failed card_endless", 17, "-"},
    FileRow{"nameless", "unknown", 10, "unknown"},
    FileRow{"pulled-at-once", "card failed card_removed_early", 1, "-"},
    FileRow{"pulled-last", "card failed card_removed_early", 5, "-"},
    FileRow{"silent", "card failed card_unresponsive", 4, "-"},
    FileRow{"silent-at-once", "card failed card_unresponsive", 1, "-"},
    FileRow{"slow", "transit 0063", 5, "upgradable"},
    FileRow{"social-pulled", "card failed card_removed_early", 4, "-"},
    FileRow{"sw-cut", "card failed card_unresponsive", 1, "-"},
    FileRow{"wrong-sw", "unknown", 11, "unknown"},
    FileRow{"atr-long", "unknown", 15, "unknown"},
    FileRow{"atr-short", "unknown", 15, "unknown"},
    FileRow{"endless-drip", "card failed card_endless", 17, "-"},
    FileRow{"endless-huge", "card failed card_endless", 1, "-"},
    FileRow{"endless-yes", "numberless", 30, "numberless"},
};

INSTANTIATE_TEST_SUITE_P(, CardFile, testing::ValuesIn(rows), [](const auto& test) {
    std::string name = test.param.file;
    std::ranges::replace(name, '-', '_');
    return name;
});

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().stem().string());
    return names;
}

TEST(CardFiles, NoneIsLeftOutOfTheTable) {
    std::set<std::string> tried;
    for (const FileRow& row : rows) EXPECT_TRUE(tried.insert(row.file).second) << row.file;
    std::set<std::string> there = names_in(source / "assets/cards");
    there.merge(names_in(source / "tests/hw/card/cards"));
    EXPECT_EQ(tried, there);
}

TEST(CardFiles, EachHasItsNameInBothLanguages) {
    for (const FileRow& row : rows) {
        const auto title = support::card(row.file).title();
        EXPECT_FALSE(title.zh.empty()) << row.file;
        EXPECT_FALSE(title.en.empty()) << row.file;
    }
}

}  // namespace
}  // namespace hw
