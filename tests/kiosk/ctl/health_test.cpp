// kioskctl health on a made-up machine.
#include <fmt/format.h>
#include <unistd.h>

#include "kiosk/base/clock.h"
#include "kiosk/health/running.h"
#include "tests/kiosk/ctl/support.h"
#include "tests/kiosk/policy/least_policy.h"

namespace ctl_test {
namespace {

namespace fs = std::filesystem;

class KioskctlHealth : public Kioskctl {
protected:
    void SetUp() override {
        Kioskctl::SetUp();
        open_at("mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun", "00:00", "24:00");
        support::write_file(dir_.path() / "kiosk.toml",
                            "[site]\nhall = \"Hall <1>\"\npolicy = \"policy.toml\"\n[ledger]\npath = \"ledger.db\"\n");
        import_demo();
    }
    void open_at(const std::string& days, const char* from, const char* to) const {
        std::string policy = least;
        policy.replace(policy.find("\"mon\""), 5, '"' + days + '"');
        policy.replace(policy.find("09:00"), 5, from);
        policy.replace(policy.find("12:00"), 5, to);
        support::write_file(dir_.path() / "policy.toml", policy);
    }
    void leave(const char* path, const std::string& text) const {
        const auto whole = fs::path(dir_.file("machine") + path);
        fs::create_directories(whole.parent_path());
        support::write_file(whole, text);
    }
    void kiosk_works(Running running) const {
        running.version = KIOSK_VERSION;
        leave(running_file, to_text(running));
    }
    Running at_work() const {
        Running running;
        running.pid = ::getpid();
        running.started = now_;
        return running;
    }
    Finished health(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"health", "--root", dir_.file("machine")});
        return ctl(std::move(arguments));
    }
    Json json() const { return Json::parse(health({"--json"}).out); }

    const Wall now_ = std::chrono::floor<std::chrono::seconds>(wall_now());
};

TEST_F(KioskctlHealth, OfAMachineWhoseKioskDoesNotRunSaysSo) {
    EXPECT_EQ(json()["kiosk"], nullptr);
    auto killed = at_work();
    killed.pid = 1 << 29;
    kiosk_works(killed);
    EXPECT_EQ(json()["kiosk"], nullptr) << "a program that was killed left its file";
    const auto told = health();
    EXPECT_EQ(told.code, 0) << "it tells; whoever asks judges";
    EXPECT_NE(told.out.find("WRONG kiosk"), std::string::npos) << told.out;
}

TEST_F(KioskctlHealth, TellsTheFaultsOfTheKioskAndSinceWhen) {
    auto running = at_work();
    running.troubles = {{"printer", Fault::paper_out, now_ - std::chrono::minutes{5}}};
    kiosk_works(running);
    const auto faults = json()["kiosk"]["faults"];
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0]["fault"], "paper_out");
    EXPECT_EQ(faults[0]["since"], utc_text(now_ - std::chrono::minutes{5}));
    const auto told = health().out;
    EXPECT_NE(told.find("for 5 min"), std::string::npos) << told;
}

TEST_F(KioskctlHealth, TellsWhatTheScriptsLeft) {
    EXPECT_EQ(json()["last_backup"], nullptr);
    leave("/var/backups/kiosk/last.toml", "at = \"2026-01-01T12:00:00Z\"\nto = \"/mnt/disk\"\n");
    leave("/var/lib/kiosk-update/last.toml", "at = \"2026-01-02T02:00:00Z\"\noutcome = \"undone\"\nwhat = \"kiosk 1.2\"\n");
    leave("/etc/apt/sources.list.d/kiosk.sources", "Types: deb\nSuites: pilot\n");
    const auto now = json();
    EXPECT_EQ(now["last_backup"]["to"], "/mnt/disk");
    EXPECT_EQ(now["last_update"]["outcome"], "undone");
    EXPECT_EQ(now["ring"], "pilot");
    const auto told = health().out;
    EXPECT_NE(told.find("WRONG backup"), std::string::npos) << told;
    EXPECT_NE(told.find("WRONG update"), std::string::npos) << told;
    leave("/var/backups/kiosk/last.toml", "at = \"" + utc_text(now_) + "\"\nto = \"/mnt/disk\"\n");
    EXPECT_NE(health().out.find("ok    backup"), std::string::npos);
    leave("/var/backups/kiosk/last.toml", "half of a fi");
    EXPECT_EQ(json()["last_backup"], nullptr);
}

TEST_F(KioskctlHealth, CountsTheQueueAndNamesNobody) {
    sql("INSERT INTO tickets (hall, day, terminal, number, service, class, refusal, request_hash, issued_at) "
        "SELECT 'Hall <1>', CAST(unixepoch('now', '+8 hours') / 86400 AS INTEGER), 'A', value, 'swap', "
        "iif(value = 3, 'priority', 'ordinary'), '', randomblob(16), unixepoch('now') * 1000 FROM json_each('[1,2,3]')");
    const auto now = json();
    EXPECT_EQ(now["queue"]["issued"], 3);
    EXPECT_EQ(now["queue"]["ordinary_waiting"], 2);
    EXPECT_EQ(now["queue"]["priority_waiting"], 1);
    EXPECT_NE(now["last_visit"], nullptr);
    EXPECT_EQ(health({"--prometheus", dir_.file("m.prom"), "--html", dir_.file("m.html")}).code, 0);
    const auto metrics = support::read_file(dir_.path() / "m.prom"), page = support::read_file(dir_.path() / "m.html");
    EXPECT_NE(metrics.find("kiosk_tickets_waiting{class=\"priority\"} 1\n"), std::string::npos) << metrics;
    EXPECT_NE(page.find("<h1>Hall &lt;1> A</h1>"), std::string::npos) << page;
    for (const auto& text : {metrics, page, now.dump(), health().out})
        EXPECT_EQ(text.find("DEMO-"), std::string::npos) << text;
}

TEST_F(KioskctlHealth, WithoutALedgerMakesNone) {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(ledger() + end);
    EXPECT_NE(json()["ledger"], "readable");
    EXPECT_FALSE(fs::exists(ledger()));
    EXPECT_EQ(health({"--prometheus", dir_.file("m.prom")}).code, 0);
    EXPECT_NE(support::read_file(dir_.path() / "m.prom").find("kiosk_ledger_readable 0\n"), std::string::npos);
}

TEST_F(KioskctlHealth, ThatCannotBeWrittenIsRefused) {
    EXPECT_EQ(health({"--prometheus", dir_.file("nowhere/m.prom")}).code, 1);
}

TEST_F(KioskctlHealth, IsAtRestOnlyWhereTheHallIsClosedAndNobodyIsThere) {
    EXPECT_NE(health({"--at-rest"}).err.find("the hall is open"), std::string::npos);
    const auto later =
        fmt::format("{:.3}", std::array{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}.at(
                                 std::chrono::weekday{std::chrono::sys_days{plus_days(today, 3)}}.c_encoding()));
    open_at(later, "09:00", "12:00");
    EXPECT_EQ(health({"--at-rest"}).code, 0) << health({"--at-rest"}).err;
    kiosk_works(at_work());
    EXPECT_EQ(health({"--at-rest"}).code, 0);
    auto visited = at_work();
    visited.in_visit = true;
    kiosk_works(visited);
    const auto refused = health({"--at-rest"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("somebody stands before the kiosk"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace ctl_test
