// The ledger's thread when the file fails under it.
#include "kiosk/terminal/ledger_worker.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "kiosk/base/clock.h"
#include "kiosk/base/descriptor.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/base/owned.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/ledger/witness.h"
#include "tests/kiosk/ledger/small_disk.h"
#include "tests/kiosk/ledger/support.h"
#include "tests/support/process.h"

namespace {
std::atomic<bool> read_only{false};
}

// The disks as this program sees them.
extern "C" int statvfs(const char* path, struct statvfs* disk) noexcept {
    const kiosk::Descriptor folder(::open(path, O_PATH | O_CLOEXEC));
    const int code = ::fstatvfs(folder.get(), disk);
    if (code == 0 && read_only) disk->f_flag |= ST_RDONLY;
    return code;
}

namespace kiosk {
namespace {

class WorkerOfABrokenLedger : public ledger_test::LedgerTest {
protected:
    void run(const std::string& sql) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }
    template <class T>
    std::optional<T> next() {
        for (;;) {
            const auto event = events_.wait({}, std::chrono::seconds{20});
            if (!event) return std::nullopt;
            if (const auto* found = std::get_if<T>(&*event)) return *found;
        }
    }
    EventSink sink() {
        return [this](Event event) { events_.post(std::move(event)); };
    }
    // A program that gives tickets to people, at any hour.
    SqliteOptions at_work() {
        policy_.hours.clear();
        for (unsigned day = 0; day < 7; ++day)
            policy_.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::hours{24}});
        auto options = this->options();
        options.built = wall_now() - std::chrono::hours{24};
        return options;
    }
    Mailbox<Event> events_;
};

TEST_F(WorkerOfABrokenLedger, SaysSoAndGoesOnThoughTheCopyIsOld) {
    open();
    run("UPDATE sync SET synced_at = 1");
    Sharing sharing;
    sharing.stale_after = std::chrono::minutes{10};
    LedgerWorker worker(
        options(), ledger_test::site, policy_, [this](Event event) { events_.post(std::move(event)); }, {}, sharing);
    ASSERT_TRUE(next<LedgerReady>());
    run("PRAGMA foreign_keys = OFF; ALTER TABLE tickets RENAME TO away");
    worker.ask(FindTicket{7, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<LedgerFailed>());
    const auto found = next<TicketFound>();
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->ticket);
    worker.ask(IssueTicket{8, ledger_test::request("1")});
    const auto issued = next<TicketReady>();
    ASSERT_TRUE(issued);
    EXPECT_FALSE(issued->answer);
    run("PRAGMA foreign_keys = OFF; ALTER TABLE away RENAME TO tickets");
    worker.ask(FindTicket{9, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<LedgerReady>());
    const auto again = next<TicketFound>();
    ASSERT_TRUE(again && again->ticket);
    EXPECT_TRUE(again->as_of);
}

TEST_F(WorkerOfABrokenLedger, LooksUpOnAFullDiskAndOffersTicketsWithTheFirstTapAfterThereIsRoom) {
    const int code = ledger_test::in_child([&] {
        const ledger_test::SmallDisk disk(dir_.path().string());
        if (!disk.mounted()) return 77;
        LedgerWorker worker(at_work(), ledger_test::site, policy_, sink());
        if (!next<LedgerReady>()) return 1;
        disk.fill();
        const Ballast ballast(options().path);
        while (ballast.give()) continue;
        disk.fill();
        bool full = false;
        for (int query = 1; !full && query < 3000; ++query) {
            worker.ask(IssueTicket{query, ledger_test::request(std::to_string(query))});
            const auto answer = next<TicketReady>();
            full = answer && !answer->answer;
        }
        if (!full) return 2;
        worker.ask(LookUp{5000, {ByKey{"K001"}}});
        const auto still = next<CasesFound>();
        if (!still || !still->cases) return 3;
        std::filesystem::remove(dir_.file("of-others"));
        worker.ask(LookUp{5001, {ByKey{"K001"}}});
        if (!next<LedgerReady>()) return 4;
        const auto then = next<CasesFound>();
        if (!then || !then->cases) return 5;
        worker.ask(IssueTicket{5002, ledger_test::request("after")});
        const auto issued = next<TicketReady>();
        return issued && issued->answer ? 0 : 6;
    });
    if (code == 77) GTEST_SKIP() << "this system gives nobody but root a small disk";
    EXPECT_EQ(code, 0);
}

// As the kernel does it by itself when the disk fails: whatever is open stays open, and cannot be written.
template <class Number>
Number refused_write() {
    errno = EROFS;
    return -1;
}
ssize_t write_unless_read_only(int fd, const void* bytes, size_t size, off_t at) {
    return read_only ? refused_write<ssize_t>() : ::pwrite(fd, bytes, size, at);
}
int truncate_unless_read_only(int fd, off_t size) { return read_only ? refused_write<int>() : ::ftruncate(fd, size); }

TEST_F(WorkerOfABrokenLedger, LooksUpOnADiskThatBecameReadOnlyAndOffersTicketsWhenItIsWritableAgain) {
    sqlite3_vfs& system = *sqlite3_vfs_find(nullptr);
    const auto put = [&](const char* call, auto* function) {
        system.xSetSystemCall(&system, call, reinterpret_cast<sqlite3_syscall_ptr>(function));
    };
    for (const char* call : {"pwrite", "pwrite64"}) put(call, write_unless_read_only);
    put("ftruncate", truncate_unless_read_only);
    LedgerWorker worker(at_work(), ledger_test::site, policy_, sink());
    ASSERT_TRUE(next<LedgerReady>());
    const auto ticket = [&](int query) {
        worker.ask(IssueTicket{query, ledger_test::request(std::to_string(query))});
        const auto answer = next<TicketReady>();
        return answer && answer->answer;
    };
    ASSERT_TRUE(ticket(1));
    read_only = true;
    worker.ask(IssueTicket{2, ledger_test::request("2")});
    const auto failed = next<LedgerFailed>();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->fault, Fault::disk_read_only);
    worker.ask(LookUp{3, {ByKey{"K001"}}});
    const auto found = next<CasesFound>();
    EXPECT_TRUE(found && found->cases) << "what is there can be read";
    EXPECT_FALSE(ticket(4));
    read_only = false;
    worker.ask(LookUp{5, {ByKey{"K001"}}});
    ASSERT_TRUE(next<LedgerReady>());
    EXPECT_TRUE(ticket(6));
    system.xSetSystemCall(&system, nullptr, nullptr);
}

TEST_F(WorkerOfABrokenLedger, MakesNoEmptyOneWhereTicketsWereGiven) {
    const auto options = at_work();
    note_issued(options.path, ledger_test::site, {local_time(wall_now(), options.utc_offset).date, 7});
    LedgerWorker worker(options, ledger_test::site, policy_, sink());
    const auto failed = next<LedgerFailed>();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->fault, Fault::ledger_gone);
    EXPECT_FALSE(std::filesystem::exists(options.path));
    open();  // somebody puts one there
    worker.ask(IssueTicket{1, ledger_test::request("a")});
    const auto issued = next<TicketReady>();
    ASSERT_TRUE(issued && issued->answer);
    EXPECT_EQ(std::get<IssuedTicket>(*issued->answer).ticket.number, 8);
}

// The store may know tickets of today that a lost ledger has given.
TEST_F(WorkerOfABrokenLedger, ThatIsNewWaitsForTheStoreBeforeItsFirstTicket) {
    const auto options = at_work();
    Sharing sharing;
    sharing.changed = [] {};
    LedgerWorker worker(options, ledger_test::site, policy_, sink(), {}, sharing);
    ASSERT_TRUE(next<LedgerReady>());
    worker.ask(IssueTicket{1, ledger_test::request("a")});
    const auto waits = next<TicketReady>();
    ASSERT_TRUE(waits);
    ASSERT_FALSE(waits->answer);
    EXPECT_EQ(waits->answer.error().fault, Fault::ledger_locked);
    run("UPDATE sync SET synced_at = 1");
    worker.ask(IssueTicket{2, ledger_test::request("a")});
    const auto issued = next<TicketReady>();
    EXPECT_TRUE(issued && issued->answer);
}

TEST_F(WorkerOfABrokenLedger, SaysThatTheClockIsWrongBeforeAnybodyAsks) {
    auto options = at_work();
    options.built = wall_now() + std::chrono::hours{48};
    LedgerWorker worker(options, ledger_test::site, policy_, sink());
    const auto known = next<TimeKnown>();
    ASSERT_TRUE(known);
    EXPECT_EQ(judge_clock(wall_now(), known->known, policy_), ClockTrouble::before_program);
    worker.ask(IssueTicket{1, ledger_test::request("a")});
    const auto refused = next<TicketReady>();
    ASSERT_TRUE(refused);
    ASSERT_FALSE(refused->answer);
    EXPECT_EQ(refused->answer.error().fault, Fault::clock_wrong);
}

TEST_F(WorkerOfABrokenLedger, AnswersUnlessWhatWasAskedTakesTooLong) {
    Mailbox<int> first_round, in_answer, answered;
    const auto prepare = [&](SqliteLedger&) -> Status {
        first_round.wait({}, std::chrono::seconds{20});
        return Done{};
    };
    const auto hang = [&](const Event& event) {
        if (!std::holds_alternative<TicketFound>(event)) return;
        in_answer.post(1);
        answered.wait({}, std::chrono::seconds{20});
    };
    LedgerWorker worker(options(), ledger_test::site, policy_, hang, prepare);
    const auto tomorrow = std::chrono::steady_clock::now() + std::chrono::hours{24};
    EXPECT_TRUE(worker.answers(tomorrow)) << "an old ledger is brought forward";
    worker.ask(FindTicket{7, ledger_test::monday, 'A', 1});
    first_round.post(1);
    ASSERT_TRUE(in_answer.wait({}, std::chrono::seconds{20}));
    EXPECT_TRUE(worker.answers(std::chrono::steady_clock::now()));
    EXPECT_FALSE(worker.answers(tomorrow));
    answered.post(1);
    EXPECT_TRUE(support::wait_until([&] { return worker.answers(tomorrow); })) << "nobody asks anything";
}

// Else the page that tells of it would go before anybody has read it.
TEST_F(WorkerOfABrokenLedger, IsNotTriedAgainAtOnceAfterAQuestionFoundItBroken) {
    std::optional<Steady> failed, ready;  // of the worker's thread
    const auto timed = [&](Event event) {
        if (std::holds_alternative<LedgerFailed>(event)) failed = std::chrono::steady_clock::now();
        if (std::holds_alternative<LedgerReady>(event)) ready = std::chrono::steady_clock::now();
        events_.post(std::move(event));
    };
    LedgerWorker worker(at_work(), ledger_test::site, policy_, timed);
    ASSERT_TRUE(next<LedgerReady>());
    run("PRAGMA foreign_keys = OFF; ALTER TABLE tickets RENAME TO away");
    worker.ask(FindTicket{7, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<LedgerFailed>());
    ASSERT_TRUE(next<LedgerReady>());
    EXPECT_GE(*ready - *failed, std::chrono::seconds{5});
}

// At rest it looks rarely; the first touch does not wait for that.
TEST_F(WorkerOfABrokenLedger, IsSeenToBeGoneWhenSomebodyComes) {
    LedgerWorker worker(at_work(), ledger_test::site, policy_, sink());
    ASSERT_TRUE(next<LedgerReady>());
    worker.ask(FindTicket{1, ledger_test::monday, 'A', 1});
    ASSERT_TRUE(next<TicketFound>()) << "the first round is over";
    std::filesystem::remove(options().path);
    worker.attend();
    const auto gone = next<LedgerFailed>();
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->fault, Fault::ledger_gone);
}

}  // namespace
}  // namespace kiosk
