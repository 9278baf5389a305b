// What a visitor waits for and what the machine pays, with the real program in a hall of real parts: X server, pcscd with a
// simulated reader, cupsd with a simulated printer, ledger. Times in milliseconds: median, 95th percentile, range.
//   kiosk_bench                  the kiosk
//   kiosk_bench --peer COMMAND…  the kiosk and, in the same run and by the same code, another program with a like page:
//                                a tap on the second button brings the other page, one on "back" the first
#include <sys/wait.h>
#include <unistd.h>

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
constexpr auto idle_time = 30s;

struct Spot {
    int x = 0, y = 0;
};
// Where the kiosk's buttons are.
struct Spots {
    Spot came_back, counter, service, back;
};

Spot spot(const kiosk::Phase& phase, std::string_view label) {
    auto state = samples::ready();
    state.phase = phase;
    const support::HeadlessKiosk page(support::Hall::shipped(), {1080, 1920}, state, 4);
    const auto at = page.glass().target(label).box.centre();
    return {static_cast<int>(at.x), static_cast<int>(at.y)};
}

// In a process of its own: pages of the fonts that this one had touched would count as shared with the kiosk.
Spots find_spots() {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
        const kiosk::Phase home = kiosk::Home{}, services = kiosk::ChoosingService{};
        const Spots found{spot(home, "我的卡退回来了"), spot(home, "我要到窗口办"), spot(services, "别的事情"),
                          spot(services, "返回")};
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
    Program::Usage fresh, idle, visited;  // idle: the difference over that time
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
};

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
        if (hall.printer.printed().size() == papers) throw std::runtime_error("no ticket: " + hall.log());
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
    const auto fresh = kiosk.usage();
    row("tap: release -> next page on the X root window, ms", kiosk.tap().text());
    const auto tapped = kiosk.usage();
    row("card: its last answer -> case on the X root window, ms", measure_cards(hall, kiosk, spots).text());
    const auto read = kiosk.usage();
    const auto times = measure_tickets(hall, kiosk, spots);
    row("ticket: release -> accepted by CUPS (access_log), ms", times.accepted.text());
    row("ticket: release -> page taken by the printer, ms", times.printed.text());
    const auto visited = kiosk.usage();
    row("memory at the first page: PSS (RSS), MB", format("%.1f (%.1f)", fresh.pss_mb, fresh.rss_mb));
    row("memory after the taps: PSS (RSS), MB", format("%.1f (%.1f)", tapped.pss_mb, tapped.rss_mb));
    row("memory after the cards: PSS (RSS), MB", format("%.1f (%.1f)", read.pss_mb, read.rss_mb));
    row("memory after the tickets: PSS (RSS), MB", format("%.1f (%.1f)", visited.pss_mb, visited.rss_mb));
    const auto idle = kiosk.idle();
    row("idle for 30 s: processor ms (voluntary switches)",
        format("%.2f (%.0f)", idle.cpu_ms, static_cast<double>(idle.switches)));
    kiosk.close();
    std::puts("look-up among a million cases: ledger_bench");
}

void compare(const char* what, double ours, double theirs, const std::string& details) {
    std::printf("%-44s %9.2f %9.2f   1 / %-7.1f %s\n", what, ours, theirs, theirs / ours, details.c_str());
}

void measure_both(support::RealHall& hall, const Spots& spots, const std::vector<std::vector<std::string>>& commands) {
    std::vector<std::unique_ptr<Subject>> subjects;
    std::vector<Report> reports(commands.size());
    for (const auto& command : commands) {
        subjects.push_back(std::make_unique<Subject>(hall, spots, command));
        subjects.back()->learn();
    }
    for (int i = 0; i < starts; ++i) {  // by turns: what else the machine does hits both
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            reports[s].start.values.push_back(subjects[s]->start());
            subjects[s]->close();
        }
    }
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        subjects[s]->open();
        reports[s].tap = subjects[s]->tap();
        reports[s].visited = subjects[s]->usage();
        reports[s].idle = subjects[s]->idle();
        subjects[s]->close();
    }
    const auto& [ours, theirs] = std::tie(reports[0], reports[1]);
    std::printf("%-44s %9s %9s   %s\n", "", "kiosk", "peer", "ratio");
    compare("exec -> first page, warm, ms, median", ours.start.median(), theirs.start.median(),
            ours.start.text() + " / " + theirs.start.text());
    compare("release -> next page, ms, median", ours.tap.median(), theirs.tap.median(),
            ours.tap.text() + " / " + theirs.tap.text());
    compare("PSS after the taps, MB, all processes", ours.visited.pss_mb, theirs.visited.pss_mb,
            format("RSS %.0f / %.0f", ours.visited.rss_mb, theirs.visited.rss_mb));
    compare("idle 30 s, processor ms, all processes", ours.idle.cpu_ms, theirs.idle.cpu_ms,
            format("voluntary switches %.0f / %.0f", static_cast<double>(ours.idle.switches),
                   static_cast<double>(theirs.idle.switches)));
    compare("processes", ours.visited.processes, theirs.visited.processes, {});
}

}  // namespace

int main(int count, char** arguments) try {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    const bool with_peer = words.size() > 1 && words[0] == "--peer";
    if (!words.empty() && !with_peer) {
        std::fputs("usage: kiosk_bench [--peer COMMAND…]\n", stderr);
        return 2;
    }
    const auto spots = find_spots();
    support::RealHall hall;
    const std::vector<std::string> kiosk{KIOSK_BINARY_DIR "/kiosk", "--config", hall.config()};
    if (with_peer)
        measure_both(hall, spots, {kiosk, {words.begin() + 1, words.end()}});
    else
        measure_kiosk(hall, spots, kiosk);
} catch (const std::exception& error) {
    std::fprintf(stderr, "kiosk_bench: %s\n", error.what());
    return 1;
}
