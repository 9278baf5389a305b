// kioskctl with a store that several kiosks share, on a real PostgreSQL.
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
        server_.add_user("terminal_a", "kiosk_terminal");
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
    machine("b", "terminal_a", "Another hall");
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
    server_.kill();
    const auto down = on("a", {"doctor"}).out;
    EXPECT_NE(down.find("WRONG line"), std::string::npos) << down;
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
