#pragma once

#include <memory>
#include <string>

#include <fmt/format.h>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/postgres.h"
#include "kiosk/store/postgres_logins.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/sync.h"
#include "tests/kiosk/ledger/support.h"
#include "tests/support/postgres.h"

// A shared store and ledgers that keep abreast with it. All of them have the key of the office that made the store.
namespace ledger_test {

inline SqliteOptions local_options(const std::string& folder, const std::string& name) {
    return {folder + "/" + name + ".db", folder + "/office.key", offset};
}

inline HashKey key_of(const std::string& folder) {
    const auto local = open_local_ledger(local_options(folder, "office"));
    if (!local) throw std::runtime_error(local.error().detail);
    return local->key;
}

// What the store takes for now; otherwise it is the server's clock, and the tests' days are of another time.
inline void set_clock(const support::Postgres& server, Wall now) {
    server.psql(
        fmt::format("CREATE OR REPLACE FUNCTION kiosk.clock() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT "
                    "{}::bigint $$",
                    now.time_since_epoch().count()));
}

// Each terminal of a hall has a login of its own.
inline std::string login_of(char letter) {
    return letter == 'A' ? "terminal" : fmt::format("terminal_{}", static_cast<char>(letter - 'A' + 'a'));
}

inline void make_store(const support::Postgres& server, const HashKey& key, const std::string& hall = "Hall") {
    auto line = PostgresConnection::open({server.where()});
    if (!line) throw std::runtime_error(line.error().detail);
    const auto made = prepare_store(*line, key);
    if (!made) throw std::runtime_error(made.error().detail);
    server.psql("CREATE ROLE counter LOGIN; CREATE ROLE office LOGIN IN ROLE kiosk_office");
    const Date since{std::chrono::sys_days{monday} - std::chrono::days{62}};
    const auto bound = [](const Status& done) {
        if (!done) throw std::runtime_error(done.error().detail);
    };
    for (char letter = 'A'; letter <= 'P'; ++letter) {
        server.psql("CREATE ROLE " + login_of(letter) + " LOGIN");
        bound(bind_terminal(*line, {login_of(letter), hall, std::string(1, letter), since}));
    }
    bound(bind_counter(*line, {"counter", hall, {}, since}));
}

inline std::unique_ptr<HallDesk> open_shared(const std::string& where, const HashKey& key,
                                             std::chrono::milliseconds patience = std::chrono::seconds{5}) {
    SharedOptions options;
    options.line.where = where;
    options.line_patience = patience;
    auto desk = open_shared_desk(options, key);
    if (!desk) {
        ADD_FAILURE() << desk.error().detail;
        return nullptr;
    }
    return *std::move(desk);
}

// K0001 and so on, up to 999,999 of them.
inline std::string cases_csv(int first, int last, const char* stage = "collected") {
    std::string text = "case_key,holder_name,id_number,old_card,handed_in_at,stage\n";
    for (int number = first; number <= last; ++number)
        text += fmt::format("K{0:04},测试甲,,4000900000{0:06},2026-11-01,{1}\n", number, stage);
    return text;
}

// One kiosk: its ledger, and what keeps it abreast.
class Terminal {
public:
    Terminal(const std::string& folder, const std::string& where, char letter, std::string hall = "Hall")
        : site_{hall, letter},
          options_(local_options(folder, "terminal-" + hall + letter)),
          ledger_(*open_ledger(options_)),
          sync_({options_, {where}, hall, letter}) {}

    SqliteLedger& ledger() { return *ledger_; }
    Sync& sync() { return sync_; }
    const TicketSite& site() const { return site_; }
    const SqliteOptions& options() const { return options_; }
    IssuedTicket issue(const TicketRequest& wanted, const Policy& policy, Wall now = morning()) {
        return issued(ledger_->issue(wanted, site_, policy, now));
    }
    SyncReport round(Wall now = morning()) {
        const auto report = sync_.round(now);
        if (!report) {
            ADD_FAILURE() << report.error().detail;
            return {};
        }
        return *report;
    }

private:
    TicketSite site_;
    SqliteOptions options_;
    std::unique_ptr<SqliteLedger> ledger_;
    Sync sync_;
};

// The store and an office, in a folder of their own.
class SharedTest : public testing::Test {
protected:
    SharedTest() {
        make_store(server_, key_);
        set_clock(server_, morning());
    }

    std::unique_ptr<SqliteLedger> office() { return *open_ledger(local_options(folder(), "office")); }
    // As patient as `kioskctl ledger publish`, which lets one statement merge all cases.
    Sync office_sync() {
        return Sync({local_options(folder(), "office"), {server_.where("office"), std::chrono::minutes{2}}, "Hall"});
    }
    Terminal terminal(char letter) { return {folder(), server_.where(login_of(letter)), letter}; }
    std::unique_ptr<HallDesk> store(const std::string& user) { return open_shared(server_.where(user), key_); }
    std::string folder() const { return dir_.path().string(); }

    support::TempDir dir_;
    support::Postgres server_;
    HashKey key_ = key_of(dir_.path().string());
    Policy policy_ = make_policy();
};

}  // namespace ledger_test
