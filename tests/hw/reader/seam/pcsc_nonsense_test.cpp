// The PC/SC driver on a scripted libpcsclite that talks nonsense.
#include "tests/hw/reader/seam/seam_fixture.h"

namespace hw {
namespace {

using std::chrono::steady_clock;

struct StateRow {
    const char* mishap;
    DWORD flags;
    DWORD atr_size;
    Lines reported;
};
void PrintTo(const StateRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamState : public PcscSeam, public testing::WithParamInterface<StateRow> {};

TEST_P(PcscSeamState, ThatMakesNoSenseIsSurvived) {
    scripted::daemon().report_state(usb, GetParam().flags, GetParam().atr_size);
    open();
    EXPECT_EQ(events.next(GetParam().reported.size()), GetParam().reported);
    EXPECT_LT(scripted::daemon().count(Call::wait), 40) << "it spins";
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(
    , PcscSeamState,
    testing::Values(StateRow{"both_with_atr", SCARD_STATE_EMPTY | SCARD_STATE_PRESENT, 4, well},
                    StateRow{"both_without_atr", SCARD_STATE_EMPTY | SCARD_STATE_PRESENT, 0, {"ready"}},
                    StateRow{"atr_of_33", SCARD_STATE_PRESENT, 33, well},
                    StateRow{"atr_longer_than_there_is_room", SCARD_STATE_PRESENT, 4096, well},
                    StateRow{"present_and_mute", SCARD_STATE_PRESENT | SCARD_STATE_MUTE, 0, well},
                    StateRow{"in_use", SCARD_STATE_PRESENT | SCARD_STATE_INUSE, 4, well},
                    StateRow{"exclusive", SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE, 4, well},
                    StateRow{"unknown", SCARD_STATE_UNKNOWN, 0, {"failed reader_absent"}},
                    StateRow{"unavailable", SCARD_STATE_UNAVAILABLE | SCARD_STATE_PRESENT, 4, {"failed reader_absent"}},
                    StateRow{"to_be_ignored", SCARD_STATE_IGNORE, 0, {"failed reader_absent"}},
                    StateRow{"nothing_at_all", 0, 0, {"failed reader_absent"}},
                    StateRow{"every_flag", 0xFFFF, 33, {"failed reader_absent"}}),
    row_name);

TEST_F(PcscSeam, ReaderThatFlickersIsReportedAFewTimesASecond) {
    scripted::daemon().fail(Call::connect, SCARD_E_NO_SMARTCARD, 1000000);
    open();
    std::string line;
    int inserted = 0;
    const auto end = steady_clock::now() + milliseconds(1500);
    while (steady_clock::now() < end) {
        scripted::daemon().pull(usb);
        scripted::daemon().insert(usb, card("old-01"));
        if (events.next(milliseconds(1)) == "inserted") ++inserted;
    }
    EXPECT_LE(inserted, 15);
    expect_recovery();
}

TEST_F(PcscSeam, ReaderWhoseMutenessFlickersIsReadOnce) {
    open();
    EXPECT_EQ(events.next(3), well);
    for (int i = 0; i < 20; ++i) {
        const int waits = scripted::daemon().count(Call::wait);
        scripted::daemon().report_state(usb, SCARD_STATE_PRESENT | (i % 2 == 0 ? SCARD_STATE_MUTE : 0), 0);
        ASSERT_TRUE(support::wait_until([&] { return scripted::daemon().count(Call::wait) > waits; }));
    }
    EXPECT_TRUE(events.quiet(milliseconds(1)));
    expect_recovery();
}

TEST_F(PcscSeam, AtrLongerThanThereCanBeIsNone) {
    scripted::daemon().claim_atr_size(4096);
    open();
    EXPECT_EQ(events.next(3), well);
    expect_recovery();
}

TEST_F(PcscSeam, CardWithoutAnAtrIsRead) {
    scripted::daemon().claim_atr_size(0);
    open();
    EXPECT_EQ(events.next(3), well);
    expect_recovery();
}

struct AnswerRow {
    const char* mishap;
    std::size_t size;
    const char* reported;
};
void PrintTo(const AnswerRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamAnswer : public PcscSeam, public testing::WithParamInterface<AnswerRow> {};

TEST_P(PcscSeamAnswer, OfOddLengthHasAnOutcome) {
    scripted::daemon().answer(Bytes(GetParam().size, 0x00));
    open();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", GetParam().reported}));
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(, PcscSeamAnswer,
                         testing::Values(AnswerRow{"empty", 0, "card failed card_unresponsive"},
                                         AnswerRow{"half_a_status_word", 1, "card failed card_unresponsive"},
                                         AnswerRow{"longer_than_short_apdus", 1025, "identified unknown"},
                                         AnswerRow{"longest_extended", 65538, "card failed card_endless"},
                                         AnswerRow{"longer_than_any", 70000, "card failed card_unresponsive"}),
                         row_name);

struct NamesRow {
    const char* mishap;
    std::string names;
    const char* first;
};
void PrintTo(const NamesRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamNames : public PcscSeam, public testing::WithParamInterface<NamesRow> {};

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += name + '\0';
    return all + '\0';
}

TEST_P(PcscSeamNames, OfOddKindAreSurvived) {
    scripted::daemon().report_names(GetParam().names);
    open();
    EXPECT_EQ(events.next(), GetParam().first);
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(
    , PcscSeamNames,
    testing::Values(NamesRow{"none_though_successful", std::string(1, '\0'), "failed reader_absent"},
                    NamesRow{"not_even_an_end", "", "failed reader_absent"},
                    NamesRow{"empty_before_the_true_one", std::string(1, '\0') + listed({usb}), "failed reader_absent"},
                    NamesRow{"without_an_end", usb, "ready"},
                    NamesRow{"not_utf8", listed({usb, "\xFF\xFE\x80 00 00"}), "failed reader_absent"},
                    NamesRow{"very_long", listed({std::string(5000, 'x')}), "failed reader_absent"},
                    NamesRow{"only_hexadecimal", listed({" 00 00", " 00", "00 00"}), "failed reader_absent"},
                    NamesRow{"brackets_without_end", listed({"A [B (C 00 00"}), "failed reader_absent"},
                    NamesRow{"more_than_could_be", listed(std::vector<std::string>(20000, "reader")),
                             "failed reader_service_gone"}),
    row_name);

TEST_F(PcscSeam, OfMoreReadersThanCanBeWatchedTheFirstAreRead) {
    for (int i = 1; i < 40; ++i) scripted::daemon().add_reader("Reader " + std::to_string(i));
    open();
    EXPECT_EQ(events.next(3), well);
    expect_recovery();
}

TEST_F(PcscSeam, TwoCardsInOneDeviceAreTooMany) {
    const std::string both = "ACS ACR1281 1S Dual Reader [ACR1281 1S Dual Reader ";
    scripted::daemon().pull(usb);
    scripted::daemon().add_reader(both + "ICC] (S1) 01 00");
    scripted::daemon().add_reader(both + "PICC] (S1) 02 00");
    scripted::daemon().insert(both + "ICC] (S1) 01 00", card("social-contact"));
    scripted::daemon().insert(both + "PICC] (S1) 02 00", card("old-01"));
    open();
    EXPECT_EQ(events.next(3), failed("several_cards"));
    scripted::daemon().pull(both + "ICC] (S1) 01 00");
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    scripted::daemon().pull(both + "PICC] (S1) 02 00");
    expect_recovery();
}

}  // namespace
}  // namespace hw
