// What a visitor waits for and what the machine pays, with the real program in a hall of real parts: X server, pcscd with a
// simulated reader, cupsd with a simulated printer, ledger. Times in milliseconds: median, 95th percentile, range.
//   kiosk_bench [--kiosk PROGRAM]        the kiosk; PROGRAM: an older one, say
//   kiosk_bench --peer NAME COMMAND… [--peer …]
//                                        the kiosk and, in the same run and by the same code, other programs with a like
//                                        page: a tap on the second button brings the other page, one on "back" the first
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/bench/program.h"
#include "tests/bench/watch.h"
#include "tests/support/hall.h"

namespace {

using namespace std::chrono_literals;
using bench::Clock;
using bench::Figures;
using bench::ms;
using bench::Program;
using bench::Sign;
using bench::Watch;

constexpr int starts = 10, taps = 30, cards = 20, tickets = 10;
constexpr auto idle_time = 30s, camera_time = 5s;

struct Spot {
    int x = 0, y = 0;
};
// Where the kiosk's buttons are.
struct Spots {
    Spot came_back, counter, service, back, code;  // code: with a camera only
};

Spot spot(bool camera, const kiosk::Phase& phase, std::string_view label) {
    auto state = samples::ready();
    state.has_camera = camera;
    state.phase = phase;
    const support::HeadlessKiosk page(support::Hall::shipped(), {1080, 1920}, state, 4);
    const auto at = page.glass().target(label).box.centre();
    return {static_cast<int>(at.x), static_cast<int>(at.y)};
}

// In a process of its own: pages of the fonts that this one had touched would count as shared with the kiosk.
Spots find_spots(bool camera) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
        const kiosk::Phase home = kiosk::Home{}, services = kiosk::ChoosingService{};
        Spots found{spot(camera, home, "我的卡退回来了"),
                    spot(camera, home, "我要到窗口办"),
                    spot(camera, services, "别的事"),
                    spot(camera, services, "返回"),
                    {}};
        if (camera) found.code = spot(camera, home, "我有带码的纸条");
        _exit(write(ends[1], &found, sizeof found) == sizeof found ? 0 : 1);
    }
    close(ends[1]);
    Spots found;
    const bool told = read(ends[0], &found, sizeof found) == sizeof found;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    if (!told) throw std::runtime_error("cannot lay out the pages");
    return found;
}

void row(const char* what, const std::string& figure) {
    std::printf("%-58s %s\n", what, figure.c_str());
    std::fflush(stdout);
}

struct Report {
    Figures start, tap;
    Program::Usage fresh, idle, tapped;  // idle: the difference over that time
};

struct Contestant {
    std::string name;
    std::vector<std::string> command;
};

// One program on the glass, its home page and the other one.
class Subject {
public:
    Subject(support::RealHall& hall, const Spots& spots, std::vector<std::string> command)
        : hall_(hall), spots_(spots), watch_(hall.glass), program_(std::move(command), hall.environment()) {}

    void learn();  // once, without measuring: how its first page looks. Also warms the disk's cache.
    void open();
    void close();
    double start();  // exec -> first page on the root window; open afterwards
    Figures tap();   // release -> the other page on the root window
    Program::Usage usage() const { return program_.usage(); }
    Program::Usage settled_usage() const;  // once nothing has changed for a while
    Program::Usage idle();
    const Watch& watch() const { return watch_; }
    const Sign& home() const { return home_; }
    void press(Spot at);
    Clock::time_point tap_at(Spot at);  // the moment of release

private:
    support::RealHall& hall_;
    const Spots& spots_;
    Watch watch_;
    Program program_;
    Sign empty_, home_;
    support::Image home_picture_;
};

void Subject::learn() {
    empty_ = {hall_.glass.pixels().height / 2, hall_.glass.row(hall_.glass.pixels().height / 2)};
    program_.start();
    watch_.when_not(empty_);
    home_picture_ = watch_.settled();
    home_ = Watch::sign_of(home_picture_);
    close();
}

void Subject::open() {
    program_.start();
    watch_.when(home_);
}

void Subject::close() {
    program_.end();
    watch_.when(empty_);
}

double Subject::start() {
    const auto begin = Clock::now();
    program_.start();
    return ms(watch_.when(home_) - begin);
}

// As a person's: the finger stays for a moment, and the page is looked at before.
Clock::time_point Subject::tap_at(Spot at) {
    std::this_thread::sleep_for(500ms);
    hall_.glass.move(at.x, at.y);
    hall_.glass.button(true);
    std::this_thread::sleep_for(80ms);
    const auto released = Clock::now();
    hall_.glass.button(false);
    return released;
}

Figures Subject::tap() {
    watch_.settled();
    tap_at(spots_.came_back);
    const auto other_picture = watch_.settled();
    const auto there = Watch::difference(home_picture_, other_picture),
               back = Watch::difference(other_picture, home_picture_);
    tap_at(spots_.back);
    watch_.when(back);
    Figures figures;
    for (int i = 0; i < taps; ++i) {
        const bool forth = i % 2 == 0;
        const auto released = tap_at(forth ? spots_.came_back : spots_.back);
        figures.values.push_back(ms(watch_.when(forth ? there : back) - released));
    }
    return figures;
}

// What is loaded behind the first page counts as well.
Program::Usage Subject::settled_usage() const {
    watch_.settled();
    return usage();
}

Program::Usage Subject::idle() {
    watch_.settled();
    std::this_thread::sleep_for(5s);
    const auto before = usage();
    std::this_thread::sleep_for(idle_time);
    auto after = usage();
    after.cpu_ms -= before.cpu_ms;
    after.switches -= before.switches;
    return after;
}

// The card's last answer -> what it means on the root window. The card is taken away and the page left each time.
Figures measure_cards(support::RealHall& hall, Subject& kiosk, const Spots& spots) {
    const auto card = support::card("old-01");
    hall.reader.insert(card);
    kiosk.watch().when_not(kiosk.home());
    const auto answer = Watch::sign_of(kiosk.watch().settled());
    Figures figures;
    for (int i = 0; i < cards; ++i) {
        kiosk.tap_at(spots.back);  // "take your card"
        kiosk.watch().when_not(answer);
        hall.reader.pull();
        kiosk.watch().when(kiosk.home());
        std::this_thread::sleep_for(500ms);
        hall.reader.insert(card);
        const auto drawn = kiosk.watch().when(answer);
        figures.values.push_back(ms(drawn - hall.reader.last_answer()));
    }
    kiosk.tap_at(spots.back);
    hall.reader.pull();
    kiosk.watch().when(kiosk.home());
    return figures;
}

struct TicketTimes {
    Figures accepted, printed;
    Figures lp;  // of the same paper, ready as a file: until CUPS has it and lp has ended
};

// Spawned: to fork this large process would count as lp's time.
double lp(const support::RealHall& hall, const std::filesystem::path& paper) {
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::string words[] = {"lp", "-h", hall.cupsd.socket(), "-d", "receipt", paper.string()};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = -1;
    int status = -1;
    const auto begin = Clock::now();
    const bool begun = posix_spawnp(&child, "lp", &quiet, nullptr, arguments.data(), environ) == 0;
    if (!begun || waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error("no lp");
    posix_spawn_file_actions_destroy(&quiet);
    return ms(Clock::now() - begin);
}

std::size_t accepted_jobs(const std::string& access_log) {
    const auto text = support::read_file(access_log);
    std::size_t count = 0;
    for (auto at = text.find(" Print-Job successful"); at != std::string::npos;
         at = text.find(" Print-Job successful", at + 1))
        ++count;
    return count;
}

// Release on the service's button -> cupsd has logged that it took the ticket; -> the backend has all of it.
TicketTimes measure_tickets(support::RealHall& hall, Subject& kiosk, const Spots& spots) {
    const auto log = (std::filesystem::path(hall.cupsd.socket()).parent_path() / "access_log").string();
    TicketTimes times;
    for (int i = 0; i < tickets; ++i) {
        const auto before = accepted_jobs(log), papers = hall.printer.printed().size();
        kiosk.tap_at(spots.counter);
        const auto released = kiosk.tap_at(spots.service);
        while (accepted_jobs(log) == before && Clock::now() - released < 20s) std::this_thread::sleep_for(200us);
        times.accepted.values.push_back(ms(Clock::now() - released));
        while (hall.printer.printed().size() == papers && Clock::now() - released < 20s) std::this_thread::sleep_for(200us);
        times.printed.values.push_back(ms(Clock::now() - released));
        const auto printed = hall.printer.printed();
        if (printed.size() == papers) throw std::runtime_error("no ticket: " + hall.log());
        times.lp.values.push_back(lp(hall, printed.back()));
        support::wait_until([&] { return hall.printer.printed().size() == papers + 2; });
        kiosk.tap_at(spots.back);
        kiosk.watch().when(kiosk.home());
    }
    return times;
}

std::string format(const char* pattern, double value, double other = 0) {
    char text[80];
    std::snprintf(text, sizeof text, pattern, value, other);
    return text;
}

void measure_kiosk(support::RealHall& hall, const Spots& spots, const std::vector<std::string>& command) {
    Subject kiosk(hall, spots, command);
    kiosk.learn();
    Figures start;
    for (int i = 0; i < starts; ++i) {
        start.values.push_back(kiosk.start());
        kiosk.close();
    }
    row("exec -> first page on the X root window, warm, ms", start.text());
    kiosk.open();
    const auto fresh = kiosk.settled_usage();
    row("tap: release -> next page on the X root window, ms", kiosk.tap().text());
    const auto tapped = kiosk.usage();
    row("card: its last answer -> case on the X root window, ms", measure_cards(hall, kiosk, spots).text());
    const auto read = kiosk.usage();
    const auto times = measure_tickets(hall, kiosk, spots);
    row("ticket: release -> accepted by CUPS (access_log), ms", times.accepted.text());
    row("… lp of the same paper as a file, between the tickets, ms", times.lp.text());
    row("ticket: release -> page taken by the printer, ms", times.printed.text());
    const auto visited = kiosk.usage();
    kiosk.tap_at(spots.code);
    std::this_thread::sleep_for(camera_time);
    const auto shown = kiosk.usage();
    kiosk.tap_at(spots.back);
    kiosk.watch().when(kiosk.home());
    row("memory at the first page: PSS (RSS), MB", format("%.1f (%.1f)", fresh.pss_mb, fresh.rss_mb));
    row("memory after the taps: PSS (RSS), MB", format("%.1f (%.1f)", tapped.pss_mb, tapped.rss_mb));
    row("memory after the cards: PSS (RSS), MB", format("%.1f (%.1f)", read.pss_mb, read.rss_mb));
    row("memory after the tickets: PSS (RSS), MB", format("%.1f (%.1f)", visited.pss_mb, visited.rss_mb));
    row("memory while the camera is open: PSS (RSS), MB", format("%.1f (%.1f)", shown.pss_mb, shown.rss_mb));
    const auto rested = kiosk.settled_usage();
    row("memory after all of these: PSS (RSS), MB", format("%.1f (%.1f)", rested.pss_mb, rested.rss_mb));
    const auto idle = kiosk.idle();
    row("idle for 30 s: processor ms (voluntary switches)",
        format("%.2f (%.0f)", idle.cpu_ms, static_cast<double>(idle.switches)));
    kiosk.close();
    std::puts("look-up among a million cases: ledger_bench");
}

// One line of the table: ours, then each peer and how many times ours it is.
void compare(const char* what, const std::vector<Report>& reports, const std::function<double(const Report&)>& figure) {
    const double ours = figure(reports.front());
    std::printf("%-44s %9.2f", what, ours);
    for (std::size_t i = 1; i < reports.size(); ++i)
        std::printf("  %9.2f (%5.2f)", figure(reports[i]), figure(reports[i]) / ours);
    std::puts("");
}

void measure_all(support::RealHall& hall, const Spots& spots, const std::vector<Contestant>& contestants) {
    std::vector<std::unique_ptr<Subject>> subjects;
    std::vector<Report> reports(contestants.size());
    for (const auto& [name, command] : contestants) {
        subjects.push_back(std::make_unique<Subject>(hall, spots, command));
        subjects.back()->learn();
    }
    for (int i = 0; i < starts; ++i) {  // by turns: what else the machine does hits all
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            reports[s].start.values.push_back(subjects[s]->start());
            subjects[s]->close();
        }
    }
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        subjects[s]->open();
        reports[s].fresh = subjects[s]->settled_usage();
        reports[s].tap = subjects[s]->tap();
        reports[s].tapped = subjects[s]->usage();
        reports[s].idle = subjects[s]->idle();
        subjects[s]->close();
    }
    std::printf("%-44s", "(in brackets: times the first)");
    for (const auto& one : contestants)
        std::printf(" %9s%s", one.name.c_str(), &one == &contestants.front() ? "" : "        ");
    std::puts("");
    compare("exec -> first page, warm, ms, median", reports, [](const Report& r) { return r.start.median(); });
    compare("release -> next page, ms, median", reports, [](const Report& r) { return r.tap.median(); });
    compare("PSS at the first page, MB, all processes", reports, [](const Report& r) { return r.fresh.pss_mb; });
    compare("PSS after the taps, MB, all processes", reports, [](const Report& r) { return r.tapped.pss_mb; });
    compare("idle 30 s, processor ms, all processes", reports, [](const Report& r) { return r.idle.cpu_ms; });
    compare("idle 30 s, voluntary switches", reports, [](const Report& r) { return static_cast<double>(r.idle.switches); });
    for (std::size_t s = 0; s < subjects.size(); ++s)
        std::printf("%-10s start %s; tap %s\n", contestants[s].name.c_str(), reports[s].start.text().c_str(),
                    reports[s].tap.text().c_str());
}

// nullopt: these are no arguments of ours.
std::optional<std::vector<Contestant>> contestants_of(const std::vector<std::string>& words) {
    std::vector<Contestant> found{{"kiosk", {KIOSK_BINARY_DIR "/kiosk"}}};
    for (std::size_t i = 0; i < words.size();) {
        if (words[i] == "--kiosk" && i + 1 < words.size()) {
            found.front().command = {words[i + 1]};
            i += 2;
            continue;
        }
        if (words[i] != "--peer" || i + 2 >= words.size()) return std::nullopt;
        const auto begin = words.begin() + static_cast<std::ptrdiff_t>(i) + 2, end = std::find(begin, words.end(), "--peer");
        found.push_back({words[i + 1], {begin, end}});
        i = static_cast<std::size_t>(end - words.begin());
    }
    return found;
}

}  // namespace

int main(int count, char** arguments) try {
    auto contestants = contestants_of({arguments + 1, arguments + count});
    if (!contestants) {
        std::fputs("usage: kiosk_bench [--kiosk PROGRAM] [--peer NAME COMMAND…]…\n", stderr);
        return 2;
    }
    const bool alone = contestants->size() == 1;
    const auto spots = find_spots(alone);
    support::RealHall hall;
    if (alone) hall.use_scanner("camera = 'videotestsrc is-live=true ! video/x-raw,width=1280,height=720'", true);
    auto& kiosk = contestants->front().command;
    kiosk.insert(kiosk.end(), {"--config", hall.config()});
    if (alone)
        measure_kiosk(hall, spots, kiosk);
    else
        measure_all(hall, spots, *contestants);
} catch (const std::exception& error) {
    std::fprintf(stderr, "kiosk_bench: %s\n", error.what());
    return 1;
}
