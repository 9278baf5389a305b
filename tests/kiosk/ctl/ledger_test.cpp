// kioskctl with a store that several kiosks share, on a real PostgreSQL.
#include <algorithm>

#include "kiosk/ledger/sqlite.h"
#include "tests/kiosk/ctl/support.h"
#include "tests/support/postgres.h"

namespace ctl_test {
namespace {

class SharedKioskctl : public Kioskctl {
protected:
    void SetUp() override {
        machine("kiosk", "office_chief");
        machine("a", "terminal_a");
        machine("b", "terminal_b", "Another hall");
    }
    void machine(const std::string& name, const std::string& user, const std::string& hall = "Hall") const {
        support::write_file(dir_.path() / (name + ".toml"), "[site]\nhall = \"" + hall + "\"\n[ledger]\npath = \"" + name +
                                                                ".db\"\nkey_file = \"city.key\"\npostgres = \"" +
                                                                server_.where(user) + "\"\n");
    }
    Finished on(const std::string& name, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file(name + ".toml")});
        return support::run(std::move(arguments));
    }
    void make() const {
        const auto made = ctl({"ledger", "init"});
        ASSERT_EQ(made.code, 0) << made.err;
        for (const char* login : {"terminal_a", "terminal_b"}) server_.psql(std::string("CREATE ROLE ") + login + " LOGIN");
        const auto bound = ctl({"ledger", "terminal", "add", "terminal_a", "--hall", "Hall", "--letter", "A"});
        ASSERT_EQ(bound.code, 0) << bound.err;
        ASSERT_EQ(ctl({"ledger", "terminal", "add", "terminal_b", "--hall", "Another hall", "--letter", "A"}).code, 0);
    }

    support::Postgres server_;
};

TEST_F(SharedKioskctl, FromAnOfficesImportToAKiosksLookUp) {
    make();
    EXPECT_EQ(ctl({"ledger", "init"}).code, 0) << "again";
    import_demo();
    const auto published = ctl({"ledger", "publish"});
    EXPECT_EQ(published.out, "40 cases are new or changed in the shared store, 0 came from it\n") << published.err;
    const auto synced = on("a", {"ledger", "sync"});
    EXPECT_EQ(synced.out, "40 cases and 0 tickets came, 0 changes told\n") << synced.err;
    EXPECT_EQ(on("a", {"case", "--key", "DEMO-00002", "--json"}).out, ctl({"case", "--key", "DEMO-00002", "--json"}).out);
}

TEST_F(SharedKioskctl, KioskMayNotPublishOrMakeTheStore) {
    make();
    ASSERT_EQ(on("a", {"import", csv(demo_csv(1, 3, today))}).code, 0);
    const auto publish = on("a", {"ledger", "publish"});
    EXPECT_EQ(publish.code, 1);
    EXPECT_NE(publish.err.find("permission denied"), std::string::npos) << publish.err;
    EXPECT_EQ(on("a", {"ledger", "init"}).code, 1);
}

TEST_F(SharedKioskctl, CallsAreMadeInTheStore) {
    make();
    const auto none = ctl({"queue", "call", "--counter", "3"});
    EXPECT_EQ(none.code, 1);
    EXPECT_NE(none.err.find("nobody is waiting"), std::string::npos) << none.err;
    server_.kill();
    const auto down = ctl({"queue", "call", "--counter", "3"});
    EXPECT_EQ(down.code, 1);
    EXPECT_NE(down.err.find("see the network and the server"), std::string::npos) << down.err;
}

TEST_F(SharedKioskctl, OfficeExportsTicketsAndUsesOfEveryHall) {
    make();
    Policy policy;
    for (unsigned day = 0; day < 7; ++day)
        policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::hours{24}});
    policy.services = {{"upgrade", {"换新卡", "Upgrade"}, 0}};
    const Wall noon = std::chrono::sys_days{today} + std::chrono::hours{4};
    for (const auto& [name, hall] : {std::pair{"a", "Hall"}, {"b", "Another hall"}}) {
        const auto ledger = open_ledger({dir_.file(std::string(name) + ".db"), dir_.file("city.key")});
        ASSERT_TRUE(ledger);
        TicketRequest request;
        request.service = "upgrade";
        request.idempotency = "one";
        ASSERT_TRUE((*ledger)->issue(request, {hall, 'A'}, policy, noon));
        ASSERT_TRUE((*ledger)->count_use(CardUse::social, {hall, 'A'}, noon));
        ASSERT_EQ(on(name, {"ledger", "sync"}).code, 0);
    }
    const auto tickets = ctl({"export", "tickets", "--all-halls"});
    const auto day = iso(today);
    EXPECT_EQ(tickets.out, "hall,day,ticket,service,class,refusal,issued_at,called_at,counter\r\nAnother hall," + day +
                               ",A001,upgrade,ordinary,," + day + " 12:00,,\r\nHall," + day + ",A001,upgrade,ordinary,," +
                               day + " 12:00,,\r\n")
        << tickets.err;
    EXPECT_EQ(ctl({"export", "uses", "--all-halls"}).out,
              "hall,day,kind,count\r\nAnother hall," + day + ",social,1\r\nHall," + day + ",social,1\r\n");
    EXPECT_EQ(ctl({"export", "tickets"}).out.find("A001"), std::string::npos) << "this machine has none itself";
    const auto denied = on("a", {"export", "uses", "--all-halls"});
    EXPECT_EQ(denied.code, 1);
    EXPECT_NE(denied.err.find("permission denied"), std::string::npos) << denied.err;
    EXPECT_EQ(ctl({"export", "cases", "--all-halls"}).code, 1);
}

TEST_F(SharedKioskctl, DoctorTellsOfTheLine) {
    make();
    ASSERT_EQ(on("a", {"ledger", "sync"}).code, 0);
    const auto well = on("a", {"doctor"}).out;
    EXPECT_NE(well.find("ok    line"), std::string::npos) << well;
    EXPECT_NE(well.find("0 changes to tell"), std::string::npos) << well;
    EXPECT_NE(well.find("ok    store rights  login terminal_a tells the tickets of Hall A"), std::string::npos) << well;
    server_.kill();
    const auto down = on("a", {"doctor"}).out;
    EXPECT_NE(down.find("WRONG line"), std::string::npos) << down;
}

TEST_F(SharedKioskctl, LoginsAreBoundListedAndRemoved) {
    make();
    server_.psql("CREATE ROLE desk LOGIN; CREATE ROLE \"Odd; name\" LOGIN; CREATE ROLE old_a LOGIN IN ROLE kiosk_terminal");
    EXPECT_EQ(ctl({"ledger", "counter", "add", "desk", "--hall", "Hall"}).out, "login desk: calls in Hall\n");
    EXPECT_EQ(
        ctl({"ledger", "terminal", "add", "Odd; name", "--hall", "Hall", "--letter", "B", "--since", "2026-01-01"}).out,
        "login Odd; name: terminal B of Hall, of days from 2026-01-01 on\n");
    const auto listed = ctl({"ledger", "terminal", "list"}).out;
    EXPECT_NE(listed.find("login desk: calls in Hall\n"), std::string::npos) << listed;
    EXPECT_NE(listed.find("login terminal_b: terminal A of Another hall"), std::string::npos) << listed;
    EXPECT_NE(listed.find("login old_a: is bound to no hall"), std::string::npos) << listed;
    EXPECT_EQ(listed.find("office_chief"), std::string::npos) << "the owner is bound by nothing";
    EXPECT_NE(ctl({"ledger", "init"}).out.find("bound to no hall, and nothing is taken from them: old_a"),
              std::string::npos);
    EXPECT_EQ(ctl({"ledger", "terminal", "remove", "desk"}).out, "login desk: is bound to nothing any more\n");
    EXPECT_EQ(server_.psql("SELECT pg_has_role('desk', 'kiosk_counter', 'MEMBER')"), "f\n");
}

struct Refused {
    std::vector<std::string> arguments;
    const char* words;
    int code;
};
TEST_F(SharedKioskctl, BindingsThatCannotBeAreRefusedWithWhatToDo) {
    make();
    server_.psql("CREATE ROLE other LOGIN");
    for (const auto& [arguments, words, code] : std::vector<Refused>{
             {{"add", "other", "--hall", "Hall", "--letter", "A"}, "is held by login terminal_a; remove that first", 1},
             {{"add", "terminal_a", "--hall", "Another hall", "--letter", "C"}, "is bound to Hall A; remove it first", 1},
             {{"add", "terminal_a", "--hall", "Hall", "--letter", "C"}, "is bound to Hall A; remove it first", 1},
             {{"add", "nobody_there", "--hall", "Hall", "--letter", "C"}, "make it first: CREATE ROLE nobody_there", 1},
             {{"remove", "other"}, "is bound to nothing", 1},
             {{"add", "other", "--hall", "Hall", "--letter", "a"}, "must be a letter A to Z", 2},
             {{"add", "other", "--hall", "", "--letter", "C"}, "is empty", 2},
             {{"add", "other", "--hall", "Ha\x01ll", "--letter", "C"}, "a character of control", 2},
             {{"add", "other", "--hall", "Hall", "--letter", "C", "--since", "yesterday"}, "must be a day", 2}}) {
        auto all = arguments;
        all.insert(all.begin(), {"ledger", "terminal"});
        const auto done = ctl(all);
        EXPECT_EQ(done.code, code) << words << done.err;
        EXPECT_NE(done.err.find(words), std::string::npos) << done.err;
    }
    EXPECT_EQ(on("a", {"ledger", "terminal", "add", "other", "--hall", "Hall", "--letter", "C"}).code, 1) << "not the owner";
    EXPECT_EQ(on("a", {"ledger", "terminal", "remove", "terminal_b"}).code, 1);
}

TEST_F(SharedKioskctl, DoctorAsksACounterForNoCopy) {
    make();
    server_.psql("CREATE ROLE desk LOGIN");
    machine("desk", "desk");
    ASSERT_EQ(ctl({"ledger", "counter", "add", "desk", "--hall", "Hall"}).code, 0);
    const auto doctor = on("desk", {"doctor"}).out;
    EXPECT_NE(doctor.find("ok    store rights  login desk calls in Hall"), std::string::npos) << doctor;
    EXPECT_EQ(doctor.find("abreast"), std::string::npos) << doctor;
    EXPECT_NE(on("b", {"doctor"}).out.find("never abreast yet"), std::string::npos) << "a terminal's would be old";
}

TEST_F(SharedKioskctl, LoginThatIsBoundToNothingIsToldWhatToDo) {
    make();
    ASSERT_EQ(ctl({"ledger", "terminal", "remove", "terminal_a"}).code, 0);
    server_.psql("GRANT kiosk_terminal TO terminal_a");  // as before there were bindings
    const auto synced = on("a", {"ledger", "sync"});
    EXPECT_EQ(synced.code, 1);
    const char* what_to_do = "kioskctl ledger terminal add terminal_a --hall \"Hall\" --letter A";
    EXPECT_NE(synced.err.find("login terminal_a is bound to no hall"), std::string::npos) << synced.err;
    EXPECT_NE(synced.err.find(what_to_do), std::string::npos) << synced.err;
    const auto doctor = on("a", {"doctor"}).out;
    EXPECT_NE(doctor.find("WRONG store rights"), std::string::npos) << doctor;
    EXPECT_NE(doctor.find(what_to_do), std::string::npos) << doctor;
    ASSERT_EQ(ctl({"ledger", "terminal", "add", "terminal_a", "--hall", "Hall", "--letter", "A"}).code, 0);
    EXPECT_EQ(on("a", {"ledger", "sync"}).code, 0);
}

// Two offices, each with a machine and a ledger of its own.
class TwoOffices : public SharedKioskctl {
protected:
    void SetUp() override {
        SharedKioskctl::SetUp();
        machine("home", "office_home");
        machine("street", "office_street");
        make();
        for (const char* user : {"office_home", "office_street"}) server_.add_user(user, "kiosk_office");
        std::string text = "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage\n";
        for (const char* number : {"1", "2", "3"})
            text += std::string("K00") + number + ",测试甲,,400090000000000" + number + ",样板社区,样板街道,样板区," +
                    iso(today) + ",collected\n";
        ASSERT_EQ(on("home", {"import", csv(text)}).code, 0);
        ASSERT_EQ(on("home", {"pack", "B17", "--case", "K001", "K002", "K003", "--by", "desk 1"}).err, "");
    }
    Finished move(const std::string& name, const char* from, const char* to, const char* given, const char* taken) const {
        return on(name,
                  {"hand-over", "B17", "--from", from, "--to", to, "--given", given, "--taken", taken, "--by", "desk"});
    }
};

TEST_F(TwoOffices, HandOverIsToldByOneAndGoneOnWithAtTheOther) {
    const auto told = move("home", "community", "street", "3", "3");
    EXPECT_EQ(told.out, "bag B17: at the street 样板街道, 3 cards; at_street\n");
    EXPECT_EQ(told.err, "");
    EXPECT_EQ(move("street", "community", "street", "3", "3").out,
              "bag B17: at the street 样板街道, 3 cards; at_street (told before)\n");
    EXPECT_EQ(move("street", "street", "district", "3", "3").out, "bag B17: at the district 样板区, 3 cards; at_district\n");
    EXPECT_EQ(on("home", {"export", "custody"}).out, on("street", {"export", "custody"}).out);
    EXPECT_EQ(on("home", {"report", "--json"}).out, on("street", {"report", "--json"}).out);
}

TEST_F(TwoOffices, OtherCountsAreOneProblemOfOneNumberForBoth) {
    EXPECT_EQ(move("home", "community", "street", "3", "3").err, "");
    const auto second = move("street", "community", "street", "3", "2");
    EXPECT_EQ(second.code, 0);
    EXPECT_EQ(second.err,
              "kioskctl: that hand-over was told before, with 3 given and 3 taken: problem 3; kioskctl problems lists it\n");
    const auto listed = on("home", {"problems"}).out;
    EXPECT_EQ(listed, on("street", {"problems"}).out);
    EXPECT_NE(listed.find("problem 3: bag B17 of 样板区 / 样板街道 / 样板社区\n"), std::string::npos) << listed;
    EXPECT_NE(listed.find("3 given, 2 taken\n  but that hand-over was told before"), std::string::npos) << listed;
    const auto doctor = on("home", {"doctor"}).out;
    EXPECT_NE(doctor.find("WRONG custody"), std::string::npos) << doctor;
    ASSERT_EQ(on("home", {"close-problem", "3", "--reason", "miscounted", "--by", "desk 1"}).err, "");
    EXPECT_EQ(on("street", {"problems"}).out, "no open problems\n");
}

TEST_F(TwoOffices, LineDownIsOneSentenceAndTheNextCommandTells) {
    server_.kill();
    const auto alone = move("home", "community", "street", "3", "3");
    EXPECT_EQ(alone.code, 0);
    EXPECT_EQ(alone.out, "bag B17: at the street 样板街道, 3 cards; at_street\n");
    EXPECT_EQ(std::count(alone.err.begin(), alone.err.end(), '\n'), 1) << alone.err;
    EXPECT_NE(alone.err.find("the other offices are told by the next command that reaches them"), std::string::npos)
        << alone.err;
    EXPECT_NE(on("home", {"problems"}).err.find("could not be asked"), std::string::npos);
    EXPECT_NE(on("home", {"doctor"}).out.find("1 events of custody to tell"), std::string::npos);
    const auto unheard = move("street", "street", "district", "3", "3");
    EXPECT_EQ(unheard.code, 1);
    EXPECT_NE(unheard.err.find("which may be why"), std::string::npos) << unheard.err;
    server_.start();
    EXPECT_EQ(Json::parse(on("home", {"--json", "ledger", "publish"}).out)["custody"], 1);
    EXPECT_EQ(move("street", "street", "district", "3", "3").err, "");
}

TEST_F(SharedKioskctl, NoStoreIsSaid) {
    support::write_file(dir_.path() / "kiosk.toml", "[ledger]\npath = \"ledger.db\"\n");
    const auto refused = ctl({"ledger", "sync"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("no shared store is configured"), std::string::npos);
    EXPECT_EQ(ctl({"ledger"}).code, 2);
}

TEST_F(SharedKioskctl, PasswordOfAWrongStringIsNotRepeated) {
    const auto refused = ctl({"ledger", "sync", "--postgres", "host hunter2"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err.find("hunter2"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace ctl_test
