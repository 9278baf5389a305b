// Sixteen terminals and eight counters, each a process of its own, at one real PostgreSQL that is killed three times while
// terminals and counters are killed at random. Six seconds; KIOSK_CROWD_SECONDS=60 for the full length.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <new>
#include <random>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "kiosk/queue/order.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

constexpr int terminals = 16, counters = 8;

// What the processes see of each other besides the store.
struct Board {
    std::atomic<bool> closing{false};  // no more tickets
    std::atomic<bool> last{false};     // all of them are in the store
    std::atomic<int> issued{0}, called{0}, lines_lost{0};
};
class SharedBoard {
public:
    SharedBoard()
        : board_(new (mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Board) {}
    ~SharedBoard() { munmap(board_, sizeof(Board)); }
    SharedBoard(const SharedBoard&) = delete;
    SharedBoard& operator=(const SharedBoard&) = delete;
    Board* operator->() const { return board_; }

private:
    Board* board_;
};

void note(const std::string& file, const std::string& line) {  // whole, even if it is killed right after
    std::ofstream(file, std::ios::app) << line + '\n' << std::flush;
}

class Crowd : public SharedTest {
protected:
    static std::chrono::seconds length() {
        const char* wanted = std::getenv("KIOSK_CROWD_SECONDS");
        return std::chrono::seconds{wanted ? std::max(6, std::atoi(wanted)) : 6};
    }
    std::string issued_file(int who) const { return dir_.file(fmt::format("issued-{}", who)); }
    std::string called_file(int who) const { return dir_.file(fmt::format("called-{}", who)); }
    std::string call_file(int who) const { return dir_.file(fmt::format("call-{}", who)); }
    static char letter(int who) { return static_cast<char>('A' + who); }

    void be_terminal(int who) const {
        Terminal me(folder(), server_.where(login_of(letter(who))), letter(who));
        std::mt19937 random(static_cast<unsigned>(getpid()));
        for (int i = 0; !board_->closing; ++i) {
            const auto klass = random() % 3 == 0 ? TicketClass::priority : TicketClass::ordinary;
            const auto skew = std::chrono::minutes{who - 8};  // no two clocks agree
            const auto answer = me.ledger().issue(request(fmt::format("{}/{}/{}", who, getpid(), i), klass), me.site(),
                                                  policy_, morning(60) + skew);
            if (answer && std::holds_alternative<IssuedTicket>(*answer)) {
                note(issued_file(who), label(std::get<IssuedTicket>(*answer).ticket));
                ++board_->issued;
            }
            if (random() % 3 == 0 && !me.sync().round(morning())) ++board_->lines_lost;
            ::poll(nullptr, 0, static_cast<int>(random() % (length().count() > 6 ? 300 : 150)));  // people come
        }
    }

    // The number of a call is on disk before it is made: whoever is killed asks for the same one again.
    void be_counter(int who) const {
        const auto name = fmt::format("C{}", who);
        std::unique_ptr<HallDesk> store;
        int number = std::atoi(support::read_file(call_file(who)).c_str());
        SharedOptions options;
        options.line.where = server_.where("counter");
        options.line_patience = std::chrono::milliseconds{300};
        for (;;) {
            if (!store) {
                auto opened = open_shared_desk(options, key_);
                if (!opened) continue;
                store = *std::move(opened);
            }
            const auto ticket = store->call_next({"Hall", name, std::to_string(number)}, policy_, morning(90));
            if (!ticket) {
                if (ticket.error().fault != Fault::refused)
                    ++board_->lines_lost;
                else if (board_->last)
                    return;
                ::poll(nullptr, 0, 5);
                continue;
            }
            note(called_file(who), fmt::format("{} {}", number, label(*ticket)));
            ++board_->called;
            support::write_file(call_file(who) + ".new", std::to_string(++number));
            std::filesystem::rename(call_file(who) + ".new", call_file(who));
        }
    }

    pid_t start(int who) const {
        const pid_t pid = fork();
        if (pid != 0) return pid;
        alarm(300);  // should the test be killed
        who < terminals ? be_terminal(who) : be_counter(who - terminals);
        _exit(0);
    }

    static void kill_one(pid_t pid) {
        ::kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
    }

    void let_them_work() {
        std::vector<pid_t> people;
        for (int who = 0; who < terminals + counters; ++who) people.push_back(start(who));
        std::mt19937 random(7);
        const auto begin = std::chrono::steady_clock::now();
        const auto end = begin + length();
        int server_kills = 0;
        while (std::chrono::steady_clock::now() < end || server_kills < 3) {
            ::poll(nullptr, 0, 100);
            const auto who = static_cast<std::size_t>(random() % people.size());
            kill_one(people[who]);
            people[who] = start(static_cast<int>(who));
            ++kills_;
            if (std::chrono::steady_clock::now() - begin < (server_kills + 1) * length() / 4 || server_kills == 3) continue;
            server_.kill();
            ++server_kills;
            ::poll(nullptr, 0, 200);
            server_.start();
        }
        board_->closing = true;
        for (int who = 0; who < terminals; ++who) waitpid(people[static_cast<std::size_t>(who)], nullptr, 0);
        for (int who = 0; who < terminals; ++who) {
            Terminal one(folder(), server_.where(login_of(letter(who))), letter(who));
            EXPECT_EQ(one.round().clashes, 0U);
        }
        board_->last = true;
        for (const auto pid : people) waitpid(pid, nullptr, 0);
    }

    // What the store says happened, in its own order.
    struct Happened {
        std::int64_t order = 0;
        bool call = false;
        Ticket ticket;
    };
    std::vector<Happened> history() const {
        auto line = PostgresConnection::open({server_.where()});
        const auto rows = line->run("SELECT terminal, number, class, arrived, call_order, day FROM kiosk.tickets");
        std::vector<Happened> all;
        for (int row = 0; row < rows->size(); ++row) {
            Ticket ticket;
            ticket.terminal = rows->text(row, 0).front();
            ticket.number = static_cast<int>(rows->integer(row, 1));
            ticket.klass = rows->text(row, 2) == "priority" ? TicketClass::priority : TicketClass::ordinary;
            ticket.arrived = rows->integer(row, 3);
            ticket.day = monday;
            all.push_back({ticket.arrived, false, ticket});
            EXPECT_FALSE(rows->is_null(row, 4)) << label(ticket) << " was never called";
            all.push_back({rows->integer(row, 4), true, ticket});
        }
        std::ranges::sort(all, {}, &Happened::order);
        return all;
    }

    void expect_rule_was_kept(const std::vector<Happened>& all) const {
        std::vector<Ticket> called, waiting;
        for (const auto& happened : all) {
            if (!happened.call) {
                waiting.push_back(happened.ticket);
                continue;
            }
            const std::span last(called.end() - std::min<std::ptrdiff_t>(16, std::ssize(called)), called.end());
            const auto next = calling_order(last, waiting, policy_.priorities_per_ordinary);
            ASSERT_FALSE(next.empty()) << label(happened.ticket) << " was called before it came";
            ASSERT_EQ(label(next.front()), label(happened.ticket)) << "at " << happened.order;
            std::erase(waiting, happened.ticket);
            called.push_back(happened.ticket);
        }
    }

    void expect_none_lost(const std::set<std::string>& stored) const {
        for (int who = 0; who < terminals; ++who) {
            std::istringstream list(support::read_file(issued_file(who)));
            std::set<std::string> once;
            for (std::string one; list >> one;) {
                EXPECT_TRUE(once.insert(one).second) << one << " was given out twice";
                EXPECT_TRUE(stored.contains(one)) << one << " is lost";
            }
            const auto mine = *(*open_ledger(local_options(folder(), fmt::format("terminal-Hall{}", letter(who)))))
                                   ->tickets("Hall", monday);
            for (const auto& ticket : mine) EXPECT_TRUE(stored.contains(label(ticket))) << label(ticket) << " is lost";
        }
    }

    void expect_called_once(std::size_t tickets) const {
        std::map<std::string, std::string> by;  // ticket -> call
        for (int who = 0; who < counters; ++who) {
            std::istringstream list(support::read_file(called_file(who)));
            for (std::string number, one; list >> number >> one;) {
                const auto call = fmt::format("C{} {}", who, number);
                EXPECT_EQ(by.emplace(one, call).first->second, call) << one << " was called twice";
            }
        }
        EXPECT_EQ(by.size(), tickets) << "somebody was called and nobody knows";
    }

    SharedBoard board_;
    int kills_ = 0;
};

TEST_F(Crowd, LosesNoTicketAndCallsEachOnceWhoeverIsKilled) {
    let_them_work();
    const auto all = history();
    std::set<std::string> stored;
    for (const auto& happened : all) stored.insert(label(happened.ticket));
    EXPECT_EQ(stored.size() * 2, all.size()) << "a number twice";
    expect_none_lost(stored);
    expect_called_once(stored.size());
    expect_rule_was_kept(all);
    std::cout << fmt::format(
        "{} s: {} tickets of {} terminals, each called once by {} counters; server killed 3 times, the "
        "others {} times; {} rounds or calls met a line that was down\n",
        length().count(), stored.size(), terminals, counters, kills_, board_->lines_lost.load());
    EXPECT_GT(stored.size(), 100U);
}

}  // namespace
}  // namespace ledger_test
