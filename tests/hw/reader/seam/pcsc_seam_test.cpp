// The PC/SC driver on a scripted libpcsclite: return codes that no daemon can be made to give.
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/hw/reader/seam/seam_fixture.h"

namespace hw {
namespace {

struct Row {
    const char* mishap;
    Call call;
    LONG code;
    int times;
    Lines reported;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamMishap : public PcscSeam, public testing::WithParamInterface<Row> {};

TEST_P(PcscSeamMishap, IsReportedAndPasses) {
    scripted::daemon().fail(GetParam().call, GetParam().code, GetParam().times);
    open();
    EXPECT_EQ(events.next(GetParam().reported.size()), GetParam().reported);
    expect_recovery();
}

const Lines gone_then_well{"failed reader_service_gone", "ready", "inserted", "identified transit 0001"};
const Lines lost_then_well{
    "ready", "inserted", "removed", "failed reader_service_gone", "ready", "inserted", "identified transit 0001"};

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

struct ProtocolRow {
    const char* mishap;
    DWORD accepted;
    const char* used;
};
void PrintTo(const ProtocolRow& row, std::ostream* out) { *out << row.mishap; }
class PcscSeamProtocol : public PcscSeam, public testing::WithParamInterface<ProtocolRow> {};

TEST_P(PcscSeamProtocol, ThatAloneIsTakenIsSpoken) {
    scripted::daemon().accept_only(GetParam().accepted);
    open();
    EXPECT_EQ(events.next(3), well);
    EXPECT_EQ(scripted::daemon().protocol_in_use(), GetParam().used);
    expect_recovery();
}

INSTANTIATE_TEST_SUITE_P(, PcscSeamProtocol,
                         testing::Values(ProtocolRow{"raw", SCARD_PROTOCOL_RAW, "RAW"},
                                         ProtocolRow{"the_old_one", SCARD_PROTOCOL_T0, "T=0"}),
                         row_name);

TEST_F(PcscSeam, CardThatAnotherResetsInTheMiddleIsReadFromTheBeginning) {
    scripted::daemon().reset_by_another(2);
    open();
    EXPECT_EQ(events.next(3), well);
    EXPECT_EQ(scripted::daemon().count(Call::reconnect), 1);
    expect_recovery();
}

// ---- permission

TEST_F(PcscSeam, CardsThatAreForbiddenForGoodAreReportedOnceAndFoundWhenAllowed) {
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
    EXPECT_TRUE(events.quiet(milliseconds(1))) << "reported at every try";
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

}  // namespace
}  // namespace hw
