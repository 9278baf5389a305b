// The log, on pipes that are full, readers that have gone and disks that are.
#include "kiosk/terminal/log.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <charconv>
#include <sstream>

#include "kiosk/base/descriptor.h"
#include "tests/support/full_pipe.h"
#include "tests/support/process.h"

namespace {

using namespace kiosk;
using support::FullPipe;

constexpr int crowd = 3000;             // lines; the queue holds fewer
constexpr unsigned hung_after_s = 120;  // SIGALRM then ends the child, and the test fails

LogQueue::Next line(const std::string& text) { return {text + '\n', 0}; }

// Lines that came, and those that were told to be lost.
struct Heard {
    std::vector<std::string> lines;
    std::size_t lost = 0;
};
Heard heard(const std::string& text) {
    Heard heard;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one);) {
        constexpr std::string_view told = "W log: ";
        std::size_t lost = 0;
        if (one.starts_with(told)) {
            std::from_chars(one.data() + told.size(), one.data() + one.size(), lost);
            heard.lost += lost;
        } else {
            heard.lines.push_back(one);
        }
    }
    return heard;
}

class LogTest : public testing::Test {
protected:
    LogTest() { ::signal(SIGPIPE, SIG_IGN); }
};

TEST_F(LogTest, FullPipeLosesTheOldestLinesAndTellsHowManyOnceItIsRead) {
    FullPipe pipe;
    LogQueue queue;
    std::jthread writing([&] {
        LogWriter writer(pipe.writer());
        while (const auto next = queue.pop()) writer.write(*next);
        pipe.close_writer();
    });
    for (int number = 0; number < crowd; ++number) queue.push(fmt::format("{}\n", number));  // nobody has read yet
    queue.close();
    const auto all = heard(pipe.read_to_end());
    ASSERT_FALSE(all.lines.empty());
    EXPECT_EQ(all.lines.size() + all.lost, crowd) << "each is there or counted";
    EXPECT_GE(all.lost, crowd - LogQueue::most_lines - 1);
    EXPECT_EQ(all.lines.back(), std::to_string(crowd - 1)) << "the latest are kept";
    EXPECT_EQ(all.lines[all.lines.size() - LogQueue::most_lines], std::to_string(crowd - LogQueue::most_lines));
}

TEST_F(LogTest, NothingIsTakenAfterTheEnd) {
    LogQueue queue;
    queue.push("before\n");
    queue.close();
    queue.push("after\n");
    EXPECT_EQ(queue.pop()->line, "before\n");
    EXPECT_FALSE(queue.pop());
}

TEST_F(LogTest, ReaderThatHasGoneEndsNothing) {
    FullPipe pipe;
    pipe.close_reader();
    LogWriter writer(pipe.writer());
    writer.write(line("one"));
    writer.write(line("two"));
}

TEST_F(LogTest, FullDiskIsToldWhenThereIsRoomAgain) {
    const support::TempDir folder;
    const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    LogWriter writer(full.get());
    writer.write(line("one"));
    writer.write(line("two"));
    const Descriptor room(::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    ASSERT_GE(::dup2(room.get(), full.get()), 0);
    writer.write(line("three"));
    writer.write(line("four"));
    EXPECT_EQ(support::read_file(folder.file("log")), "W log: 2 lines before this one are lost\nthree\nfour\n");
}

// A child's limit on the size of its files stands for a disk on which half a line had room.
TEST_F(LogTest, LineOfWhichHalfHadRoomDoesNotRunIntoTheNext) {
    const support::TempDir folder;
    const auto fill_up = [&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const Descriptor file(::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        LogWriter writer(file.get());
        const rlimit small{6, RLIM_INFINITY}, large{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &small);
        writer.write(line("one"));
        writer.write(line("two"));
        ::setrlimit(RLIMIT_FSIZE, &large);
        writer.write(line("three"));
        std::exit(0);
    };
    EXPECT_EXIT(fill_up(), testing::ExitedWithCode(0), "");
    EXPECT_EQ(support::read_file(folder.file("log")), "one\ntw\nW log: 1 lines before this one are lost\nthree\n");
}

void log_into(int out, int err) {
    ::alarm(hung_after_s);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    {
        const Log log;
        for (int number = 0; number < crowd; ++number) {
            spdlog::info("{}", number);
            std::fprintf(stderr, "what a library says of itself\n");
        }
    }
    std::exit(0);
}

TEST_F(LogTest, ProgramGoesOnAndEndsAlthoughNobodyReads) {
    FullPipe pipe;
    EXPECT_EXIT(log_into(pipe.writer(), pipe.writer()), testing::ExitedWithCode(0), "");
}

TEST_F(LogTest, ProgramGoesOnAndEndsAlthoughTheSocketOfTheJournalIsFull) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    const Descriptor journal(ends[0]), ours(ends[1]);
    EXPECT_EXIT(log_into(ours.get(), ours.get()), testing::ExitedWithCode(0), "");
}

TEST_F(LogTest, ProgramOutlivesItsReader) {
    FullPipe pipe;
    pipe.close_reader();
    const auto outlive = [&] {
        ::signal(SIGPIPE, SIG_DFL);  // as a program begins
        log_into(pipe.writer(), pipe.writer());
    };
    EXPECT_EXIT(outlive(), testing::ExitedWithCode(0), "");
}

TEST_F(LogTest, ProgramThatWasStartedWithoutStandardFilesWritesIntoNoneOfItsOwn) {
    const support::TempDir folder;
    const auto own_file = [&] {
        ::alarm(hung_after_s);
        for (const int number : {0, 1, 2}) ::close(number);
        {
            const Log log;
            const Descriptor file(::open(folder.file("ledger").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
            spdlog::error("not into the ledger");
        }
        std::exit(0);
    };
    EXPECT_EXIT(own_file(), testing::ExitedWithCode(0), "");
    EXPECT_EQ(support::read_file(folder.file("ledger")), "");
}

TEST_F(LogTest, EverythingIsWrittenBeforeTheEnd) {
    const support::TempDir folder;
    const Descriptor file(::open(folder.file("log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const auto few_words = [&] {
        ::dup2(file.get(), STDOUT_FILENO);
        {
            const Log log;
            spdlog::warn("last words");
        }
        std::exit(0);
    };
    EXPECT_EXIT(few_words(), testing::ExitedWithCode(0), "");
    EXPECT_EQ(support::read_file(folder.file("log")), "W last words\n");
}

}  // namespace
