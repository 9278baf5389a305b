// The PC/SC driver on a scripted libpcsclite: what no daemon can be made to answer.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>
#include <thread>

#include "hw/reader/reader.h"
#include "tests/hw/reader/seam/scripted_pcsc.h"
#include "tests/support/card_events.h"
#include "tests/support/process.h"

namespace hw {
namespace {

using scripted::Call;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using support::card;
using Lines = std::vector<std::string>;

const std::string usb = "Kiosk Test Reader (A1) 00 00";
const Lines well{"ready", "inserted", "identified transit 0001"};

int count_threads() {
    std::thread([] {}).join();  // a sanitizer starts one of its own with a program's first
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<int>(std::distance(begin(tasks), end(tasks)));
}

class PcscSeam : public testing::Test {
protected:
    PcscSeam() {
        scripted::start_anew();
        scripted::daemon().add_reader(usb);
        scripted::daemon().insert(usb, card("old-01"));
    }
    void open(const std::string& name = {}) { reader = open_pcsc_reader(name, events.sink()); }

    // Whatever went before: another card is read.
    void expect_recovery() {
        scripted::daemon().heal();
        scripted::daemon().pull(usb);
        scripted::daemon().insert(usb, card("old-02"));
        std::string line;
        while (line != "identified transit 0002") {
            line = events.next(milliseconds(8000));
            ASSERT_NE(line, "nothing");
        }
        reader.reset();
        EXPECT_TRUE(support::wait_until([&] { return count_threads() == threads; }));
    }

    int threads = count_threads();
    support::CardEvents events;
    std::unique_ptr<Reader> reader;
};

struct Row {
    const char* mishap;
    Call call;
    LONG code;
    int times;
    Lines told;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamMishap : public PcscSeam, public testing::WithParamInterface<Row> {};

TEST_P(PcscSeamMishap, IsToldAndPasses) {
    scripted::daemon().fail(GetParam().call, GetParam().code, GetParam().times);
    open();
    EXPECT_EQ(events.next(GetParam().told.size()), GetParam().told);
    expect_recovery();
}

const Lines gone_then_well{"failed reader_service_gone", "ready", "inserted", "identified transit 0001"};
const Lines lost_then_well{
    "ready", "inserted", "removed", "failed reader_service_gone", "ready", "inserted", "identified transit 0001"};
Lines failed(const std::string& fault) { return {"ready", "inserted", "card failed " + fault}; }

const auto row_name = [](const auto& test) { return std::string(test.param.mishap); };

INSTANTIATE_TEST_SUITE_P(Establish, PcscSeamMishap,
                         testing::Values(Row{"no_service", Call::establish, SCARD_E_NO_SERVICE, 1, gone_then_well},
                                         Row{"no_memory", Call::establish, SCARD_E_NO_MEMORY, 1, gone_then_well},
                                         Row{"dying", Call::establish, SCARD_W_SECURITY_VIOLATION, 1, gone_then_well},
                                         Row{"refused_thrice", Call::establish, SCARD_W_SECURITY_VIOLATION, 3,
                                             gone_then_well},
                                         Row{"refused_for_good",
                                             Call::establish,
                                             SCARD_W_SECURITY_VIOLATION,
                                             1000,
                                             {"failed reader_service_gone", "failed reader_forbidden"}},
                                         Row{"refused_a_while",
                                             Call::establish,
                                             SCARD_W_SECURITY_VIOLATION,
                                             4,
                                             {"failed reader_service_gone", "failed reader_forbidden", "ready", "inserted",
                                              "identified transit 0001"}},
                                         Row{"internal_error", Call::establish, SCARD_F_INTERNAL_ERROR, 1, gone_then_well},
                                         Row{"nonsense", Call::establish, 42, 1, gone_then_well},
                                         Row{"negative", Call::establish, -1, 2, gone_then_well}),
                         row_name);

INSTANTIATE_TEST_SUITE_P(List, PcscSeamMishap,
                         testing::Values(Row{"no_readers",
                                             Call::list,
                                             SCARD_E_NO_READERS_AVAILABLE,
                                             1,
                                             {"failed reader_absent", "ready", "inserted", "identified transit 0001"}},
                                         Row{"comm_error", Call::list, SCARD_F_COMM_ERROR, 1, gone_then_well},
                                         Row{"invalid_handle", Call::list, SCARD_E_INVALID_HANDLE, 1, gone_then_well},
                                         Row{"no_memory", Call::list, SCARD_E_NO_MEMORY, 1, gone_then_well},
                                         Row{"too_small_without_saying_how_much", Call::list, SCARD_E_INSUFFICIENT_BUFFER, 1,
                                             gone_then_well},
                                         Row{"nonsense", Call::list, 0x7FFFFFFF, 3, gone_then_well}),
                         row_name);

INSTANTIATE_TEST_SUITE_P(Wait, PcscSeamMishap,
                         testing::Values(Row{"reader_went", Call::wait, SCARD_E_UNKNOWN_READER, 3, well},
                                         Row{"reader_never_known",
                                             Call::wait,
                                             SCARD_E_UNKNOWN_READER,
                                             10,
                                             {"failed reader_absent", "ready", "inserted", "identified transit 0001"}},
                                         Row{"reader_unavailable", Call::wait, SCARD_E_READER_UNAVAILABLE, 2, well},
                                         Row{"timeout", Call::wait, SCARD_E_TIMEOUT, 1, well},
                                         Row{"cancelled_by_nobody", Call::wait, SCARD_E_CANCELLED, 1, well},
                                         Row{"comm_error", Call::wait, SCARD_F_COMM_ERROR, 1, gone_then_well},
                                         Row{"service_stopped", Call::wait, SCARD_E_SERVICE_STOPPED, 1, gone_then_well},
                                         Row{"invalid_handle", Call::wait, SCARD_E_INVALID_HANDLE, 1, gone_then_well},
                                         Row{"invalid_value", Call::wait, SCARD_E_INVALID_VALUE, 1, gone_then_well},
                                         Row{"no_memory", Call::wait, SCARD_E_NO_MEMORY, 1, gone_then_well},
                                         Row{"nonsense", Call::wait, 7, 2, gone_then_well}),
                         row_name);

INSTANTIATE_TEST_SUITE_P(
    Connect, PcscSeamMishap,
    testing::Values(Row{"no_card", Call::connect, SCARD_E_NO_SMARTCARD, 1, failed("card_removed_early")},
                    Row{"removed", Call::connect, SCARD_W_REMOVED_CARD, 1, failed("card_removed_early")},
                    Row{"unknown_reader", Call::connect, SCARD_E_UNKNOWN_READER, 1, failed("card_removed_early")},
                    Row{"reader_unavailable", Call::connect, SCARD_E_READER_UNAVAILABLE, 1, failed("card_removed_early")},
                    Row{"mute_once", Call::connect, SCARD_W_UNRESPONSIVE_CARD, 1, well},
                    Row{"mute", Call::connect, SCARD_W_UNRESPONSIVE_CARD, 2, failed("card_unresponsive")},
                    Row{"unpowered_once", Call::connect, SCARD_W_UNPOWERED_CARD, 1, well},
                    Row{"unpowered", Call::connect, SCARD_W_UNPOWERED_CARD, 2, failed("card_unresponsive")},
                    Row{"unsupported", Call::connect, SCARD_W_UNSUPPORTED_CARD, 2, failed("card_unresponsive")},
                    Row{"no_protocol_at_all", Call::connect, SCARD_E_PROTO_MISMATCH, 4, failed("card_unresponsive")},
                    Row{"not_ready", Call::connect, SCARD_E_NOT_READY, 2, failed("card_unresponsive")},
                    Row{"timeout", Call::connect, SCARD_E_TIMEOUT, 2, failed("card_unresponsive")},
                    Row{"no_memory", Call::connect, SCARD_E_NO_MEMORY, 2, failed("card_unresponsive")},
                    Row{"busy_for_a_moment", Call::connect, SCARD_E_SHARING_VIOLATION, 3, well},
                    Row{"busy", Call::connect, SCARD_E_SHARING_VIOLATION, 5, failed("reader_busy")},
                    Row{"reset_by_another", Call::connect, SCARD_W_RESET_CARD, 1, well},
                    Row{"comm_error", Call::connect, SCARD_F_COMM_ERROR, 1, lost_then_well},
                    Row{"no_service", Call::connect, SCARD_E_NO_SERVICE, 1, lost_then_well},
                    Row{"security_violation", Call::connect, SCARD_W_SECURITY_VIOLATION, 1, lost_then_well},
                    Row{"nonsense", Call::connect, 0x12345678, 2, failed("card_unresponsive")}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Begin, PcscSeamMishap,
    testing::Values(Row{"removed", Call::begin, SCARD_W_REMOVED_CARD, 1, failed("card_removed_early")},
                    Row{"reset_by_another", Call::begin, SCARD_W_RESET_CARD, 1, well},
                    Row{"reset_again_and_again", Call::begin, SCARD_W_RESET_CARD, 10, failed("reader_busy")},
                    Row{"unpowered", Call::begin, SCARD_W_UNPOWERED_CARD, 2, failed("card_unresponsive")},
                    Row{"comm_error", Call::begin, SCARD_F_COMM_ERROR, 1, lost_then_well},
                    Row{"nonsense", Call::begin, 3, 2, failed("card_unresponsive")}),
    row_name);

INSTANTIATE_TEST_SUITE_P(Status, PcscSeamMishap,
                         testing::Values(Row{"too_small", Call::status, SCARD_E_INSUFFICIENT_BUFFER, 1, well},
                                         Row{"removed", Call::status, SCARD_W_REMOVED_CARD, 1, failed("card_removed_early")},
                                         Row{"reset_by_another", Call::status, SCARD_W_RESET_CARD, 1, well},
                                         Row{"comm_error", Call::status, SCARD_F_COMM_ERROR, 1, lost_then_well},
                                         Row{"nonsense", Call::status, 5, 2, failed("card_unresponsive")}),
                         row_name);

INSTANTIATE_TEST_SUITE_P(
    Transmit, PcscSeamMishap,
    testing::Values(Row{"not_transacted_once", Call::transmit, SCARD_E_NOT_TRANSACTED, 1, well},
                    Row{"not_transacted", Call::transmit, SCARD_E_NOT_TRANSACTED, 2, failed("card_unresponsive")},
                    Row{"timeout", Call::transmit, SCARD_E_TIMEOUT, 2, failed("card_unresponsive")},
                    Row{"unpowered", Call::transmit, SCARD_W_UNPOWERED_CARD, 2, failed("card_unresponsive")},
                    Row{"protocol_mismatch", Call::transmit, SCARD_E_PROTO_MISMATCH, 2, failed("card_unresponsive")},
                    Row{"answer_too_long", Call::transmit, SCARD_E_INSUFFICIENT_BUFFER, 2, failed("card_unresponsive")},
                    Row{"no_memory", Call::transmit, SCARD_E_NO_MEMORY, 2, failed("card_unresponsive")},
                    Row{"removed", Call::transmit, SCARD_W_REMOVED_CARD, 1, failed("card_removed_early")},
                    Row{"no_card", Call::transmit, SCARD_E_NO_SMARTCARD, 1, failed("card_removed_early")},
                    Row{"reader_unplugged", Call::transmit, SCARD_E_INVALID_VALUE, 1, failed("card_removed_early")},
                    Row{"reader_unavailable", Call::transmit, SCARD_E_READER_UNAVAILABLE, 1, failed("card_removed_early")},
                    Row{"handle_unknown", Call::transmit, SCARD_E_INVALID_HANDLE, 1, failed("card_removed_early")},
                    Row{"reset_by_another", Call::transmit, SCARD_W_RESET_CARD, 1, well},
                    Row{"reset_twice", Call::transmit, SCARD_W_RESET_CARD, 2, failed("reader_busy")},
                    Row{"busy", Call::transmit, SCARD_E_SHARING_VIOLATION, 2, failed("reader_busy")},
                    Row{"comm_error", Call::transmit, SCARD_F_COMM_ERROR, 1, lost_then_well},
                    Row{"no_service", Call::transmit, SCARD_E_NO_SERVICE, 1, lost_then_well},
                    Row{"security_violation", Call::transmit, SCARD_W_SECURITY_VIOLATION, 1, lost_then_well},
                    Row{"nonsense", Call::transmit, 9, 2, failed("card_unresponsive")}),
    row_name);

INSTANTIATE_TEST_SUITE_P(LetGo, PcscSeamMishap,
                         testing::Values(Row{"end_fails", Call::end, SCARD_F_COMM_ERROR, 1, well},
                                         Row{"disconnect_fails", Call::disconnect, SCARD_E_INVALID_HANDLE, 1, well},
                                         Row{"release_fails", Call::release, SCARD_E_INVALID_HANDLE, 1, well}),
                         row_name);

TEST_F(PcscSeam, CardThatCannotBeReconnectedIsGone) {
    scripted::daemon().fail(Call::transmit, SCARD_E_NOT_TRANSACTED, 1);
    scripted::daemon().fail(Call::reconnect, SCARD_E_NO_SMARTCARD, 1);
    open();
    EXPECT_EQ(events.next(3), failed("card_removed_early"));
    expect_recovery();
}

TEST_F(PcscSeam, ReaderThatTakesOnlyRawIsSpokenToInRaw) {
    scripted::daemon().accept_only(SCARD_PROTOCOL_RAW);
    open();
    EXPECT_EQ(events.next(3), well);
    EXPECT_EQ(scripted::daemon().protocol_in_use(), "RAW");
    expect_recovery();
}

TEST_F(PcscSeam, CardOfTheOldProtocolIsRead) {
    scripted::daemon().accept_only(SCARD_PROTOCOL_T0);
    open();
    EXPECT_EQ(events.next(3), well);
    EXPECT_EQ(scripted::daemon().protocol_in_use(), "T=0");
    expect_recovery();
}

TEST_F(PcscSeam, CardThatAnotherResetsInTheMiddleIsReadFromTheBeginning) {
    scripted::daemon().reset_by_another(2);
    open();
    EXPECT_EQ(events.next(3), well);
    EXPECT_EQ(scripted::daemon().count(Call::reconnect), 1);
    expect_recovery();
}

// ---- permission

TEST_F(PcscSeam, CardsThatAreForbiddenForGoodAreToldOnceAndFoundWhenAllowed) {
    scripted::daemon().refuse_cards(true);
    open();
    std::string line;
    int ready = 0;
    while (line != "failed reader_forbidden") {
        line = events.next(milliseconds(5000));
        ASSERT_NE(line, "nothing");
        ready += line == "ready" ? 1 : 0;
    }
    EXPECT_LE(ready, 3);
    const int tries = scripted::daemon().count(Call::direct);
    EXPECT_TRUE(support::wait_until([&] { return scripted::daemon().count(Call::direct) > tries + 1; }));
    EXPECT_TRUE(events.quiet(milliseconds(1))) << "told of every try";
    scripted::daemon().refuse_cards(false);
    EXPECT_EQ(events.next(3), well);
    expect_recovery();
}

TEST_F(PcscSeam, CardThatKillsTheDaemonIsNoQuestionOfPermission) {
    scripted::daemon().fail(Call::connect, SCARD_F_COMM_ERROR, 5);
    open();
    std::string line;
    while (line != "identified transit 0001") {
        line = events.next(milliseconds(8000));
        ASSERT_NE(line, "nothing");
        EXPECT_NE(line, "failed reader_forbidden");
    }
    expect_recovery();
}

TEST_F(PcscSeam, SocketThatMayNotBeOpenedIsForbiddenAtOnce) {
    const support::TempDir dir;
    support::write_file(dir.file("pcscd.comm"), "");
    ASSERT_EQ(chmod(dir.file("pcscd.comm").c_str(), 0), 0);
    ASSERT_EQ(chmod(dir.path().c_str(), 0755), 0);
    setenv("PCSCLITE_CSOCK_NAME", dir.file("pcscd.comm").c_str(), 1);
    const bool root = geteuid() == 0;
    if (root) {
        ASSERT_EQ(setresuid(65534, 65534, 0), 0);
    }
    scripted::daemon().fail(Call::establish, SCARD_E_NO_SERVICE, 1000);
    open();
    EXPECT_EQ(events.next(), "failed reader_forbidden");
    if (root) {
        ASSERT_EQ(setresuid(0, 0, 0), 0);
    }
    unsetenv("PCSCLITE_CSOCK_NAME");
    expect_recovery();
}

// ---- nonsense

struct StateRow {
    const char* mishap;
    DWORD flags;
    DWORD atr_size;
    Lines told;
};
void PrintTo(const StateRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamState : public PcscSeam, public testing::WithParamInterface<StateRow> {};

TEST_P(PcscSeamState, ThatMakesNoSenseIsSurvived) {
    scripted::daemon().report_state(usb, GetParam().flags, GetParam().atr_size);
    open();
    EXPECT_EQ(events.next(GetParam().told.size()), GetParam().told);
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

TEST_F(PcscSeam, ReaderThatFlickersIsToldAFewTimesASecond) {
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
    const char* told;
};
void PrintTo(const AnswerRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamAnswer : public PcscSeam, public testing::WithParamInterface<AnswerRow> {};

TEST_P(PcscSeamAnswer, OfOddLengthHasAnOutcome) {
    scripted::daemon().answer(Bytes(GetParam().size, 0x00));
    open();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", GetParam().told}));
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(, PcscSeamAnswer,
                         testing::Values(AnswerRow{"empty", 0, "card failed card_unresponsive"},
                                         AnswerRow{"half_a_status_word", 1, "card failed card_unresponsive"},
                                         AnswerRow{"longer_than_short_apdus", 1025, "identified unknown"},
                                         AnswerRow{"longest_extended", 65538, "identified unknown"},
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
