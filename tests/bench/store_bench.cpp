// The shared store on a real PostgreSQL of its own, fsync on, next to what PostgreSQL's own tools do with it in the same
// run: psql's \copy into a table with the same indexes, and pgbench. Usage: store_bench [CASES]; 200,000.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kiosk/intake/demo_cases.h"
#include "kiosk/intake/import_run.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/postgres.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/sync.h"
#include "tests/support/postgres.h"

namespace {

using namespace kiosk;
using Clock = std::chrono::steady_clock;

const Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{2}};
const Wall now = std::chrono::sys_days{today} + std::chrono::hours{2};
constexpr int workers = 8;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Policy make_policy() {
    Policy policy;
    for (unsigned day = 0; day < 7; ++day)
        policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::hours{24}});
    policy.services = {{"upgrade", {"换新卡", "Upgrade"}, 0}};
    for (const char* code : {"no_portrait", "outlying_county", "already_new", "not_registered", "under_age", "unreadable",
                             "letter_mismatch", "other"})
        policy.refusals.push_back({code, {}, {}, true});
    return policy;
}

template <class T>
T must(Result<T> result) {
    if (result) return *std::move(result);
    std::cerr << result.error().detail << '\n';
    std::_Exit(1);
}

void say(const std::string& line) { std::cout << line << std::endl; }

void say_times(const std::string& what, std::vector<double> micros) {
    std::ranges::sort(micros);
    say(fmt::format("{:<44} p50 {:6.0f} us  p99 {:6.0f} us", what, micros[micros.size() / 2],
                    micros[micros.size() * 99 / 100]));
}

class Bench {
public:
    explicit Bench(int cases) : cases_(cases) {
        server_.stop();
        server_.start({"fsync=on", "shared_buffers=256MB", "max_wal_size=2GB"});
        const auto local = must(open_local_ledger(options("office")));
        key_.emplace(local.key);
        auto line = must(PostgresConnection::open({where()}));
        must(prepare_store(line, local.key));
    }

    void run() {
        publish();
        copy_by_psql();
        first_copy();
        look_ups();
        idle_rounds();
        tickets();
        calls();
        pgbench();
    }

private:
    SqliteOptions options(const std::string& name) const { return {dir_.file(name + ".db"), dir_.file("office.key")}; }
    std::string where() const { return server_.where(); }
    SharedOptions shared() const {
        SharedOptions options;
        options.line.where = where();
        return options;
    }
    SyncOptions sync(const std::string& name, char letter = 'A') const {
        SyncOptions how{options(name), {where()}, "Hall", letter};
        how.shared.patience = std::chrono::hours{1};
        return how;
    }
    std::string psql(const std::string& sql) const {
        auto out = server_.psql(sql);
        while (!out.empty() && out.back() == '\n') out.pop_back();
        return out;
    }

    void publish() {
        must(import_csv((*must(open_ledger(options("office")))).local(), demo_csv(1, cases_, today), policy_));
        Sync office(sync("office"));
        const auto start = Clock::now();
        must(office.publish(now));
        say(fmt::format("{:<44} {:8.0f} rows/s", "publish, an office's cases", cases_ / seconds_since(start)));
        const auto bytes = std::stod(psql("SELECT pg_total_relation_size('kiosk.cases')"));
        say(fmt::format("{:<44} {:8.0f} bytes a case", "  in the store, with indexes", bytes / cases_));
        const auto again = Clock::now();
        must(office.publish(now));
        say(fmt::format("{:<44} {:8.3f} s", "  the same again", seconds_since(again)));
    }

    void copy_by_psql() {
        const auto file = dir_.file("cases.copy");
        psql("CREATE TABLE peer (LIKE kiosk.cases INCLUDING ALL)");
        const auto out = support::run({"psql", "-X", "-q", "-h", server_.folder(), "-U", "postgres", "-d", "kiosk", "-c",
                                       "\\copy kiosk.cases TO " + file});
        const auto start = Clock::now();
        const auto in = support::run(
            {"psql", "-X", "-q", "-h", server_.folder(), "-U", "postgres", "-d", "kiosk", "-c", "\\copy peer FROM " + file});
        if (out.code != 0 || in.code != 0) return say("psql FAILED: " + out.err + in.err);
        say(fmt::format("{:<44} {:8.0f} rows/s", "psql \\copy, same table and indexes", cases_ / seconds_since(start)));
        psql("DROP TABLE peer");
    }

    void first_copy() {
        Sync terminal(sync("terminal"));
        const auto start = Clock::now();
        const auto report = must(terminal.round(now));
        say(fmt::format("{:<44} {:8.0f} rows/s", "a kiosk's first copy",
                        static_cast<double>(report.cases) / seconds_since(start)));
        say(fmt::format("{:<44} {:8.0f} bytes a case", "  its file",
                        static_cast<double>(std::filesystem::file_size(options("terminal").path)) / cases_));
    }

    void look_ups() {
        const auto local = must(open_ledger(options("terminal")));
        std::vector<double> micros;
        for (int at = 0; at < 5000; ++at) {
            const auto key = fmt::format("DEMO-{:05}", 1 + static_cast<std::int64_t>(at) * 7919 % cases_);
            const auto start = Clock::now();
            if (must(local->find(ByKey{key})).empty()) return say("look-up FAILED " + key);
            micros.push_back(seconds_since(start) * 1e6);
        }
        say_times("look-up in a kiosk's copy", std::move(micros));
    }

    // Work of several processes for some seconds; how often all of them have done it in a second.
    double together(const std::function<int(int who, Clock::time_point end)>& work, double seconds) const {
        const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        std::vector<pid_t> children;
        for (int who = 0; who < workers; ++who) {
            const auto pid = fork();
            if (pid == 0) {
                support::write_file(dir_.file(fmt::format("done-{}", who)), std::to_string(work(who, end)));
                _exit(0);
            }
            children.push_back(pid);
        }
        for (const auto child : children) waitpid(child, nullptr, 0);
        int done = 0;
        for (int who = 0; who < workers; ++who)
            done += std::stoi(support::read_file(dir_.file(fmt::format("done-{}", who))));
        return done / seconds;
    }

    void idle_rounds() {
        const auto rate = together(
            [&](int who, Clock::time_point end) {
                std::filesystem::copy_file(options("terminal").path, options(fmt::format("idle-{}", who)).path);
                Sync idle(sync(fmt::format("idle-{}", who)));
                int rounds = 0;
                for (; Clock::now() < end; ++rounds) must(idle.round(now));
                return rounds;
            },
            5);
        say(fmt::format("{:<44} {:8.0f} /s of {} kiosks", "rounds with nothing to do", rate, workers));
    }

    void tickets() {
        const auto rate = together(
            [&](int who, Clock::time_point end) {
                const auto name = fmt::format("idle-{}", who);  // that have all cases already
                const auto ledger = must(open_ledger(options(name)));
                const auto letter = static_cast<char>('A' + who);
                Sync busy(sync(name, letter));
                must(busy.round(now));
                int issued = 0;
                for (; Clock::now() < end && issued < 999; ++issued) {
                    TicketRequest request;
                    request.service = "upgrade";
                    request.idempotency = std::to_string(issued);
                    must(ledger->issue(request, {"Hall", letter}, policy_, now));
                    must(busy.round(now));
                }
                return issued;
            },
            10);
        say(fmt::format("{:<44} {:8.0f} /s of {} kiosks in one hall", "ticket issued, told, and the others' fetched", rate,
                        workers));
    }

    void calls() {
        const auto waiting = std::stoi(psql("SELECT count(*) FROM kiosk.tickets WHERE called_at IS NULL"));
        const auto start = Clock::now();
        together(
            [&](int who, Clock::time_point) {
                const auto store = must(open_shared_desk(shared(), *key_));
                int called = 0;
                while (store->call_next({"Hall", std::to_string(who)}, policy_, now)) ++called;
                return called;
            },
            1);
        say(fmt::format("{:<44} {:8.0f} /s of {} counters in one hall", "calls", waiting / seconds_since(start), workers));
    }

    void pgbench() {
        const std::vector<std::string> usual{"pgbench", "-h", server_.folder(), "-U", "postgres"};
        const auto with = [&](std::vector<std::string> more) {
            auto command = usual;
            command.insert(command.end(), more.begin(), more.end());
            return support::run(command);
        };
        with({"-i", "-q", "-s", "10", "kiosk"});
        const auto run = with({"-n", "-N", "-c", std::to_string(workers), "-j", "2", "-T", "5", "kiosk"});
        const auto at = run.out.find("tps = ");
        say(fmt::format("{:<44} {:8.0f} /s of {} clients", "pgbench, simple update (-N), scale 10",
                        at == std::string::npos ? 0 : std::stod(run.out.substr(at + 6)), workers));
    }

    int cases_;
    support::TempDir dir_;
    support::Postgres server_;
    Policy policy_ = make_policy();
    std::optional<HashKey> key_;
};

}  // namespace

int main(int count, char** arguments) {
    Bench(count > 1 ? std::max(1000, std::atoi(arguments[1])) : 200'000).run();
    return 0;
}
