// Import and look-up in a large ledger, next to the sqlite3 shell's .import of the same file into a table with the same
// indexes. The shell is stopped when it takes much longer than we did.
//   ledger_bench [CASES [FOLDER]]        a million in /tmp, which takes a minute or two
//   ledger_bench --growth [FOLDER [CASES…]]
//                                        what a kiosk's ledger costs with five thousand cases, 300,000, a million, ten
//                                        million: twenty minutes and 12 GB
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "kiosk/custody/ledger_custody.h"
#include "kiosk/custody/report_store.h"
#include "kiosk/intake/demo_cases.h"
#include "kiosk/intake/import_run.h"
#include "kiosk/ledger/sqlite.h"

namespace {

using namespace kiosk;
using Clock = std::chrono::steady_clock;

constexpr int most_imported_again = 1'000'000;
const Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{2}};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Usage {
    double seconds = 0, processor = 0;
    long peak_kib = 0;
    bool ok = false;
};

// In a process of its own, so that its memory can be told. It is ended after `at_most` seconds.
Usage measure(const std::function<bool()>& work, double at_most = 24 * 3600) {
    const auto start = Clock::now();
    const pid_t child = fork();
    if (child == 0) {
        alarm(static_cast<unsigned>(at_most) + 1);
        _exit(work() ? 0 : 1);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    const auto in_seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return {seconds_since(start), in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime), usage.ru_maxrss,
            WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

void print(const char* what, const Usage& usage, int cases, const std::string& file) {
    std::printf("%-24s %9.0f rows/s  %6.1f s (%6.1f s of processor)  peak %4ld MiB  file %5.0f MiB%s\n", what,
                cases / usage.seconds, usage.seconds, usage.processor, usage.peak_kib / 1024,
                static_cast<double>(std::filesystem::file_size(file)) / 1048576, usage.ok ? "" : "  FAILED");
    std::fflush(stdout);
}

Policy make_policy() {
    Policy policy;
    for (const char* code : {"no_portrait", "outlying_county", "already_new", "not_registered", "under_age", "unreadable",
                             "letter_mismatch", "other"})
        policy.refusals.push_back({code, {}, {}, true});
    return policy;
}

bool import(const std::string& csv, const std::string& db) {
    auto ledger = open_ledger({db, {}});
    std::ifstream file(csv, std::ios::binary);
    if (!ledger || !file) return false;
    const auto source = [&](std::span<char> room) -> Result<std::size_t> {
        file.read(room.data(), static_cast<std::streamsize>(room.size()));
        return static_cast<std::size_t>(file.gcount());
    };
    const auto report = import_from((*ledger)->local(), source, make_policy(), {});
    return report && report->bad.empty();
}

bool import_by_shell(const std::string& csv, const std::string& db) {
    const std::string setup =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE cases (case_key, holder_name, id_number, "
        "old_card, "
        "social_card, community, street, district, handed_in_at, stage, stage_at, refusal, new_card);"
        "CREATE UNIQUE INDEX k ON cases (case_key); CREATE INDEX i ON cases (id_number); CREATE INDEX c ON cases (old_card);"
        "CREATE INDEX s ON cases (social_card); CREATE INDEX t ON cases (substr(id_number, -6) || substr(old_card, -4));";
    const std::string load = ".import --csv --skip 1 " + csv + " cases";
    execlp("sqlite3", "sqlite3", db.c_str(), setup.c_str(), load.c_str(), static_cast<char*>(nullptr));
    return false;
}

// Waiting for it much longer than we took would tell nothing more.
void by_shell(const std::string& csv, const std::string& db, int cases, double our_seconds) {
    const auto peer = measure([&] { return import_by_shell(csv, db); }, our_seconds * 1.5 + 10);
    if (peer.ok) {
        print("sqlite3 .import, indexed", peer, cases, db);
        std::printf("%-24s %9.2f times the shell's rows per second\n", "kioskctl import", peer.seconds / our_seconds);
    } else {
        std::printf("sqlite3 .import, indexed   stopped after %.0f s, less than %.0f rows/s\n", peer.seconds,
                    cases / peer.seconds);
    }
    for (const char* behind : {"", "-wal", "-shm"}) std::filesystem::remove(db + behind);
}

struct Sample {
    CardNumber card;
    std::string id, social_card, key;
};

std::vector<Sample> samples(const std::string& csv, int cases) {
    std::vector<Sample> result;
    std::ifstream file(csv, std::ios::binary);
    CsvReader reader([&](std::span<char> room) -> Result<std::size_t> {
        file.read(room.data(), static_cast<std::streamsize>(room.size()));
        return static_cast<std::size_t>(file.gcount());
    });
    const int every = std::max(1, cases / 20000);
    int row = 0;
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        if (row++ % every != 0) continue;
        const auto& fields = (*record)->fields;
        if (const auto card = CardNumber::parse(fields[3]))
            result.push_back({*card, std::string(fields[2]), std::string(fields[4]), std::string(fields[0])});
    }
    // Out of the order of the file, the same each time.
    for (std::size_t at = 0; at < result.size(); ++at) std::swap(result[at], result[at * 7919 % result.size()]);
    return result;
}

void print_times(const std::string& what, std::vector<double> times) {
    std::ranges::sort(times);
    std::printf("%-29s p50 %5.0f us  p99 %5.0f us  max %6.0f us\n", what.c_str(), times[times.size() / 2],
                times[times.size() * 99 / 100], times.back());
}

void look_up(SqliteLedger& ledger, const char* what, const std::vector<Sample>& all,
             const std::function<CaseQuery(const Sample&)>& query_of) {
    std::vector<double> times;
    for (const auto& sample : all) {
        const auto query = query_of(sample);
        const auto start = Clock::now();
        const auto found = ledger.find(query);
        times.push_back(seconds_since(start) * 1e6);
        if (!found || found->empty()) return static_cast<void>(std::printf("look-up by %s FAILED\n", what));
    }
    print_times(std::string("look-up by ") + what, std::move(times));
}

// The machine's own memory forgets the file; what the host of a virtual one keeps nobody can tell.
void forget(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY);
    fdatasync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

// Warm is what the machine's memory holds; the import before may have driven it out.
void remember(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY);
    std::vector<char> room(1 << 20);
    while (read(file, room.data(), room.size()) > 0) continue;
    close(file);
}

constexpr std::size_t cold_rounds = 50, of_a_round = 20;  // so few that none comes upon pages of another

// What the disk itself takes for one page of the same file.
void read_cold(const std::string& db) {
    constexpr std::size_t page = 4096;
    std::vector<double> times;
    std::vector<char> room(page);
    std::minstd_rand random(1);
    const auto pages = std::filesystem::file_size(db) / page;
    for (std::size_t round = 0; round < cold_rounds; ++round) {
        forget(db);
        const int file = open(db.c_str(), O_RDONLY);
        for (std::size_t at = 0; at < of_a_round; ++at) {
            const auto where = static_cast<off_t>(random() % pages * page);
            const auto start = Clock::now();
            if (pread(file, room.data(), page, where) < 0) std::puts("cold read FAILED");
            times.push_back(seconds_since(start) * 1e6);
        }
        close(file);
    }
    print_times("  peer: one page of the disk", std::move(times));
}

void look_up_cold(const std::string& db, const std::vector<Sample>& all, bool warm_up) {
    std::vector<double> times;
    std::size_t pages = 0;
    double warming = 0;
    for (std::size_t round = 0; round < cold_rounds; ++round) {
        forget(db);
        auto ledger = open_ledger({db, {}});
        if (!ledger) return static_cast<void>(std::puts("cold look-up FAILED"));
        const auto before = Clock::now();
        if (const auto read = warm_up ? (*ledger)->warm_up() : Result<std::size_t>(std::size_t{0}); read) pages = *read;
        warming = seconds_since(before);
        for (std::size_t at = 0; at < of_a_round; ++at) {
            const auto& sample = all[(round * of_a_round + at) % all.size()];
            const auto start = Clock::now();
            const auto found = (*ledger)->find(ByCard{sample.card});
            times.push_back(seconds_since(start) * 1e6);
            if (!found || found->empty()) return static_cast<void>(std::puts("cold look-up FAILED"));
        }
    }
    print_times(warm_up ? "look-up, cold as in a kiosk" : "look-up, cold", std::move(times));
    if (warm_up) std::printf("  which has read %zu upper pages at its start, %.0f ms\n", pages, warming * 1e3);
}

void look_ups(const std::string& csv, const std::string& db, int cases) {
    const auto all = samples(csv, cases);
    auto ledger = open_ledger({db, {}});
    if (!ledger || all.empty()) return static_cast<void>(std::puts("look-ups FAILED"));
    remember(db);
    look_up(**ledger, "old card", all, [](const Sample& one) { return ByCard{one.card}; });
    look_up(**ledger, "ID number", all, [](const Sample& one) { return ByResidentId{one.id}; });
    look_up(**ledger, "social card", all, [](const Sample& one) { return BySocialCard{one.social_card}; });
    look_up(**ledger, "key", all, [](const Sample& one) { return ByKey{one.key}; });
    look_up(**ledger, "typing", all, [](const Sample& one) { return ByTyping{one.id.substr(12), one.card.last4()}; });
    ledger = Error{Fault::not_found, "closed"};
    std::printf("cold: the system has dropped the file from memory before each %zu look-ups of a newly opened ledger\n",
                of_a_round);
    look_up_cold(db, all, true);
    look_up_cold(db, all, false);
    read_cold(db);
}

void report_of(SqliteLedger& ledger, const decltype(report_of_day)& make, const char* what) {
    std::vector<double> times;
    ReportCounts all;
    for (int again = 0; again < 5; ++again) {
        const auto before = Clock::now();
        const auto report = make(ledger.local().db(), today, Policy{});
        times.push_back(seconds_since(before));
        if (!report) return static_cast<void>(std::puts("report FAILED"));
        all = total(*report);
    }
    const double first = times.front();
    std::ranges::sort(times);
    std::printf("%-29s first %.3f s, median %.3f s; %lld collected, %lld late\n", what, first, times[times.size() / 2],
                static_cast<long long>(all.collected), static_cast<long long>(all.late));
}

// Bags of ten, each packed and handed over six times; and what a day's report takes.
void custody(const std::string& db, int cases) {
    constexpr int apart = 4 * 13 * 19, bag_size = 10, most_bags = 100;  // so far apart two cards are of one community
    auto ledger = open_ledger({db, {}});
    if (!ledger) return static_cast<void>(std::puts("custody FAILED"));
    LedgerCustody desk((*ledger)->local());
    const auto start = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::vector<double> times;
    for (int bag = 0; bag < std::min(most_bags, cases / apart / bag_size); ++bag) {
        const auto number = "BAG-" + std::to_string(bag);
        Packing packing{number, {}, "bench"};
        for (int card = 1; card <= bag_size; ++card)
            packing.case_keys.push_back(fmt::format("DEMO-{:05}", (bag * bag_size + card) * apart));
        auto answer = desk.pack(packing, start);
        while (answer && !answer->bag->opened()) {
            const auto from = answer->bag->at, to = *next_level(*answer->bag);
            const auto before = Clock::now();
            answer = desk.hand_over({number, {from, {}}, {to, {}}, bag_size, bag_size, "bench"}, start);
            times.push_back(seconds_since(before) * 1e6);
        }
        if (!answer) return static_cast<void>(std::printf("custody FAILED: %s\n", answer.error().detail.c_str()));
    }
    if (!times.empty()) print_times("hand-over of a bag", std::move(times));
    report_of(**ledger, report_of_day, "report of a day");
    report_of(**ledger, report_counted_anew, "  peer: every case counted");
}

// What lies in memory of this process, what is shared with others divided by those who share it.
double pss_mb() {
    std::ifstream file("/proc/self/smaps_rollup");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Pss:")) return std::stod(line.substr(4)) / 1024;
    }
    return 0;
}

std::string middle_and_high(std::vector<double> times, int digits) {
    std::ranges::sort(times);
    return fmt::format("{:.{}f} / {:.{}f}", times[times.size() / 2], digits, times[times.size() * 99 / 100], digits);
}

// What the disk itself takes to keep a page.
std::vector<double> page_writes(const std::string& folder, int count) {
    std::vector<double> times;
    const auto path = folder + "/page";
    const int file = open(path.c_str(), O_RDWR | O_CREAT, 0600);
    const std::vector<char> page(4096, 'x');
    for (int number = 0; number < count; ++number) {
        const auto start = Clock::now();
        if (write(file, page.data(), page.size()) < 0 || fdatasync(file) != 0) std::puts("page FAILED");
        times.push_back(seconds_since(start) * 1e3);
    }
    close(file);
    return times;
}

// One line of the table, made by a process like a kiosk's: it has done nothing but open this ledger and serve people.
bool grown(const std::string& csv, const std::string& folder, const std::string& db, int cases) {
    constexpr int tickets = 200, days = 20;
    const auto all = samples(csv, cases);
    const double before = pss_mb();
    forget(db);
    const auto start = Clock::now();
    auto ledger = open_ledger({db, {}});
    if (!ledger || !(*ledger)->warm_up()) return false;
    const double opened = seconds_since(start) * 1e3;
    std::vector<double> found, issued, reported;
    for (const auto& sample : all) {
        const auto begin = Clock::now();
        const auto cases_found = (*ledger)->find(ByCard{sample.card});
        found.push_back(seconds_since(begin) * 1e6);
        if (!cases_found || cases_found->empty()) return false;
    }
    auto policy = make_policy();
    policy.services = {{"upgrade", {"换新卡", "Upgrade"}, 0}};
    for (unsigned day = 0; day < 7; ++day)
        policy.hours.push_back({std::chrono::weekday{day}, std::chrono::hours{0}, std::chrono::hours{24}});
    for (int number = 0; number < tickets; ++number) {
        TicketRequest request;
        request.service = "upgrade";
        request.idempotency = std::to_string(number);
        request.case_keys = {all[static_cast<std::size_t>(number) % all.size()].key};
        const auto now = std::chrono::sys_days{today} + std::chrono::hours{2} + std::chrono::seconds{number};
        const auto begin = Clock::now();
        const auto answer = (*ledger)->issue(request, {"Hall", 'A'}, policy, now);
        issued.push_back(seconds_since(begin) * 1e3);
        if (!answer) return std::puts(answer.error().detail.c_str()), false;
    }
    for (int day = 0; day < days; ++day) {
        const auto begin = Clock::now();
        if (!report_of_day((*ledger)->local().db(), plus_days(today, -day), policy)) return false;
        reported.push_back(seconds_since(begin) * 1e3);
    }
    std::printf("%10d %10.1f %10.1f %14s %16s %16s %16s\n", cases, opened, pss_mb() - before,
                middle_and_high(found, 0).c_str(), middle_and_high(issued, 2).c_str(),
                middle_and_high(page_writes(folder, tickets), 2).c_str(), middle_and_high(reported, 1).c_str());
    return true;
}

bool make_cases(const std::string& csv, int cases) {
    return measure([&] { return static_cast<bool>(std::ofstream(csv, std::ios::binary) << demo_csv(1, cases, today)); }).ok;
}

int growth(const std::string& folder, const std::vector<int>& sizes) {
    std::printf("%10s %10s %10s %14s %16s %16s %16s\n", "cases", "start, ms", "memory, MB", "look-up, us", "ticket, ms",
                "peer: a page, ms", "report, ms");
    std::fflush(stdout);
    for (const int cases : sizes) {
        const auto csv = folder + "/cases.csv", db = folder + "/ledger.db";
        const bool done = make_cases(csv, cases) && measure([&] { return import(csv, db); }).ok &&
                          measure([&] { return grown(csv, folder, db, cases) && std::fflush(stdout) == 0; }).ok;
        if (!done) return std::printf("%10d FAILED\n", cases), 1;
        for (const char* behind : {"", "-wal", "-shm", ".key"}) std::filesystem::remove(db + behind);
    }
    std::puts("start: the file dropped from memory, opened, its upper pages read; times are p50 / p99");
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const bool grow = count > 1 && std::string_view(arguments[1]) == "--growth";
    const int cases = count > 1 && !grow ? std::max(1, std::atoi(arguments[1])) : 1'000'000;
    std::string folder = std::string(count > 2 ? arguments[2] : "/tmp") + "/ledger-bench-XXXXXX";
    nice(10);  // it takes long, and somebody may be at work
    if (!mkdtemp(folder.data())) return std::perror("mkdtemp"), 1;
    if (grow) {
        std::vector<int> sizes;
        for (int at = 3; at < count; ++at) sizes.push_back(std::max(1, std::atoi(arguments[at])));
        const int failed = growth(folder, sizes.empty() ? std::vector{5'000, 300'000, 1'000'000, 10'000'000} : sizes);
        std::filesystem::remove_all(folder);
        return failed;
    }
    const auto csv = folder + "/cases.csv", ours = folder + "/ledger.db", shell = folder + "/shell.db";
    if (!make_cases(csv, cases)) return 1;
    const auto imported = measure([&] { return import(csv, ours); });
    print("kioskctl import", imported, cases, ours);
    if (cases <= most_imported_again) {
        const auto again = measure([&] { return import(csv, ours); });
        print("  the same file again", again, cases, ours);
        std::printf("%-24s %9.2f of the first time\n", "", again.seconds / imported.seconds);
    }
    by_shell(csv, shell, cases, imported.seconds);
    look_ups(csv, ours, cases);
    custody(ours, cases);
    std::filesystem::remove_all(folder);
    return imported.ok ? 0 : 1;
}
